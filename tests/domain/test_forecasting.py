"""Exponential smoothing against published examples, and what a forecast may never do."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.forecasting import Forecast, State, Weights, forecast, smooth
from prodtui.errors import Rejected

# Hyndman and Athanasopoulos, Forecasting: Principles and Practice. Oil production in Saudi Arabia and air transport
# passengers in Australia: 1st edition, tables 7.1 and 7.3. Visitor nights in Australia by quarter from 2005: 2nd
# edition, table 7.3.
OIL = [446.6565229, 454.4733065, 455.662974, 423.6322388, 456.2713279, 440.5880501, 425.3325201, 485.1494479,
       506.0481621, 526.7919833, 514.268889, 494.2110193]  # fmt: skip
AIR = [17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.577569, 33.477398,
       39.021581, 41.386432, 41.596552]  # fmt: skip
NIGHTS = [42.20566, 24.64917, 32.66734, 37.25735, 45.24246, 29.35048, 36.34421, 41.78208, 49.27660, 31.27540, 37.85063,
          38.83704, 51.23690, 31.83855, 41.32342, 42.79900, 55.70836, 33.40714, 42.31664, 45.15712, 59.57608, 34.83733,
          44.84168, 46.97125, 60.01903, 38.37118, 46.97586, 50.73380, 61.64687, 39.29957, 52.67121, 54.33232, 66.83436,
          40.87119, 51.82854, 57.49191, 65.25147, 43.06121, 54.76076, 59.83447, 73.25703, 47.69662, 61.09777,
          66.05576]  # fmt: skip


def rmse(errors: list[float]) -> float:
    return math.sqrt(sum(error**2 for error in errors) / len(errors))


def noisy(count: int, swing: float = 0.0, growth: float = 0.0, length: int = 12) -> list[float]:
    """Return a history of 100 with some noise, a season of `length` that swings so far, and growth per period."""
    chance = random.Random(11)
    return [100 + growth * at + swing * math.sin(2 * math.pi * at / length) + chance.gauss(0, 5) for at in range(count)]


@pytest.mark.parametrize(("alpha", "published"), [(0.2, 484.802468), (0.6, 501.837461)])
def test_simple_smoothing_gives_the_published_forecasts(alpha: float, published: float) -> None:
    state, _ = smooth(OIL, Weights(alpha), State(OIL[0]))
    assert list(state.ahead(3)) == pytest.approx([published] * 3, abs=1e-6)


def test_the_best_simple_smoothing_is_the_published_one() -> None:
    found = forecast(OIL, None, 2)
    assert (found.method, found.trend, found.season) == ("simple", 0.0, ())
    assert found.weights is not None and found.weights.alpha == pytest.approx(0.892, abs=0.003)
    assert found.values == pytest.approx((496.4935, 496.4935), abs=0.1)
    assert found.error == pytest.approx(25.122, abs=0.001)


def test_a_trend_gives_the_published_forecasts() -> None:
    state, _ = smooth(AIR, Weights(0.8, 0.2), State(AIR[0], AIR[1] - AIR[0]))
    assert list(state.ahead(5)) == pytest.approx([43.76, 45.59, 47.43, 49.27, 51.10], abs=0.005)


def test_a_damped_trend_grows_by_less_and_less() -> None:
    assert list(State(10.0, 4.0).ahead(3, 0.5)) == [12.0, 13.0, 13.5]
    state, errors = smooth([10.0], Weights(1.0, 0.5, 0.0, 0.5), State(6.0, 4.0))
    assert (state, errors) == (State(10.0, 3.0), [2.0])


def test_a_season_gives_the_published_forecasts() -> None:
    first = State(32.26, 0.70, (9.70, -9.31, -1.69, 1.31))
    state, errors = smooth(NIGHTS, Weights(0.306, 0.0003, 0.426), first)
    published = [76.10, 51.60, 63.97, 68.37, 78.90, 54.41, 66.77, 71.18]
    assert list(state.ahead(8)) == pytest.approx(published, abs=0.02)
    assert rmse(errors) == pytest.approx(1.763, abs=0.001)


def test_a_fitted_season_is_near_the_published_one() -> None:
    found = forecast(NIGHTS, 4, 4)
    assert found.method == "trend and season"
    assert found.values == pytest.approx((76.10, 51.60, 63.97, 68.37), abs=0.5)
    assert found.error == pytest.approx(1.763, rel=0.06)


@pytest.mark.parametrize(
    ("history", "season", "method"),
    [
        (noisy(24), 12, "simple"),
        (noisy(60), 12, "simple"),
        (noisy(24, swing=20), 12, "simple and season"),
        (noisy(23, swing=20), 12, None),
        (noisy(104, swing=20, length=52), 52, "simple and season"),
        (noisy(48, swing=20, growth=3), 12, "trend and season"),
        (noisy(48, growth=3), 12, "trend"),
        (noisy(48, swing=20), None, None),
    ],
    ids=["noise", "more noise", "two years", "not quite", "weeks", "growth", "only growth", "none asked for"],
)
def test_a_season_is_taken_when_two_whole_ones_carry_it(history: list, season: int | None, method: str | None) -> None:
    found = forecast(history, season, 12)
    assert found.method == method if method else "season" not in found.method
    assert len(found.season) == (season if "season" in found.method else 0)


def test_a_season_is_where_it_was() -> None:
    found = forecast(noisy(30, swing=20), 12, 12)
    wanted = [100 + 20 * math.sin(2 * math.pi * at / 12) for at in range(30, 42)]
    assert found.values == pytest.approx(wanted, abs=9)


def test_growth_goes_on() -> None:
    found = forecast([10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 24.0, 26.0], None, 3)
    assert found.method == "trend"
    assert found.values == pytest.approx((28, 30, 32))


def test_demand_that_shrinks_ends_at_nothing() -> None:
    found = forecast([float(value) for value in range(50, 0, -4)], None, 6)
    assert found.values[0] == 0.0 == min(found.values)


def test_a_short_history_is_only_its_mean() -> None:
    assert forecast([4.0, 8.0], 12, 3) == Forecast(6.0, 0.0, (), (6.0, 6.0, 6.0), "average", None, None)


@pytest.mark.parametrize(
    ("history", "ahead", "said"), [([], 3, "no history"), ([1], 0, "0 periods"), ([1], 521, "521")]
)
def test_what_cannot_be_forecast_is_refused(history: list, ahead: int, said: str) -> None:
    with pytest.raises(Rejected, match=said):
        forecast(history, None, ahead)


HISTORIES = st.lists(st.integers(0, 10_000).map(float), min_size=1, max_size=30)


@settings(deadline=None)
@given(HISTORIES, st.sampled_from([None, 1, 2, 4, 12]), st.integers(1, 20))
def test_forecasts_are_finite_never_negative_and_the_same_each_time(
    history: list, season: int | None, ahead: int
) -> None:
    found = forecast(history, season, ahead)
    assert len(found.values) == ahead
    assert all(math.isfinite(value) and value >= 0 for value in found.values)
    assert found.error is None or math.isfinite(found.error)
    assert forecast(history, season, ahead) == found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 30), st.sampled_from([None, 4]))
def test_what_never_changes_stays(level: int, count: int, season: int | None) -> None:
    found = forecast([float(level)] * count, season, 3)
    assert found.values == pytest.approx((level,) * 3, abs=1e-6)
    assert found.season == ()
