"""What a figure came to, on what it rests, and what could not count: no data is None, never 0 % or 100 %."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Item:
    """A thing behind a figure: a task by its id or anything else by its reference, what it counts, and why.

    `span` is when that began and ended, or only when it ended; `told` says why on a clock, where `note` does not.
    """

    thing: int | str
    value: float | None = None
    note: str = ""
    span: tuple[datetime | None, datetime] | None = None
    told: Callable[[ZoneInfo], str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure's value, on how many things it rests, those behind it, those left out (with why), and its arithmetic."""

    value: float | None
    n: int
    items: tuple[Item, ...] = ()
    excluded: tuple[Item, ...] = ()
    arithmetic: str = ""

    @property
    def left_out(self) -> int:
        """How many things could not count."""
        return len(self.excluded)


NO_DATA = Outcome(None, 0)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value at `share` (0 to 1) by nearest rank, `ceil(n p)`, None of nothing."""
    if not values:
        return None
    return sorted(values)[_rank(len(values), share) - 1]


def percentile_outcome(items: Iterable[Item], share: float, excluded: Iterable[Item] = ()) -> Outcome:
    """Return the value of the item at `share` by nearest rank, with the sentence that says which one it is."""
    ranked = sorted(items, key=lambda item: item.value or 0.0)
    if not ranked:
        return Outcome(None, 0, (), tuple(excluded))
    place = _rank(len(ranked), share)
    told = f"{len(ranked)} values in order, the {_ordinal(place)} is at {share:.0%}: ceil({len(ranked)} x {share:g})"
    return Outcome(ranked[place - 1].value, len(ranked), tuple(ranked), tuple(excluded), told)


def share_outcome(good: Iterable[Item], bad: Iterable[Item], excluded: Iterable[Item] = ()) -> Outcome:
    """Return the percentage that `good` are of good and bad, None without any."""
    hits, misses = tuple(good), tuple(bad)
    n = len(hits) + len(misses)
    if not n:
        return Outcome(None, 0, (), tuple(excluded))
    told = f"{len(hits)} / {n} x 100"
    return Outcome(100 * len(hits) / n, n, (*hits, *misses), tuple(excluded), told)


def _rank(n: int, share: float) -> int:
    # 100 x 0.85 is a hair above 85 in binary, which must not become the 86th.
    return min(max(ceil(round(n * share, 9)), 1), n)


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
