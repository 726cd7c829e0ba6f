"""The row of a product: consumption of the forecast, and a backlog that is the same from wherever one looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.grid import consumed, counts_from, grid_of
from prodtui.domain.planning.periods import periods
from tests.helpers.shop import CHAIR, DAY, MONDAY, WEEK

COLUMNS = periods(PeriodKind.WEEK, MONDAY - 2 * WEEK, 5)
#: Wednesday of the third of them
TODAY = MONDAY + 2 * DAY
NOTHING: dict[date, float] = {}


def by_day(low: float = 0) -> st.SearchStrategy[dict[date, float]]:
    days = st.integers(-40, 60).map(lambda days: MONDAY + timedelta(days=days))
    return st.dictionaries(days, st.integers(low, 100).map(float), max_size=12)


@pytest.mark.parametrize(
    ("orders", "forecast", "wanted"), [(0, 10, (10, 10)), (4, 10, (10, 6)), (10, 10, (10, 0)), (14, 10, (14, 0))]
)
def test_orders_consume_the_forecast_of_their_period(orders: float, forecast: float, wanted: tuple) -> None:
    assert consumed(orders, forecast) == wanted


def test_a_row_that_can_be_redone_by_hand() -> None:
    row = grid_of(
        CHAIR, COLUMNS, TODAY,
        orders={MONDAY - 3 * WEEK: 5, MONDAY - 10 * DAY: 20, MONDAY + 4 * DAY: 30, MONDAY + 9 * DAY: 8},
        forecast={MONDAY - 2 * WEEK: 99, MONDAY + WEEK: 20},
        planned={MONDAY - 2 * WEEK: 20, MONDAY: 25, MONDAY + WEEK: 20, MONDAY + WEEK + DAY: 5},
        released={MONDAY: 10},
        actual={MONDAY - 9 * DAY: 15, MONDAY + DAY: 10},
    )  # fmt: skip
    assert row.opening == 5
    assert [cell.demand for cell in row.cells] == [20, 0, 30, 20, 0]
    assert [cell.forecast for cell in row.cells] == [0, 0, 0, 12, 0]
    assert [cell.planned for cell in row.cells] == [20, 0, 25, 25, 0]
    assert [cell.released for cell in row.cells] == [0, 0, 10, 0, 0]
    assert [cell.actual for cell in row.cells] == [15, 0, 10, 0, 0]
    assert [cell.backlog for cell in row.cells] == [10, 10, 15, 10, 10]


def test_in_the_period_of_today_more_than_planned_counts_as_made() -> None:
    row = grid_of(CHAIR, COLUMNS, TODAY, orders={}, forecast={}, planned={MONDAY: 10}, released={}, actual={MONDAY: 12})
    assert [cell.backlog for cell in row.cells] == [0, 0, -12, -12, -12]


def test_what_was_finished_before_anybody_planned_serves_nobody() -> None:
    old, asked = MONDAY - 300 * DAY, MONDAY - 20 * DAY
    since = counts_from([asked, MONDAY + 3 * DAY], [MONDAY])
    assert since == asked
    assert counts_from([], []) is None
    actual = {old: 500.0, asked: 3.0}
    given_ = {"orders": {asked: 10.0}, "forecast": {}, "planned": {}, "released": {}, "actual": actual}
    assert grid_of(CHAIR, COLUMNS, TODAY, since=since, **given_).opening == 7
    assert grid_of(CHAIR, COLUMNS, TODAY, **given_).opening == -493


def test_what_is_made_before_its_week_is_not_made_again_in_it() -> None:
    """Twenty are planned for this week and ninety for the next; of these, thirty are finished now."""
    row = grid_of(
        CHAIR, COLUMNS, TODAY,
        orders={MONDAY + 4 * DAY: 20, MONDAY + 9 * DAY: 90}, forecast={},
        planned={MONDAY: 20, MONDAY + WEEK: 90}, released={MONDAY + WEEK: 90},
        actual={TODAY: 30}, of_lines={(TODAY, MONDAY + WEEK): 30},
    )  # fmt: skip
    assert [cell.backlog for cell in row.cells] == [0, 0, 20 - 20 - 30, 0, 0]


def test_what_is_made_behind_its_week_does_not_stand_for_what_this_week_is_to_make() -> None:
    row = grid_of(
        CHAIR, COLUMNS, TODAY,
        orders={MONDAY - DAY: 10, MONDAY + 4 * DAY: 20}, forecast={}, planned={MONDAY - WEEK: 10, MONDAY: 20},
        released={MONDAY - WEEK: 10}, actual={TODAY: 10}, of_lines={(TODAY, MONDAY - WEEK): 10},
    )  # fmt: skip
    assert [cell.backlog for cell in row.cells] == [0, 10, 0, 0, 0]


@settings(deadline=None)
@given(by_day(), by_day(), by_day(), by_day(), st.integers(-20, 40), st.sampled_from(PeriodKind))
def test_backlog_is_the_previous_one_plus_demand_less_what_was_or_will_be_made(
    orders: dict, forecast: dict, planned: dict, actual: dict, shift: int, kind: PeriodKind
) -> None:
    columns = periods(kind, MONDAY - WEEK, 6)
    today = MONDAY + shift * DAY
    row = grid_of(CHAIR, columns, today, orders=orders, forecast=forecast, planned=planned, released={}, actual=actual)
    before = row.opening
    for column, cell in zip(columns, row.cells, strict=True):
        if column.ends <= today:
            made = cell.actual
        else:
            made = cell.planned if column.starts > today else max(cell.planned, cell.actual)
        assert cell.backlog == before + cell.demand - made
        before = cell.backlog
    assert sum(cell.actual for cell in row.cells) == sum(
        made for day, made in actual.items() if columns[0].starts <= day < columns[-1].ends
    )


@settings(deadline=None)
@given(by_day(), by_day(), by_day(), by_day(), st.integers(1, 4))
def test_a_view_that_begins_later_shows_the_same_backlogs(
    orders: dict, forecast: dict, planned: dict, actual: dict, later: int
) -> None:
    columns = periods(PeriodKind.WEEK, MONDAY - 5 * WEEK, 8)
    values = {"orders": orders, "forecast": forecast, "planned": planned, "released": {}, "actual": actual}
    whole = grid_of(CHAIR, columns, MONDAY, **values)
    part = grid_of(CHAIR, columns[later:], MONDAY, **values)
    assert part.opening == whole.cells[later - 1].backlog
    assert part.cells == whole.cells[later:]
