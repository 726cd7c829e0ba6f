"""Arithmetic of the figures of flow and of the logs: what is not there is None, never 0.

Percentiles are by nearest rank, `ceil(n p)`; a task that was reopened counts once, at its last finish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Local days, both ends included, and the instants (UTC) at which they begin and are over."""

    first: date
    last: date
    begins: datetime
    ends: datetime

    @property
    def days(self) -> int:
        """How many days it has; one of them may be an hour longer or shorter than the others."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> float:
        """How many weeks it has, also in part."""
        return self.days / 7

    def __contains__(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a figure came to, on how many things it rests, and how many could not count."""

    value: float | None
    n: int
    left_out: int = 0


NO_DATA = Outcome(None, 0)


def window(first: date, last: date, tz: ZoneInfo) -> Window:
    """Return the window of these days on the clock of `tz`."""
    begins, ends = (datetime.combine(day, time(), tzinfo=tz).astimezone(UTC) for day in (first, last + _DAY))
    return Window(first, last, begins, ends)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value at `share` (0 to 1) by nearest rank, None of nothing."""
    if not values:
        return None
    return sorted(values)[max(ceil(len(values) * share), 1) - 1]


def per_week(count: int, over: Window) -> Outcome:
    """Return how many there were in a week on average; none at all is a figure too."""
    return Outcome(count / over.weeks, count)


def duration_days(spans: Iterable[tuple[datetime | None, datetime]], share: float) -> Outcome:
    """Return a percentile of spans in days; one without a beginning, or that ends before it, is left out."""
    days: list[float] = []
    left_out = 0
    for start, end in spans:
        if start is None or end < start:
            left_out += 1
        else:
            days.append((end - start).total_seconds() / 86400)
    return Outcome(percentile(days, share), len(days), left_out)


@dataclass(frozen=True, slots=True)
class Promise:
    """When a task was first promised and when it was finished."""

    committed: datetime
    finished: datetime | None


def on_time(promises: Iterable[Promise], over: Window, now: datetime, undated: int) -> Outcome:
    """Return the share (in percent) of what was promised for the window that came by then.

    What is not delivered counts as late once its day is over; `undated` tasks were finished without a promise and are
    left out.
    """
    judged = [each for each in promises if each.committed in over and (each.finished or each.committed < now)]
    if not judged:
        return Outcome(None, 0, undated)
    good = sum(each.finished is not None and each.finished <= each.committed for each in judged)
    return Outcome(100 * good / len(judged), len(judged), undated)


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which something was under way; still so while `end` is None."""

    start: datetime
    end: datetime | None


def average_open(spans: Sequence[Span], over: Window, tz: ZoneInfo, now: datetime) -> Outcome:
    """Return how many were under way at the end of a day, on average over the days of a window up to now."""
    moments = [min(at, now) for at in _day_ends(over, tz) if at - _DAY < now]
    if not moments:
        return NO_DATA
    counts = [open_at(spans, at) for at in moments]
    return Outcome(sum(counts) / len(counts), len(moments))


def open_at(spans: Iterable[Span], at: datetime) -> int:
    """Return how many were under way at a moment."""
    return sum(span.start <= at and (span.end is None or span.end > at) for span in spans)


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection that was completed: what was inspected, its order, whether it passed at once, and when."""

    unit: tuple[int, int]
    number: int
    passed: bool
    completed: datetime


def first_pass_yield(inspections: Iterable[Inspected], over: Window) -> Outcome:
    """Return the percentage of units that passed their first inspection, of those first inspected in the window.

    Later inspections of the same unit are left out.
    """
    first: dict[tuple[int, int], Inspected] = {}
    later = 0
    for each in sorted(inspections, key=lambda one: one.number):
        if each.unit in first:
            later += each.completed in over
        else:
            first[each.unit] = each
    units = [each for each in first.values() if each.completed in over]
    if not units:
        return Outcome(None, 0, later)
    return Outcome(100 * sum(each.passed for each in units) / len(units), len(units), later)


def _day_ends(over: Window, tz: ZoneInfo) -> Iterator[datetime]:
    for place in range(1, over.days + 1):
        yield datetime.combine(over.first + place * _DAY, time(), tzinfo=tz).astimezone(UTC)
