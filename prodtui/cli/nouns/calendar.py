"""`calendar`: working hours, holidays, exceptions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete_plan, outcome
from prodtui.cli.argv import Output
from prodtui.cli.calendar_text import month_lines, month_table
from prodtui.cli.context import NONE_WORDS, session_of
from prodtui.cli.nouns import calendar_absence
from prodtui.cli.nouns.calendar_absence import Days, days_of
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import names_of, tabled
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import PeriodKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.text import counted, quoted
from prodtui.domain.weeks import week_text
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

NOUN = Noun("calendar", groups={"absence": calendar_absence.PART})


Hours = Annotated[str, typer.Argument(metavar="HOURS", help='As "8:00-12:00 13:00-17:00"; off without.')]


@NOUN.verb("show", "prodtui calendar show", "prodtui calendar show --month 2026-12", "prodtui calendar show --csv")
def show(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Option("--month", "-m", metavar="MONTH", help="As 2026-12; this one without.")
    ] = None,
) -> Result:
    """Show a month: the hours of each day, holidays and exceptions, who is away."""
    from prodtui.services import calendars

    session = session_of(ctx)
    found = calendars.show_month(session.workspace, _month(month))
    quiet = tuple(str(day.day) for day in found.days)
    if session.options.output is Output.CSV or session.options.columns:
        return Result(table=month_table(found), quiet=quiet)
    lines = month_lines(found, session.workspace.need_board().settings)
    return Result(to_dict(found), tuple(lines), quiet=quiet)


@NOUN.verb(
    "set",
    'prodtui calendar set --week "mon-thu 8:00-12:00 13:00-17:00, fri 8:00-13:00"',
    "prodtui calendar set --country DE --part BY",
    "prodtui calendar set --period month",
)
def set_(
    ctx: typer.Context,
    week: Annotated[
        str | None, typer.Option("--week", metavar="WEEK", help="Hours by weekday, shifts in order.")
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="CODE", help="Whose holidays, as DE, or none.", autocompletion=complete_plan.countries
        ),
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar="CODE", help="Which part of the country, as BY, or none.")
    ] = None,
    period: Annotated[PeriodKind | None, typer.Option("--period", help="How long a column of the plan is.")] = None,
) -> Result:
    """Set the working week, the country whose holidays are off, and the columns of the plan."""
    from prodtui.services import calendars

    session = session_of(ctx)
    done = calendars.set_calendar(
        session.workspace, week=week, country=_emptied(country), subdivision=_emptied(part), period=period,
        request_id=session.options.request_id,
    )  # fmt: skip
    return _result(done)


@NOUN.verb(
    "countries",
    "prodtui calendar countries",
    "prodtui calendar countries land",
    "prodtui calendar countries DE --json",
)
def countries(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Only a code, or names that hold this.")
    ] = None,
) -> Result:
    """List the countries whose holidays are known, with their parts."""
    from prodtui.domain import calendar as days
    from prodtui.domain.text import holds

    words = " ".join(text or ())
    rows = days.countries()
    found = [row for row in rows if row.code == words.upper()] or [row for row in rows if holds(row.name, words)]
    table = Table(
        found, names_of(days.CountryRow), names_of(days.CountryRow), to_dict,
        lambda row, name: " ".join(row.parts) if name == "parts" else str(getattr(row, name)),
    )  # fmt: skip
    none = f"No country whose holidays are known is called {quoted(words)}."
    return tabled(table, none=none, quiet=tuple(row.code for row in found))


@NOUN.verb(
    "add",
    'prodtui calendar add 2026-12-24..2026-12-31 off --name "Shutdown"',
    'prodtui calendar add 2026-12-05 "8:00-13:00" --name "Extra shift"',
)
def add(
    ctx: typer.Context,
    days: Days,
    hours: Hours = "off",
    name: Annotated[str, typer.Option("--name", "-n", metavar="NAME", help="Why.")] = "",
) -> Result:
    """Give days other hours than their weekday has; none at all makes them days off."""
    from prodtui.services import calendars

    session = session_of(ctx)
    first, last = days_of(session, days)
    done = calendars.add_exception(
        session.workspace, first, last, hours, name, request_id=session.options.request_id
    )  # fmt: skip
    return _result(done)


@NOUN.verb("remove", "prodtui calendar remove 2026-12-24", "prodtui calendar remove 2026-12-24..2026-12-31")
def remove(ctx: typer.Context, days: Days) -> Result:
    """Let days have the hours of their weekday again."""
    from prodtui.services import calendars

    session = session_of(ctx)
    first, last = days_of(session, days)
    return _result(
        calendars.remove_exception(session.workspace, first, last, request_id=session.options.request_id)
    )  # fmt: skip


def _month(text: str | None) -> date | None:
    """Return the first day of a month. Raises Usage for text that is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise Usage(f"{quoted(text, limit=40)} is no month.", hint="Write it like 2026-12.") from None


def _emptied(text: str | None) -> str | None:
    return "" if text is not None and text.strip().lower() in NONE_WORDS else text


def _result(done: Done[BoardRow]) -> Result:
    settings = done.value.settings
    where = "-".join(part for part in (settings.country, settings.subdivision) if part) or "no country"
    count = counted(len(settings.exceptions), "exception")
    text = f"{done.value.key}  {week_text(settings.workweek)}; holidays of {where}; {count}"
    return outcome.of(done, text, done.value.key)
