"""The clock of a schedule, and the working time of whoever it books along it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from prodtui.domain.calendar import instant_of, spans_on
from prodtui.domain.rows import BoardSettings
from prodtui.domain.scheduling.axis import Axis, Span
from prodtui.domain.weeks import MINUTES_PER_DAY, fitted

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from prodtui.domain.rows_planning import Workweek

#: Hours more on each working day from a first to a last one.
_More = tuple[date, date, float]

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


class Clock:
    """Minutes from an origin, the local midnight of `first`, to the midnight after `last`."""

    def __init__(self, first: date, last: date, zone: ZoneInfo) -> None:
        self.first, self.zone = first, zone
        self.days = (last - first).days + 1
        self.origin = instant_of(first, 0, zone)
        midnights = (instant_of(first + _DAY * at, 0, zone) for at in range(self.days + 1))
        self.midnights = [self.minute(at) for at in midnights]

    def minute(self, at: datetime) -> int:
        """Return the minute in which an instant lies, negative before the origin."""
        return (at - self.origin) // _MINUTE

    def moment(self, minute: int) -> datetime:
        """Return the instant (UTC) at which a minute begins."""
        return self.origin + minute * _MINUTE

    def days_off(self, first: date, last: date) -> Span:
        """Return the minutes of a range of days, both included, as far as the clock runs."""
        begin, end = ((day - self.first).days for day in (first, last + _DAY))
        return self.midnights[min(max(begin, 0), self.days)], self.midnights[min(max(end, 0), self.days)]


class WorkingTime:
    """The working time of one board along a clock; equal calendars are one axis, so that they are told alike."""

    def __init__(self, clock: Clock, settings: BoardSettings) -> None:
        self._clock = clock
        self._settings = settings
        self._days: dict[Workweek | None, list[tuple[Span, ...]]] = {}
        self._axes: dict[tuple[Span, ...], Axis] = {}
        self._whole: dict[tuple[Workweek | None, float | None, tuple[_More, ...]], Axis] = {}
        self.board = self.of(None)

    def of(
        self,
        week: Workweek | None,
        *,
        hours: float | None = None,
        more: Sequence[_More] = (),
        away: Iterable[tuple[date, date]] = (),
    ) -> Axis:
        """Return working time: of an own week, or of the board's when None, but not on the days `away`.

        No day has more than `hours`; with `more` (first and last day, hours) the working days in between are longer, or
        shorter when it is negative, at their end.
        """
        key = week, hours, tuple(more)
        if key not in self._whole:
            plain = hours is None and not more
            days = self._spans_of(week) if plain else self._fitted(week, hours, more)
            self._whole[key] = self._known(Axis(self._spans(days)))
        axis = self._whole[key]
        gaps = _joined(sorted(self._clock.days_off(first, last) for first, last in away))
        return self._known(axis.without(gaps) if gaps else axis)

    def _known(self, axis: Axis) -> Axis:
        return self._axes.setdefault(tuple(axis.spans), axis)

    def _spans_of(self, week: Workweek | None) -> list[tuple[Span, ...]]:
        """Return the spans of every day, in minutes of the day."""
        if week not in self._days:
            first = self._clock.first
            days = (first + _DAY * at for at in range(self._clock.days))
            self._days[week] = [spans_on(day, self._settings, week) for day in days]
        return self._days[week]

    def _fitted(self, week: Workweek | None, hours: float | None, more: Sequence[_More]) -> Iterator[tuple[Span, ...]]:
        most = MINUTES_PER_DAY if hours is None else round(hours * 60)
        for at, spans in enumerate(self._spans_of(week)):
            day = self._clock.first + _DAY * at
            extra = round(60 * sum(each for first, last, each in more if first <= day <= last)) if spans else 0
            length = sum(end - begin for begin, end in spans)
            yield spans if not extra and length <= most else fitted(spans, min(most, length) + extra)

    def _spans(self, days: Iterable[tuple[Span, ...]]) -> Iterator[Span]:
        """Yield the spans of days on the clock, where it changes minute by minute as it really does."""
        clock = self._clock
        for at, ((midnight, following), spans) in enumerate(zip(pairwise(clock.midnights), days, strict=True)):
            if not spans:
                continue
            if following - midnight == MINUTES_PER_DAY:
                yield from ((midnight + begin, midnight + end) for begin, end in spans)
                continue
            day, free = clock.first + _DAY * at, midnight
            for begin, end in spans:
                opens = max(clock.minute(instant_of(day, begin, clock.zone)), free)
                free = max(clock.minute(instant_of(day, end, clock.zone)), opens)
                yield opens, free


def _joined(gaps: Iterable[Span]) -> list[Span]:
    """Return gaps, earliest first, with those that overlap or touch made one."""
    found: list[Span] = []
    for begin, end in gaps:
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif begin < end:
            found.append((begin, end))
    return found
