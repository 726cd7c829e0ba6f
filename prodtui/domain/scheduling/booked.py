"""How much of whoever and whatever works a schedule books, by day or week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from prodtui.domain.dates import day_begins
from prodtui.domain.rows_schedule import LaneRow, ScheduleView
from prodtui.domain.scheduling.axis import Axis, Span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class BookedRow:
    """Hours that are booked of a person (login) or resource (key) from one day up to but not including another.

    `hours` are those that there are; `percent` is None where there are none.
    """

    kind: str
    key: str
    name: str
    starts: date
    ends: date
    booked: float
    hours: float
    percent: int | None


def booked(view: ScheduleView, bounds: Sequence[date], zone: ZoneInfo) -> tuple[BookedRow, ...]:
    """Return what is booked of each lane between each of `bounds`, days, and the next; lane by lane.

    Only what lies ahead counts: the hours that are over when the schedule was made are gone for everybody.
    """
    minutes = [_minute(view, max(day_begins(day, zone), view.made_at)) for day in bounds]
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in view.tasks:
        for part in row.parts:
            for key in (*part.person, *part.resources):
                spans[key].append((_minute(view, part.starts), _minute(view, part.ends)))
    found: list[BookedRow] = []
    for lane in view.lanes:
        found += _of(lane, spans[lane.key], bounds, minutes)
    return tuple(found)


def _of(lane: LaneRow, spans: Sequence[Span], bounds: Sequence[date], minutes: Sequence[int]) -> list[BookedRow]:
    axis, found = Axis(lane.working), []
    for (starts, ends), (begin, end) in zip(pairwise(bounds), pairwise(minutes), strict=True):
        inside = ((max(first, begin), min(last, end)) for first, last in spans)
        taken = sum(axis.work(last) - axis.work(first) for first, last in inside if first < last)
        there = (axis.work(end) - axis.work(begin)) * lane.capacity
        percent = round(100 * taken / there) if there else None
        found.append(
            BookedRow(lane.kind, lane.key, lane.name, starts, ends, round(taken / 60, 3), round(there / 60, 3), percent)
        )
    return found


def _minute(view: ScheduleView, at: datetime) -> int:
    return (at - view.origin) // timedelta(minutes=1)
