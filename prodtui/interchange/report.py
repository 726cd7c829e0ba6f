"""Reports of any kind as text, Markdown and one HTML page without script: sections of facts, a table and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TextIO

from prodtui.domain.text import sanitize
from prodtui.interchange.markdown import plain

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 1rem auto; max-width: 60rem;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; border-top: 1px solid #bbb; padding-top: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { color: #555; } dd { margin: 0; }
div { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #ddd; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid-page; } }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: named facts, a table under `head`, and sentences below it; each may be empty."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def text_lines(title: str, sections: Iterable[Section]) -> Iterator[str]:
    """Yield a report as lines for a terminal."""
    yield title
    for section in sections:
        yield ""
        yield section.title
        yield from (f"  {name:<12} {value}" for name, value in section.facts)
        widths = [max(map(len, column)) for column in zip(section.head, *section.rows, strict=True)]
        for row in (section.head, *section.rows) if section.rows else ():
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
        yield from (f"  {note}" for note in section.notes)


def write_markdown(title: str, sections: Iterable[Section], out: TextIO) -> None:
    """Write a report as Markdown, in which text from people is never markup."""
    out.write(f"# {plain(title)}\n")
    for section in sections:
        out.write(f"\n## {plain(section.title)}\n\n")
        out.writelines(f"- {name}: {plain(value)}\n" for name, value in section.facts)
        if section.rows:
            out.write("\n" + _line(section.head) + _line(["---"] * len(section.head)))
            out.writelines(_line([plain(cell) for cell in row]) for row in section.rows)
        if section.notes:
            out.write("\n")
            out.writelines(f"- {plain(note)}\n" for note in section.notes)


def write_html(title: str, sections: Iterable[Section], out: TextIO) -> None:
    """Write a report as one page that needs nothing else: no script, no address, readable on a phone and on paper."""
    out.write(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{_safe(title)}</h1>\n"
    )
    for section in sections:
        out.write(f"<section>\n<h2>{_safe(section.title)}</h2>\n")
        if section.facts:
            facts = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>\n" for name, value in section.facts)
            out.write(f"<dl>\n{facts}</dl>\n")
        if section.rows:
            out.write(f"<div><table>\n<thead>{_row('th', section.head)}</thead>\n<tbody>\n")
            out.writelines(_row("td", row) for row in section.rows)
            out.write("</tbody>\n</table></div>\n")
        if section.notes:
            notes = "".join(f"<li>{_safe(note)}</li>\n" for note in section.notes)
            out.write(f"<ul>\n{notes}</ul>\n")
        out.write("</section>\n")
    out.write("</body>\n</html>\n")


def _safe(text: str) -> str:
    return escape(sanitize(text))


def _row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{_safe(cell)}</{tag}>" for cell in cells) + "</tr>\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
