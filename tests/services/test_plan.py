"""Planned quantities: set by cell, seen in every view, never below what is released, taken back by undo."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from prodtui.domain.enums import PeriodKind
from prodtui.errors import Changed, Refused, Rejected
from prodtui.services import capacity_changes, people, plan, plan_grid, plan_release, products, resources, undo
from tests.helpers.planning import LATER, MONDAY, NEXT, a_maker, a_product, an_order, cell, loaded, weeks
from tests.helpers.team import NOW, Team

TODAY = NOW.date()


def test_a_quantity_stands_in_its_week_and_its_load_with_it(team: Team) -> None:
    a_product(team)
    lines = plan.set_quantity(team.lea, "bracket", date(2026, 12, 2), 40).value
    assert [(line.ref, line.starts, line.quantity) for line in lines] == [("OPS-L1", NEXT, 40.0)]
    grid = weeks(team)
    assert cell(grid, "bracket", NEXT).planned == 40
    assert loaded(grid, "doing", NEXT) == 40 * 0.5 + 2
    assert loaded(grid, "doing", MONDAY) == 0
    assert (grid.current, grid.periods[0].starts) == (0, MONDAY)


@pytest.mark.parametrize(("hour", "ahead"), [(7, 7), (9, 6), (12, 3), (18, 0)])
@pytest.mark.parametrize(("kind", "later"), [(PeriodKind.DAY, 0), (PeriodKind.WEEK, 3), (PeriodKind.MONTH, 4)])
def test_today_has_the_hours_that_are_left_of_it(
    team: Team, hour: int, ahead: float, kind: PeriodKind, later: int
) -> None:
    """In Berlin it is an hour later than in UTC; bo and the ovens work from 9:00 to 16:00."""
    a_maker(team)
    a_product(team, routing=["doing:0.5:2:ovens"])
    people.edit_person(team.ann, "bo", workweek="mon-fri 9:00-17:00", hours_per_day=7)
    resources.add_resource(team.ann, "Oven", "machine", pool="ovens", parallel=2, workweek="mon-fri 9:00-16:00")
    team.clock.forward(hours=hour - 9)
    hours = {row.key: row.cells[0].capacity for row in plan_grid.grid(team.sam, kind=kind, count=2).loads}
    assert hours["doing"] == ahead + later * 7
    assert hours["ovens"] == 2 * (ahead + later * 7)


def test_overtime_of_today_counts_until_it_is_over(team: Team) -> None:
    a_maker(team)
    a_product(team)
    capacity_changes.add(team.ann, "role", "maker", TODAY, TODAY, 2)

    def left() -> float | None:
        return plan_grid.grid(team.sam, kind=PeriodKind.DAY, count=1).loads[0].cells[0].capacity

    assert left() == 8
    team.clock.forward(hours=7)
    assert left() == 2
    team.clock.forward(hours=1)
    assert left() == 1
    team.clock.forward(hours=1)
    assert left() == 0


def test_a_view_of_months_holds_what_starts_in_each_and_setting_a_month_replaces_its_weeks(team: Team) -> None:
    a_product(team)
    for day in (date(2026, 12, 7), date(2026, 12, 14), date(2027, 1, 4)):
        plan.set_quantity(team.lea, "bracket", day, 10)
    months = plan_grid.grid(team.sam, kind=PeriodKind.MONTH)
    assert [cell(months, "bracket", day).planned for day in (LATER, date(2027, 1, 4))] == [20, 10]
    plan.set_quantity(team.lea, "bracket", date(2026, 12, 9), 50, kind=PeriodKind.MONTH)
    assert cell(plan_grid.grid(team.sam, kind=PeriodKind.MONTH), "bracket", LATER).planned == 50
    assert [cell(weeks(team), "bracket", day).planned for day in (NEXT, LATER)] == [50, 0]


def test_backlog_goes_on_from_period_to_period(team: Team) -> None:
    bracket = a_product(team)
    an_order(team, bracket, 30, NEXT)
    an_order(team, bracket, 20, LATER)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    grid = weeks(team)
    assert [cell(grid, "bracket", day).backlog for day in (MONDAY, NEXT, LATER)] == [0, -10, 10]


def test_the_same_quantity_changes_nothing_and_nothing_is_planned_by_zero(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    assert plan.set_quantity(team.lea, "bracket", NEXT, 40.0).txn is None
    assert plan.set_quantity(team.lea, "bracket", LATER, 0).value == ()
    assert [line.quantity for line in plan.set_quantity(team.lea, "bracket", NEXT, 0).value] == [0.0]
    assert weeks(team).lines == ()


def test_what_is_planned_for_a_period_that_is_over_is_taken_with_a_note(team: Team) -> None:
    a_product(team)
    done = plan.set_quantity(team.lea, "bracket", MONDAY - timedelta(days=1), 40)
    assert done.notes == ("The week of 16 Nov is over: nothing of it will be made any more.",)
    assert plan.set_quantity(team.lea, "bracket", MONDAY - timedelta(days=1), 0).notes == ()
    assert plan.set_quantity(team.lea, "bracket", MONDAY, 40).notes == ()


@pytest.mark.parametrize("quantity", [-1, "x", float("inf"), float("nan"), 2e9, ""])
def test_absurd_quantities_are_rejected(team: Team, quantity: object) -> None:
    a_product(team)
    with pytest.raises(Rejected):
        plan.set_quantity(team.lea, "bracket", NEXT, quantity)  # type: ignore[arg-type]


def test_a_unit_is_that_of_the_product_and_a_day_lies_within_the_horizon(team: Team) -> None:
    a_product(team)
    with pytest.raises(Rejected, match="Bracket is counted in pcs"):
        plan.set_quantity(team.lea, "bracket", NEXT, 4, unit="kg")
    with pytest.raises(Rejected, match="30 Nov 2126 lies outside the plan, which reaches from 2021-"):
        plan.set_quantity(team.lea, "bracket", date(2126, 11, 30), 4)
    with pytest.raises(Rejected, match="more than five years"):
        plan_grid.grid(team.sam, kind=PeriodKind.MONTH, count=200)


def test_only_leads_plan_and_nothing_new_is_planned_of_an_archived_product(team: Team) -> None:
    a_product(team)
    with pytest.raises(Refused, match="may not change the plan"):
        plan.set_quantity(team.bo, "bracket", NEXT, 4)
    products.archive_product(team.lea, "bracket")
    with pytest.raises(Refused, match="Bracket is archived"):
        plan.set_quantity(team.lea, "bracket", NEXT, 4)


def test_less_than_what_is_released_is_refused_also_by_undo(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 10)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    plan_release.release(team.ann, "bracket", NEXT, quantity=30)
    with pytest.raises(Refused, match="30 pcs of Bracket are released for the week of 30 Nov"):
        plan.set_quantity(team.lea, "bracket", NEXT, 29)
    with pytest.raises(Refused, match="30 of it are released"):
        undo.undo(team.lea)
    assert cell(weeks(team), "bracket", NEXT).planned == 40


def test_undo_and_redo_lead_through_what_was_planned(team: Team) -> None:
    a_product(team)
    for quantity in (10, 20):
        plan.set_quantity(team.lea, "bracket", NEXT, quantity)
    seen = []
    for step in (undo.undo, undo.undo, undo.redo, undo.redo):
        step(team.lea)
        seen.append(cell(weeks(team), "bracket", NEXT).planned)
    assert seen == [10, 0, 10, 20]


def test_two_who_plan_the_same_cell_do_not_overwrite_each_other(team: Team) -> None:
    a_product(team)
    version = plan.set_quantity(team.lea, "bracket", NEXT, 10).value[0].version
    plan.set_quantity(team.ann, "bracket", NEXT, 20, version=version)
    with pytest.raises(Changed, match="ann planned Bracket for the week of 30 Nov anew") as caught:
        plan.set_quantity(team.lea, "bracket", NEXT, 30, version=version)
    assert caught.value.details["fields"]["quantity"]["theirs"] == 20
    with pytest.raises(Changed):
        plan.set_quantity(team.lea, "bracket", NEXT, 30, version=0)


def test_a_grid_is_redrawn_after_an_edit_as_if_it_were_read_anew(team: Team) -> None:
    bracket = a_product(team, lot_size=10)
    a_product(team, "Lever", routing=["doing:1", "review:0.25"])
    an_order(team, bracket, 30, LATER)
    plan.set_quantity(team.lea, "lever", NEXT, 4)
    plan.set_quantity(team.lea, "bracket", NEXT, 25)
    shown = weeks(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 31)
    plan.set_quantity(team.lea, "bracket", LATER, 5)
    now, anew = plan_grid.redrawn(team.lea, shown, {"bracket"}), weeks(team)
    assert (now.products, now.loads) == (anew.products, anew.loads)
    assert sorted(line.ref for line in now.lines) == sorted(line.ref for line in anew.lines)


@pytest.mark.parametrize("seed", range(3))
def test_a_grid_that_is_redrawn_again_and_again_stays_the_one_that_is_read_anew(team: Team, seed: int) -> None:
    random = Random(seed)
    names = ["Bracket", "Lever", "Plate"]
    for name in names:
        product = a_product(team, name, lot_size=random.choice((None, 10)), routing=["doing:1:0.5", "review:0.25"])
        an_order(team, product, 30, LATER)
    shown = weeks(team)
    for _ in range(12):
        touched = random.sample([name.lower() for name in names], random.randint(1, 2))
        for key in touched:
            plan.set_quantity(team.lea, key, random.choice((NEXT, LATER)), random.choice((0, 4, 25, 31)))
        shown = plan_grid.redrawn(team.lea, shown, touched)
    anew = weeks(team)
    assert shown.products == anew.products
    assert sorted(shown.lines, key=lambda line: line.id) == sorted(anew.lines, key=lambda line: line.id)
    for now, then in zip(shown.loads, anew.loads, strict=True):
        assert [cell.load for cell in now.cells] == pytest.approx([cell.load for cell in then.cells])
        assert [cell.capacity for cell in now.cells] == [cell.capacity for cell in then.cells]
