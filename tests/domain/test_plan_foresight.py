"""What a proposal means: edits as moves, the load after them, and how much is over."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import LoadKind, PeriodKind
from prodtui.domain.planning.capacity import Capacities, CapacityRow
from prodtui.domain.planning.foresight import Move, load_after, moves_of, overload_of
from prodtui.domain.planning.load import load_rows, work_of_plan
from prodtui.domain.planning.periods import periods
from prodtui.domain.rows_planning import (
    LoadCell,
    LoadRow,
    PlanCell,
    PlanEdit,
    PlanGrid,
    PlanProduct,
    ProductRow,
    RoutingRow,
)

WEEKS = periods(PeriodKind.WEEK, date(2026, 11, 23), 4)
ROUTING = (RoutingRow("doing", 0.5, 1.0, "lathes"), RoutingRow("review", 0.25))
HOUSING = ProductRow(1, 1, "OPS-P1", "housing", "Housing", "pc", ROUTING, (), None, 10.0, "", None, 1)
THERE = Capacities(
    (
        CapacityRow(LoadKind.STEP, "doing", "Doing", (20.0,) * 4),
        CapacityRow(LoadKind.ROLE, "milling", "milling", (20.0,) * 4),
        CapacityRow(LoadKind.POOL, "lathes", "lathes", (None,) * 4),
    ),
    {"doing": "milling"},
)


def grid_of(planned: list[float]) -> PlanGrid:
    """Return a grid with one product of which so much is planned in each week."""
    works = [work_of_plan(HOUSING, week.starts, amount) for week, amount in zip(WEEKS, planned, strict=True) if amount]
    row = PlanProduct("housing", "Housing", "pc", 0.0, tuple(PlanCell(planned=amount) for amount in planned))
    return PlanGrid("OPS", None, WEEKS[0].starts, WEEKS, 0, (row,), load_rows(WEEKS, works, THERE), 0)


def edit(week: int, before: float, after: float, product: str = "housing") -> PlanEdit:
    return PlanEdit(product, WEEKS[week].starts, before, after)


def test_what_one_period_gives_the_next_ones_get() -> None:
    edits = [edit(1, 50, 20), edit(0, 10, 30), edit(2, 0, 10), edit(3, 5, 0, "cover")]
    days = [week.starts for week in WEEKS]
    assert moves_of(edits) == (
        Move("housing", 20, days[1], days[0]),
        Move("housing", 10, days[1], days[2]),
        Move("cover", 5, days[3], None),
    )
    assert moves_of([]) == ()


amounts = st.lists(st.integers(0, 60).map(float), min_size=4, max_size=4)


@given(amounts, amounts)
def test_load_after_edits_is_the_load_of_the_plan_that_they_make(before: list[float], after: list[float]) -> None:
    edits = [edit(week, old, new) for week, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    foreseen = load_after(grid_of(before), edits, {"housing": HOUSING}, THERE.roles)
    for row, expected in zip(foreseen, grid_of(after).loads, strict=True):
        assert [round(cell.load, 6) for cell in row.cells] == [round(cell.load, 6) for cell in expected.cells]


def test_a_role_that_says_the_same_as_its_step_is_counted_once() -> None:
    cells = (LoadCell(30, 20.0), LoadCell(5, 20.0), LoadCell(9, None))
    rows = [LoadRow(LoadKind.STEP, "doing", "Doing", cells), LoadRow(LoadKind.ROLE, "milling", "milling", cells)]
    assert overload_of(rows) == 10
    assert overload_of([*rows, LoadRow(LoadKind.POOL, "lathes", "lathes", (LoadCell(22, 20.0),))]) == 12
