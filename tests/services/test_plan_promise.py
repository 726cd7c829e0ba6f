"""Promises, exceptions and shortages over a real plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.domain.enums import ExceptionKind
from prodtui.errors import Refused, Rejected
from prodtui.services import (
    demand,
    plan,
    plan_exceptions,
    plan_promise,
    plan_release,
    products,
    resources,
    schedule,
    stock,
    what_ifs,
)
from tests.helpers.planning import LATER, MONDAY, NEXT, a_maker, a_product, an_order
from tests.helpers.team import Clock, Team

FRIDAY = date(2026, 11, 27)


def test_what_is_free_in_the_plan_and_in_the_week_can_be_promised(team: Team) -> None:
    a_maker(team)
    bracket = a_product(team)
    plan.set_quantity(team.lea, "bracket", MONDAY, 30)
    an_order(team, bracket, 20, FRIDAY)
    # 10 of the plan are free; the 32 h from Tuesday on take 30 pieces in 17 h, and 30 more in the rest without set-up
    said = plan_promise.promise(team.sam, "bracket", 10, FRIDAY)
    assert (said.yes, said.first, said.in_the_way) == (True, FRIDAY, ())
    said = plan_promise.promise(team.sam, "bracket", 70, FRIDAY)
    assert (said.yes, said.first) == (False, date(2026, 12, 4))
    assert "Step Doing has" in said.in_the_way[0]


def test_a_promise_needs_a_quantity_a_unit_and_a_day(team: Team) -> None:
    a_product(team)
    for quantity in (0, -4, "x", ""):
        with pytest.raises(Rejected):
            plan_promise.promise(team.sam, "bracket", quantity, FRIDAY)
    with pytest.raises(Rejected, match="counted in pcs"):
        plan_promise.promise(team.sam, "bracket", 4, FRIDAY, unit="kg")
    with pytest.raises(Rejected, match="23 Nov is over"):
        plan_promise.promise(team.sam, "bracket", 4, MONDAY)
    with pytest.raises(Rejected, match="lies outside the plan"):
        plan_promise.promise(team.sam, "bracket", 4, date(2126, 1, 1))
    products.archive_product(team.lea, "bracket")
    with pytest.raises(Refused, match="is archived"):
        plan_promise.promise(team.sam, "bracket", 4, FRIDAY)


def test_a_material_stands_in_the_way_until_it_comes(team: Team) -> None:
    a_maker(team)
    steel = resources.add_resource(team.lea, "Steel", "material", unit="kg").value
    a_product(team, materials=["steel:2"])
    said = plan_promise.promise(team.sam, "bracket", 5, FRIDAY)
    assert not said.yes and said.first is None and "Steel is 10 kg short" in said.in_the_way[0]
    stock.expect(team.lea, steel.key, 10, date(2026, 12, 2))
    assert plan_promise.promise(team.sam, "bracket", 5, FRIDAY).first == date(2026, 12, 4)


def test_a_what_if_promises_by_its_own_capacity(team: Team) -> None:
    a_maker(team)
    a_product(team)
    plan.set_quantity(team.lea, "bracket", MONDAY, 60)
    an_order(team, products.show_product(team.lea, "bracket").product, 60, FRIDAY)
    assert not plan_promise.promise(team.sam, "bracket", 20, FRIDAY).yes
    what_ifs.add(team.lea, "Less")
    plan.set_quantity(team.lea, "bracket", MONDAY, 100, what_if="less")
    assert plan_promise.promise(team.sam, "bracket", 20, FRIDAY, what_if="less").yes


def released(team: Team) -> None:
    """30 brackets of this week are released, of steel that suffices for them alone; Bo has 40 h of other work first."""
    a_maker(team)
    steel = resources.add_resource(team.lea, "Steel", "material", unit="kg").value
    stock.receive(team.lea, steel.key, 30)
    a_product(team, materials=["steel:1"])
    plan.set_quantity(team.lea, "bracket", MONDAY, 30)
    plan_release.release(team.lea, "bracket", MONDAY)
    team.task("Repair", assignees=("bo",), estimate_hours=40, service_class="expedite")


def test_what_is_under_way_can_be_promised_when_the_schedule_finishes_it(team: Team) -> None:
    released(team)
    assert plan_promise.promise(team.sam, "bracket", 20, FRIDAY).yes
    ends = next(row.ends for row in schedule.current(team.bo).tasks if row.product == "bracket")
    assert ends is not None and ends.date() == date(2026, 12, 3)
    said = plan_promise.promise(team.sam, "bracket", 20, FRIDAY)
    assert (said.yes, said.first) == (False, date(2026, 12, 4))
    assert plan_promise.promise(team.sam, "bracket", 30, date(2026, 12, 4)).yes
    assert not plan_promise.promise(team.sam, "bracket", 31, date(2026, 12, 4)).yes


def test_what_is_late_of_a_plan_that_is_over_can_be_promised_when_it_is_done(team: Team, ticking: Clock) -> None:
    released(team)
    ticking.forward(days=7)
    schedule.refresh(team.bo)
    assert plan_promise.promise(team.sam, "bracket", 30, date(2026, 12, 11)).yes
    assert not plan_promise.promise(team.sam, "bracket", 30, date(2026, 12, 4)).yes


def test_an_order_is_late_when_the_schedule_finishes_its_task_too_late(team: Team) -> None:
    bracket = a_product(team)
    a_maker(team)
    ref = an_order(team, bracket, 30, FRIDAY)
    plan.set_quantity(team.lea, "bracket", MONDAY, 30)
    plan_release.release(team.lea, "bracket", MONDAY)
    team.task("Repair", assignees=("bo",), estimate_hours=40, service_class="expedite")
    assert not demand.show_demand(team.sam, ref).demand.late
    schedule.refresh(team.bo)
    assert demand.show_demand(team.sam, ref).demand.late


def test_exceptions_say_what_is_wrong_and_why(team: Team, ticking: Clock) -> None:
    a_maker(team)
    resources.add_resource(team.lea, "Steel", "material", unit="kg")
    bracket = a_product(team, materials=["steel:2"])
    an_order(team, bracket, 100, NEXT + timedelta(days=4))
    an_order(team, bracket, 7, LATER)
    plan.set_quantity(team.lea, "bracket", NEXT, 100)
    rows = {row.kind: row for row in plan_exceptions.exceptions(team.sam)}
    assert rows[ExceptionKind.OVERLOAD].reason == "Doing is 12 h over in the week of 30 Nov (52 of 40 h)."
    assert (rows[ExceptionKind.UNPLANNED].ref, rows[ExceptionKind.UNPLANNED].amount) == ("OPS-D2", 7)
    assert "Steel: 200 of 200 kg are missing for what is planned of Bracket" in rows[ExceptionKind.SHORTAGE].reason
    assert ExceptionKind.LATE not in rows
    ticking.forward(days=14)
    rows = {row.kind: row for row in plan_exceptions.exceptions(team.sam, first=MONDAY)}
    assert rows[ExceptionKind.LATE].ref in ("OPS-D1", "OPS-D2")
    assert rows[ExceptionKind.BEHIND].amount == 100


def test_shortages_go_on_when_a_quantity_is_released(team: Team) -> None:
    resources.add_resource(team.lea, "Steel", "material", unit="kg")
    stock.receive(team.lea, "steel", 30)
    a_product(team, materials=["steel:2"], lot_size=10)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    before = plan_exceptions.shortages(team.sam)
    assert [(row.material, row.day, row.task, row.needed, row.short) for row in before] == [
        ("steel", NEXT, None, 40, 10)
    ]
    plan_release.release(team.lea, "bracket", NEXT)
    after = plan_exceptions.shortages(team.sam)
    assert [(row.day, row.task, row.needed, row.short) for row in after] == [(NEXT, "OPS-2", 20, 10)]
