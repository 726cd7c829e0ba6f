"""Figures of delivery and pace: on time, as scheduled, takt, and how well equipment is used."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from prodtui.domain.flow.outcome import Item, Outcome, share_outcome
from prodtui.domain.flow.window import Window

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Promise:
    """When a task was to be finished, when it was, and whether another date was set later."""

    task: int
    wanted: datetime
    finished: datetime | None
    moved_to: datetime | None = None

    def told(self, zone: ZoneInfo) -> str:
        """Tell of it on a clock."""
        moved = f", later {_minute(self.moved_to, zone)}" if self.moved_to else ""
        done = f"finished {_minute(self.finished, zone)}" if self.finished else "not finished"
        return f"wanted {_minute(self.wanted, zone)}{moved}, {done}"


def _minute(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def kept(promises: Iterable[Promise], over: Window, now: datetime, undated: Iterable[Item] = ()) -> Outcome:
    """Return the percentage of what was wanted in a window that was finished by then.

    What is not finished counts as late once its moment is over. `undated` are tasks that nobody wanted by a date; they
    are left out.
    """
    good, bad, moved = list[Item](), list[Item](), 0
    for each in promises:
        if not over.begins <= each.wanted < over.ends or (each.finished is None and each.wanted >= now):
            continue
        in_time = each.finished is not None and each.finished <= each.wanted
        moved += each.moved_to is not None
        (good if in_time else bad).append(Item(each.task, float(in_time), told=each.told))
    came = share_outcome(good, bad, undated)
    if not moved:
        return came
    return Outcome(came.value, came.n, came.items, came.excluded, f"{came.arithmetic}; {moved} had their date moved")


def in_order(promises: Iterable[Promise]) -> list[Promise]:
    """Return promises in the order of their moments."""
    return sorted(promises, key=attrgetter("wanted", "task"))


def within(promises: Sequence[Promise], over: Window) -> Sequence[Promise]:
    """Return those of promises in order that are about a window."""
    first, behind = (bisect_left(promises, at, key=attrgetter("wanted")) for at in (over.begins, over.ends))
    return promises[first:behind]


def takt(minutes: float, demand: float) -> float | None:
    """Return the net available minutes for each unit that is asked for, None where nothing is."""
    return minutes / demand if demand > 0 else None


@dataclass(frozen=True, slots=True)
class Equipment:
    """A step's time and output over a window: working minutes, those it stood still, and what it should have taken.

    `ideal` is the standard minutes of all that was made, `good` and `made` count units.
    """

    name: str
    minutes: float
    down: float
    ideal: float
    made: float
    good: float


@dataclass(frozen=True, slots=True)
class Oee:
    """Overall equipment effectiveness and its three parts, each a share."""

    availability: float
    performance: float
    quality: float

    @property
    def value(self) -> float:
        """Their product."""
        return self.availability * self.performance * self.quality


def oee(equipment: Iterable[Equipment]) -> Oee | None:
    """Return the effectiveness of several pieces of equipment: what is divided is added first, never averaged.

    None while any part has nothing to be divided by.
    """
    rows = list(equipment)
    minutes, down, ideal, made, good = (
        sum(getattr(row, name) for row in rows) for name in ("minutes", "down", "ideal", "made", "good")
    )
    running = minutes - down
    if minutes <= 0 or running <= 0 or made <= 0:
        return None
    return Oee(running / minutes, ideal / running, good / made)
