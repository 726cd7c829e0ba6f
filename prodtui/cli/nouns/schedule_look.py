"""Verbs of `schedule` that look: what is done when, why then, what is late, what is booked."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.nouns.schedule_words import Aways, Days, Filter, From, Person, Resource, To, aways, picked
from prodtui.cli.pages import Html, Markdown, lead_of, report
from prodtui.cli.result import Result
from prodtui.cli.schedule_tables import (
    LATE_SHOWN,
    booked_section,
    booked_table,
    explain_lines,
    explained,
    schedule_table,
)
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import Ref
from prodtui.domain.dates import day_begins
from prodtui.errors import NotFound
from prodtui.interchange.report import Page

PART = Noun("schedule")


class By(StrEnum):
    """How long the columns of booked hours are."""

    DAY = "day"
    WEEK = "week"


@PART.verb(
    "show",
    "prodtui schedule show",
    "prodtui schedule show --person ann --days 7",
    'prodtui schedule show --filter "prio:high -@bo" --json',
    "prodtui schedule show --away ann=mon..fri",
)
def show(
    ctx: typer.Context,
    person: Person = None,
    resource: Resource = None,
    text: Filter = None,
    first: From = None,
    last: To = None,
    days: Days = None,
    away: Aways = None,
) -> Result:
    """Show who does what when, by start; --away plays with absences and keeps nothing of it."""
    from prodtui.services import schedule

    session = session_of(ctx)
    absent = aways(session, away)
    view = schedule.look(session.workspace, away=absent) if absent else schedule.current(session.workspace)
    rows = picked(session, view, person=person, resource=resource, text=text, first=first, last=last, days=days)
    table = schedule_table(rows, session.now, session.zone)
    return tabled(table, none="Nothing is to be done.", quiet=tuple(row.ref for row in rows))


@PART.verb("explain", "prodtui schedule explain OPS-12", "prodtui schedule explain OPS-12 --json")
def explain(ctx: typer.Context, ref: Ref) -> Result:
    """Say why a task is done when it is: each part, the chain of causes to its root, what would make it sooner."""
    from prodtui.services import schedule, tasks

    session = session_of(ctx)
    task = tasks.get(session.workspace, ref)
    view = schedule.current(session.workspace.with_board(task.board))
    row = schedule.task_of(view, task.ref)
    if row is None:
        state = "archived" if task.archived_at else "done"
        raise NotFound(f"{task.ref} is {state}, so it has no place in the schedule.")
    lines = explain_lines(view, row, session.now, session.zone)
    return Result(explained(view, row, session.now, session.zone), tuple(lines), quiet=(str(row.ends or row.problem),))


@PART.verb("late", "prodtui schedule late", "prodtui schedule late --person ann --csv --columns ref,late,why")
def late(ctx: typer.Context, person: Person = None, resource: Resource = None, text: Filter = None) -> Result:
    """List what will be late or has no place, with the reason; exit 1 when nothing is."""
    from prodtui.services import schedule

    session = session_of(ctx)
    view = schedule.current(session.workspace)
    rows = picked(session, view, person=person, resource=resource, text=text)
    late = [row for row in rows if row.late or row.problem is not None]
    table = schedule_table(late, session.now, session.zone, LATE_SHOWN)
    return tabled(table, none="Nothing will be late.", quiet=tuple(row.ref for row in late))


@PART.verb("load", "prodtui schedule load", "prodtui schedule load --by week --periods 8 --csv")
def load(
    ctx: typer.Context,
    by: Annotated[By, typer.Option("--by", help="How long a column is.")] = By.DAY,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day; else today.")] = None,
    count: Annotated[int, typer.Option("--periods", metavar="N", min=1, max=366, help="So many columns.")] = 7,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show of each person and resource how many of its hours are booked."""
    from prodtui.domain.scheduling.booked import booked
    from prodtui.services import schedule

    session = session_of(ctx)
    view = schedule.current(session.workspace)
    day = session.day(first or "today") or session.now.astimezone(session.zone).date()
    length = 1
    if by is By.WEEK:
        day, length = day - timedelta(days=day.weekday()), 7
    bounds = [day + timedelta(days=length * place) for place in range(count + 1)]
    rows = booked(view, bounds, session.zone)
    table = booked_table(rows, session.zone)
    title = f"What is booked of {session.workspace.need_board().name}"
    lead = lead_of(session, day_begins(bounds[0], session.zone), "", day_begins(bounds[-1], session.zone))
    page = Page(title, (booked_section(rows, bounds),), lead)
    return report(session, page, table.records(), table, markdown=markdown, html=html, out=out)
