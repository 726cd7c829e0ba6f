"""Figures of quality: control charts, capability, yields, defects. No data gives None, never 0 % or 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp, prod
from statistics import fmean, stdev

#: Wheeler's constants for individual values: 3 / 1.128, and the upper limit of a moving range of two.
_LIMIT, _RANGE = 2.66, 3.27
#: Limits rest on at most so many first points and are frozen then; with fewer than the least they are provisional.
BASELINE, LEAST_BASELINE = 20, 10


class Rule(StrEnum):
    """What a signal on a control chart is about."""

    OUTSIDE = "outside the limits"
    NEAR_LIMIT = "three of four nearer the limit than the mean"
    RUN = "eight in a row on one side of the mean"


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal on a control chart at its last point, counted from 0."""

    point: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Xmr:
    """A chart of individual values and moving ranges: limits from the first `baseline` of `n` points, then frozen."""

    n: int
    baseline: int
    mean: float
    lower: float
    upper: float
    mean_range: float
    range_limit: float
    signals: tuple[Signal, ...]

    @property
    def is_provisional(self) -> bool:
        """Tell whether the limits rest on too few points to be relied on."""
        return self.baseline < LEAST_BASELINE


def xmr(values: Sequence[float], *, floor: float | None = None, baseline: int = BASELINE) -> Xmr | None:
    """Return the control chart of values in the order in which they came, None for fewer than two.

    Limits are mean ± 2.66 x mean moving range, that of the ranges 3.27 x it (Wheeler, Understanding Variation); `floor`
    is a value below which nothing can lie, such as 0 for times and counts.
    """
    base = values[:baseline]
    if len(base) < 2:
        return None
    mean, spread = fmean(base), fmean(abs(b - a) for a, b in pairwise(base))
    lower, upper = mean - _LIMIT * spread, mean + _LIMIT * spread
    if floor is not None:
        lower = max(lower, floor)
    signals = tuple(_signals(values, mean, lower, upper))
    return Xmr(len(values), len(base), mean, lower, upper, spread, _RANGE * spread, signals)


def _signals(values: Sequence[float], mean: float, lower: float, upper: float) -> Iterable[Signal]:
    run, side_before = 0, 0
    for point, value in enumerate(values):
        side = (value > mean) - (value < mean)
        run = 0 if side == 0 else run + 1 if side == side_before else 1
        side_before = side
        if not lower <= value <= upper:
            yield Signal(point, Rule.OUTSIDE)
        near = [_is_near(each, side, mean, lower, upper) for each in values[max(point - 3, 0) : point + 1]]
        if len(near) == 4 and near[-1] and sum(near) >= 3:
            yield Signal(point, Rule.NEAR_LIMIT)
        if run >= 8:
            yield Signal(point, Rule.RUN)


def _is_near(value: float, side: int, mean: float, lower: float, upper: float) -> bool:
    """Tell whether a value lies on this side of the mean and nearer the limit there than the mean."""
    limit = upper if side > 0 else lower
    return (value - mean) * side > 0 and abs(value - mean) > abs(limit - value)


@dataclass(frozen=True, slots=True)
class Capability:
    """How well a process fits its limits: Cp needs both limits, Cpk one; s is the sample standard deviation."""

    s: float
    cp: float | None
    cpk: float


def capability(values: Sequence[float], lower: float | None, upper: float | None) -> Capability | None:
    """Return Cp = (USL - LSL) / 6s and Cpk = distance of the mean to its nearest limit / 3s, None without a spread."""
    if len(values) < 2 or (lower is None and upper is None):
        return None
    s, mean = stdev(values), fmean(values)
    if s == 0:
        return None
    room = [mean - lower] if lower is not None else []
    room += [upper - mean] if upper is not None else []
    cp = (upper - lower) / (6 * s) if lower is not None and upper is not None else None
    return Capability(s, cp, min(room) / (3 * s))


def share(good: int, all_: int) -> float | None:
    """Return a yield, 0 to 1: good at first inspection / inspected."""
    return good / all_ if all_ else None


def rolled_yield(yields: Sequence[float]) -> float | None:
    """Return the rolled throughput yield: the product of the yields of the steps, first visits only."""
    return prod(yields) if yields else None


def rolled_yield_of_defects(dpus: Sequence[float]) -> float | None:
    """Return the rolled throughput yield from the defects per unit of each step: e to the minus their sum (Poisson)."""
    return exp(-sum(dpus)) if dpus else None


def dpu(defects: int, units: int) -> float | None:
    """Return defects per unit."""
    return defects / units if units else None


def dpmo(defects: int, units: int, opportunities: int) -> float | None:
    """Return defects per million opportunities, of which each unit has some."""
    chances = units * opportunities
    return defects * 1_000_000 / chances if chances else None
