"""The working calendar of a board: its week, its country's holidays, exceptions, and a month of it to look at."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from prodtui.domain.calendar import name_of_day, spans_on
from prodtui.domain.codec import to_dict, to_json
from prodtui.domain.enums import PeriodKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, BoardSettings, CalendarException
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.rows_supply import CalendarDay, CalendarMonth
from prodtui.domain.task_fields import choice
from prodtui.domain.text import clean_line
from prodtui.domain.weeks import hours_of, parse_spans, parse_week
from prodtui.errors import NotFound, Rejected, Usage
from prodtui.services import entities
from prodtui.services.boards import changed_settings
from prodtui.services.change import Change, begin
from prodtui.services.stock import today
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import supply as queries
from prodtui.storage.tables.boards import Board
from prodtui.storage.unit_of_work import read

MOST_DAYS = 366
"""An exception over more days than these is a slip of the keyboard."""


def set_calendar(
    ws: Workspace,
    *,
    week: object = None,
    country: str | None = None,
    subdivision: str | None = None,
    period: PeriodKind | str | None = None,
    request_id: str | None = None,
) -> Done[BoardRow]:
    """Set the working week (text such as "mon-fri 8:00-16:00"), the country (empty for none), the columns of the plan.

    A new country comes without the part of the old one. Raises Rejected for a week without working time and for
    holidays that nobody knows.
    """
    values: dict[str, Any] = {}
    if week is not None:
        values["workweek"] = parse_week(week)
    if country is not None:
        values |= {"country": country.strip() or None, "subdivision": None}
    if subdivision is not None:
        values["subdivision"] = subdivision.strip() or None
    if period is not None:
        values["period"] = choice(PeriodKind, period, "The period")
    if not values:
        raise Usage("Nothing of the calendar was named.", hint="For example: prodtui calendar set --country DE")
    with begin(ws, "calendar.set", need=Permission.PLAN, request_id=request_id, body=values) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        board = change.board()
        if values.get("subdivision") and values.get("country", board.settings.country) is None:
            raise Rejected("A part of a country needs the country.", hint="Add --country with its code, such as DE.")
        return change.done(_set(change, board, values))


def add_exception(
    ws: Workspace, first: date, last: date | None = None, hours: str = "off", name: str = "", *,
    request_id: str | None = None,
) -> Done[BoardRow]:  # fmt: skip
    """Give days other working hours than their weekday has, "off" for none; earlier exceptions there are replaced.

    Raises Rejected for hours that are none, for a last day before the first and for more than a year at once.
    """
    spans = parse_spans(hours)
    text = clean_line(name, limit=60, what="name") if name else ""
    body = {"first": first, "last": last, "spans": spans, "name": text}
    with begin(ws, "calendar.add", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        board, days = change.board(), days_between(first, last or first)
        new = {each.day: each for each in board.settings.exceptions}
        new |= {day: CalendarException(day, spans, text) for day in days}
        return change.done(_set(change, board, {"exceptions": _sorted(new)}))


def remove_exception(
    ws: Workspace, first: date, last: date | None = None, *, request_id: str | None = None
) -> Done[BoardRow]:
    """Let days have the hours of their weekday again, also where the board's own list calls them holidays.

    Raises NotFound where none of them was an exception.
    """
    body = {"first": first, "last": last}
    with begin(ws, "calendar.remove", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        board, days = change.board(), set(days_between(first, last or first))
        settings = board.settings
        left = {each.day: each for each in settings.exceptions if each.day not in days}
        holidays = tuple(day for day in settings.holidays if day not in days)
        if len(left) == len(settings.exceptions) and len(holidays) == len(settings.holidays):
            raise NotFound(
                f"No exception lies {_span_text(first, last)}.", hint="See them with `prodtui calendar show`."
            )
        return change.done(_set(change, board, {"exceptions": _sorted(left), "holidays": holidays}))


def show_month(ws: Workspace, month: date | None = None) -> CalendarMonth:
    """Return a month of the board's calendar, the present one without a day in another."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        now = today(change, board)
        first = (month or now).replace(day=1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        away = queries.absences(session, board, first=first, last=last)
        days = tuple(_day(day, board.settings, away) for day in days_between(first, last))
        return CalendarMonth(board.key, first, now, board.settings.country, board.settings.subdivision, days, away)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return the days from the first to the last. Raises Rejected when there is none, or more than a year of them."""
    if last < first:
        raise Rejected(f"The last day {last} lies before the first day {first}.", hint="Turn the two round.")
    count = (last - first).days + 1
    if count > MOST_DAYS:
        raise Rejected(f"From {first} to {last} are {count} days; {MOST_DAYS} is the most.", hint="Check the years.")
    return tuple(first + timedelta(days=number) for number in range(count))


def _day(day: date, settings: BoardSettings, absences: Iterable[AbsenceRow]) -> CalendarDay:
    spans = spans_on(day, settings)
    away = {each.person or each.resource or "" for each in absences if each.starts <= day <= each.ends}
    return CalendarDay(day, spans, hours_of(spans), name_of_day(day, settings), tuple(sorted(away)))


def _set(change: Change, board: BoardRow, values: Mapping[str, Any]) -> BoardRow:
    """Change settings of the board and tell those who look at the plan."""
    settings = to_dict(changed_settings(board.settings, to_json(values)))
    entity = change.session.get_one(Board, board.id)
    entities.set_columns(change, "board", entity, board.key, {"settings": settings}, board.id)
    change.unit.touch(f"plan:{board.id}")
    return change.board_of(board.key)


def _sorted(exceptions: Mapping[date, CalendarException]) -> tuple[CalendarException, ...]:
    return tuple(exceptions[day] for day in sorted(exceptions))


def _span_text(first: date, last: date | None) -> str:
    return f"on {first}" if last in (None, first) else f"from {first} to {last}"
