"""Steps of a board: their order, their keys, what they may be while tasks stand in them."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import board, boards, history, steps, stores, tasks
from tests.helpers.team import Team


def keys(team: Team) -> list[str]:
    rows = steps.list_steps(team.ann)
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.key for row in rows]


def test_a_new_step_stands_before_the_done_ones(team: Team) -> None:
    row = steps.add_step(
        team.ann, " Final check ", wip_limit=3, role="inspector", criteria="c", standard_hours="1.5"
    ).value
    assert (row.key, row.name, row.kind, row.wip_limit) == ("final-check", "Final check", StepKind.ACTIVE, 3)
    assert (row.role, row.criteria, row.standard_hours) == ("inspector", "c", 1.5)
    assert keys(team) == ["backlog", "ready", "doing", "review", "final-check", "done"]
    assert row == steps.list_steps(team.ann)[4]


@pytest.mark.parametrize(
    ("kind", "after", "place"), [("done", None, 5), ("queue", None, 4), ("active", "backlog", 1), ("active", "Done", 5)]
)
def test_where_a_new_step_stands(team: Team, kind: str, after: str | None, place: int) -> None:
    steps.add_step(team.ann, "New", kind=kind, after=after)
    assert keys(team).index("new") == place


def test_a_key_is_made_once_and_never_changes(team: Team) -> None:
    assert steps.add_step(team.ann, "Doing").value.key == "doing-2"
    steps.archive_step(team.ann, "doing-2")
    assert steps.add_step(team.ann, "Doing").value.key == "doing-3"
    assert steps.edit_step(team.ann, "review", name="Look again").value.key == "review"
    assert steps.add_step(team.ann, "!!!").value.key == "step"
    assert steps.add_step(team.ann, "检查").value.key


def test_a_renamed_step_is_found_by_its_new_name_and_its_key(team: Team) -> None:
    team.step("review", name="Look again")
    ref = team.task().ref
    assert board.move(team.bo, ref, "look again").value[0].step == "review"
    assert board.move(team.bo, ref, "doing").value[0].step == "doing"
    assert board.move(team.bo, ref, "review").value[0].step == "review"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"kind": "waiting"},
        {"wip_limit": 0},
        {"wip_limit": -1},
        {"wip_limit": 1.5},
        {"wip_limit": "many"},
        {"wip_limit": 10_001},
        {"role": "x" * 41},
        {"criteria": "x" * 2001},
        {"criteria": "bell\x07"},
        {"standard_hours": -1},
    ],
    ids=str,
)
def test_what_does_not_fit_is_rejected(team: Team, changes: dict[str, Any]) -> None:
    before = steps.list_steps(team.ann)
    with pytest.raises(Rejected):
        team.step("doing", **changes)
    with pytest.raises(Rejected):
        steps.add_step(team.ann, changes.pop("name", "New"), **changes)
    assert steps.list_steps(team.ann) == before


def test_an_unknown_field_is_met_with_the_nearest(team: Team) -> None:
    with pytest.raises(Usage) as caught:
        team.step("doing", wip_limt=2)
    assert "wip_limit" in caught.value.hint
    with pytest.raises(Usage):
        team.step("doing", position=1)


def test_limits_can_be_taken_away(team: Team) -> None:
    team.step("doing", wip_limit=2, role="miller", standard_hours=3)
    row = team.step("doing", wip_limit=None, role=None, standard_hours=None)
    assert (row.wip_limit, row.role, row.standard_hours) == (None, None, None)


@pytest.mark.parametrize("archived", [False, True])
def test_the_kind_of_a_step_with_tasks_stays(team: Team, archived: bool) -> None:
    ref = team.task(at="review").ref
    if archived:
        tasks.archive(team.bo, ref)
    with pytest.raises(Refused, match="clocks would be wrong"):
        team.step("review", kind="done")
    team.step("doing", kind="queue")
    assert stores.check(team.ann).problems == ()


@pytest.mark.parametrize(
    ("key", "place", "expected"),
    [
        ("done", 1, ["done", "backlog", "ready", "doing", "review"]),
        ("backlog", 5, ["ready", "doing", "review", "done", "backlog"]),
        ("doing", 3, ["backlog", "ready", "doing", "review", "done"]),
    ],
)
def test_a_step_moves_to_a_place_counted_from_one(team: Team, key: str, place: int, expected: list[str]) -> None:
    rows = steps.move_step(team.ann, key, place).value
    assert [row.key for row in rows] == keys(team) == expected


@pytest.mark.parametrize("place", [0, 6, -1])
def test_a_place_that_is_none_is_rejected(team: Team, place: int) -> None:
    with pytest.raises(Rejected, match="not between 1 and 5"):
        steps.move_step(team.ann, "done", place)


def test_an_empty_step_is_archived_and_history_keeps_it(team: Team) -> None:
    ref = team.task(at="review").ref
    with pytest.raises(Refused, match=r"1 tasks? stands? in Review"):
        steps.archive_step(team.ann, "review")
    board.move(team.bo, ref, "done")
    row = steps.archive_step(team.ann, "review").value
    assert row.archived_at == team.clock()
    assert keys(team) == ["backlog", "ready", "doing", "done"]
    assert [step.key for step in steps.list_steps(team.ann, archived=True) if step.archived_at] == ["review"]
    assert [e.after["step"] for e in history.events(team.ann, ref=ref) if e.after and "step" in e.after] == [
        "review",
        "done",
    ]
    with pytest.raises(NotFound):
        board.move(team.bo, ref, "review")


def test_the_last_step_stays(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    lab = team.of("ann", board="LAB")
    steps.add_step(lab, "Only")
    with pytest.raises(Refused, match="only step of LAB"):
        steps.archive_step(lab, "only")


def test_transitions_are_listed_in_the_order_of_the_steps(team: Team) -> None:
    steps.allow(team.ann, "review", "doing", "rework")
    steps.allow(team.ann, "doing", "review")
    found = [(way.from_step, way.to_step, way.kind) for way in steps.list_transitions(team.bo)]
    assert found == [("doing", "review", TransitionKind.NORMAL), ("review", "doing", TransitionKind.REWORK)]


def test_allowing_again_changes_the_kind(team: Team) -> None:
    steps.allow(team.ann, "doing", "ready")
    assert steps.allow(team.ann, "doing", "ready", "rework").value.kind is TransitionKind.REWORK
    assert len(steps.list_transitions(team.ann)) == 1
    assert steps.allow(team.ann, "doing", "ready", "rework").txn is None


def test_forbidding_takes_away_what_is_listed(team: Team) -> None:
    steps.allow(team.ann, "doing", "ready")
    steps.forbid(team.ann, "doing", "ready")
    assert steps.list_transitions(team.ann) == ()
    with pytest.raises(NotFound, match="not a listed transition"):
        steps.forbid(team.ann, "doing", "ready")


def test_a_transition_leads_elsewhere(team: Team) -> None:
    with pytest.raises(Rejected, match="another step"):
        steps.allow(team.ann, "doing", "doing")


@pytest.mark.parametrize("kind", ["backwards", ""])
def test_a_kind_of_transition_is_known(team: Team, kind: str) -> None:
    with pytest.raises(Rejected):
        steps.allow(team.ann, "doing", "ready", kind)
