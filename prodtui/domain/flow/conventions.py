"""What a board agreed on about its figures: which entry counts, and how time between two moments is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.enums import DayCount, Reentry, TimeKind, WorkTime
from prodtui.domain.scheduling.clock import Clock, WorkingTime
from prodtui.domain.weeks import hours_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from prodtui.domain.rows import BoardSettings

_DAY, _MINUTES_PER_HOUR = timedelta(days=1), 60


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the figures of a board are computed; each figure shows them."""

    entry: Reentry = Reentry.LAST
    days: DayCount = DayCount.ELAPSED
    time: TimeKind = TimeKind.CALENDAR
    work: WorkTime = WorkTime.KNOWN

    @property
    def unit(self) -> str:
        """The unit of times in days."""
        return "working days" if self.time is TimeKind.WORKING else "days"

    @classmethod
    def of(cls, settings: BoardSettings) -> Conventions:
        """Return what a board agreed on."""
        return cls(settings.count_entry, settings.count_days, settings.count_time, settings.count_work)

    def __str__(self) -> str:
        days = "elapsed" if self.days is DayCount.ELAPSED else "first and last day included"
        work = "" if self.work is WorkTime.KNOWN else ", work not told from waiting"
        return f"{self.entry} entry after a move back, {self.time} time, {days}{work}"


class Ruler:
    """Measures the time between two moments by the conventions of a board and on its clock.

    A working day is as long as the working weekdays of the board are on average; working time is known from `first` to
    `last`. Rulers that measure alike are equal.
    """

    def __init__(
        self, conventions: Conventions, settings: BoardSettings, zone: ZoneInfo, first: date, last: date
    ) -> None:
        self.conventions, self.zone = conventions, zone
        self._clock: Clock | None = None
        self._terms: tuple[object, ...] = (conventions, zone)
        if conventions.time is TimeKind.WORKING:
            self._terms += (settings, first, last)
            self._clock = Clock(first, last, zone)
            self._axis = WorkingTime(self._clock, settings).board
            week = [hours_of(spans) for spans in settings.workweek if spans]
            self._hours_per_day = sum(week) / len(week) if week else 0.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruler) and self._terms == other._terms

    def __hash__(self) -> int:
        return hash(self._terms)

    def hours(self, start: datetime, end: datetime) -> float:
        """Return the hours that passed between two moments, or of work between them."""
        if self._clock is None:
            return (end - start).total_seconds() / 3600
        minute = self._clock.minute
        return (self._axis.work(minute(end)) - self._axis.work(minute(start))) / _MINUTES_PER_HOUR

    def days(self, start: datetime, end: datetime) -> float:
        """Return how many days something took."""
        if self.conventions.days is DayCount.INCLUSIVE:
            return float(self._inclusive(start.astimezone(self.zone).date(), end.astimezone(self.zone).date()))
        if self._clock is None:
            return (end - start).total_seconds() / 86_400
        return self.hours(start, end) / self._hours_per_day if self._hours_per_day else 0.0

    def _inclusive(self, first: date, last: date) -> int:
        """Return how many days, or working days, there are from a first to a last one, both included."""
        if self._clock is None:
            return (last - first).days + 1
        work, off = self._axis.work, self._clock.days_off
        days = (first + _DAY * at for at in range((last - first).days + 1))
        return sum(work(ends) > work(begins) for begins, ends in (off(day, day) for day in days))
