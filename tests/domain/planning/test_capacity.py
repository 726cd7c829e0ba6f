"""Hours that there are: people by role, resources by pool, days off, absences and overtime."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from prodtui.domain.enums import CapacityKind, LoadKind, PeriodKind
from prodtui.domain.planning.capacity import Capacities, capacities
from prodtui.domain.planning.periods import periods
from prodtui.domain.rows_planning import AbsenceRow, CapacityChangeRow, RoutingRow, Workweek
from tests.helpers.rows import a_step
from tests.helpers.shop import DAY, MONDAY, STEPS, WEEK, WEEKS, a_machine, a_person, a_product, a_shop, hours_on

FRIDAY = MONDAY + 4 * DAY
STEP, ROLE, POOL = LoadKind.STEP, LoadKind.ROLE, LoadKind.POOL
#: Mondays only, 13:00 to 17:00
MONDAYS: Workweek = (((780, 1020),), (), (), (), (), (), ())


def away(starts: date, ends: date, person: str | None = None, resource: str | None = None) -> AbsenceRow:
    return AbsenceRow(1, 1, "OPS-A1", person, resource, starts, ends, "", None, None, 1)


def change(
    kind: CapacityKind, target: str, hours: float, starts: date = MONDAY, ends: date = FRIDAY
) -> CapacityChangeRow:
    return CapacityChangeRow(1, "OPS-C1", kind, target, starts, ends, hours, "", None, None, 1)


def hours(found: Capacities, kind: LoadKind, key: str) -> list[float | None]:
    return next(list(row.hours) for row in found.rows if (row.kind, row.key) == (kind, key))


def of(kind: LoadKind, key: str, today: date = MONDAY, **shop: Any) -> list[float | None]:
    return hours(capacities(WEEKS[:2], a_shop(**shop), today), kind, key)


def test_whoever_can_do_two_roles_is_divided_evenly_and_no_hour_counts_twice() -> None:
    assert of(ROLE, "cutter") == of(STEP, "cut") == [60, 60]
    assert of(ROLE, "painter") == of(STEP, "paint") == [20, 20]


@pytest.mark.parametrize(
    ("people", "wanted"),
    [
        ([a_person("ann", "cutter", active=False)], [0, 0]),
        ([a_person("ann", "welder")], [None, None]),
        ([a_person("ann", "cutter", week=MONDAYS)], [4, 4]),
        ([], [None, None]),
    ],
)
def test_a_role_has_the_hours_of_the_active_people_who_have_it(people: list, wanted: list) -> None:
    assert of(ROLE, "cutter", people=people) == wanted


def test_absences_take_people_and_resources_out_of_the_days_they_name() -> None:
    gone = [away(FRIDAY, MONDAY + WEEK, person="ann"), away(MONDAY - 9 * DAY, MONDAY, resource="oven")]
    assert of(ROLE, "cutter", absences=gone) == [52, 52]
    assert of(POOL, "oven", absences=gone) == [64, 80]


def test_days_off_have_no_hours_for_anybody() -> None:
    def closed_on_friday(day: date, week: Workweek | None) -> float:
        return 0 if day == FRIDAY else hours_on(day, week)

    assert of(ROLE, "cutter", hours_on=closed_on_friday) == [48, 60]
    assert of(POOL, "oven", hours_on=closed_on_friday) == [64, 80]


def test_of_the_period_of_today_only_what_is_left_counts() -> None:
    assert of(ROLE, "painter", today=FRIDAY) == [4, 20]
    assert of(ROLE, "painter", today=MONDAY + WEEK) == [20, 20]
    days = periods(PeriodKind.DAY, MONDAY, 7)
    assert hours(capacities(days, a_shop(), FRIDAY), ROLE, "painter") == [4, 4, 4, 4, 4, 0, 0]


@pytest.mark.parametrize(
    ("changes", "kind", "key", "wanted"),
    [
        ([change(CapacityKind.PERSON, "bo", 2)], ROLE, "painter", [25, 20]),
        ([change(CapacityKind.PERSON, "bo", -9)], ROLE, "painter", [0, 20]),
        ([change(CapacityKind.ROLE, "painter", 1, ends=MONDAY + WEEK)], STEP, "paint", [25, 21]),
        ([change(CapacityKind.STEP, "paint", 1)], STEP, "paint", [25, 20]),
        ([change(CapacityKind.STEP, "paint", 1)], ROLE, "painter", [25, 20]),
        ([change(CapacityKind.POOL, "oven", -100)], POOL, "oven", [0, 80]),
        ([change(CapacityKind.POOL, "oven", 4, MONDAY + 5 * DAY, MONDAY + 6 * DAY)], POOL, "oven", [80, 80]),
    ],
)
def test_overtime_and_its_opposite_count_on_working_days(changes: list, kind: LoadKind, key: str, wanted: list) -> None:
    assert of(kind, key, changes=changes) == wanted


def test_a_step_without_a_role_has_the_pools_that_only_it_uses() -> None:
    assert of(STEP, "bake") == [80, 80]
    shared = a_product("pot", RoutingRow("cut", 1, 0, "oven"), RoutingRow("bake", 1, 0, "oven"))
    assert of(STEP, "bake", products=(shared,)) == [None, None]
    assert of(STEP, "bake", products=()) == [None, None]
    assert of(STEP, "bake", products=(), changes=[change(CapacityKind.STEP, "bake", 3)]) == [15, 0]


def test_a_pool_adds_its_resources_up_and_one_without_any_is_unknown() -> None:
    two = (a_machine("small", "ovens"), a_machine("big", "ovens", parallel=3))
    bread = a_product("bread", RoutingRow("bake", 1, 0, "mixers"))
    assert of(POOL, "ovens", resources=two) == [160, 160]
    assert of(POOL, "mixers", resources=two, products=(bread,)) == [None, None]


def test_queues_are_no_rows_unless_a_routing_names_them() -> None:
    keys = [row.key for row in capacities(WEEKS, a_shop(), MONDAY).rows if row.kind is STEP]
    assert keys == ["cut", "paint", "bake"]
    waits = a_product("wine", RoutingRow("ready", 1))
    rows = capacities(WEEKS, a_shop(products=(waits,), steps=(*STEPS, a_step("pack"))), MONDAY).rows
    assert [row.key for row in rows if row.kind is STEP] == ["ready", "cut", "paint", "bake", "pack"]


@pytest.mark.parametrize(
    ("kind", "row", "target"),
    [(CapacityKind.ROLE, ROLE, "painter"), (CapacityKind.STEP, STEP, "paint"), (CapacityKind.POOL, POOL, "oven")],
)
def test_no_day_has_fewer_than_no_hours_and_a_week_is_the_sum_of_its_days(
    kind: CapacityKind, row: LoadKind, target: str
) -> None:
    shop = a_shop(changes=[change(kind, target, -100, MONDAY, MONDAY + DAY)])
    days = hours(capacities(periods(PeriodKind.DAY, MONDAY, 7), shop, MONDAY), row, target)
    week = hours(capacities(WEEKS[:1], shop, MONDAY), row, target)
    assert days[:2] == [0, 0] and days[2]
    assert week == [sum(each or 0 for each in days)]
