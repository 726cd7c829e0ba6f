"""The words that the verbs of the schedule share, as annotations for their signatures, and what they pick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, complete_plan
from prodtui.cli.context import Session
from prodtui.cli.nouns.calendar_absence import days_of
from prodtui.cli.schedule_tables import in_window
from prodtui.cli.words import narrowing
from prodtui.domain.dates import day_begins, read_when
from prodtui.domain.rows_schedule import ScheduledRow, ScheduleView
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.domain.scheduling.floor import Away
    from prodtui.domain.scheduling.trial import Overtime

Person = Annotated[
    str | None,
    typer.Option("--person", "-p", metavar="WHO", help="Only what they do.", autocompletion=complete.logins),
]
Resource = Annotated[
    str | None,
    typer.Option("--resource", metavar="KEY", help="Only what takes it.", autocompletion=complete_plan.resources),
]
Filter = Annotated[str | None, typer.Option("--filter", metavar="TEXT", help="Only what matches, as in `task list`.")]
Days = Annotated[int | None, typer.Option("--days", metavar="N", min=1, help="So many days from --from or today.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only what is worked on since then.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only what is worked on until then.")]
Aways = Annotated[
    list[str] | None,
    typer.Option("--away", metavar="WHO=DAYS", help="As if they were away, such as ann=2026-12-01..2026-12-05."),
]


def aways(session: Session, words: Sequence[str] | None) -> tuple[Away, ...]:
    """Return the absences of `--away`. Raises Usage for what is none."""
    from prodtui.domain.scheduling.floor import Away

    return tuple(
        Away(*_who_and_days(session, word, word, " is away", "ann=2026-12-01..2026-12-05")) for word in words or ()
    )


def overtimes(session: Session, words: Sequence[str] | None) -> tuple[Overtime, ...]:
    """Return the overtime of `--overtime`. Raises Usage for what is none."""
    from prodtui.domain.scheduling.trial import Overtime

    found = []
    for word in words or ():
        days, _, hours = word.rpartition(":")
        more = session.hours(hours) if days else None
        if not more:
            raise Usage(f'"{word[:60]}" does not say how many hours longer.', hint="Write it like ann=mon..fri:2h.")
        found.append(Overtime(*_who_and_days(session, days, word, "", "ann=mon..fri:2h"), more))
    return tuple(found)


def _who_and_days(session: Session, text: str, word: str, what: str, example: str) -> tuple[str, date, date]:
    """Return the person and the days of WHO=DAYS. Raises Usage that shows the whole word."""
    who, sign, days = text.partition("=")
    if not sign or not who.strip() or not days.strip():
        raise Usage(f'"{word[:60]}" does not say who{what} and when.', hint=f"Write it like {example}.")
    first, last = days_of(session, days)
    if last is not None and last < first and read_when(days.rpartition("..")[2]).base == "weekday":
        last += timedelta(days=7)
    if last is not None and last < first:
        raise Usage(f'"{word[:60]}" ends before it begins.', hint="Write the first day first.")
    (login,) = session.people([who.strip()]) or (who,)
    return login, first, last or first


def picked(
    session: Session,
    view: ScheduleView,
    *,
    person: str | None = None,
    resource: str | None = None,
    text: str | None = None,
    first: str | None = None,
    last: str | None = None,
    days: int | None = None,
) -> list[ScheduledRow]:
    """Return the tasks of a schedule that the words ask for. Raises Usage and NotFound for what they do not mean."""
    if days is not None and last is not None:
        raise Usage("--days and --to say both when it ends.", hint="Leave one of them out.")
    begin = session.when(first, end_of_day=False)
    end = session.when(last)
    if days is not None:
        day = (begin or session.now).astimezone(session.zone).date()
        begin, end = day_begins(day, session.zone), day_begins(day + timedelta(days=days), session.zone)
    rows = in_window(view.tasks, begin, end)
    if person is not None:
        with narrowing():
            login = _login(session, person)
        rows = [row for row in rows if login in row.assignees or any(login in part.person for part in row.parts)]
    if resource is not None:
        from prodtui.services.resources import show_resource

        with narrowing():
            key = show_resource(session.workspace, resource).resource.key
        rows = [row for row in rows if any(key in part.resources for part in row.parts)]
    if text is not None:
        from prodtui.services.task_view import list_tasks

        refs = {row.ref for row in list_tasks(session.workspace, text)}
        rows = [row for row in rows if row.ref in refs]
    return rows


def _login(session: Session, name: str) -> str:
    from prodtui.services.lookup import pick_person
    from prodtui.services.people import list_people

    (word,) = session.people([name]) or (name,)
    return pick_person(list_people(session.workspace), word).login
