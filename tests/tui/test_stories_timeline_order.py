"""Stories of the order of the schedule on screen: a better one is searched for, taken, and taken away."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest

from prodtui.services import boards, optimise_exact, schedule_optimise, tasks
from tests.helpers.team import Team
from tests.tui.driver import sitting_at


@pytest.fixture
def late(desk: Team) -> Team:
    """The desk with three more tasks of Cy, of which two are in time when they come before the first."""
    now = desk.clock()
    boards.edit_board(desk.ann, settings={"frozen_hours": 0})
    for number, (hours, days) in enumerate(((30.0, 1), (6.0, 2), (4.0, 3)), start=6):
        desk.task(f"Part {number}", estimate_hours=hours, assignees=("cy",), due=now + timedelta(days=days))
    return desk


async def test_a_better_order_is_looked_at_taken_and_taken_back(late: Team) -> None:
    async with sitting_at(late) as ann:
        await ann.press("3", "O", "enter")
        ann.sees("How many seconds may it take?")
        await ann.press("backspace", "backspace")
        await ann.type("0")
        await ann.press("enter")
        ann.sees("It needs a number of seconds")
        await ann.press("backspace")
        await ann.type("1")
        await ann.press("enter")
        ann.sees("A better order, the best of", "Not late any more", "OPS-8")
        assert tasks.get(late.ann, "OPS-6").sequence is None
        await ann.press("enter")
        ann.sees("The schedule follows the new order.")
        assert tasks.get(late.ann, "OPS-6").sequence is not None
        await ann.press("u")
        assert tasks.get(late.ann, "OPS-6").sequence is None


async def test_where_nothing_is_better_it_is_said(team: Team) -> None:
    team.task("Look at the fan", estimate_hours=2.0)
    async with sitting_at(team) as ann:
        await ann.press("3", "O", "down", "enter", "backspace", "backspace")
        await ann.type("0.1")
        await ann.press("enter")
        ann.sees("No better order was found in")


async def test_a_better_order_is_for_those_who_plan(desk: Team) -> None:
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("3", "O")
        bo.sees("may change the plan; you can look at all of it.")


@pytest.mark.skipif(not optimise_exact.is_installed(), reason="the extra prodtui[optimise] is not installed")
async def test_the_exact_search_is_offered_where_it_is_installed(late: Team) -> None:
    async with sitting_at(late) as ann:
        await ann.press("3", "O")
        ann.sees("little lateness, exact  with OR-Tools besides")
        await ann.choose("lateness, exact")
        await ann.press("backspace", "backspace")
        await ann.type("1")
        await ann.press("enter")
        ann.sees("A better order, the best of", "Not late any more")


async def test_where_it_is_not_installed_it_says_how_to_get_it(late: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools", None)
    async with sitting_at(late) as ann:
        await ann.press("3", "O")
        ann.sees("an early end of all, exact  install prodtui[optimise] first")
        await ann.choose("end of all, exact")
        assert ann.dialog == ""
        ann.sees("The exact search needs OR-Tools; install it with: pip install 'prodtui[optimise]'")


async def test_an_agreed_order_is_taken_away_after_a_look_and_comes_back(late: Team) -> None:
    found = schedule_optimise.propose(late.ann, steps=30)
    schedule_optimise.apply(late.ann, found)
    async with sitting_at(late) as ann:
        await ann.press("3", "X")
        ann.sees("Take the agreed order of 8 tasks away", "OPS-8 Part 8", "enter take it away")
        await ann.press("escape")
        assert tasks.get(late.ann, "OPS-6").sequence is not None
        await ann.press("X", "enter")
        ann.sees("The rule of the board decides again. u brings the order back.")
        assert tasks.get(late.ann, "OPS-6").sequence is None
        await ann.press("X")
        ann.sees("No order was agreed on, so the rule of the board decides already.")
        await ann.press("u")
        ann.sees("Took back the")
        assert tasks.get(late.ann, "OPS-6").sequence is not None


async def test_taking_the_order_away_is_for_those_who_plan(late: Team) -> None:
    async with sitting_at(late, who="bo") as bo:
        await bo.press("3", "X")
        bo.sees("may change the plan; you can look at all of it.")
