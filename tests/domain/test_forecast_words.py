"""Forecasts in words, and their outcomes as bars."""

from __future__ import annotations

from datetime import date, timedelta

from prodtui.domain.forecast_words import drawn_words, outcome_bars, promise_words
from prodtui.domain.rows_figures import Forecast, ForecastLine

TODAY = date(2026, 11, 24)


def forecast(
    outcomes: tuple[tuple[str, int], ...],
    by: date | None = None,
    history: tuple[int, ...] = (1, 0, 2),
    time: str = "working",
) -> Forecast:
    return Forecast(
        "OPS", "", "", None, by, "day", TODAY - timedelta(days=1), TODAY + timedelta(days=1), history, 7,
        sum(runs for _, runs in outcomes), 0, (), outcomes, (), time,
    )  # fmt: skip


def test_a_promise_is_a_day_or_a_number() -> None:
    found = forecast((("2026-12-01", 10),))
    assert promise_words(found, ForecastLine(0.85, 5, date(2026, 12, 1))) == "by Tue 2026-12-01"
    assert promise_words(found, ForecastLine(0.95, 5, None)) == "never, as far as can be seen"
    many = forecast((("3", 10),), by=TODAY)
    assert promise_words(many, ForecastLine(0.85, 3, TODAY)) == "3 or more"


def test_what_it_was_drawn_from_is_told() -> None:
    said = drawn_words(forecast((("2026-12-01", 10_000),)))
    assert said == "Drawn 10,000 times, seed 7, from 3 days until 2026-11-23, in which 3 tasks were finished."
    assert drawn_words(forecast((("2026-12-01", 10),), history=(1,))).endswith("in which 1 task was finished.")
    assert drawn_words(forecast((("2026-12-01", 10),), time="calendar")).endswith("Days off are drawn with the others.")


def test_days_without_a_run_have_a_bar_of_nothing() -> None:
    row = outcome_bars(forecast((("2026-12-01", 6), ("2026-12-03", 4))))
    assert [(bar.name, bar.value, bar.cumulative) for bar in row.bars] == [
        ("1 Dec", 6.0, 0.6),
        ("2 Dec", 0.0, 0.6),
        ("3 Dec", 4.0, 1.0),
    ]
    assert row.classes


def test_many_outcomes_share_bars_and_none_is_lost() -> None:
    outcomes = tuple((str(TODAY + timedelta(days=3 * at)), 5) for at in range(100))
    row = outcome_bars(forecast(outcomes))
    assert len(row.bars) <= 30
    assert sum(bar.value for bar in row.bars) == 500


def test_numbers_are_in_order_of_size() -> None:
    row = outcome_bars(forecast((("9", 2), ("10", 3), ("12", 1)), by=TODAY))
    assert [(bar.name, bar.value) for bar in row.bars] == [("9", 2), ("10", 3), ("11", 0), ("12", 1)]


def test_no_outcome_is_no_bar() -> None:
    assert outcome_bars(forecast(())).bars == ()
