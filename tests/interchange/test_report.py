"""Reports as pages: everything shows, nothing that people wrote is markup, the HTML needs nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

from prodtui.interchange.report import NOTHING, Page, Section, as_html, as_markdown

HOSTILE = '<script>alert(1)</script> [x](http://evil.example) | `rm` \x1b[2J & "quoted"'

PAGE = Page(
    "Issues of OPS",
    (
        Section("OPS-I1 Burrs", (("severity", "major"), ("cause", HOSTILE)), (HOSTILE,),
                ("Who", "What"), (("ann", HOSTILE),)),
        Section("History", level=3, columns=("At", "What")),
    ),
    lead=HOSTILE,
)  # fmt: skip


class Reader(HTMLParser):
    """Collects the tags and the text of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [name for name, _ in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_shows_text_as_text_and_fetches_nothing() -> None:
    reader = Reader()
    reader.feed(as_html(PAGE))
    shown = HOSTILE.replace("\x1b", "\ufffd")
    assert reader.text.count(shown) == 4
    assert not {"script", "a", "img", "link"} & set(reader.tags)
    assert reader.links == []
    assert [tag for tag in reader.tags if tag in ("h1", "h2", "h3", "table", "dl")] == ["h1", "h2", "dl", "table", "h3"]
    assert NOTHING in reader.text


def test_markdown_keeps_rows_and_escapes_what_people_wrote() -> None:
    lines = as_markdown(PAGE).splitlines()
    assert lines[0] == "# Issues of OPS"
    assert "## OPS-I1 Burrs" in lines and "### History" in lines
    assert "- severity: major" in lines
    row = next(line for line in lines if line.startswith("| ann"))
    assert row.replace("\\|", "").count("|") == 3
    for mark in ("<script>", "[x]", "`rm`"):
        assert mark not in row
    assert lines[-1] == NOTHING


def test_text_of_several_lines_stays_in_its_place() -> None:
    page = Page("T", (Section("S", (("notes", "one\ntwo"),), columns=("A",), rows=(("x\ny",),)),))
    assert "- notes: one two" in as_markdown(page).splitlines()
    assert "| x y |" in as_markdown(page).splitlines()
    assert "<dd>one\ntwo</dd>" in as_html(page)
