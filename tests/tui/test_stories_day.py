"""Stories of somebody's own day, and of the timer that runs from anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.services import board, handovers, issue_actions, issues, task_view, timers
from tests.helpers.team import Team
from tests.tui.driver import sitting_at
from tests.tui.standup import morning

__all__ = ["morning"]


def logged(team: Team, ref: str) -> list[int]:
    return [work.minutes for work in task_view.show(team.ann, ref).work]


async def test_my_day_tells_what_i_have_in_hand_and_what_waits_on_me(morning: Team) -> None:
    raised = issues.raise_issue(morning.lea, "Burrs", severity="major").value
    issue_actions.add_action(morning.lea, raised.ref, "Deburr all plates", owner="bo", due=morning.clock())
    async with sitting_at(morning, who="bo", size=(80, 24)) as bo:
        await bo.press("0")
        bo.sees("0 MY DAY", "In hand 2", "OPS-2 File", "OPS-1 Saw", "blocked 2d: no steel")
        bo.sees("Next 1", "OPS-3 Paint", "Waits on me 1", "OPS-I1.1 Deburr all plates")
        bo.sees("s start  d done  enter open", "ctrl+t timer")
        await bo.press("/")
        await bo.type("burr")
        await bo.press("enter", "enter")
        bo.sees("OPS-I1 Burrs")
        await bo.press("escape")
        bo.sees("0 MY DAY")
        await bo.press("2")
        bo.sees_not("MY DAY")


async def test_a_day_with_nothing_teaches_what_to_press(morning: Team) -> None:
    async with sitting_at(morning, who="cy") as cy:
        await cy.press("0")
        cy.sees("You have nothing in hand", "2  shows the board")
        await cy.press("ctrl+t")
        cy.sees("No timer of yours runs; stand on a task to start one.")


async def test_the_verbs_of_the_board_work_on_my_day(morning: Team) -> None:
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("0", "/")
        await bo.type("File")
        await bo.press("enter", "d")
        bo.sees("Finished OPS-2", "In hand 1")
        assert morning.get("OPS-2").finished_at is not None
        await bo.press("u")
        bo.sees("In hand 2")


async def test_what_another_changes_is_told_on_my_day(morning: Team) -> None:
    async with sitting_at(morning, who="bo", size=(120, 40)) as bo:
        await bo.press("0")
        board.unblock(morning.lea, "OPS-1")
        await bo.beat()
        bo.sees_not("no steel")
        bo.sees("lea changed OPS-1")


async def test_the_timer_starts_anywhere_and_the_header_tells_it_everywhere(morning: Team) -> None:
    async with sitting_at(morning, who="bo", size=(120, 40)) as bo:
        await bo.press("ctrl+t")  # on the board, on the card under the cursor
        bo.sees("Your timer runs for OPS-3; ctrl+t stops it.", "OPS-3 0m")
        morning.clock.forward(minutes=90)
        await bo.press("0")
        bo.sees("OPS-3 1h30", "timer 1h30")
        await bo.press("5", "ctrl+t", "enter")
        bo.sees("Logged 1h30 on OPS-3; your timer is stopped.")
        bo.sees_not("OPS-3 1h30")
    assert logged(morning, "OPS-3") == [90]


@pytest.mark.parametrize(
    ("typed", "minutes"), [("45m", [45]), ("1h15 the big one", [75]), ("0", [])], ids=["another", "note", "nothing"]
)
async def test_a_timer_that_stops_is_corrected(morning: Team, typed: str, minutes: list[int]) -> None:
    timers.start_timer(morning.bo, "OPS-3")
    morning.clock.forward(minutes=30)
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("ctrl+t")
        await bo.type(typed)
        await bo.press("enter")
        assert timers.timer(morning.bo) is None
    assert logged(morning, "OPS-3") == minutes


async def test_a_forgotten_timer_asks_how_long_it_was(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-3")
    morning.clock.forward(hours=15)
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("ctrl+t", "enter")
        bo.sees("longer than anybody works")
        await bo.type("7h")
        await bo.press("enter")
    assert logged(morning, "OPS-3") == [420]


@pytest.mark.parametrize("wish", ["later", "done", "blocked", "another", "nothing"])
async def test_turning_the_timer_to_another_task_asks_what_became_of_the_last(morning: Team, wish: str) -> None:
    timers.start_timer(morning.bo, "OPS-2")
    morning.clock.forward(minutes=20)
    async with sitting_at(morning, who="bo") as bo:  # the cursor stands on OPS-3
        await bo.press("ctrl+t")
        bo.sees("What became of OPS-2 File?", "20m logged")
        await bo.type(wish)
        await bo.press("enter")
        if wish == "blocked":
            await bo.type("no bolts")
            await bo.press("enter")
        if wish == "another":
            await bo.type("1h")
            await bo.press("enter")
        row = timers.timer(morning.bo)
        assert row is not None and row.ref == "OPS-3"
    task = morning.get("OPS-2")
    assert (task.finished_at is not None) == (wish == "done")
    assert task.blocked_reason == ("no bolts" if wish == "blocked" else None)
    assert logged(morning, "OPS-2") == {"nothing": [], "another": [60]}.get(wish, [20])


async def test_a_card_that_cannot_be_done_costs_no_time(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-1")  # blocked
    morning.clock.forward(minutes=20)
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("ctrl+t")
        bo.sees_not("It is blocked…")
        await bo.type("done")
        await bo.press("enter")
        bo.sees("20m logged on OPS-1. Your timer runs for OPS-3; ctrl+t stops it. But OPS-1 cannot go to Done")
        await bo.press("u")
        bo.sees("Took back the log of OPS-1")


async def test_a_card_that_somebody_else_finished_is_not_asked_about_again(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-2")
    board.finish(morning.lea, "OPS-2")
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("ctrl+t")
        bo.sees("It is done already")
        bo.sees_not("It goes on later", "It is blocked…")
        await bo.press("escape", "0")
        bo.sees("timer 0m · not open any more")


async def test_the_header_tells_the_timer_of_whoever_acts(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-2")
    async with sitting_at(morning, who="ann", size=(120, 40)) as ann:
        ann.sees_not("OPS-2 0m")
        await ann.press("A")
        await ann.choose("Bo Berg")
        ann.sees("OPS-2 0m")


async def test_who_keeps_the_timer_running_loses_nothing(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-2")
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("ctrl+t", "escape")
    row = timers.timer(morning.bo)
    assert row is not None and row.ref == "OPS-2"


async def test_a_timer_is_not_touched_where_nothing_may_be_changed(morning: Team) -> None:
    async with sitting_at(morning, who="bo", read_only=True) as bo:
        await bo.press("ctrl+t")
        bo.sees("reading only")


async def test_a_shift_that_waits_is_taken_over_from_my_day(morning: Team) -> None:
    handovers.write_handover(morning.ann, "Press 3 runs hot.", since=morning.clock() - timedelta(hours=8))
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("0")
        lea.sees("Waits on me 1", "Shift of ann", "Press 3 runs hot.")
        await lea.press("X", "enter")
        lea.sees("You took OPS-H1 over")
        lea.sees_not("Waits on me")
