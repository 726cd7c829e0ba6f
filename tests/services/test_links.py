"""Dependencies: kinds, lag in working hours, no cycle, one board."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prodtui.domain.enums import DependencyKind
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import board, boards, history, links, task_view, tasks
from tests.helpers.team import Clock, Team

START_START = DependencyKind.START_START


def test_a_successor_waits_until_its_predecessor_is_done(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    row = links.link(team.bo, first, second).value
    assert (row.predecessor, row.successor, row.kind, row.lag_hours) == (
        first,
        second,
        DependencyKind.FINISH_START,
        0.0,
    )
    assert team.get(second).waiting_for == (first,)
    with pytest.raises(Refused, match=f"waits for {first} .not done."):
        board.start(team.bo, second)
    board.start(team.bo, first)
    assert team.get(second).waiting_for == (first,)
    board.finish(team.bo, first)
    assert team.get(second).waiting_for == ()
    assert board.start(team.bo, second).value[0].step == "doing"


def test_start_start_asks_only_for_the_start(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    links.link(team.bo, first, second, kind=START_START)
    with pytest.raises(Refused, match=f"waits for {first} .not started."):
        board.start(team.bo, second)
    board.start(team.cy, first)
    assert board.start(team.bo, second).value[0].step == "doing"


def test_a_reopened_predecessor_holds_its_successor_again(team: Team) -> None:
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.bo, first, second)
    assert team.get(second).waiting_for == ()
    board.move(team.bo, first, "doing")
    assert team.get(second).waiting_for == (first,)


def test_lag_is_in_working_hours_of_the_board(team: Team, ticking: Clock) -> None:
    """Tuesday 10:00 in Berlin plus 8 working hours of 8-12 and 13-17 is Wednesday 10:00, 09:00 UTC."""
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.bo, first, second, lag_hours=8)
    with pytest.raises(Refused, match="until 2026-11-25 09:00 UTC"):
        board.start(team.bo, second)
    ticking.now = datetime(2026, 11, 25, 8, 59, tzinfo=UTC)
    assert team.get(second).waiting_for == (first,)
    ticking.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert team.get(second).waiting_for == ()
    assert board.start(team.bo, second).value[0].step == "doing"


def test_lag_passes_over_weekends_holidays_and_the_change_of_clocks(team: Team, ticking: Clock) -> None:
    team.settings(holidays=["2027-03-29"])  # Easter Monday; the clocks change on Sunday the 28th
    ticking.now = datetime(2027, 3, 26, 15, 0, tzinfo=UTC)  # Friday 16:00 in Berlin, one hour before the end
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.bo, first, second, lag_hours=2)
    with pytest.raises(Refused, match="until 2027-03-30 07:00 UTC"):  # Tuesday 09:00 summer time
        board.start(team.bo, second)


def test_a_holiday_table_of_another_year_changes_nothing(team: Team) -> None:
    team.settings(holidays=["2020-01-01"])
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.bo, first, second, lag_hours=1)
    with pytest.raises(Refused, match="until 2026-11-24 10:00 UTC"):
        board.start(team.bo, second)


def test_linking_again_changes_kind_and_lag(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    one = links.link(team.bo, first, second).value
    two = links.link(team.bo, first, second, kind=START_START, lag_hours=2).value
    assert (two.id, two.kind, two.lag_hours) == (one.id, START_START, 2.0)
    event = history.events(team.bo, ref=second)[-1]
    assert event.before | {"kind": "finish-start", "lag_hours": 0.0} == event.before
    assert event.after | {"kind": "start-start", "lag_hours": 2.0} == event.after
    assert links.link(team.bo, first, second, kind=START_START, lag_hours=2).txn is None


def test_unlink(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    row = links.link(team.bo, first, second, lag_hours=3).value
    assert links.unlink(team.bo, first, second).value == row
    assert team.get(second).waiting_for == ()
    with pytest.raises(NotFound, match=f"{second} does not wait for {first}"):
        links.unlink(team.bo, first, second)


def test_a_circle_is_refused_and_named(team: Team) -> None:
    a, b, c = (team.task().ref for _ in range(3))
    links.link(team.bo, a, b)
    links.link(team.bo, b, c, kind=START_START)
    with pytest.raises(Refused, match="closes a circle .OPS-1 → OPS-2 → OPS-3 → OPS-1.") as caught:
        links.link(team.bo, c, a)
    assert caught.value.details["cycle"] == [a, b, c]
    assert caught.value.details["reasons"][0]["code"] == "cycle"
    assert links.link(team.bo, a, c).value.successor == c


def test_no_task_waits_for_itself(team: Team) -> None:
    ref = team.task().ref
    with pytest.raises(Refused, match="cannot wait for itself"):
        links.link(team.bo, ref, ref)


def test_two_boards_are_not_linked(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    there = tasks.add(team.of("ann", board="LAB"), "x").value.ref
    with pytest.raises(Rejected, match="same board"):
        links.link(team.bo, team.task().ref, there)


@pytest.mark.parametrize("lag", [-1, 10_001, float("nan"), float("inf")])
def test_an_absurd_lag_is_rejected(team: Team, lag: float) -> None:
    first, second = team.task().ref, team.task().ref
    with pytest.raises(Rejected, match="lag"):
        links.link(team.bo, first, second, lag_hours=lag)


def test_the_longest_lag_can_still_be_computed(team: Team) -> None:
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.bo, first, second, lag_hours=10_000)
    assert team.get(second).waiting_for == (first,)


def test_the_chain_of_a_task(team: Team) -> None:
    first, middle, last = team.task("First", at="done").ref, team.task("Middle").ref, team.task("Last").ref
    links.link(team.bo, first, middle, lag_hours=1)
    links.link(team.bo, middle, last, kind=START_START)
    detail = task_view.show(team.bo, middle)
    (before,), (after,) = detail.predecessors, detail.successors
    assert (before.ref, before.title, before.step, before.done, before.lag_hours) == (first, "First", "done", True, 1.0)
    assert (after.ref, after.kind, after.done) == (last, START_START, False)


def test_a_link_is_recorded_with_the_waiting_task(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    done = links.link(team.bo, first, second)
    event = history.events(team.bo, ref=second)[-1]
    assert (event.kind, event.command, event.txn, event.before) == ("dependency", "task.link", done.txn, None)
    assert event.after | {"predecessor": first, "successor": second} == event.after
