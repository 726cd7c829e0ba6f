"""Verbs of `check` that find inspections."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from prodtui.cli import complete, complete_checks
from prodtui.cli.context import session_of
from prodtui.cli.result import Result
from prodtui.cli.tables import listing
from prodtui.cli.verb import Noun
from prodtui.cli.words import ChecklistOption, ChecklistWord, Limit, Since, Until, narrowing
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import InspectionState

PART = Noun("check")

TaskOption = Annotated[
    str | None, typer.Option("--task", metavar="REF", help="Of this task.", autocompletion=complete.refs)
]
AnyCheck = Annotated[
    str, typer.Argument(metavar="REF", help="An inspection, such as OPS-Q5.", autocompletion=complete_checks.checks)
]
_SHOWN = ("ref", "name", "task", "title", "state", "result", "answered", "questions", "failed", "signed_by")
#: As many as anybody reads; a board keeps thousands.
_MOST = 100


@PART.verb("list", "prodtui check list --state waiting", "prodtui check list --task OPS-12 --json")
def list_(
    ctx: typer.Context,
    state: Annotated[InspectionState | None, typer.Option("--state", help="Only those.")] = None,
    task: TaskOption = None,
    checklist: ChecklistOption = None,
    all_: Annotated[bool, typer.Option("--all", help="Also those that were started by mistake.")] = False,
    limit: Limit = None,
) -> Result:
    """List inspections, newest first."""
    from prodtui.services import inspections

    session = session_of(ctx)
    ws, most = session.workspace, limit or _MOST
    with narrowing():
        rows = inspections.list_inspections(ws, state=state, task=task, checklist=checklist, all=all_, limit=most + 1)
    found = listing(rows[:most], _SHOWN, session.zone, none="There is no such inspection.", identity="ref")
    more = (f"These are the newest {most}; --limit shows more.",) if len(rows) > most else ()
    return replace(found, talk=(*found.talk, *more))


@PART.verb("due", "prodtui check due", "prodtui check due --json")
def due(ctx: typer.Context) -> Result:
    """List what tasks need and nobody has started; a gate holds its task back."""
    from prodtui.services import inspections

    session = session_of(ctx)
    shown = ("task", "title", "step", "checklist", "since", "gate")
    none = "Nothing is due: each task that needs an inspection has one."
    return listing(inspections.due(session.workspace), shown, session.zone, none=none, identity="task")


@PART.verb("show", "prodtui check show OPS-Q5", "prodtui check show Q5 --json")
def show(ctx: typer.Context, ref: AnyCheck) -> Result:
    """Show an inspection with its questions, answers, earlier answers and signature."""
    from prodtui.cli.pages import section_lines
    from prodtui.interchange.check_report import section
    from prodtui.services import inspections

    session = session_of(ctx)
    detail = inspections.show(session.workspace, ref)
    found = section(detail, session.zone)
    return Result(to_dict(detail), (found.title, *section_lines(found)), quiet=(detail.inspection.ref,))


@PART.verb("stats", "prodtui check stats weld-check bore", "prodtui check stats weld-check bore --since -30d --json")
def stats(
    ctx: typer.Context,
    checklist: ChecklistWord,
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="The key of a measurement.", autocompletion=complete_checks.measurements),
    ],
    since: Since = None,
    until: Until = None,
) -> Result:
    """Show the control chart (XmR) and the capability of a measurement, in a window by when it was measured."""
    from prodtui.cli.check_texts import stats_lines
    from prodtui.services import quality_figures

    session = session_of(ctx)
    begin, end = (session.when(word, end_of_day=False) for word in (since, until))
    found = quality_figures.item_stats(session.workspace, checklist, item, since=begin, until=end)
    return Result(to_dict(found), tuple(stats_lines(found, session.zone)), quiet=(str(len(found.points)),))
