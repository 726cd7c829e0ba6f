"""`check report`: inspections for people who were not there."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from prodtui.cli import complete_checks
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.nouns.check_find import TaskOption
from prodtui.cli.pages import Html, Markdown
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import nothing
from prodtui.cli.verb import Noun
from prodtui.cli.words import ChecklistOption, Since, Until, narrowing
from prodtui.domain.codec import to_dict

PART = Noun("check")


@PART.verb(
    "report",
    "prodtui check report OPS-Q5",
    "prodtui check report --checklist weld-check --since -30d --html --out welds.html",
    "prodtui check report --task OPS-12 --markdown",
    "prodtui check report --since 2026-11-01 --until 2026-12-01 --csv",
)
def report(
    ctx: typer.Context,
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="REF",
            help="Inspections; those that the options pick without.",
            autocompletion=complete_checks.checks,
        ),
    ] = None,
    checklist: ChecklistOption = None,
    task: TaskOption = None,
    since: Since = None,
    until: Until = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Tell who signed what, when, on which version, with every reading; and the first-pass yields.

    Without options it is about every inspection of the board, oldest first; `--since` and
    `--until` look at when one was started. The CSV has a row for each reading.
    """
    from prodtui.cli.pages import lead_of
    from prodtui.cli.pages import report as deliver_report
    from prodtui.interchange.check_report import RECORD_FIELDS, reading_records, sections
    from prodtui.interchange.report import Page
    from prodtui.services import quality_figures

    session = session_of(ctx)
    ws = session.workspace
    begin, end = (session.when(word, end_of_day=False) for word in (since, until))
    with nullcontext() if refs else narrowing():
        found = quality_figures.report(ws, refs or (), checklist=checklist, task=task, since=begin, until=end)
    if not found:
        return nothing("No inspection matches.")
    yields = quality_figures.yields([detail.inspection for detail in found])
    about = ", ".join(word for word in (*(refs or ()), checklist, task) if word)
    title, lead = f"Inspections of {ws.need_board().name}", lead_of(session, begin, about, end)
    page = Page(title, tuple(sections(found, yields, session.zone)), lead)
    data = {"inspections": [to_dict(detail) for detail in found], "yields": [to_dict(row) for row in yields]}
    table = Table(list(reading_records(found)), RECORD_FIELDS, RECORD_FIELDS)
    return deliver_report(session, page, data, table, markdown=markdown, html=html, out=out)
