"""Levelling: overload moves to weeks that have room, seen before it is done, taken back by one undo."""

from __future__ import annotations

import pytest

from prodtui.domain.rows_planning import LoadRow, PlanEdit
from prodtui.errors import Changed, Refused
from prodtui.services import plan, plan_level, plan_release, undo, what_ifs
from tests.helpers.fixtures import Filled
from tests.helpers.planning import LATER, NEXT, a_maker, a_product, an_order, cell, weeks
from tests.helpers.team import Team


def _over(team: Team) -> list[LoadRow]:
    return [row for row in weeks(team).loads if any(each.over for each in row.cells)]


def overload(team: Team) -> None:
    """A team whose step Doing has 40 h next week, for which 52 h are planned; the order is due the week after."""
    a_maker(team)
    bracket = a_product(team)
    an_order(team, bracket, 100, LATER)
    plan.set_quantity(team.lea, "bracket", NEXT, 100)


@pytest.fixture
def full(filled: Filled) -> Team:
    """A team with more planned than it can do; see `overload`."""
    return filled(overload)


def test_overload_is_proposed_away_and_applied_as_one_change(full: Team) -> None:
    assert {row.key for row in _over(full)} == {"doing", "maker"}
    edits = plan_level.propose(full.sam).edits
    assert edits and cell(weeks(full), "bracket", NEXT).planned == 100
    assert sum(edit.after - edit.before for edit in edits) == 0
    plan_level.apply(full.lea, edits)
    assert _over(full) == []
    undo.undo(full.lea)
    assert cell(weeks(full), "bracket", NEXT).planned == 100
    assert len(_over(full)) == 2


def test_a_proposal_that_the_plan_has_left_behind_is_not_applied(full: Team) -> None:
    edits = plan_level.propose(full.sam).edits
    plan.set_quantity(full.ann, "bracket", NEXT, 90)
    with pytest.raises(Changed, match="Bracket for the week of 30 Nov is not what the proposal started from"):
        plan_level.apply(full.lea, edits)
    assert cell(weeks(full), "bracket", NEXT).planned == 90


def test_all_or_nothing_is_applied(full: Team) -> None:
    plan_release.release(full.lea, "bracket", NEXT, quantity=50)
    with pytest.raises(Refused, match="are released"):
        plan_level.apply(full.lea, [PlanEdit("bracket", LATER, 0, 60), PlanEdit("bracket", NEXT, 100, 40)])
    assert cell(weeks(full), "bracket", LATER).planned == 0


def test_it_can_be_stopped_and_tells_how_far_it_is(full: Team) -> None:
    seen: list[tuple[int, int]] = []
    plan_level.propose(full.sam, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert plan_level.propose(full.sam, stop=lambda: True).edits == ()


def test_a_what_if_is_levelled_by_itself(full: Team) -> None:
    what_ifs.add(full.lea, "Calm")
    plan_level.apply(full.lea, plan_level.propose(full.lea, what_if="calm").edits, what_if="calm")
    assert not any(each.over for row in weeks(full, what_if="Calm").loads for each in row.cells)
    assert len(_over(full)) == 2


def test_what_stays_over_is_said_with_the_reason(full: Team) -> None:
    plan.set_quantity(full.lea, "bracket", NEXT, 200)
    proposal = plan_level.propose(full.sam, count=2)
    assert [(left.kind, left.key, left.period.starts) for left in proposal.left] == [("step", "doing", NEXT)]
    plan_level.apply(full.lea, proposal.edits)
    again = plan_level.propose(full.sam, count=2)
    assert (again.edits, [left.why for left in again.left]) == ((), [proposal.left[0].why])
    assert again.left[0].why == "no earlier week has room, and no later one is looked at"
