"""Starting, finishing, blocking, and the clocks along the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from prodtui.errors import Refused, Rejected
from prodtui.services import board, history, steps
from tests.helpers.team import NOW, Clock, Team


class TestStartAndFinish:
    """The two verbs that everybody uses most."""

    def test_start_goes_to_the_first_active_step_and_takes_a_free_task(self, team: Team) -> None:
        row = board.start(team.bo, team.task().ref).value[0]
        assert (row.step, row.assignees, row.started_at) == ("doing", ("bo",), NOW)

    def test_start_leaves_a_task_with_its_people(self, team: Team) -> None:
        assert board.start(team.bo, team.task(assignees=("cy",)).ref).value[0].assignees == ("cy",)

    def test_somebody_whom_the_store_does_not_know_starts_without_an_assignment(self, team: Team) -> None:
        from prodtui.services.workspace import workspace_on

        row = board.start(workspace_on(team.store, clock=team.clock), team.task().ref).value[0]
        assert (row.step, row.assignees) == ("doing", ())

    def test_starting_what_is_under_way_changes_nothing(self, team: Team) -> None:
        done = board.start(team.bo, team.task(at="review").ref)
        assert (done.txn, done.value[0].step, done.value[0].assignees) == (None, "review", ())

    def test_starting_goes_to_the_next_active_step(self, team: Team) -> None:
        steps.add_step(team.ann, "Wait", kind="queue", after="doing")
        assert board.start(team.bo, team.task(at="wait").ref).value[0].step == "review"

    def test_a_finished_task_is_not_started(self, team: Team) -> None:
        with pytest.raises(Refused, match="last step"):
            board.start(team.bo, team.task(at="done").ref)

    def test_finish_goes_to_the_first_done_step(self, team: Team) -> None:
        steps.add_step(team.ann, "Shipped", kind="done")
        row = board.finish(team.bo, team.task(at="doing").ref).value[0]
        assert (row.step, row.finished_at) == ("done", NOW)
        shipped = board.move(team.bo, row.ref, "shipped").value[0]
        assert board.finish(team.bo, shipped.ref).value[0].step == "shipped"

    def test_finishing_twice_changes_nothing(self, team: Team) -> None:
        ref = team.task(at="done").ref
        assert board.finish(team.bo, ref).txn is None

    def test_several_at_once(self, team: Team) -> None:
        refs = [team.task().ref for _ in range(3)]
        assert {row.step for row in board.start(team.bo, refs).value} == {"doing"}
        done = board.finish(team.bo, refs)
        assert {event.txn for event in history.events(team.bo, newest=True, limit=3)} == {done.txn}


def test_clocks_through_rework_and_reopening(team: Team, ticking: Clock) -> None:
    ref = team.task().ref

    def go(to: str) -> tuple[Any, Any]:
        ticking.forward(hours=1)
        row = board.move(team.bo, ref, to).value[0]
        return tuple(at and (at - NOW) / timedelta(hours=1) for at in (row.started_at, row.finished_at))  # type: ignore[return-value]

    assert go("ready") == (None, None)
    assert go("doing") == (2, None)
    assert go("review") == (2, None)
    assert go("doing") == (2, None)
    assert go("done") == (2, 5)
    assert go("review") == (2, None)
    assert go("ready") == (None, None)
    assert go("done") == (8, 8)
    visits = [
        event.after["step"] for event in history.events(team.bo, ref=ref) if event.after and "step" in event.after
    ]
    assert visits == ["backlog", "ready", "doing", "review", "doing", "done", "review", "ready", "done"]


class TestBlocking:
    """A blocked task says why, since when and by whom, and does not move."""

    def test_block_and_unblock(self, team: Team, ticking: Clock) -> None:
        ref = team.task(at="doing").ref
        row = board.block(team.bo, ref, " no steel ").value[0]
        assert (row.blocked_reason, row.blocked_since, row.blocked_by) == ("no steel", NOW, "bo")
        with pytest.raises(Refused, match="is blocked: no steel"):
            board.move(team.bo, ref, "review")
        ticking.forward(hours=1)
        row = board.unblock(team.cy, ref).value[0]
        assert (row.blocked_reason, row.blocked_since, row.blocked_by) == (None, None, None)
        assert board.move(team.bo, ref, "review").value[0].step == "review"

    def test_a_new_reason_keeps_the_moment(self, team: Team, ticking: Clock) -> None:
        ref = team.task().ref
        board.block(team.bo, ref, "no steel")
        ticking.forward(hours=1)
        row = board.block(team.cy, ref, "no steel, no paint").value[0]
        assert (row.blocked_reason, row.blocked_since, row.blocked_by) == ("no steel, no paint", NOW, "cy")

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "two\nlines"])
    def test_a_block_needs_one_line_of_reason(self, team: Team, reason: str) -> None:
        ref = team.task().ref
        with pytest.raises(Rejected):
            board.block(team.bo, ref, reason)
        assert team.get(ref).blocked_since is None
