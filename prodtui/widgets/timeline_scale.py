"""The scale of a timeline: minutes of a schedule ↔ columns of the screen, at each zoom. Pure functions.

Columns are numbered from the local midnight of the origin's day on, negative before it. Days begin at local midnight
whether they have 23, 24 or 25 hours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from prodtui.domain.dates import day_begins

Span = tuple[int, int]

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_WEEK = 7


class Zoom(StrEnum):
    """What the head of the timeline names: the finest comes first."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


ZOOMS = tuple(Zoom)
#: Columns of a day; at the zoom of months a column is a week.
_COLUMNS = {Zoom.HOUR: 96, Zoom.DAY: 8, Zoom.WEEK: 1}
#: Columns by which the timeline is turned sideways: that leaves the shades of nights and weekends where they are.
STRIDE = {Zoom.HOUR: 8, Zoom.DAY: 8, Zoom.WEEK: 7, Zoom.MONTH: 4}


class Shade(StrEnum):
    """Whether there is work in a column: yes, not at this time of day, or not on this day."""

    WORK = "work"
    NIGHT = "night"
    DAY_OFF = "day off"


class Unit(NamedTuple):
    """Neighbouring columns under one head, counted from the first that is seen."""

    first: int
    width: int
    title: str
    here: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Columns of a zoom on the clock of a schedule, which counts minutes from `origin` (UTC)."""

    zoom: Zoom
    zone: ZoneInfo
    origin: datetime

    def edge(self, column: int) -> int:
        """Return the minute at which a column begins."""
        if self.zoom is Zoom.MONTH:
            return self._midnight(column * _WEEK - self._first.weekday())
        count = _COLUMNS[self.zoom]
        day, part = divmod(column, count)
        begin = self._midnight(day)
        return begin + (self._midnight(day + 1) - begin) * part // count

    def column(self, minute: int) -> int:
        """Return the column in which a minute lies."""
        day = (self.local(minute).date() - self._first).days
        if self.zoom is Zoom.MONTH:
            return (day + self._first.weekday()) // _WEEK
        count = _COLUMNS[self.zoom]
        begin = self._midnight(day)
        length = self._midnight(day + 1) - begin
        return day * count + ((minute - begin + 1) * count - 1) // length

    def half(self, minute: int) -> int:
        """Return the half column in which a minute lies, two to a column."""
        column = self.column(minute)
        return 2 * column + (2 * minute >= self.edge(column) + self.edge(column + 1))

    def local(self, minute: int) -> datetime:
        """Return a minute on the local clock."""
        return (self.origin + minute * _MINUTE).astimezone(self.zone)

    def opens(self, column: int) -> int:
        """Return the first column of the stride in which a column lies, so that a head begins there."""
        stride = STRIDE[self.zoom]
        lead = self._first.weekday() if self.zoom is Zoom.WEEK else 0
        return (column + lead) // stride * stride - lead

    def minute(self, at: datetime) -> int:
        """Return the minute in which an instant lies."""
        return (at - self.origin) // _MINUTE

    @property
    def _first(self) -> date:
        return self.origin.astimezone(self.zone).date()

    def _midnight(self, day: int) -> int:
        return _midnight(self.origin, self.zone, day)


@lru_cache(4096)
def _midnight(origin: datetime, zone: ZoneInfo, day: int) -> int:
    first = origin.astimezone(zone).date()
    return (day_begins(first + day * _DAY, zone) - origin) // _MINUTE


def units(scale: Scale, first: int, count: int, now: int) -> Iterator[Unit]:
    """Yield the heads above `count` columns from `first` on; that of the minute `now` is marked."""
    here = _group(scale, scale.column(now))
    columns = range(first, first + count)
    for key, members in groupby(columns, key=lambda column: _group(scale, column)):
        own = list(members)
        whole = own[0] > first or _group(scale, first - 1) != key
        title = _title(scale.zoom, key)
        # Where only the end of a head is seen, half of a title would be worse than none.
        yield Unit(own[0] - first, len(own), title if whole or len(title) < len(own) else "", key == here)


def _group(scale: Scale, column: int) -> tuple[date, int]:
    """Return what the columns under one head have in common: two hours, a day, a week or a month."""
    at = scale.local(scale.edge(column))
    day = at.date()
    if scale.zoom is Zoom.HOUR:
        return day, at.hour // 2 * 2
    if scale.zoom is Zoom.DAY:
        return day, 0
    if scale.zoom is Zoom.WEEK:
        return day - day.weekday() * _DAY, 0
    return day.replace(day=1), 0


def _title(zoom: Zoom, key: tuple[date, int]) -> str:
    """Return what stands above columns."""
    day, hour = key
    if zoom is Zoom.HOUR and hour:
        return f"{hour}:00"
    if zoom in (Zoom.HOUR, Zoom.DAY):
        return f"{day:%a} {day.day}"
    if zoom is Zoom.WEEK:
        return f"{day.day} {day:%b}"
    return f"'{day:%y}" if day.month == 1 else f"{day:%b}"


def span_title(scale: Scale, first: int, count: int) -> str:
    """Return the days that are seen: "24 Nov - 1 Dec '26"."""
    begin = scale.local(scale.edge(first)).date()
    end = scale.local(scale.edge(first + count) - 1).date()
    last = f"{end.day} {end:%b '%y}"
    return f"{end:%a} {last}" if begin == end else f"{begin.day} {begin:%b} - {last}"


def shades(scale: Scale, working: Sequence[Span], first: int, count: int) -> list[Shade]:
    """Return whether there is work in each of `count` columns, as far as working time is known: all of it otherwise.

    Months show none: a week always has days of both kinds.
    """
    if scale.zoom is Zoom.MONTH or not working:
        return [Shade.WORK] * count
    opens = [begin for begin, _ in working]

    def busy(begin: int, end: int) -> bool:
        at = bisect_right(opens, begin) - 1
        if at >= 0 and working[at][1] > begin:
            return True
        return at + 1 < len(opens) and opens[at + 1] < end

    days: dict[int, bool] = {}
    found = []
    for column in range(first, first + count):
        begin, end = scale.edge(column), scale.edge(column + 1)
        if end <= 0 or begin >= working[-1][1] or busy(begin, end):
            found.append(Shade.WORK)
            continue
        day = column // _COLUMNS[scale.zoom]
        if day not in days:
            days[day] = busy(scale.edge(day * _COLUMNS[scale.zoom]), scale.edge((day + 1) * _COLUMNS[scale.zoom]))
        found.append(Shade.NIGHT if days[day] else Shade.DAY_OFF)
    return found
