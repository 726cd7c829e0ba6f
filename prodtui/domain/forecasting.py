"""Demand of the periods to come, from that of the periods that were: exponential smoothing.

The formulas are those of R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition,
chapter 8: simple smoothing, a trend (Holt) that may be damped, and a season that is added (Holt-Winters), each in its
component form. The weights are those with the least sum of squared errors one period ahead; the first level and trend
follow from them by least squares, the first season from classical decomposition (section 3.4 there). Of the methods the
one with the lowest corrected information criterion is taken (AICc, section 8.6), so that a trend must explain more than
it costs. A season is taken when there are two whole ones and it would have forecast the last of them, held out, with a
smaller squared error than without (sections 5.8 and 5.10), and of three the last but one as well: the criterion looks
one period ahead, a plan looks further.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from prodtui.errors import Rejected

MAX_AHEAD = 520
#: fewer periods than these carry neither a level nor a trend, only their mean
LEAST_HISTORY = 5

#: A step of the search at first and at last; what lies between two steps moves a forecast less than it errs.
_WIDE, _NARROW = 0.2, 0.005
_LOW, _HIGH = 0.0001, 0.9999
#: The usual bounds of damping: less is hardly a trend, more is hardly damped.
_DAMPED = (0.8, 0.98)
#: How many seasons are held out, one after the other: a season that helps by chance seldom helps twice.
_HELD_OUT = 2
#: The methods, the simplest first: name, trend, damped.
_METHODS = (("simple", False, False), ("trend", True, False), ("damped trend", True, True))
#: What is smaller than this is a rounding of floats.
_TINY = 1e-9


class Weights(NamedTuple):
    """Smoothing parameters: of the level (α), the trend (β*), the season (γ), and the damping of the trend (φ)."""

    alpha: float
    beta: float = 0.0
    gamma: float = 0.0
    phi: float = 1.0


class State(NamedTuple):
    """A level, a trend per period, and what the season adds to each of the next periods, empty without a season."""

    level: float
    trend: float = 0.0
    season: tuple[float, ...] = ()

    def ahead(self, count: int, phi: float = 1.0) -> Iterator[float]:
        """Yield what is expected in each of the next periods."""
        damped, power = 0.0, 1.0
        for at in range(count):
            power *= phi
            damped += power
            yield self.level + damped * self.trend + (self.season[at % len(self.season)] if self.season else 0.0)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected, never below 0, and what it rests on: the state after the history, and how it was found.

    `method` is "average", "simple", "trend" or "damped trend", with " and season" where there is one; `error` is the
    root of the mean squared error one period ahead, in the unit of the history, None for an average.
    """

    level: float
    trend: float
    season: tuple[float, ...]
    values: tuple[float, ...]
    method: str
    error: float | None
    weights: Weights | None


@dataclass(frozen=True, slots=True)
class _Fit:
    weights: Weights
    state: State
    squares: float


def forecast(history: Sequence[float], season: int | None, ahead: int) -> Forecast:
    """Return what to expect in the next `ahead` periods, from the demand of past periods, the oldest first.

    `season` is how many periods a season would have (52 weeks, 12 months), None for none. Raises Rejected without any
    history, and for more periods ahead than a plan has.
    """
    if not history:
        raise Rejected("There is no history to forecast from.", hint="A forecast needs at least one past period.")
    if not 1 <= ahead <= MAX_AHEAD:
        raise Rejected(f"A forecast for {ahead} periods cannot be made; give 1 to {MAX_AHEAD}.")
    values = [float(value) for value in history]
    if len(values) < LEAST_HISTORY:
        mean = fmean(values)
        return Forecast(mean, 0.0, (), (max(mean, 0.0),) * ahead, "average", None, None)
    name, best = _best(values, season if season and _has_season(values, season) else 0)
    state, _ = smooth(values, best.weights, best.state)
    expected = tuple(max(value, 0.0) for value in state.ahead(ahead, best.weights.phi))
    return Forecast(*state, expected, name, math.sqrt(best.squares / len(values)), best.weights)


def smooth(history: Sequence[float], weights: Weights, first: State) -> tuple[State, list[float]]:
    """Return the state after a history that began in the state `first`, and the error of each period's forecast."""
    alpha, beta, gamma, phi = weights
    level, trend = first.level, first.trend
    season = list(first.season) or [0.0]
    length = len(season)
    errors = []
    for at, value in enumerate(history):
        usual = season[at % length]
        expected = level + phi * trend
        errors.append(value - expected - usual)
        before = level
        level = alpha * (value - usual) + (1 - alpha) * expected
        trend = beta * (level - before) + (1 - beta) * phi * trend
        season[at % length] = gamma * (value - expected) + (1 - gamma) * usual
    turned = len(history) % length
    return State(level, trend, tuple(season[turned:] + season[:turned]) if first.season else ()), errors


def _has_season(values: Sequence[float], season: int) -> bool:
    """Tell whether a season of this length would have forecast the last one, and the one before, better than none."""
    least = max(season, LEAST_HISTORY)
    ends = [len(values) - back * season for back in range(_HELD_OUT)]
    tests = [values[:end] for end in ends if end >= season + least]
    return season > 1 and bool(tests) and all(_season_helps(test, season) for test in tests)


def _season_helps(values: Sequence[float], season: int) -> bool:
    """Tell whether the last season, held out, is forecast better with a season than by a mean, a level or a trend."""
    known, held_out = values[:-season], values[-season:]
    expected = [[fmean(known)] * season]
    for length in (0, season):
        _, found = _best(known, length)
        state, _ = smooth(known, found.weights, found.state)
        expected.append(list(state.ahead(season, found.weights.phi)))
    missed = [sum((value - one) ** 2 for value, one in zip(held_out, each, strict=True)) for each in expected]
    return missed[-1] < min(missed[:-1]) - _TINY


def _best(values: Sequence[float], season: int) -> tuple[str, _Fit]:
    """Return the method with the lowest AICc and its fit, with a season of this length (0 for none).

    Where the history is too short for the criterion, the simplest method is taken.
    """
    count = len(values)
    floor = (1e-6 * (max(map(abs, values)) or 1.0)) ** 2 * count
    found: list[tuple[float, str, _Fit]] = []
    for name, trend, damped in _METHODS:
        # Weights, first states, and the variance of what is left.
        k = 3 + 2 * trend + damped + season
        if not found or count > k + 1:
            fit = _fit(values, trend, damped, season)
            # A constant that all methods share is left out.
            criterion = count * math.log(max(fit.squares, floor) / count) + 2 * k
            criterion += 2 * k * (k + 1) / (count - k - 1) if count > k + 1 else 0.0
            found.append((criterion, f"{name} and season" if season else name, fit))
    return min(found, key=lambda each: each[0])[1:]


def _fit(values: Sequence[float], trend: bool, damped: bool, length: int) -> _Fit:
    """Return the weights and the first state with the least squared errors."""
    season = _first_season(values, length)

    def fit(point: Sequence[float]) -> _Fit:
        rest = iter(point[1:])
        weights = Weights(
            point[0],
            next(rest) if trend else 0.0,
            next(rest) * (1 - point[0]) if length else 0.0,
            next(rest) if damped else 1.0,
        )
        return _solve(values, weights, season, trend)

    bounds = [(_LOW, _HIGH)] * (1 + trend + bool(length)) + [_DAMPED] * damped
    starts = ([0.2, 0.1, 0.1], [0.7, 0.1, 0.3])
    return min(
        (_search(fit, [*start[: len(bounds) - damped], *[0.9] * damped], bounds) for start in starts),
        key=lambda found: found.squares,
    )


def _search(fit: Callable[[Sequence[float]], _Fit], start: list[float], bounds: Sequence[tuple[float, float]]) -> _Fit:
    """Return the best fit that a pattern search finds: a step along each axis, half as wide once none helps."""
    point, best, step = start, fit(start), _WIDE
    while step > _NARROW:
        before = best
        for axis, (low, high) in enumerate(bounds):
            for way in (step, -step):
                there = point[:]
                there[axis] = min(max(point[axis] + way, low), high)
                if there != point and (found := fit(there)).squares < best.squares:
                    point, best = there, found
                    break
        if best is before:
            step /= 2
    return best


def _solve(values: Sequence[float], weights: Weights, season: tuple[float, ...], trend: bool) -> _Fit:
    """Return the first level and trend with the least squared errors for these weights.

    The errors are linear in the first state, so two runs without data say how each of them changes every error.
    """
    nothing = (0.0,) * len(values)
    flat = (0.0,) * len(season)
    _, errors = smooth(values, weights, State(0.0, 0.0, season))
    _, by_level = smooth(nothing, weights, State(1.0, 0.0, flat))
    ll, le = _dot(by_level, by_level), _dot(by_level, errors)
    if not trend:
        level, slope = -le / ll, 0.0
        left = [error + level * more for error, more in zip(errors, by_level, strict=True)]
    else:
        _, by_trend = smooth(nothing, weights, State(0.0, 1.0, flat))
        lt, tt, te = _dot(by_level, by_trend), _dot(by_trend, by_trend), _dot(by_trend, errors)
        whole = ll * tt - lt * lt
        level, slope = ((lt * te - tt * le) / whole, (lt * le - ll * te) / whole) if whole > 1e-12 else (-le / ll, 0.0)
        left = [e + level * a + slope * b for e, a, b in zip(errors, by_level, by_trend, strict=True)]
    return _Fit(weights, State(level, slope, season), _dot(left, left))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(map(float.__mul__, one, other))


def _first_season(values: Sequence[float], length: int) -> tuple[float, ...]:
    """Return what each period of a season adds, on average over the history, by classical decomposition.

    Of less than two seasons no moving average can be taken; there it is the difference from the mean.
    """
    if not length:
        return ()
    half = length // 2
    added: list[list[float]] = [[] for _ in range(length)]
    if len(values) < 2 * length:
        middle = fmean(values)
        for at, value in enumerate(values):
            added[at % length].append(value - middle)
    else:
        for at in range(half, len(values) - half):
            around = list(values[at - half : at + half + 1])
            if length % 2 == 0:
                around[0], around[-1] = around[0] / 2, around[-1] / 2
            added[at % length].append(values[at] - sum(around) / length)
    means = [fmean(each) for each in added]
    middle = fmean(means)
    return tuple(mean - middle for mean in means)
