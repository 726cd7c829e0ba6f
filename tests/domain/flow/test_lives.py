"""Lives out of marks: visits, blocked times, being put away, and records that cannot be right."""

from __future__ import annotations

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.lives import FlowEvent, Span, StepKinds, Visit, lives
from tests.helpers.flow import KINDS, at, life


def test_every_visit_is_kept() -> None:
    assert life((0, "ready"), (1, "weld"), (2, "ready"), (3, "weld")).visits == (
        Visit("ready", StepKind.QUEUE, at(0), at(1)),
        Visit("weld", StepKind.ACTIVE, at(1), at(2)),
        Visit("ready", StepKind.QUEUE, at(2), at(3)),
        Visit("weld", StepKind.ACTIVE, at(3), None),
    )


def test_blocked_times_begin_and_end_once() -> None:
    told = life((0, "weld"), (1, "+blocked"), (2, "+blocked"), (3, "-blocked"), (4, "-blocked"), (5, "+blocked"))
    assert told.blocked == (Span(at(1), at(3)), Span(at(5), None))


def test_a_move_that_was_taken_back_never_was() -> None:
    stayed = life((0, "ready"), (1, "weld")).visits
    assert life((0, "ready"), (1, "weld"), (2, "ready"), (3, "weld ~undo")).visits == stayed
    assert life((0, "ready"), (1, "weld"), (2, "done"), (3, "weld ~undo")).visits == stayed
    twice = life((0, "ready"), (1, "weld"), (2, "done"), (3, "weld ~undo"), (4, "ready ~undo"))
    assert twice.visits == life((0, "ready")).visits


def test_a_move_that_was_done_again_stands_where_it_stood() -> None:
    told = life((0, "ready"), (1, "weld"), (2, "done"), (3, "weld ~undo"), (4, "done ~redo"))
    assert told.visits == life((0, "ready"), (1, "weld"), (2, "done")).visits
    again = life((0, "ready"), (1, "weld"), (2, "ready ~undo"), (3, "weld ~redo"), (4, "ready ~undo"))
    assert again.visits == life((0, "ready")).visits


def test_what_moved_since_is_no_move_taken_back() -> None:
    told = life((0, "ready"), (1, "weld"), (2, "done"), (3, "weld"), (4, "ready ~undo"))
    assert [visit.step for visit in told.visits] == ["ready", "weld", "done", "weld", "ready"]
    new = life((0, "ready"), (1, "weld"), (2, "ready ~undo"), (3, "done"), (4, "weld ~redo"))
    assert [(visit.step, visit.since) for visit in new.visits][-1] == ("weld", at(4))


def test_a_block_that_was_taken_back_never_was() -> None:
    assert life((0, "weld"), (1, "+blocked"), (2, "-blocked ~undo")).blocked == ()
    told = life((0, "weld"), (1, "+blocked"), (2, "-blocked"), (3, "+blocked ~undo"))
    assert told.blocked == (Span(at(1), None),)


def test_what_is_put_away_is_gone_since_then_unless_it_comes_back() -> None:
    assert life((0, "ready"), (1, "+away"), (2, "+away")).gone == at(1)
    assert life((0, "ready"), (1, "+away"), (2, "-away")).gone is None


def test_a_step_is_what_it_was_when_it_was_entered() -> None:
    kinds = StepKinds({"dry": StepKind.ACTIVE}, [("dry", 0, StepKind.QUEUE), ("dry", 2, StepKind.ACTIVE)])
    visits = life((0, "dry"), (1, "dry"), (2, "dry"), kinds=kinds).visits
    assert [visit.kind for visit in visits] == [StepKind.QUEUE, StepKind.ACTIVE, StepKind.ACTIVE]


def test_a_record_that_cannot_be_right_is_told_and_not_guessed_at() -> None:
    assert life((1, "ready"), (0, "weld")).fault == "its events go back in time"
    assert life((0, "nowhere")).fault == "it stood in nowhere, which the board does not have"
    assert life((0, "+blocked")).fault == "its record does not say where it stood"
    assert life((0, "ready")).fault == ""


def test_lives_are_told_task_by_task() -> None:
    events = [FlowEvent(1, 1, at(0), "ready"), FlowEvent(1, 4, at(1), "weld"), FlowEvent(2, 2, at(0), "ready")]
    assert {task: len(each.visits) for task, each in lives(events, KINDS).items()} == {1: 2, 2: 1}
