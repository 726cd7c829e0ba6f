"""Working time and wall time: a board's week, its holidays, and the way between hours of work and instants.

Working hours are read on the clock of the board's time zone and last as long as they really last: a shift over a change
of the clocks is an hour longer or shorter than its numbers say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.dates import MAX_YEAR, MIN_YEAR
from prodtui.domain.rows import BoardSettings
from prodtui.domain.weeks import MINUTES_PER_DAY, check_week
from prodtui.errors import Rejected

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_HOURS = 100_000
"""About fifty years of one shift: longer lags are slips of the keyboard."""

_DAY = timedelta(days=1)


def is_working_day(day: date, settings: BoardSettings) -> bool:
    """Return whether the calendar has any working time on a day."""
    return bool(settings.workweek[day.weekday()]) and day not in settings.holidays


def add_working_hours(start: datetime, hours: float, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    """Return the first instant (UTC) by which `hours` of working time have passed since `start`.

    Negative hours count back to the last such instant; zero gives `start` itself, also outside working time.
    Raises Rejected for a calendar without working time, and for a number of hours that is absurd.
    """
    check_workweek(settings)
    if not math.isfinite(hours) or abs(hours) > MAX_HOURS:
        raise Rejected(f"{hours:g} working hours is out of range; give at most {MAX_HOURS} hours.")
    start = start.astimezone(UTC)
    left = timedelta(hours=abs(hours))
    if not left:
        return start
    if hours > 0:
        return _forward(start, left, settings, tz)
    return _backward(start, left, settings, tz)


def working_minutes(start: datetime, end: datetime, settings: BoardSettings, tz: ZoneInfo) -> int:
    """Return the whole minutes of working time between two instants; negative when `end` lies before `start`."""
    if end < start:
        return -working_minutes(end, start, settings, tz)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    total = timedelta()
    while day <= last:
        for opens, closes in _spans(day, settings, tz):
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += _DAY
    return total // timedelta(minutes=1)


def check_workweek(settings: BoardSettings) -> None:
    """Raise Rejected unless the week has seven days, spans in order within each day, and at least one span."""
    check_week(settings.workweek, "The board's calendar")


def _forward(start: datetime, left: timedelta, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    day = start.astimezone(tz).date()
    while True:
        for opens, closes in _spans(day, settings, tz):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta())
        day = _neighbour(day, _DAY)


def _backward(start: datetime, left: timedelta, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    day = start.astimezone(tz).date()
    while True:
        for opens, closes in reversed(tuple(_spans(day, settings, tz))):
            ends = min(closes, start)
            if ends - opens >= left:
                return ends - left
            left -= max(ends - opens, timedelta())
        day = _neighbour(day, -_DAY)


def _neighbour(day: date, step: timedelta) -> date:
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise Rejected(f"The working hours lead past the years {MIN_YEAR} to {MAX_YEAR}; give fewer hours.")
    return day + step


def _spans(day: date, settings: BoardSettings, tz: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working spans of a local day as instants in UTC, earliest first, none overlapping."""
    if not is_working_day(day, settings):
        return
    free_from = _instant(day, 0, tz)
    for first, last in settings.workweek[day.weekday()]:
        # A wall time that the clocks skip stands for an instant after the gap, where another span may already be open.
        opens = max(_instant(day, first, tz), free_from)
        free_from = max(_instant(day, last, tz), opens)
        yield opens, free_from


def _instant(day: date, minute: int, tz: ZoneInfo) -> datetime:
    days, minute = divmod(minute, MINUTES_PER_DAY)
    wall = datetime.combine(day + days * _DAY, time(minute // 60, minute % 60), tzinfo=tz)
    return wall.astimezone(UTC)
