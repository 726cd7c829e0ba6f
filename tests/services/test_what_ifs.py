"""What-ifs: a copy to play with, that leaves the plan alone until it is applied."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import PeriodKind
from prodtui.errors import NotFound, Refused, Usage
from prodtui.services import capacity_changes, plan, plan_compare, plan_release, products, undo, what_ifs
from tests.helpers.planning import LATER, MONDAY, NEXT, a_maker, a_product, an_order, cell, weeks
from tests.helpers.team import Team


@pytest.fixture
def planned(team: Team) -> Team:
    """A team that plans 40 brackets for next week and has overtime in it."""
    a_maker(team)
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    capacity_changes.add(team.lea, "person", "bo", NEXT, NEXT, 2, reason="overtime")
    return team


def _hours(team: Team, what_if: str | None = None) -> float | None:
    return next(row for row in weeks(team, what_if=what_if).loads if row.key == "doing").cells[1].capacity


def test_a_copy_changes_by_itself(planned: Team) -> None:
    row = what_ifs.add(planned.lea, "Two shifts").value
    assert (row.ref, row.lines) == ("OPS-W1", 1)
    plan.set_quantity(planned.lea, "bracket", NEXT, 60, what_if="two shifts")
    plan.set_quantity(planned.lea, "bracket", LATER, 10, what_if="OPS-W1")
    capacity_changes.add(planned.lea, "role", "maker", NEXT, NEXT, 8, what_if="Two shifts")
    assert cell(weeks(planned, what_if="Two shifts"), "bracket", NEXT).planned == 60
    assert cell(weeks(planned), "bracket", NEXT).planned == 40
    assert (_hours(planned), _hours(planned, "Two shifts")) == (42, 50)
    assert weeks(planned, what_if="two shifts").what_if == "Two shifts"


def test_it_is_applied_as_one_change_that_undo_takes_back(planned: Team) -> None:
    what_ifs.add(planned.lea, "More")
    plan.set_quantity(planned.lea, "bracket", NEXT, 0, what_if="more")
    plan.set_quantity(planned.lea, "bracket", LATER, 55, what_if="more")
    gone = capacity_changes.list_changes(planned.lea, what_if="more")[0]
    capacity_changes.remove(planned.lea, gone.ref)
    capacity_changes.add(planned.lea, "step", "doing", NEXT, NEXT, 5, what_if="more")
    assert what_ifs.apply(planned.lea, "More").value.applied_at is not None
    assert [cell(weeks(planned), "bracket", day).planned for day in (NEXT, LATER)] == [0, 55]
    assert _hours(planned) == 45
    with pytest.raises(Refused, match='The what-if "More" was applied'):
        what_ifs.apply(planned.lea, "more")
    undo.undo(planned.lea)
    assert [cell(weeks(planned), "bracket", day).planned for day in (NEXT, LATER)] == [40, 0]
    assert _hours(planned) == 42
    undo.redo(planned.lea)
    assert cell(weeks(planned), "bracket", LATER).planned == 55


def test_what_was_released_meanwhile_stays_planned(planned: Team) -> None:
    what_ifs.add(planned.lea, "Less")
    plan.set_quantity(planned.lea, "bracket", NEXT, 0, what_if="less")
    plan_release.release(planned.lea, "bracket", NEXT, quantity=25)
    done = what_ifs.apply(planned.lea, "less")
    assert done.notes == ("Bracket keeps 25 pcs on 30 Nov, because so much is released.",)
    assert cell(weeks(planned), "bracket", NEXT).planned == 25


def test_it_is_thrown_away_and_its_name_is_free_again(planned: Team) -> None:
    what_ifs.add(planned.lea, "Idea")
    with pytest.raises(Refused, match='There is a what-if "Idea" already'):
        what_ifs.add(planned.lea, "idea")
    what_ifs.drop(planned.lea, "idea")
    assert what_ifs.list_what_ifs(planned.sam) == ()
    assert [row.name for row in what_ifs.list_what_ifs(planned.sam, closed=True)] == ["Idea"]
    with pytest.raises(Refused, match="was thrown away"):
        weeks(planned, what_if="idea")
    what_ifs.add(planned.lea, "Idea")
    with pytest.raises(NotFound, match="There is no what-if") as caught:
        weeks(planned, what_if="Ideal")
    assert caught.value.hint == "Did you mean 'Idea'?"
    undo.undo(planned.lea)
    assert what_ifs.list_what_ifs(planned.sam) == ()


def test_only_leads_play(planned: Team) -> None:
    for call in (what_ifs.add, what_ifs.apply, what_ifs.drop):
        with pytest.raises(Refused, match="may not change the plan"):
            call(planned.bo, "Mine")


def test_two_plans_are_compared(planned: Team) -> None:
    what_ifs.add(planned.lea, "More")
    plan.set_quantity(planned.lea, "bracket", NEXT, 60, what_if="more")
    capacity_changes.add(planned.lea, "role", "maker", NEXT, NEXT, 8, what_if="more")
    both = plan_compare.compare(planned.sam, "more")
    assert [(row.product, row.starts, row.planned) for row in both.products] == [("bracket", NEXT, (40, 60))]
    plan_side, more = both.sides
    assert (plan_side.name, plan_side.added, plan_side.removed) == (None, (), ())
    assert (more.name, [(row.hours, row.reason) for row in more.added], more.removed) == ("More", [(8, "")], ())
    assert [(row.kind, row.key, row.starts) for row in both.loads] == [("step", "doing", NEXT), ("role", "maker", NEXT)]
    mine, other = both.loads[0].cells
    assert ((mine.load, mine.capacity), (other.load, other.capacity)) == ((22, 42), (32, 50))
    cells = plan_compare.changed_cells(planned.sam, "more", kind=PeriodKind.WEEK, first=MONDAY, count=4)
    assert cells == {("bracket", NEXT)}


def test_each_side_says_what_it_comes_to(planned: Team) -> None:
    product = products.list_products(planned.ann)[0]
    an_order(planned, product, 30, NEXT)
    an_order(planned, product, 100, LATER)
    for name, quantity in (("None", 0), ("All", 130)):
        what_ifs.add(planned.lea, name)
        plan.set_quantity(planned.lea, "bracket", NEXT, quantity, what_if=name)
    plan.set_quantity(planned.lea, "bracket", LATER, 30, what_if="none")
    sides = plan_compare.compare(planned.sam, ["none", "OPS-W2", "None"]).sides
    assert [(side.name, side.over, side.late, dict(side.backlog)) for side in sides] == [
        (None, 0, 0, {"pcs": 90}),
        ("None", 0, 1, {"pcs": 100}),  # 30 come a week after the day on which they are due
        ("All", 25, 0, {}),  # 130 take 65 h and 2 h of set-up; there are 42
    ]


def test_no_more_stand_beside_the_plan_than_there_is_room_for(planned: Team) -> None:
    for names in ([], ["a", "b", "c", "d"]):
        with pytest.raises(Usage, match=f"One to 3 what-ifs stand beside the plan, not {len(names)}"):
            plan_compare.compare(planned.sam, names)
