"""The words of commands that look at figures over a window: which days, which tasks, how they are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli.context import Session
from prodtui.cli.result import Result
from prodtui.domain.dates import local
from prodtui.domain.enums import DayCount, Reentry, TimeKind
from prodtui.domain.flow.window import days_in
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.kpi import Look


@dataclass(frozen=True, slots=True)
class LookWords:
    """What the words of a command say about a look at figures."""

    window: Annotated[str, typer.Option("--window", metavar="DAYS", help="The last 30d or 8w, or FIRST..LAST.")] = "30d"
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As it was at the end of that day.")] = (
        None
    )
    text: Annotated[
        str | None, typer.Option("--filter", metavar="FILTER", help='Only these tasks: "#line-1 @ann class:expedite".')
    ] = None
    entry: Annotated[
        Reentry | None, typer.Option("--entry", help="Which entry counts after a move back; the board's without.")
    ] = None
    days: Annotated[DayCount | None, typer.Option("--days", help="How days are counted; the board's without.")] = None
    time: Annotated[TimeKind | None, typer.Option("--time", help="Which time counts; the board's without.")] = None

    def look(self, session: Session) -> Look:
        """Return what is asked for. Raises Usage for a window that is none."""
        from prodtui.domain.flow.conventions import Conventions
        from prodtui.services.kpi import Look

        as_of = session.day(self.as_of)
        first, last = window_of(session, self.window, as_of)
        told: dict[str, Any] = {"entry": self.entry, "days": self.days, "time": self.time}
        said = {name: value for name, value in told.items() if value is not None}
        conventions = None
        if said:
            conventions = replace(Conventions.of(session.workspace.need_board().settings), **said)
        return Look(first, last, self.text or "", conventions, as_of)


def hinted(session: Session, look: Look, result: Result) -> Result:
    """Return a result with the window to look at instead, where nothing was finished in that of a look."""
    told = window_hint(session, look)
    return replace(result, talk=(*result.talk, told)) if told else result


def window_hint(session: Session, look: Look) -> str:
    """Return where to look when nothing was finished in the window of a look, "" where something was, or never."""
    from prodtui.services.nearest import nearest_finish

    found = nearest_finish(session.workspace, look.first, look.last)
    if found is None or (look.as_of is not None and found.day > look.as_of):
        return ""
    length = look.last - look.first
    first, last = (found.day - length, found.day) if found.is_before else (found.day, found.day + length)
    which = "the last finish before that" if found.is_before else "the first finish after that"
    nothing = f"Nothing was finished from {look.first} to {look.last}; {which} was on {found.day}."
    return f"{nothing} Try --window {first}..{last}."


def look_lead(session: Session, look: Look, conventions: str | None) -> str:
    """Return what a page of figures is about, how it is counted, and when and by whom it was made."""
    parts = (
        f"{look.first} to {look.last}",
        f"as of {look.as_of}" if look.as_of else "",
        f"what matches {look.filter}" if look.filter else "",
        conventions or "",
        f"made {local(session.now, session.zone)} ({session.zone.key}) by {session.workspace.actor.name}",
    )
    return ", ".join(part for part in parts if part) + "."


def window_of(session: Session, text: str, as_of: date | None) -> tuple[date, date]:
    """Return first and last day of a window such as 30d, 8w or 2026-10-01..2026-10-31. Raises Usage."""
    first, dots, last = text.partition("..")
    if dots:
        days = session.day(first), session.day(last)
        if days[0] and days[1]:
            return days[0], days[1]
    count = days_in(text)
    if count is not None:
        end = as_of or session.now.astimezone(session.zone).date()
        return end - timedelta(days=count - 1), end
    raise Usage(f"{text[:40]!r} is no window.", hint="Write it like 30d, 8w or 2026-10-01..2026-10-31.")
