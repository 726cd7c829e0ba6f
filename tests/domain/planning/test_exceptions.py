"""The list of what the plan does not bear, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from prodtui.domain.enums import DemandKind, DemandStatus, ExceptionKind, PeriodKind, Priority
from prodtui.domain.planning.capacity import capacities
from prodtui.domain.planning.exceptions import Situation, exceptions, full_until
from prodtui.domain.planning.grid import grid_of
from prodtui.domain.planning.load import load_rows, work_of_plan
from prodtui.domain.planning.periods import periods
from prodtui.domain.planning.promise import ready_days
from prodtui.domain.rows_planning import DemandRow, ExceptionRow, RoutingRow, ShortageRow
from tests.helpers.shop import DAY, MONDAY, WEEK, a_product, a_shop, hours_on

#: two weeks that are over, that of today and three more
COLUMNS = periods(PeriodKind.WEEK, MONDAY - 2 * WEEK, 6)
TOY = a_product("toy", RoutingRow("paint", 1.0))
FRIDAY = MONDAY + 4 * DAY
OPEN, PLANNED, RELEASED = DemandStatus.OPEN, DemandStatus.PLANNED, DemandStatus.RELEASED


def an_order(due: date, status: DemandStatus = OPEN, **changed: Any) -> DemandRow:
    row = DemandRow(
        id=1, number=4, ref="OPS-D4", product="toy", quantity=40.0, unit="pcs", due=due, kind=DemandKind.ORDER,
        status=status, priority=Priority.NORMAL, customer="", source="", notes="", planned=0.0, released=0.0,
        delivered=0.0, late=False, external_key=None, rule=None, created_at=datetime(2026, 11, 1, tzinfo=UTC),
        created_by="ann", archived_at=None, version=1,
    )  # fmt: skip
    return replace(row, **changed)


def situation(*orders: DemandRow, short: tuple[ShortageRow, ...] = (), **figures: dict[date, float]) -> Situation:
    usual: dict[str, dict[date, float]] = {what: {} for what in ("orders", "forecast", "planned", "released", "actual")}
    row = grid_of(TOY, COLUMNS, MONDAY, **(usual | figures))
    there = capacities(COLUMNS, a_shop(products=(TOY,)), MONDAY)
    works = [work_of_plan(TOY, day, quantity) for day, quantity in figures.get("planned", {}).items()]
    return Situation(
        today=MONDAY, columns=COLUMNS, ready=ready_days(COLUMNS, hours_on), products=[(TOY, row)], orders=orders,
        loads=load_rows(COLUMNS, works, there), roles=there.roles, shortages=short,
    )  # fmt: skip


def said(now: Situation) -> list[tuple[str, str]]:
    return [(row.kind.value, row.reason) for row in exceptions(now)]


@pytest.mark.parametrize(
    ("order", "kind", "amount", "reason"),
    [
        (an_order(FRIDAY), "unplanned demand", 40, "40 of 40 pcs due on 4 Dec are not planned."),
        (
            an_order(FRIDAY, planned=10.0, released=5.0, delivered=2.5),
            "unplanned demand", 22.5, "22.5 of 40 pcs due on 4 Dec are not planned.",
        ),
        (
            an_order(FRIDAY - WEEK, late=True, delivered=8.0, released=20.0, planned=2.0),
            "late demand", 32, "32 of 40 pcs were due on 27 Nov: 20 released, 2 planned, 10 not planned.",
        ),
        (
            an_order(FRIDAY, PLANNED, late=True, planned=40.0),
            "late demand", 40, "Not all of 40 pcs come by 4 Dec: 40 planned, not all of it in time.",
        ),
    ],
)  # fmt: skip
def test_orders_that_are_late_or_not_planned(order: DemandRow, kind: str, amount: float, reason: str) -> None:
    assert exceptions(situation(order)) == (
        ExceptionRow(ExceptionKind(kind), "OPS-D4", "toy", order.due, amount, "pcs", reason),
    )


@pytest.mark.parametrize(
    "order",
    [
        an_order(FRIDAY, PLANNED, planned=40.0),
        an_order(FRIDAY, RELEASED, released=40.0),
        an_order(FRIDAY - WEEK, DemandStatus.DELIVERED),
        an_order(FRIDAY - WEEK, DemandStatus.CANCELLED),
        an_order(FRIDAY, kind=DemandKind.FORECAST),
        an_order(FRIDAY, archived_at=datetime(2026, 11, 1, tzinfo=UTC)),
        an_order(FRIDAY + 60 * DAY),
    ],
    ids=["planned", "released", "delivered", "cancelled", "forecast", "archived", "far away"],
)
def test_orders_that_are_none(order: DemandRow) -> None:
    assert exceptions(situation(order)) == ()


def test_a_late_order_says_which_step_has_no_time_for_it() -> None:
    order = an_order(FRIDAY, PLANNED, late=True, planned=40.0)
    now = situation(order, planned={MONDAY: 20, MONDAY + WEEK: 20})
    reason = "Not all of 40 pcs come by 4 Dec: the capacity of step Paint is full until 11 Dec."
    assert said(now) == [("late demand", reason)]
    assert full_until(now, TOY) == (MONDAY + 2 * WEEK, "the capacity of step Paint is full until 11 Dec")
    assert full_until(situation(planned={MONDAY + WEEK: 20}), TOY) is None
    assert full_until(replace(now, today=COLUMNS[-1].ends), TOY) is None


def test_a_step_that_has_time_before_the_order_is_due_is_no_reason() -> None:
    order = an_order(FRIDAY + 2 * WEEK, PLANNED, late=True, planned=40.0)
    now = situation(order, planned={MONDAY: 20, MONDAY + WEEK: 20})
    assert said(now) == [("late demand", "Not all of 40 pcs come by 18 Dec: 40 planned, not all of it in time.")]


def test_overload_from_this_week_on_is_named_once() -> None:
    now = situation(planned={MONDAY - WEEK: 99, MONDAY: 27, MONDAY + WEEK: 20}, actual={MONDAY - WEEK: 99})
    assert exceptions(now) == (
        ExceptionRow(
            ExceptionKind.OVERLOAD, "paint", None, MONDAY, 7, "h",
            "Paint is 7 h over in the week of 30 Nov (27 of 20 h).",
        ),
    )  # fmt: skip


def test_shortages_name_the_work_and_the_next_receipt() -> None:
    row = ShortageRow("steel", "Steel", "kg", FRIDAY, "toy", "OPS-7", 40, 12, FRIDAY + 5 * DAY)
    planned = replace(row, task=None, until=None)
    first, second = exceptions(situation(short=(row, planned)))
    assert (first.ref, second.ref, first.amount, first.unit) == ("OPS-7", "steel", 12, "kg")
    assert first.reason == "Steel: 12 of 40 kg are missing for OPS-7 on 4 Dec, expected on 9 Dec."
    assert second.reason == (
        "Steel: 12 of 40 kg are missing for what is planned of Toy on 4 Dec, and no receipt that covers it is expected."
    )


@pytest.mark.parametrize(
    ("actual", "wanted"),
    [
        (32, ["32 pcs were made until 29 Nov, 40 were planned: 8 too few."]),
        (48, ["48 pcs were made until 29 Nov, 40 were planned: 8 more than planned."]),
        (40, []),
    ],
)
def test_plan_and_actual_differ_over_the_weeks_that_are_over(actual: float, wanted: list[str]) -> None:
    planned = {MONDAY - 2 * WEEK: 10.0, MONDAY - WEEK: 30.0, MONDAY: 5.0}
    rows = exceptions(situation(planned=planned, actual={MONDAY - WEEK: actual, MONDAY: 1.0}))
    assert [row.reason for row in rows] == wanted
    assert all((row.ref, row.amount, row.day) == ("toy", 8, MONDAY - WEEK) for row in rows)


def test_the_list_is_in_one_order() -> None:
    orders = (an_order(FRIDAY), an_order(FRIDAY - WEEK, late=True, ref="OPS-D2"), an_order(FRIDAY, ref="OPS-D1"))
    short = ShortageRow("steel", "Steel", "kg", FRIDAY, "toy", "OPS-7", 40, 12, None)
    now = situation(*orders, short=(short,), planned={MONDAY - WEEK: 5, MONDAY: 27, MONDAY + 3 * WEEK: 30})
    assert [(row.kind.value, row.ref) for row in exceptions(now)] == [
        ("late demand", "OPS-D2"), ("overload", "paint"), ("overload", "paint"), ("shortage", "OPS-7"),
        ("unplanned demand", "OPS-D1"), ("unplanned demand", "OPS-D4"), ("plan behind actual", "toy"),
    ]  # fmt: skip
