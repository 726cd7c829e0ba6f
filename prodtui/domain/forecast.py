"""What will be done by when: Monte Carlo from past throughput, whole periods drawn with replacement, zeros included.

The answers are percentiles by nearest rank of many runs. A promise that holds in 85 of 100 runs is the 85th percentile
of when, and the 15th of how many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from math import ceil
from random import Random

from prodtui.domain.metrics import xmr

TRIALS = 10_000
#: Fewer past periods than this say little.
LEAST_PERIODS = 10
#: So many periods ahead nobody can look; a run that is not through by then never will be.
MOST_PERIODS = 3_650
SHARES = (0.5, 0.7, 0.85, 0.95)
_CHUNK = 4_096


@dataclass(frozen=True, slots=True)
class Odds:
    """What came out of the runs: how many of them had each outcome, lowest first, and how many had none at all."""

    outcomes: tuple[tuple[int, int], ...]
    trials: int
    never: int = 0

    def at_most(self, share: float) -> int | None:
        """Return the outcome that so many of the runs do not exceed, None when too many have none."""
        wanted = max(ceil(round(self.trials * share, 9)), 1)
        seen = 0
        for outcome, count in self.outcomes:
            seen += count
            if seen >= wanted:
                return outcome
        return None

    def at_least(self, share: float) -> int | None:
        """Return the outcome that so many of the runs reach."""
        return self.at_most(round(1 - share, 9))


def how_many(history: Sequence[int], periods: int, seed: int, trials: int = TRIALS) -> Odds:
    """Return how many items are done in so many periods. Raises ValueError for an empty history."""
    if not history:
        raise ValueError("there is no period to draw from")
    if periods <= 0:
        return Odds(((0, trials),), trials)
    done = Random(seed).choices(history, k=periods * trials)  # noqa: S311 (a simulation that anybody can repeat)
    marks = islice(accumulate(done, initial=0), 0, None, periods)
    return _odds((after - before for before, after in pairwise(marks)), trials)


def how_long(history: Sequence[int], items: int, seed: int, trials: int = TRIALS) -> Odds:
    """Return in how many periods so many items are done. Raises ValueError for an empty history.

    Periods are drawn in one stream, from which each run takes what it needs.
    """
    if not history:
        raise ValueError("there is no period to draw from")
    if items <= 0:
        return Odds(((0, trials),), trials)
    if not any(history):
        return Odds((), trials, trials)
    return _odds(_runs(history, items, seed, trials), trials)


def _runs(history: Sequence[int], items: int, seed: int, trials: int) -> Iterator[int | None]:
    """Yield how many periods each run took, None for one that is not through; one run begins where another ended."""
    draw = Random(seed).choices  # noqa: S311 (a simulation that anybody can repeat)
    done = [0]
    at = 0
    for _ in range(trials):
        wanted, last = done[at] + items, at + MOST_PERIODS
        while done[-1] < wanted and len(done) <= last:
            done.extend(islice(accumulate(draw(history, k=_CHUNK), initial=done[-1]), 1, None))
        found = bisect_left(done, wanted, at + 1, min(len(done), last + 1))
        through = found <= last
        yield found - at if through else None
        at = found if through else last


def _odds(outcomes: Iterator[int | None], trials: int) -> Odds:
    counted = Counter(outcomes)
    never = counted.pop(None, 0)
    return Odds(
        tuple(sorted((outcome, count) for outcome, count in counted.items() if outcome is not None)), trials, never
    )


def doubts(history: Sequence[int], weeks: Sequence[int]) -> tuple[str, ...]:
    """Return why a forecast from a history deserves little trust, nothing when no reason is known.

    `weeks` are the same finishes by week: days differ by the day of the week, which is no change of pace.
    """
    found = []
    if len(history) < LEAST_PERIODS:
        found.append(f"It rests on {len(history)} periods only; at least {LEAST_PERIODS} are needed to say much.")
    chart = xmr([float(value) for value in weeks], floor=0.0)
    if chart is not None and chart.signals:
        last = chart.signals[-1]
        found.append(f"Throughput was not stable: {last.rule.value}, last in week {last.point + 1} of {len(weeks)}.")
    return tuple(found)
