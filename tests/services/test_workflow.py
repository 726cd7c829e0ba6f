"""Two steps become one and one becomes two: tasks and ways go along, history stays, one undo takes all of it back."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import TransitionKind
from prodtui.errors import Refused, Rejected
from prodtui.services import board, checklists, kpi, steps, stores, undo, workflow
from prodtui.services.kpi import Look
from tests.helpers.team import NOW, Clock, Team


def ways(team: Team) -> set[tuple[str, str]]:
    return {(way.from_step, way.to_step) for way in steps.list_transitions(team.ann)}


def keys(team: Team) -> list[str]:
    return [step.key for step in steps.list_steps(team.ann)]


def test_tasks_and_ways_go_along_and_one_undo_brings_them_back(team: Team, ticking: Clock) -> None:
    for source, target in (("ready", "doing"), ("doing", "review"), ("review", "done"), ("review", "doing")):
        steps.allow(team.ann, source, target)
    refs = tuple(team.task(at="doing").ref for _ in range(2))
    before = ways(team)
    ticking.forward(hours=1)

    done = workflow.join_steps(team.ann, "doing", "review").value

    assert (done.step.key, done.moved, done.done) == ("review", refs, True)
    assert "2 tasks of Doing go to Review." in done.effects
    assert "Ready may lead to Review." in done.effects
    assert keys(team) == ["backlog", "ready", "review", "done"]
    assert team.lane("review") == list(refs)
    assert ways(team) == {("ready", "review"), ("review", "done")}
    assert stores.check(team.ann).problems == ()

    undo.undo(team.ann)
    assert keys(team) == ["backlog", "ready", "doing", "review", "done"]
    assert (team.lane("doing"), ways(team)) == (list(refs), before)


def test_a_look_changes_nothing(team: Team) -> None:
    team.task(at="ready")
    seen = workflow.join_steps(team.ann, "ready", "doing", dry_run=True).value
    assert (seen.done, seen.effects) == (False, ("1 task of Ready goes to Doing.", "They are started by that."))
    assert workflow.split_step(team.ann, "doing", "Dry", kind="queue", dry_run=True).value.step.name == "Dry"
    assert keys(team) == ["backlog", "ready", "doing", "review", "done"]
    assert len(team.lane("ready")) == 1


def test_figures_of_before_stay(team: Team, ticking: Clock) -> None:
    ref = team.task(at="doing").ref
    ticking.forward(days=1)
    board.move(team.ann, ref, "review")
    ticking.forward(days=1)
    board.move(team.ann, ref, "done")
    ticking.forward(hours=1)
    look = Look(NOW.date(), ticking.now.date())
    before = [row.figure for row in kpi.figures(team.ann, look).figures]
    workflow.join_steps(team.ann, "review", "doing")
    workflow.split_step(team.ann, "doing", "Polish")
    assert [row.figure for row in kpi.figures(team.ann, look).figures] == before


def test_a_new_step_stands_behind_and_leads_on(team: Team) -> None:
    for source, target in (("doing", "review"), ("doing", "ready"), ("review", "doing")):
        steps.allow(team.ann, source, target)
    ref = team.task(at="doing").ref
    done = workflow.split_step(team.ann, "doing", "Polish", wip_limit=2).value
    assert (done.step.key, done.step.kind, done.step.wip_limit, done.step.position) == ("polish", "active", 2, 3)
    assert done.effects[0] == "What stands in Doing stays there."
    assert ways(team) == {
        ("doing", "polish"), ("polish", "doing"), ("polish", "review"), ("polish", "ready"), ("doing", "ready"),
        ("review", "doing"),
    }  # fmt: skip
    kinds = {(way.from_step, way.to_step): way.kind for way in steps.list_transitions(team.ann)}
    assert kinds["polish", "doing"] is TransitionKind.REWORK
    assert team.lane("doing") == [ref]
    undo.undo(team.ann)
    assert ways(team) == {("doing", "review"), ("doing", "ready"), ("review", "doing")}


def test_a_limit_that_is_passed_is_told(team: Team) -> None:
    team.step("review", wip_limit=1)
    for _ in range(2):
        team.task(at="doing")
    assert "Review is over its limit then, 2/1." in workflow.join_steps(team.ann, "doing", "review").value.effects


def test_what_cannot_be_joined(team: Team) -> None:
    with pytest.raises(Rejected, match="joined with another one"):
        workflow.join_steps(team.ann, "doing", "doing")
    with pytest.raises(Refused, match="would be finished in Done"):
        workflow.join_steps(team.ann, "review", "done")
    with pytest.raises(Refused, match="would be reopened in Review"):
        workflow.join_steps(team.ann, "done", "review")
    checklists.add_checklist(team.ann, "Final check", items=[{"key": "ok", "text": "All well?"}])
    checklists.publish_checklist(team.ann, "final-check")
    checklists.attach_checklist(team.ann, "final-check", step="doing")
    with pytest.raises(Refused, match="The gate Final check holds on the way out of Doing"):
        workflow.join_steps(team.ann, "doing", "review")
    assert "The gate Final check still holds" in workflow.split_step(team.ann, "doing", "Dry").value.effects[-1]
    with pytest.raises(Refused, match="may not"):
        workflow.join_steps(team.bo, "ready", "backlog")


def test_undo_names_the_step_that_was_split_off_alone(team: Team) -> None:
    workflow.split_step(team.ann, "doing", "Polish")
    assert undo.undo(team.ann).value.refs == ("polish",)
    assert undo.redo(team.ann).value.refs == ("polish",)
