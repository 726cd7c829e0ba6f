"""A report as one page of Markdown or HTML: headings, facts, paragraphs and tables, in which text is never markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from prodtui.domain.text import sanitize
from prodtui.interchange.markdown import plain

#: Readable on a phone, in the dark and on paper; there is no script and nothing is fetched.
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { opacity: .7; } dd { margin: 0; white-space: pre-line; }
p { white-space: pre-line; }
.table { overflow-x: auto; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8886; }
@media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: .5rem; } }
@media print { body { max-width: none; padding: 0; } h2, h3, tr { break-after: avoid; break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: facts as (name, value), paragraphs, then a table; `level` 3 is a part of the section before it.

    A table with `columns` and no rows says that there is nothing. `svg` is a picture of our own making, which only HTML
    shows.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    level: int = 2
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report; `lead` says what it is about, when and by whom it was made."""

    title: str
    sections: Sequence[Section]
    lead: str = ""


NOTHING = "Nothing here."


def as_markdown(page: Page) -> str:
    """Return a page as Markdown."""
    return "\n".join(_markdown_lines(page)) + "\n"


def as_html(page: Page) -> str:
    """Return a page as one HTML document that needs nothing else."""
    title = _safe(page.title)
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    lead = f"<p>{_safe(page.lead)}</p>\n" if page.lead else ""
    return head + lead + "".join(map(_html_section, page.sections)) + "</body>\n</html>\n"


def _markdown_lines(page: Page) -> Iterator[str]:
    yield f"# {_mark(page.title)}"
    if page.lead:
        yield from ("", _mark(page.lead))
    for section in page.sections:
        if section.svg:
            continue  # a picture without the form for it
        yield from ("", f"{'#' * section.level} {_mark(section.title)}")
        if section.facts:
            yield ""
            yield from (f"- {_mark(name)}: {_mark(value)}" for name, value in section.facts)
        for paragraph in section.paragraphs:
            yield from ("", _mark(paragraph))
        if section.columns:
            yield ""
            if section.rows:
                yield _row([_mark(column) for column in section.columns])
                yield _row(["---"] * len(section.columns))
                yield from (_row([_mark(cell) for cell in row]) for row in section.rows)
            else:
                yield NOTHING


def _html_section(section: Section) -> str:
    parts = [f"<h{section.level}>{_safe(section.title)}</h{section.level}>\n"]
    if section.facts:
        facts = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>\n" for name, value in section.facts)
        parts.append(f"<dl>\n{facts}</dl>\n")
    parts += [f"<p>{_safe(paragraph)}</p>\n" for paragraph in section.paragraphs]
    if section.svg:
        parts.append(f"<figure>{section.svg}</figure>\n")
    if section.columns and section.rows:
        header = "".join(f"<th>{_safe(column)}</th>" for column in section.columns)
        rows = "".join(f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>\n" for row in section.rows)
        table = f"<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
        parts.append(f'<div class="table">{table}</div>\n')
    elif section.columns:
        parts.append(f"<p>{NOTHING}</p>\n")
    return "".join(parts)


def _safe(text: str) -> str:
    return escape(sanitize(text))


def _mark(text: str) -> str:
    return plain(sanitize(text))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
