"""Ways and gates of a step set as a whole: what follows is told before, done as one change, taken back by one undo."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import TransitionKind
from prodtui.errors import Refused
from prodtui.services import agreements, board, checklists, steps, undo
from tests.helpers.team import Team


def ways(team: Team) -> set[tuple[str, str]]:
    return {(way.from_step, way.to_step) for way in steps.list_transitions(team.ann)}


def gates(team: Team, step: str = "review") -> list[str]:
    return [
        row.name for row in checklists.list_checklists(team.ann) for use in row.uses if use.step == step
    ]  # fmt: skip


def published(team: Team, name: str = "Final check") -> str:
    row = checklists.add_checklist(team.ann, name, items=[{"key": "ok", "text": "All well?"}]).value
    checklists.publish_checklist(team.ann, row.key)
    return row.key


def test_ways_are_set_as_one_change(team: Team) -> None:
    steps.allow(team.ann, "doing", "done")
    done = agreements.set_ways(team.ann, "doing", ["review", "ready"])
    assert ways(team) == {("doing", "review"), ("doing", "ready")}
    kinds = {way.to_step: way.kind for way in steps.list_transitions(team.ann)}
    assert kinds == {"review": TransitionKind.NORMAL, "ready": TransitionKind.REWORK}
    assert done.notes == ("Doing may lead to Ready and Review as well.",)
    undo.undo(team.ann)
    assert ways(team) == {("doing", "done")}


def test_tasks_that_would_be_stranded_are_told_before(team: Team) -> None:
    team.task(at="doing")
    seen = agreements.set_ways(team.ann, "doing", ["ready"], dry_run=True)
    assert seen.notes == (
        "Doing leads to Ready alone from now on; before, it led everywhere.",
        "1 task stands in Doing, and none can go to Backlog, Review and Done any more.",
        "No way leads on from Doing then, so nothing gets from there to the end.",
    )
    assert ways(team) == set()
    agreements.set_ways(team.ann, "doing", ["review"])
    assert agreements.set_ways(team.ann, "doing", []).notes == ("Doing may be left in every direction from now on.",)
    assert ways(team) == set()


def test_the_same_ways_change_nothing(team: Team) -> None:
    agreements.set_ways(team.ann, "doing", ["review"])
    assert agreements.set_ways(team.ann, "doing", ["review"]).txn is None


def test_gates_hold_what_stands_there_and_let_it_go(team: Team) -> None:
    key, ref = published(team), team.task(at="review").ref
    seen = agreements.set_gates(team.ann, "review", [key], dry_run=True)
    assert seen.notes == ("1 task stands in Review, and none leaves before Final check has passed.",)
    assert gates(team) == []
    agreements.set_gates(team.ann, "review", [key])
    assert gates(team) == ["Final check"]
    with pytest.raises(Refused, match="Final check"):
        board.move(team.bo, ref, "done")
    done = agreements.set_gates(team.ann, "review", [])
    assert done.notes == ("Final check no longer holds what stands in Review; what was inspected stays.",)
    board.move(team.bo, ref, "done")
    undo.undo(team.ann)
    assert gates(team) == ["Final check"]


def test_a_gate_that_holds_some_tasks_stays_as_it_is(team: Team) -> None:
    key = published(team)
    checklists.attach_checklist(team.ann, key, step="review", frequency="nth", every=3)
    agreements.set_gates(team.ann, "review", [key, published(team, "Second look")])
    uses = {use.checklist: use.every for row in checklists.list_checklists(team.ann) for use in row.uses}
    assert uses == {"final-check": 3, "second-look": None}


def test_what_cannot_be_a_gate(team: Team) -> None:
    draft = checklists.add_checklist(team.ann, "Draft", items=[{"key": "ok", "text": "All well?"}]).value.key
    with pytest.raises(Refused, match="not published yet"):
        agreements.set_gates(team.ann, "review", [draft])
    with pytest.raises(Refused, match="Work ends in Done"):
        agreements.set_gates(team.ann, "done", [published(team)])
    with pytest.raises(Refused, match="may not"):
        agreements.set_gates(team.bo, "review", [])
    with pytest.raises(Refused, match="may not"):
        agreements.set_ways(team.bo, "review", [])


def test_an_edit_says_what_follows_and_a_look_changes_nothing(team: Team) -> None:
    for _ in range(3):
        team.task(at="doing")
    seen = steps.edit_step(team.ann, "doing", wip_limit=2, role="welder", dry_run=True)
    assert seen.notes == (
        "Doing is over its limit then, 3/2: what stands there stays, and no other task may come until 2 tasks have "
        "left.",
        "3 tasks stand in Doing: only welder or a lead passes on what is there from now on.",
        "Nobody has the role or skill welder yet, so only a lead or manager passes tasks on.",
    )
    doing = next(step for step in steps.list_steps(team.ann) if step.key == "doing")
    assert (doing.wip_limit, doing.role) == (None, None)
    assert steps.edit_step(team.ann, "doing", wip_limit=3).notes == (
        "Doing is at its limit then, 3/3: no other task may come until one has left.",
    )
    assert steps.edit_step(team.ann, "doing", criteria="Deburred").notes == ()


def test_another_kind_of_an_empty_step(team: Team) -> None:
    seen = steps.edit_step(team.ann, "doing", kind="queue", dry_run=True).notes
    assert seen == ("Time in Doing counts as waiting from now on; what was before counts as it did.",)
    steps.edit_step(team.ann, "review", kind="queue")
    assert (
        "No active step is left, so no task can be started."
        in steps.edit_step(team.ann, "doing", kind="queue", dry_run=True).notes
    )


def test_putting_a_step_away_says_what_goes_with_it(team: Team) -> None:
    steps.allow(team.ann, "review", "done")
    agreements.set_gates(team.ann, "review", [published(team)])
    seen = steps.archive_step(team.ann, "review", dry_run=True)
    assert seen.notes == (
        "Its transitions go with it: review → done.", "Final check holds no task there any more.",
    )  # fmt: skip
    assert "review" in {step.key for step in steps.list_steps(team.ann)}
