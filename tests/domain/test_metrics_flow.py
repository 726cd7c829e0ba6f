"""Figures of flow: nearest rank, what is left out, windows over a change of the clocks, and no data that is never 0."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.metrics_flow import (
    Inspected,
    Outcome,
    Promise,
    Span,
    average_open,
    duration_days,
    first_pass_yield,
    on_time,
    open_at,
    per_week,
    percentile,
    window,
)

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = window(date(2026, 11, 23), date(2026, 11, 29), BERLIN)


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 5), (0.85, 9), (0.95, 10), (1.0, 10), (0.0, 1)])
def test_percentiles_are_by_nearest_rank(share: float, wanted: float) -> None:
    assert percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == wanted
    assert percentile([], share) is None


def test_a_window_is_whole_local_days_also_when_the_clocks_change() -> None:
    assert (WEEK.begins, WEEK.ends) == (datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC))
    autumn = window(date(2026, 10, 25), date(2026, 10, 25), BERLIN)
    assert (autumn.days, autumn.ends - autumn.begins) == (1, timedelta(hours=25))
    assert WEEK.begins in WEEK and WEEK.ends not in WEEK


def test_zero_in_a_week_is_a_figure() -> None:
    assert per_week(0, WEEK) == Outcome(0.0, 0)
    assert per_week(4, window(WEEK.first, WEEK.last + 7 * DAY, BERLIN)) == Outcome(2.0, 4)


def test_a_span_that_ends_before_it_begins_is_left_out_and_counted() -> None:
    spans = [(AT, AT + 2 * DAY), (AT, AT - DAY), (None, AT), (AT, AT)]
    assert duration_days(spans, 0.5) == Outcome(0.0, 2, 2)
    assert duration_days([], 0.5) == Outcome(None, 0, 0)


def test_on_time_counts_what_never_came_and_leaves_out_what_had_no_promise() -> None:
    promises = [Promise(AT, AT), Promise(AT, AT + DAY), Promise(AT, None), Promise(AT - 30 * DAY, AT)]
    assert on_time(promises, WEEK, AT + 2 * DAY, 5) == Outcome(100 / 3, 3, 5)
    early = [Promise(AT + DAY, AT), Promise(AT + DAY, None)]
    assert on_time(early, WEEK, AT, 0) == Outcome(100.0, 1, 0)
    assert on_time([], WEEK, AT, 5) == Outcome(None, 0, 5)


def test_what_is_under_way_is_counted_at_the_end_of_each_day_up_to_now() -> None:
    spans = [Span(AT, None), Span(AT, AT + DAY)]
    tuesday = AT + timedelta(hours=2)
    assert average_open(spans, WEEK, BERLIN, tuesday) == Outcome(1.0, 2)
    assert average_open(spans, WEEK, BERLIN, AT - 30 * DAY).value is None
    assert (open_at(spans, AT), open_at(spans, AT + DAY)) == (2, 1)


def test_only_the_first_inspection_of_a_unit_counts() -> None:
    """The published example: 80 of 100 good at the first inspection are 80 %."""
    first = [Inspected((unit, 1), unit, unit > 20, AT) for unit in range(1, 101)]
    again = [Inspected((unit, 1), 100 + unit, True, AT + DAY) for unit in range(1, 21)]
    assert first_pass_yield([*again, *first], WEEK) == Outcome(80.0, 100, 20)
    assert first_pass_yield([], WEEK) == Outcome(None, 0, 0)
