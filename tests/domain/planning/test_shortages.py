"""Materials that will not be there: who is short of how much, on which day, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.planning.shortages import MaterialNeed, Receipt, free_of, needs_of_plan, shortages, waited_for
from prodtui.domain.rows_planning import NeedRow
from tests.helpers.shop import CHAIR, DAY, MONDAY, WEEKS, a_material

STEEL = a_material("steel", 10)


def need(quantity: float, days: int, task: str | None = None) -> MaterialNeed:
    return MaterialNeed("steel", MONDAY + days * DAY, quantity, "chair", task)


def receipt(quantity: float, days: int) -> Receipt:
    return Receipt("steel", MONDAY + days * DAY, quantity)


def short(receipts: list[Receipt], *needs: MaterialNeed) -> list[tuple]:
    rows = shortages([STEEL], receipts, needs, MONDAY)
    return [(row.task, (row.day - MONDAY).days, row.needed, row.short, row.until) for row in rows]


@pytest.mark.parametrize(
    ("receipts", "needs", "wanted"),
    [
        ([], [need(10, 3, "OPS-1")], []),
        ([], [need(12, 3, "OPS-1")], [("OPS-1", 3, 12, 2, None)]),
        ([receipt(2, 3)], [need(12, 3, "OPS-1")], []),
        ([receipt(1, 4), receipt(1, 5)], [need(12, 3, "OPS-1")], [("OPS-1", 3, 12, 2, MONDAY + 5 * DAY)]),
        ([receipt(1, 4)], [need(12, 3, "OPS-1")], [("OPS-1", 3, 12, 2, None)]),
        ([receipt(9, -1)], [need(12, 3, "OPS-1")], [("OPS-1", 3, 12, 2, None)]),
        ([], [need(12, -3, "OPS-1")], [("OPS-1", 0, 12, 2, None)]),
        ([], [need(8, 3), need(8, 3, "OPS-1")], [(None, 3, 8, 6, None)]),
        ([], [need(8, 2), need(8, 3, "OPS-1")], [("OPS-1", 3, 8, 6, None)]),
        (
            [receipt(5, 6)],
            [need(12, 3, "OPS-1"), need(4, 6, "OPS-2")],
            [("OPS-1", 3, 12, 2, MONDAY + 6 * DAY), ("OPS-2", 6, 4, 1, None)],
        ),
    ],
    ids=[
        "enough", "short", "comes the same day", "comes late", "not all comes", "overdue receipt", "overdue need",
        "released first", "earlier first", "the short one keeps its claim",
    ],
)  # fmt: skip
def test_what_is_short(receipts: list, needs: list, wanted: list) -> None:
    assert short(receipts, *needs) == wanted


def test_rows_say_which_material_and_are_in_order_of_days() -> None:
    wood = replace(a_material("wood", 0), unit="m")
    needs = [MaterialNeed("wood", MONDAY + DAY, 3, "chair"), need(11, 0), MaterialNeed("glue", MONDAY, 5)]
    rows = shortages([wood, STEEL], [], needs, MONDAY)
    assert [(row.material, row.name, row.unit, row.short) for row in rows] == [
        ("steel", "Steel", "kg", 1),
        ("wood", "Wood", "m", 3),
    ]


def test_a_planned_quantity_needs_its_materials() -> None:
    made = replace(CHAIR, materials=(NeedRow("steel", 1.5), NeedRow("wood", 0.0)))
    assert needs_of_plan(made, MONDAY, 4) == [MaterialNeed("steel", MONDAY, 6, "chair")]
    assert needs_of_plan(made, MONDAY, 0) == []


def test_what_is_free_is_what_nobody_needs_later() -> None:
    receipts = [receipt(20, 8), receipt(99, -2)]
    needs = [need(4, 2), need(3, -5), need(6, 22)]
    assert free_of(WEEKS, STEEL, receipts, needs, MONDAY) == (3, 17, 17, 17)
    assert free_of(WEEKS, STEEL, [], [need(30, 60)], MONDAY) == (0, 0, 0, 0)


ENTRIES = st.lists(st.tuples(st.integers(-5, 30), st.integers(1, 20)), max_size=8)


@settings(deadline=None)
@given(ENTRIES, ENTRIES, st.integers(0, 40))
def test_what_is_short_in_the_end_is_what_all_of_it_does_not_cover(coming: list, wanted: list, stock: int) -> None:
    steel = replace(STEEL, stock=float(stock))
    receipts = [receipt(quantity, days) for days, quantity in coming]
    needs = [need(quantity, days, f"OPS-{at}") for at, (days, quantity) in enumerate(wanted)]
    rows = shortages([steel], receipts, needs, MONDAY)
    assert all(0 < row.short <= row.needed and (row.until is None or row.until > row.day) for row in rows)
    total = sum(quantity for _, quantity in wanted)
    there = stock + sum(quantity for days, quantity in coming if days >= 0)
    assert any(row.until is None for row in rows) == (total > there)
    on_time = [
        stock + sum(q for days, q in coming if 0 <= days <= day) >= sum(q for days, q in wanted if max(days, 0) <= day)
        for day in range(31)
    ]
    assert (rows == ()) == all(on_time)


@settings(deadline=None)
@given(ENTRIES, ENTRIES, st.integers(1, 20), st.integers(0, 3))
def test_taking_what_is_free_makes_nobody_short(coming: list, wanted: list, stock: int, at: int) -> None:
    steel = replace(STEEL, stock=float(stock))
    receipts = [receipt(quantity, days) for days, quantity in coming]
    needs = [need(quantity, days) for days, quantity in wanted]
    free = free_of(WEEKS, steel, receipts, needs, MONDAY)[at]
    last = WEEKS[at].ends - timedelta(days=1)
    more = [*needs, MaterialNeed("steel", last, free, None, "OPS-NEW")] if free else needs
    before, after = (shortages([steel], receipts, each, MONDAY) for each in (needs, more))
    assert sum(row.short for row in after if row.until is None) == sum(r.short for r in before if r.until is None)


@pytest.mark.parametrize(
    ("receipts", "needs", "wanted"),
    [
        ([], [need(10, 3, "OPS-1")], {}),
        ([], [need(12, 3, "OPS-1")], {"OPS-1": None}),
        ([receipt(2, 2)], [need(12, 3, "OPS-1")], {"OPS-1": MONDAY + 2 * DAY}),
        ([receipt(2, 0)], [need(12, 3, "OPS-1")], {}),
        ([receipt(5, 6)], [need(8, 5, "OPS-1"), need(4, 1, "OPS-2")], {"OPS-1": MONDAY + 6 * DAY}),
        ([receipt(5, 6)], [need(12, 1)], {}),
    ],
    ids=["enough", "never", "a delivery before it is needed", "a delivery today", "by the day", "no task"],
)
def test_a_task_waits_for_the_delivery_that_completes_what_it_takes(
    receipts: list[Receipt], needs: list[MaterialNeed], wanted: dict
) -> None:
    found = waited_for([STEEL], receipts, needs, MONDAY)
    assert found == {task: (STEEL.name, day) for task, day in wanted.items()}


def test_of_several_materials_the_last_one_is_waited_for() -> None:
    paint = a_material("paint", 0)
    needs = [need(12, 0, "OPS-1"), MaterialNeed("paint", MONDAY, 1, None, "OPS-1")]
    coming = [receipt(2, 3), Receipt("paint", MONDAY + 2 * DAY, 1)]
    assert waited_for([STEEL, paint], coming, needs, MONDAY)["OPS-1"] == (STEEL.name, MONDAY + 3 * DAY)
    assert waited_for([STEEL, paint], coming[:1], needs, MONDAY)["OPS-1"] == (paint.name, None)
