"""Undo and redo of what is set up: steps, transitions, people, boards, filters, rules of recurrence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prodtui.domain.codec import to_json
from prodtui.errors import NotFound, Refused
from prodtui.services import board_view, boards, filters, people, recurring, steps, stores, tasks, undo
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team


def setup_of(team: Team) -> Any:
    """Return how the store is set up; versions never go back and archived things count as gone."""
    ws = team.ann
    found = {
        "boards": boards.list_boards(ws),
        "steps": steps.list_steps(ws),
        "ways": steps.list_transitions(ws),
        "people": people.list_people(ws),
        "filters": [(row.name, row.text) for row in filters.list_filters(ws)],
        "rules": recurring.list_recurring(ws),
    }

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(item) for name, item in value.items() if name != "version"}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return plain(to_json(found))


CHANGES: dict[str, Callable[[Workspace], Any]] = {
    "step.edit": lambda ws: steps.edit_step(
        ws, "doing", name="Milling", wip_limit=3, role="miller", criteria="c", standard_hours=2
    ),
    "step.kind": lambda ws: steps.edit_step(ws, "review", kind="queue"),
    "step.add": lambda ws: steps.add_step(ws, "Polish", after="doing", wip_limit=2),
    "step.move": lambda ws: steps.move_step(ws, "review", 1),
    "step.archive": lambda ws: steps.archive_step(ws, "ready"),
    "step.allow": lambda ws: steps.allow(ws, "doing", "ready", "rework"),
    "step.allow again": lambda ws: steps.allow(ws, "doing", "review", "rework"),
    "step.forbid": lambda ws: steps.forbid(ws, "doing", "review"),
    "person.add": lambda ws: people.add_person(ws, "dee", name="Dee Day", skills=["welder"]),
    "person.edit": lambda ws: people.edit_person(
        ws, "bo", name="Bo B", role="lead", skills=["x"], wip_limit=2, hours_per_day=6
    ),
    "person.leave": lambda ws: people.edit_person(ws, "bo", active=False),
    "board.edit": lambda ws: boards.edit_board(ws, name="Shop", timezone="Asia/Tokyo", settings={"expedite_limit": 3}),
    "board.archive": lambda ws: boards.archive_board(ws, "OPS"),
    "filter.save": lambda ws: filters.save_filter(ws, "new", "late"),
    "filter.replace": lambda ws: filters.save_filter(ws, "mine", "late"),
    "filter.remove": lambda ws: filters.remove_filter(ws, "mine"),
    "recurring.add": lambda ws: recurring.add_recurring(ws, "daily", {"title": "x"}, start=NOW),
    "recurring.stop": lambda ws: recurring.stop_recurring(ws, 1),
}


@pytest.fixture
def ready_team(team: Team) -> Team:
    """A board with a transition, a filter and a rule."""
    steps.allow(team.ann, "doing", "review")
    filters.save_filter(team.ann, "mine", "@me")
    recurring.add_recurring(team.ann, "weekly", {"title": "Clean"}, start=NOW)
    return team


@pytest.mark.parametrize("name", CHANGES)
def test_undo_and_redo_lead_back_and_forth(ready_team: Team, name: str) -> None:
    team = ready_team
    before = setup_of(team)
    CHANGES[name](team.lea)
    after = setup_of(team)
    assert after != before
    for _ in range(2):
        undo.undo(team.lea)
        assert setup_of(team) == before
        undo.redo(team.lea)
        assert setup_of(team) == after
    assert stores.check(team.ann).problems == ()


#: (what lea did, what ann does since, words of the refusal)
SINCE: dict[str, tuple[Callable[[Workspace], Any], Callable[[Workspace], Any], str]] = {
    "step": (
        lambda ws: steps.edit_step(ws, "doing", wip_limit=3),
        lambda ws: steps.edit_step(ws, "doing", wip_limit=5),
        "ann changed wip limit since",
    ),
    "new step with tasks": (
        lambda ws: steps.add_step(ws, "Polish"),
        lambda ws: tasks.add(ws, "x", step="polish"),
        "tasks stand in it",
    ),
    "kind of a step with tasks": (
        lambda ws: steps.edit_step(ws, "review", kind="done"),
        lambda ws: tasks.add(ws, "x", step="review"),
        "[Tt]asks stand in",
    ),
    "person": (
        lambda ws: people.edit_person(ws, "bo", role="lead"),
        lambda ws: people.edit_person(ws, "bo", role="quality"),
        "ann changed role since",
    ),
    "board": (
        lambda ws: boards.edit_board(ws, name="Shop"),
        lambda ws: boards.edit_board(ws, name="Mill"),
        "ann changed name since",
    ),
    "transition": (
        lambda ws: steps.allow(ws, "doing", "ready"),
        lambda ws: steps.allow(ws, "doing", "ready", "rework"),
        "changed",
    ),
    "transition that is gone": (
        lambda ws: steps.allow(ws, "doing", "ready"),
        lambda ws: steps.forbid(ws, "doing", "ready"),
        "changed",
    ),
    "forbidden transition": (
        lambda ws: steps.forbid(ws, "doing", "review"),
        lambda ws: steps.allow(ws, "doing", "review", "rework"),
        "changed",
    ),
    "filter": (
        lambda ws: filters.save_filter(ws, "new", "late"),
        lambda ws: filters.save_filter(ws, "new", "blocked"),
        "changed",
    ),
    "filter that is gone": (
        lambda ws: filters.save_filter(ws, "new", "late"),
        lambda ws: filters.remove_filter(ws, "new"),
        "changed",
    ),
    "removed filter": (
        lambda ws: filters.remove_filter(ws, "mine"),
        lambda ws: filters.save_filter(ws, "mine", "blocked"),
        "changed",
    ),
    "rule": (
        lambda ws: recurring.stop_recurring(ws, 1),
        lambda ws: undo.undo(ws),
        "",
    ),
}


@pytest.mark.parametrize("name", [name for name in SINCE if name != "rule"])
def test_what_somebody_changed_since_stays(ready_team: Team, name: str) -> None:
    team = ready_team
    mine, theirs, words = SINCE[name]
    mine(team.lea)
    theirs(team.ann)
    before = setup_of(team)
    with pytest.raises(Refused, match=words):
        undo.undo(team.lea)
    assert setup_of(team) == before


def test_steps_of_two_boards_with_the_same_key_are_kept_apart(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    steps.edit_step(team.lea, "done", criteria="swept")
    steps.edit_step(team.of("ann", board="LAB"), "done", criteria="logged")
    undo.undo(team.lea)
    assert [step.criteria for step in steps.list_steps(team.ann)][-1] == ""
    assert [step.criteria for step in steps.list_steps(team.of("ann", board="LAB"))][-1] == "logged"


def test_somebody_who_may_not_set_up_any_more_takes_nothing_of_it_back(team: Team) -> None:
    steps.edit_step(team.lea, "doing", wip_limit=3)
    people.edit_person(team.ann, "lea", role="member")
    with pytest.raises(Refused, match="may not change boards"):
        undo.undo(team.lea)


def test_the_last_manager_stays(team: Team) -> None:
    promoted = people.edit_person(team.ann, "bo", role="manager")
    people.edit_person(team.ann, "ann", role="lead")
    with pytest.raises(Refused, match="last manager"):
        undo.undo(team.ann, promoted.txn)


def test_the_last_manager_stays_even_when_just_added(team: Team) -> None:
    added = people.add_person(team.ann, "dee", role="manager")
    people.edit_person(team.ann, "ann", role="lead")
    with pytest.raises(Refused, match="last manager"):
        undo.undo(team.ann, added.txn)


def test_what_a_rule_made_is_nobodys_own_change(ready_team: Team) -> None:
    team = ready_team
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    made = recurring.run_due(team.bo).value
    assert len(made) == 1
    undo.undo(team.bo)
    assert team.get(ref).priority == "normal"
    assert team.get(made[0].ref).archived_at is None
    with pytest.raises(NotFound, match="nothing of yours"):
        undo.undo(team.bo)
    assert recurring.run_due(team.bo).value == ()


def test_a_stopped_rule_that_goes_on_again_makes_no_occurrence_twice(ready_team: Team) -> None:
    team = ready_team
    recurring.run_due(team.bo)
    recurring.stop_recurring(team.lea, 1)
    undo.undo(team.lea)
    assert recurring.run_due(team.bo).value == ()
    assert board_view.snapshot(team.ann).cards[0].title == "Clean"
