"""The timer of each person: one task at a time, and what it ran is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import board, history, purge, task_view, tasks, timers, undo
from tests.helpers.team import NOW, Clock, Team


def logged(team: Team, ref: str) -> list[tuple[str, int, str]]:
    return [(row.person, row.minutes, row.note) for row in task_view.show(team.ann, ref).work]


def test_start_and_stop_logs_whole_minutes(team: Team, ticking: Clock) -> None:
    ref = team.task("Saw").ref
    events = len(history.events(team.ann))
    row = timers.start_timer(team.bo, ref).value
    assert (row.person, row.ref, row.title, row.started_at) == ("bo", ref, "Saw", NOW)
    assert timers.timer(team.bo) == row
    assert timers.timer(team.cy) is None
    assert len(history.events(team.ann)) == events  # a clock that runs is no history
    ticking.forward(minutes=89, seconds=59)
    assert timers.stop_timer(team.bo, "new fixture").value.minutes == 89
    assert logged(team, ref) == [("bo", 89, "new fixture")]
    assert timers.timer(team.bo) is None


def test_another_task_stops_the_first(team: Team, ticking: Clock) -> None:
    first, second = team.task("Saw").ref, team.task("File").ref
    timers.start_timer(team.bo, first)
    ticking.forward(minutes=30)
    done = timers.start_timer(team.bo, second)
    assert done.notes == (f"30m logged on {first}.",)
    assert logged(team, first) == [("bo", 30, "")]
    assert timers.start_timer(team.bo, second).notes == (f"It runs for {second} already.",)
    assert [row.ref for row in timers.timers(team.ann)] == [second]


def test_each_person_has_one(team: Team) -> None:
    ref = team.task().ref
    timers.start_timer(team.bo, ref)
    timers.start_timer(team.cy, ref)
    assert [row.person for row in timers.timers(team.ann)] == ["bo", "cy"]


def test_less_than_a_minute_and_a_clock_that_goes_back_log_nothing(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    for seconds in (59, -600):
        timers.start_timer(team.bo, ref)
        ticking.forward(seconds=seconds)
        done = timers.stop_timer(team.bo)
        assert (done.value.minutes, done.notes) == (
            0, (f"It ran less than a minute for {ref}, so nothing is logged.",),
        )  # fmt: skip
    assert logged(team, ref) == []


def test_a_forgotten_timer_asks_how_long_it_was(team: Team, ticking: Clock) -> None:
    first, second = team.task().ref, team.task().ref
    timers.start_timer(team.bo, first)
    ticking.forward(days=2)
    with pytest.raises(Rejected, match="longer than anybody works"):
        timers.stop_timer(team.bo)
    with pytest.raises(Rejected, match="longer than anybody works"):
        timers.start_timer(team.bo, second)
    timers.start_timer(team.bo, second, minutes=90)
    assert logged(team, first) == [("bo", 90, "")]
    ticking.forward(days=2)
    assert timers.drop_timer(team.bo).value.ref == second
    assert logged(team, second) == []


def test_what_is_refused(team: Team) -> None:
    ref = team.task().ref
    board.move(team.bo, ref, "done")
    with pytest.raises(Refused, match="is not open"):
        timers.start_timer(team.bo, ref)
    with pytest.raises(NotFound):
        timers.start_timer(team.bo, "OPS-99")
    for verb in (timers.stop_timer, timers.drop_timer):
        with pytest.raises(Refused, match="No timer of yours runs"):
            verb(team.bo)
    with pytest.raises(Refused):
        timers.start_timer(team.sam, team.task().ref)


def test_the_logged_time_is_taken_back_by_undo(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    timers.start_timer(team.bo, ref)
    ticking.forward(minutes=20)
    timers.stop_timer(team.bo)
    undo.undo(team.bo)
    assert logged(team, ref) == []


def test_a_purged_task_takes_its_timer_along(team: Team) -> None:
    ref = team.task().ref
    timers.start_timer(team.bo, ref)
    tasks.archive(team.ann, ref)
    purge.purge(team.ann, ref)
    assert timers.timer(team.bo) is None


def test_a_retry_is_answered_once(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    timers.start_timer(team.bo, ref, request_id="a")
    ticking.forward(minutes=5)
    timers.stop_timer(team.bo, request_id="b")
    assert timers.stop_timer(team.bo, request_id="b").replayed
    assert timers.start_timer(team.bo, ref, request_id="a").replayed
    assert logged(team, ref) == [("bo", 5, "")]
    assert ticking.now == NOW + timedelta(minutes=5)


def test_a_card_that_is_done_ends_ones_own_timer_of_it(team: Team, ticking: Clock) -> None:
    mine, other = (team.task(assignees=("bo",)).ref for _ in range(2))
    timers.start_timer(team.bo, mine)
    timers.start_timer(team.cy, mine)
    ticking.forward(minutes=25)
    assert board.finish(team.bo, other).notes == ()
    assert board.finish(team.bo, mine).notes == (f"25m logged on {mine}. Your timer is stopped.",)
    assert [row.person for row in timers.timers(team.ann)] == ["cy"]
    undo.undo(team.bo)
    assert (team.get(mine).finished_at, team.get(mine).spent_hours) == (None, 0)


def test_a_forgotten_timer_of_a_card_that_is_done_logs_nothing(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    timers.start_timer(team.bo, ref)
    ticking.forward(hours=15)
    assert "so nothing is logged of it" in board.finish(team.bo, ref).notes[0]
    assert (timers.timer(team.bo), team.get(ref).spent_hours) == (None, 0)
