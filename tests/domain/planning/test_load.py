"""Hours of work against hours that there are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import LoadKind
from prodtui.domain.planning.capacity import capacities
from prodtui.domain.planning.load import OpenTask, Work, load_rows, lots, to_look_at, work_of_plan, work_of_task
from prodtui.domain.rows_planning import LoadCell, LoadRow
from tests.helpers.shop import CHAIR, DAY, MONDAY, SHELF, STEPS, WEEK, WEEKS, a_shop


def rows_of(*works: Work) -> dict[tuple[LoadKind, str], LoadRow]:
    return {(row.kind, row.key): row for row in load_rows(WEEKS, works, capacities(WEEKS, a_shop(), MONDAY))}


def a_task(**changed: Any) -> OpenTask:
    usual: dict[str, Any] = {
        "ref": "OPS-1", "step": "ready", "product": "chair", "quantity": 10.0, "estimate_hours": None,
        "spent_hours": 0.0, "day": MONDAY + WEEK,
    }  # fmt: skip
    return OpenTask(**(usual | changed))


@pytest.mark.parametrize(("quantity", "wanted"), [(0, 0), (0.5, 1), (10, 1), (10.5, 2), (30, 3), (-1, 0)])
def test_a_quantity_is_made_in_lots(quantity: float, wanted: int) -> None:
    assert lots(SHELF, quantity) == wanted
    assert lots(CHAIR, 1e6) == 1


def test_planned_work_is_hours_per_unit_and_set_up_per_lot() -> None:
    assert work_of_plan(CHAIR, MONDAY, 20) == Work(
        "chair", MONDAY, 20, {"cut": 11, "paint": 20, "bake": 5}, {"oven": 5}
    )
    assert work_of_plan(SHELF, MONDAY, 25).hours == {"cut": 25 * 2 + 3 * 0.5}
    assert work_of_plan(SHELF, MONDAY, 0).hours == {"cut": 0}


@pytest.mark.parametrize(
    ("changed", "hours"),
    [
        ({}, {"cut": 6, "paint": 10, "bake": 2.5}),
        ({"step": "paint"}, {"paint": 10, "bake": 2.5}),
        ({"step": "bake", "quantity": None}, {"bake": 0.25}),
        ({"product": None, "estimate_hours": 8.0}, {"cut": 8}),
        ({"product": None, "estimate_hours": 8.0, "spent_hours": 3.0, "step": "bake"}, {"bake": 5}),
        ({"product": None, "estimate_hours": 8.0, "spent_hours": 9.0}, None),
        ({"product": None}, None),
    ],
)
def test_a_task_still_needs_what_it_has_not_left(changed: dict, hours: dict | None) -> None:
    task = a_task(**changed)
    work = work_of_task(task, CHAIR if task.product else None, STEPS, MONDAY)
    assert (work and work.hours) == hours


@pytest.mark.parametrize(
    ("step", "day", "wanted"),
    [
        ("ready", MONDAY + 9 * DAY, MONDAY + 9 * DAY),
        ("ready", MONDAY - 9 * DAY, MONDAY),
        ("cut", None, MONDAY),
        ("ready", None, None),
    ],
)
def test_overdue_and_running_work_is_done_from_today_on(step: str, day: date | None, wanted: date | None) -> None:
    work = work_of_task(a_task(step=step, day=day), CHAIR, STEPS, MONDAY)
    assert (work and work.day) == wanted


def test_a_role_has_the_work_of_its_steps_and_a_pool_that_of_the_routings() -> None:
    rows = rows_of(work_of_plan(CHAIR, MONDAY, 20), work_of_plan(SHELF, MONDAY + WEEK, 10))
    assert list(rows) == [
        (LoadKind.STEP, "cut"), (LoadKind.STEP, "paint"), (LoadKind.STEP, "bake"),
        (LoadKind.ROLE, "cutter"), (LoadKind.ROLE, "painter"), (LoadKind.POOL, "oven"),
    ]  # fmt: skip
    assert [cell.load for cell in rows[LoadKind.ROLE, "cutter"].cells] == [11, 20.5, 0, 0]
    assert [cell.load for cell in rows[LoadKind.POOL, "oven"].cells] == [5, 0, 0, 0]
    assert [cell.capacity for cell in rows[LoadKind.STEP, "cut"].cells] == [60] * 4
    assert rows_of(work_of_plan(CHAIR, MONDAY, 21))[LoadKind.STEP, "paint"].cells[0].over
    assert not rows_of(work_of_plan(CHAIR, MONDAY, 20))[LoadKind.STEP, "paint"].cells[0].over


def test_work_outside_of_the_periods_does_not_count() -> None:
    rows = rows_of(work_of_plan(CHAIR, MONDAY - DAY, 20), work_of_plan(CHAIR, MONDAY + 4 * WEEK, 20))
    assert {cell.load for row in rows.values() for cell in row.cells} == {0}


def test_to_look_at_are_rows_that_say_something_and_say_it_only_once() -> None:
    def row(kind: LoadKind, key: str, *hours: tuple[float, float | None]) -> LoadRow:
        return LoadRow(kind, key, key, tuple(LoadCell(load, there) for load, there in hours))

    full, part = ((8.0, 40.0), (4.0, 40.0)), ((8.0, 40.0), (0.0, 40.0))
    rows = [
        row(LoadKind.STEP, "cut", *full),
        row(LoadKind.STEP, "paint", *part),
        row(LoadKind.STEP, "ready", (0.0, None), (0.0, None)),
        row(LoadKind.STEP, "bake", (0.0, None), (1.0, None)),
        row(LoadKind.ROLE, "cutter", *full),
        row(LoadKind.ROLE, "painter", (8.0, 40.0), (2.0, 40.0)),
        row(LoadKind.POOL, "oven", *full),
    ]
    assert [row.key for row in to_look_at(rows)] == ["cut", "paint", "bake", "painter", "oven"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-10, 40), st.integers(0, 50), st.sampled_from([CHAIR, SHELF])), max_size=12))
def test_load_is_the_sum_over_the_pieces_of_work(plan: list) -> None:
    works = [work_of_plan(product, MONDAY + day * DAY, quantity) for day, quantity, product in plan]
    rows = rows_of(*works)
    for (kind, key), row in rows.items():
        for column, cell in zip(WEEKS, row.cells, strict=True):
            here = [work for work in works if column.starts <= work.day < column.ends]
            if kind is LoadKind.POOL:
                wanted = sum(work.pools.get(key, 0) for work in here)
            else:
                steps = [key] if kind is LoadKind.STEP else {"cutter": ["cut"], "painter": ["paint"]}[key]
                wanted = sum(work.hours.get(step, 0) for work in here for step in steps)
            assert cell.load == pytest.approx(wanted)
