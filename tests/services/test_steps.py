"""Steps of a board: their order, their keys, what they may be while tasks stand in them."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import board, boards, history, steps, stores, tasks, undo
from prodtui.services.apply import apply
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


def ways(team: Team) -> list[tuple[str, str]]:
    return [(way.from_step, way.to_step) for way in steps.list_transitions(team.ann)]


def test_an_archived_step_takes_its_transitions_with_it(team: Team) -> None:
    for pair in (("doing", "review"), ("doing", "done"), ("review", "done"), ("review", "doing"), ("ready", "doing")):
        steps.allow(team.ann, *pair)
    before = ways(team)
    done = steps.archive_step(team.ann, "review")
    assert ways(team) == [("ready", "doing"), ("doing", "done")]
    assert done.notes == ("Its transitions go with it: doing → review, review → doing, review → done.",)
    events = [event for event in history.events(team.ann, limit=None) if event.txn == done.txn]
    assert [event.ref for event in events if event.kind == "transition"] == [
        "doing>review",
        "review>doing",
        "review>done",
    ]
    for _ in range(2):
        undo.undo(team.ann)
        assert ways(team) == before
        assert keys(team) == ["backlog", "ready", "doing", "review", "done"]
        undo.redo(team.ann)
        assert ways(team) == [("ready", "doing"), ("doing", "done")]
        assert keys(team) == ["backlog", "ready", "doing", "done"]


def test_a_step_that_is_the_only_way_out_of_another_stays(team: Team) -> None:
    steps.allow(team.ann, "doing", "review")
    with pytest.raises(Refused, match=r"Doing leads to Review alone.*every direction") as caught:
        steps.archive_step(team.ann, "review")
    assert "prodtui step allow doing" in caught.value.hint
    steps.allow(team.ann, "doing", "done")
    steps.archive_step(team.ann, "review")
    undo.undo(team.ann)
    steps.forbid(team.lea, "doing", "done")
    with pytest.raises(Refused, match="Doing leads to Review alone"):
        undo.redo(team.ann)
    assert ways(team) == [("doing", "review")]


@pytest.mark.parametrize(("key", "words"), [("doing", "only active step of OPS"), ("done", "only done step of OPS")])
def test_the_last_step_that_starts_or_stops_the_clock_stays(team: Team, key: str, words: str) -> None:
    steps.archive_step(team.ann, "review")
    before = steps.list_steps(team.ann)
    with pytest.raises(Refused, match=words):
        steps.archive_step(team.ann, key)
    assert steps.list_steps(team.ann) == before


def test_the_clocks_go_on_when_the_first_active_and_done_steps_are_others(team: Team) -> None:
    ref, finished = team.task(at="doing").ref, team.task(at="review").ref
    steps.add_step(team.ann, "Shipped", kind="done", after="done")
    board.move(team.bo, ref, "review")
    board.move(team.bo, finished, "shipped")
    started = team.get(ref).started_at
    steps.archive_step(team.ann, "doing")
    steps.archive_step(team.ann, "done")
    assert team.get(ref).started_at == started
    assert board.finish(team.bo, ref).value[0].step == "shipped"
    assert team.get(ref).started_at == started
    assert board.start(team.bo, team.task().ref).value[0].step == "review"
    assert board.move(team.bo, finished, "ready").value[0].started_at is None
    assert stores.check(team.ann).problems == ()


def test_a_restored_step_comes_back_to_its_place_without_transitions(team: Team) -> None:
    steps.allow(team.ann, "doing", "review")
    steps.allow(team.ann, "doing", "done")
    steps.archive_step(team.ann, "review")
    done = steps.restore_step(team.lea, "Review")
    assert (done.value.key, done.value.archived_at, done.value.position) == ("review", None, 3)
    assert keys(team) == ["backlog", "ready", "doing", "review", "done"]
    assert ways(team) == [("doing", "done")]
    assert done.notes == (
        "Review came back without transitions, so it may be left in every direction until `prodtui step allow` "
        "lays one down.",
    )
    assert board.move(team.bo, team.task().ref, "review").value[0].step == "review"
    assert steps.restore_step(team.lea, "review").txn is None


def test_a_step_comes_back_to_the_end_when_its_place_is_gone(team: Team) -> None:
    for key in ("done", "review"):
        steps.move_step(team.ann, key, 1)
    steps.archive_step(team.ann, "doing")
    steps.archive_step(team.ann, "ready")
    steps.restore_step(team.ann, "doing")
    assert keys(team) == ["review", "done", "backlog", "doing"]
    with pytest.raises(NotFound, match="no step"):
        steps.restore_step(team.ann, "polish")


def test_restoring_is_taken_back_unless_somebody_uses_the_step_since(team: Team) -> None:
    steps.archive_step(team.ann, "review")
    steps.restore_step(team.lea, "review")
    undo.undo(team.lea)
    assert keys(team) == ["backlog", "ready", "doing", "done"]
    undo.redo(team.lea)
    steps.allow(team.ann, "ready", "review")
    with pytest.raises(Refused, match="transitions lead to it or away from it"):
        undo.undo(team.lea)
    undo.undo(team.ann)
    team.task(at="review")
    with pytest.raises(Refused, match="tasks stand in it"):
        undo.undo(team.lea)


def test_a_new_step_with_transitions_is_not_taken_back(team: Team) -> None:
    steps.add_step(team.lea, "Polish")
    steps.allow(team.ann, "ready", "polish")
    with pytest.raises(Refused, match="transitions lead to it or away from it"):
        undo.undo(team.lea)


def test_a_wanted_state_does_not_make_an_archived_step_again(team: Team) -> None:
    steps.archive_step(team.ann, "review")
    with pytest.raises(Refused, match="step review of OPS is archived") as caught:
        apply(team.ann, {"boards": [{"key": "OPS", "steps": [{"key": "review", "name": "Review"}]}]})
    assert "prodtui step restore review" in caught.value.hint
