"""Reports for people: one page as text, Markdown or HTML, the same data as JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session
from prodtui.cli.deliver import deliver_text
from prodtui.cli.output import aligned
from prodtui.cli.result import Result, Table
from prodtui.domain.dates import local
from prodtui.errors import Usage
from prodtui.interchange.report import NOTHING, Page, Section, as_html, as_markdown

Markdown = Annotated[bool, typer.Option("--markdown", help="As Markdown.")]
Html = Annotated[bool, typer.Option("--html", help="As one HTML page that needs nothing else.")]


def report(
    session: Session, page: Page, data: Any, table: Table, *, markdown: bool, html: bool, out: Path | None
) -> Result:
    """Return a report: `data` for JSON, `table` for CSV, `page` for people, in a file when `out` names one."""
    if markdown and html:
        raise Usage("A report is either Markdown or HTML.", hint="Leave one of them out.")
    if not (markdown or html) and session.options.output in (Output.JSON, Output.CSV):
        if out is not None:
            raise Usage("--out is for pages.", hint="Add --html or --markdown, or redirect standard output.")
        return Result(table=table) if session.options.output is Output.CSV else Result(data)
    form, text = ("html", as_html(page)) if html else ("markdown", as_markdown(page))
    if not (markdown or html):
        lines = page_lines(page)
        if out is None:
            return Result(data, tuple(lines))
        form, text = "text", "\n".join(lines) + "\n"

    return deliver_text(session, form, out, text)


def lead_of(session: Session, begins: datetime | None, text: str, ends: datetime | None = None) -> str:
    """Return what a report is about, from when on and until when, and when and by whom it was made."""
    window = ((word, at) for word, at in (("since", begins), ("until", ends)) if at)
    when = " ".join(f"{word} {local(at, session.zone)}" for word, at in window) or "all there is"
    parts = (
        when[0].upper() + when[1:],
        f"what matches {text}" if text else "",
        f"made {local(session.now, session.zone)} ({session.zone.key}) by {session.workspace.actor.name}",
    )
    return ", ".join(part for part in parts if part) + "."


def page_lines(page: Page) -> list[str]:
    """Return a page as lines for a terminal."""
    lines = [page.title] + ([page.lead] if page.lead else [])
    for section in page.sections:
        lines += ["", section.title, *section_lines(section)]
    return lines


def section_lines(section: Section) -> list[str]:
    """Return what stands below the title of a section, for a terminal."""
    width = max((len(name) for name, _ in section.facts), default=0)
    lines = [f"  {name:<{width}}  {_flat(value)}" for name, value in section.facts]
    for paragraph in section.paragraphs:
        lines += [f"  {line}" for line in paragraph.split("\n")]
    if section.columns and section.rows:
        cells: list[Sequence[str]] = [[column.upper() for column in section.columns]]
        cells += [[_flat(cell) for cell in row] for row in section.rows]
        lines += [f"  {line}" for line in aligned(cells)]
    elif section.columns:
        lines.append(f"  {NOTHING}")
    return lines


def _flat(text: str) -> str:
    return " ".join(text.split())
