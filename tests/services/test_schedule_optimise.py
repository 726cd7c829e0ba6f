"""A better order: searched for, agreed on, taken away."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest

from prodtui.domain.enums import ScheduleGoal
from prodtui.errors import Changed, Refused, Rejected
from prodtui.services import history, people, schedule, schedule_optimise, tasks, undo
from tests.helpers.team import NOW, Team

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(team: Team) -> Team:
    """Bo has a long task that is due first and five short ones that are due soon after: one late beats five."""
    people.edit_person(team.ann, "bo", skills=["maker"])
    team.step("doing", role="maker")
    team.settings(frozen_hours=0)
    team.task("Long", assignees=("bo",), estimate_hours=6, due=NOW + 2 * HOUR)
    for number in range(5):
        team.task(f"Short {number}", assignees=("bo",), estimate_hours=0.5, due=NOW + 4 * HOUR)
    return team


def sequences(team: Team) -> list[int | None]:
    return [team.get(f"OPS-{number}").sequence for number in range(1, 7)]


def test_an_order_is_proposed_and_nothing_is_stored(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, steps=30)
    assert found.change.late_before == 6
    assert found.change.late == 1
    assert found.change.cost < found.change.cost_before
    assert found.change.goal is ScheduleGoal.LATENESS
    assert {move.ref for move in found.change.moves} == {f"OPS-{number}" for number in range(1, 7)}
    assert sequences(shop) == [None] * 6


def test_the_same_seed_and_steps_give_the_same_order(shop: Team) -> None:
    first, second = (schedule_optimise.propose(shop.ann, steps=20, seed=3) for _ in range(2))
    assert first == second


def test_what_is_agreed_on_is_the_order_of_the_schedule_and_one_undo_takes_it_back(shop: Team) -> None:
    before = schedule.look(shop.ann).tasks
    found = schedule_optimise.propose(shop.ann, steps=30)
    done = schedule_optimise.apply(shop.ann, found)
    assert done.value.tasks == 6
    assert sorted(sequences(shop)) == [1, 2, 3, 4, 5, 6]
    after = schedule.look(shop.ann)
    assert [row.late > 0 for row in after.tasks] == [False] * 5 + [True]
    assert {event.command for event in history.events(shop.ann, ref="OPS-1")} >= {"schedule.optimise"}
    undo.undo(shop.ann)
    assert sequences(shop) == [None] * 6
    assert schedule.look(shop.ann).tasks == before


def test_only_tasks_whose_place_changed_are_changed(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, steps=30)
    schedule_optimise.apply(shop.ann, found)
    versions = [shop.get(f"OPS-{number}").version for number in range(1, 7)]
    again = schedule_optimise.propose(shop.ann, steps=30)
    assert again.sequence == ()
    assert schedule_optimise.apply(shop.ann, again).txn is None
    assert [shop.get(f"OPS-{number}").version for number in range(1, 7)] == versions


def test_an_order_of_a_board_that_changed_meanwhile_is_not_taken(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, steps=30)
    tasks.edit(shop.bo, "OPS-1", {"estimate_hours": 1})
    with pytest.raises(Changed, match="changed since"):
        schedule_optimise.apply(shop.ann, found)
    assert sequences(shop) == [None] * 6


def test_a_retry_answers_as_before(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, steps=30)
    first = schedule_optimise.apply(shop.ann, found, request_id="r1")
    again = schedule_optimise.apply(shop.ann, found, request_id="r1")
    assert (again.value, again.replayed) == (first.value, True)


def test_clearing_takes_the_order_away(shop: Team) -> None:
    schedule_optimise.apply(shop.ann, schedule_optimise.propose(shop.ann, steps=30))
    assert schedule_optimise.clear(shop.ann).value.tasks == 6
    assert sequences(shop) == [None] * 6
    assert schedule_optimise.clear(shop.ann).txn is None
    undo.undo(shop.ann)
    assert None not in sequences(shop)


def test_only_those_who_plan_may_agree_on_an_order(shop: Team) -> None:
    found = schedule_optimise.propose(shop.bo, steps=5)
    for call in (lambda: schedule_optimise.apply(shop.bo, found), lambda: schedule_optimise.clear(shop.bo)):
        with pytest.raises(Refused, match="may not change the plan"):
            call()


def test_it_stops_when_it_is_told_and_keeps_the_best(shop: Team) -> None:
    told: list[tuple[int, float]] = []
    found = schedule_optimise.propose(
        shop.ann,
        steps=1000,
        stop=lambda: len(told) >= 10,
        progress=lambda step, best: told.append((step, best)),
    )
    assert found.change.steps == 10
    assert [step for step, _ in told] == list(range(1, 11))
    assert sorted((best for _, best in told), reverse=True) == [best for _, best in told]


@pytest.mark.parametrize("limits", [{"seconds": 0.0}, {"seconds": -1.0}, {"steps": 0}, {"seconds": float("inf")}])
def test_a_search_without_time_is_refused(shop: Team, limits: dict[str, Any]) -> None:
    with pytest.raises(Rejected, match="some time"):
        schedule_optimise.propose(shop.ann, **limits)


def test_an_early_end_of_all_is_another_goal(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, goal=ScheduleGoal.MAKESPAN, steps=5)
    assert found.change.goal is ScheduleGoal.MAKESPAN
    assert found.change.ends is not None


def test_an_empty_board_has_nothing_to_better(team: Team) -> None:
    found = schedule_optimise.propose(team.ann, steps=5)
    assert (found.sequence, found.change.moves) == ((), ())


def test_the_exact_solver_may_help(shop: Team) -> None:
    found = schedule_optimise.propose(shop.ann, steps=30, exact=True)
    assert (found.change.late_before, found.change.late) == (6, 1)


def test_the_exact_solver_is_asked_for_in_vain_where_it_is_not_installed(
    shop: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ortools", None)
    with pytest.raises(Refused, match="OR-Tools"):
        schedule_optimise.propose(shop.ann, steps=1, exact=True)
