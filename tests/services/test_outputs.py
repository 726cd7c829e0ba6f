"""What came out of a task: said when it is done, corrected later, taken back."""

from __future__ import annotations

import pytest

from prodtui.domain.rows_detail import TaskPlan
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import board, task_view, undo
from tests.helpers.team import Team


def _said(team: Team, ref: str) -> TaskPlan | None:
    return task_view.show(team.sam, ref).plan


def test_what_is_not_said_is_what_scrap_and_rework_leave(team: Team) -> None:
    ref = team.task(quantity=40).ref
    board.finish(team.bo, ref, output={"scrap": "3", "rework": 2})
    assert _said(team, ref) == TaskPlan(good=35, scrap=3, rework=2)
    board.finish(team.cy, ref, output={"good": 36})
    assert _said(team, ref) == TaskPlan(good=36, scrap=3, rework=2)


def test_a_task_that_is_simply_done_says_nothing(team: Team) -> None:
    ref = team.task(quantity=40).ref
    board.finish(team.bo, ref)
    assert _said(team, ref) is None


def test_more_may_be_good_than_was_asked_for_but_not_more_scrap(team: Team) -> None:
    ref = team.task(quantity=4).ref
    with pytest.raises(Rejected, match=f"Scrap and rework are more than the 4 of {ref}"):
        board.finish(team.bo, ref, output={"scrap": 3, "rework": 2})
    assert team.get(ref).finished_at is None
    board.finish(team.bo, ref, output={"good": 6, "scrap": 3})
    assert _said(team, ref) == TaskPlan(good=6, scrap=3, rework=0)


def test_more_than_its_quantity_is_taken_with_a_note(team: Team) -> None:
    ref = team.task(quantity=20, unit="pcs").ref
    done = board.finish(team.bo, ref, output={"good": 500})
    assert done.notes == (f"{ref} gave 500, 480 more than its 20 pcs.",)
    assert board.finish(team.bo, ref, output={"good": 18, "scrap": 2, "rework": 1}).notes[-1] == (
        f"{ref} gave 21, 1 more than its 20 pcs."
    )
    other, open_end = team.task(quantity=20).ref, team.task().ref
    assert board.finish(team.bo, other, output={"good": 18, "scrap": 2}).notes == ()
    assert board.finish(team.bo, open_end, output={"good": 500}).notes == ()


@pytest.mark.parametrize("wrong", [-1, "x", float("nan"), 2e9])
def test_absurd_numbers_are_rejected(team: Team, wrong: object) -> None:
    ref = team.task().ref
    with pytest.raises(Rejected):
        board.finish(team.bo, ref, output={"good": wrong})


def test_it_is_said_of_one_finished_task_at_a_time(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    with pytest.raises(Usage, match="one task at a time"):
        board.finish(team.bo, [first, second], output={"scrap": 1})
    with pytest.raises(Refused):
        board.finish(team.sam, first, output={"good": 1})


def test_one_undo_takes_finish_and_output_back_and_redo_does_both_again(team: Team) -> None:
    ref = team.task(quantity=10).ref
    board.finish(team.bo, ref, output={"scrap": 1})
    undo.undo(team.bo)
    assert (_said(team, ref), team.get(ref).finished_at) == (None, None)
    undo.redo(team.bo)
    assert _said(team, ref) == TaskPlan(good=9, scrap=1, rework=0)
    board.finish(team.cy, ref, output={"scrap": 4})
    with pytest.raises(Refused, match="said something else since"):
        undo.undo(team.bo)


def test_a_retry_answers_the_same_and_another_output_is_another_request(team: Team) -> None:
    ref = team.task(quantity=10).ref
    first = board.finish(team.bo, ref, output={"scrap": 1}, request_id="r")
    assert board.finish(team.bo, ref, output={"scrap": 1}, request_id="r").value == first.value
    with pytest.raises(Refused, match="used before for a different request"):
        board.finish(team.bo, ref, output={"scrap": 2}, request_id="r")
