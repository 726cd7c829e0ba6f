"""Stories at the workflow map: what holds the work up, a step from near, another window and filter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.services import board, steps, tasks
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.tui.driver import sitting_at, words_of
from tests.tui.flow import fill_flow, to


@pytest.fixture
def shop(filled: Filled) -> Team:
    """The team with a workflow that has a past; see `fill_flow`."""
    return filled(fill_flow)


async def test_the_map_says_who_waits_where_and_why(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6")
        ann.sees("6 FLOW", "30 days, 28 Oct to 26 Nov", "calendar time")
        ann.sees("● Doing ⋈", "⛔1 1/1 ▲", "welder · standard 2 h", "10 h · 85 % 32 h  n 3")
        ann.sees("Doing holds the others up:", "it is at its limit of 1 task")
        ann.sees("→ Deburred and counted.", "✍ Final check", "↩ Doing 25 %, 1 of 4", "all waiting")


async def test_going_along_the_chain_by_keys(shop: Team) -> None:
    async with sitting_at(shop, size=(80, 24)) as ann:
        await ann.press("6")
        ann.sees("─ Backlog: 0 tasks")
        await ann.press("l", "right")
        ann.sees("─ Doing: 1 of 1, at its limit since", "1 blocked")
        await ann.press("h")
        ann.sees("─ Ready:")
        await ann.press("j")
        ann.sees("─ Done: work ends here")
        await ann.press("up", "up", "g")
        ann.sees("─ Backlog:")
        await ann.press("G", "l")
        ann.sees("─ Done:")


async def test_a_click_goes_to_a_step_and_a_second_one_opens_it(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6")
        y = next(at for at, line in enumerate(ann.lines) if "● Doing" in line)
        x = ann.lines[y].index("Doing")
        await ann.pilot.click(offset=(x, y))
        await ann.settle()
        ann.sees("─ Doing:")
        await ann.pilot.click(offset=(x, y))
        await ann.settle()
        ann.sees("Stays: median")


async def test_a_step_from_near(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("enter")
        ann.sees("● Doing  1 of 1", "OPS-4", "Gate for the yard", "no rod", "Bo Berg")
        ann.sees("Stays: median 10 h, 85 % 32 h")
        ann.sees("↩ Review → Doing  25 %, 1 of 4", "Deburred and counted.", "leads to  Review")
        await ann.press("enter")
        ann.sees("OPS-4 Gate for the yard", "blocked")
        await ann.press("escape")
        ann.sees("Stays: median")
        await ann.press("escape")
        ann.sees("6 FLOW", "─ Doing:")


async def test_hand_overs_between_people(shop: Team) -> None:
    ref = shop.task("Fence", at="ready", assignees=("bo",)).ref
    board.unblock(shop.bo, "OPS-4")
    board.move(shop.bo, "OPS-4", "review")
    board.move(shop.bo, ref, "doing")
    shop.clock.forward(hours=3)
    board.move(shop.bo, ref, "review")
    shop.clock.forward(hours=1)
    tasks.assign(shop.ann, ref, ["cy"], ["all"])
    shop.clock.forward(hours=3)
    async with sitting_at(shop) as ann:
        await to(ann, "Review")
        await ann.press("enter")
        ann.sees("─ handed over", "Bo Berg → Cy Young", "1 time")


async def test_the_parts_of_a_step_one_after_the_other_where_there_is_little_room(shop: Team) -> None:
    async with sitting_at(shop, size=(60, 12)) as ann:
        await to(ann, "Doing")
        await ann.press("enter")
        ann.sees("OPS-4").sees_not("─ agreed")
        await ann.press("tab")
        ann.sees("Stays: median").sees_not("OPS-4")
        await ann.press("tab", "j", "j", "G")
        ann.sees("leads to")
        await ann.press("tab")
        ann.sees("OPS-4")


async def test_a_window_without_history_says_so(shop: Team) -> None:
    shop.clock.forward(days=40)
    async with sitting_at(shop) as ann:
        await ann.press("6")
        ann.sees("nothing left a step in the window", "nothing left it")
        ann.sees("The last finish before the window was on Thu 2026-11-26.", "w another window")
        await ann.press("w")
        await ann.choose("90")
        ann.sees("90 days", "85 % 32 h")


async def test_a_window_of_ones_own(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6", "w")
        await ann.choose("another")
        await ann.type("today 1 oct")
        await ann.press("enter")
        ann.sees("A window is a length or two days.")
        for absurd, said in (("9999w", "lies between the years"), ("1980-01-01..1999-01-01", "at most ten years")):
            await ann.press("ctrl+u")
            await ann.type(absurd)
            await ann.press("enter")
            assert said in words_of(ann)
        await ann.press("ctrl+u")
        await ann.type("8w")
        ann.sees("56 days")
        await ann.press("enter")
        ann.sees("56 days", "10 h · 85 % 32 h")


async def test_the_filter_counts_only_what_it_picks(shop: Team) -> None:
    tasks.edit(shop.ann, "OPS-1", {"labels": ["urgent"]})
    async with sitting_at(shop) as ann:
        await ann.press("6", "f")
        await ann.type("#urgent")
        ann.sees("Only tasks that match are counted.")
        await ann.press("enter")
        ann.sees("only #urgent", "85 % 4 h  n 1")
        await ann.press("escape")
        ann.sees("n 3").sees_not("only #urgent")


async def test_finding_a_step(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6", "/")
        await ann.type("measured")
        await ann.press("enter")
        ann.sees("─ Review:")
        await ann.press("/", "ctrl+u")
        await ann.type("nowhere")
        await ann.press("enter")
        ann.sees("No step holds nowhere.")


async def test_a_change_by_somebody_else_shows_and_keeps_the_cursor(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        steps.edit_step(shop.lea, "doing", name="Welding", wip_limit=2)
        await ann.beat()
        ann.sees("● Welding", "1/2", "─ Welding: 1 of 2")
        assert "lea" in ann.app.screen.header.news  # type: ignore[attr-defined]
        await ann.press("enter")
        board.unblock(shop.bo, "OPS-4")
        board.move(shop.bo, "OPS-4", "review")
        await ann.beat()
        ann.sees("No task stands here.")


async def test_a_board_without_steps_teaches(team: Team) -> None:
    for step in steps.list_steps(team.ann):
        if step.key != "backlog":
            steps.edit_step(team.ann, step.key, kind="queue")
    for step in steps.list_steps(team.ann)[1:]:
        steps.archive_step(team.ann, step.key)
    async with sitting_at(team) as ann:
        await ann.press("6")
        ann.sees("○ Backlog", "nothing left it", "Cards that move on the board tell here how long they stay")


async def test_another_board_is_another_map(shop: Team) -> None:
    from prodtui.services import boards

    boards.create_board(shop.ann, "IT", "Services")
    async with sitting_at(shop) as ann:
        await ann.press("6", "]")
        ann.sees("There is no step yet.", "a  adds the first step")
        await ann.press("[")
        ann.sees("● Doing")


async def test_the_map_as_a_file_by_the_command_line(shop: Team) -> None:
    ran: list[list[str]] = []

    def run(words: list[str], ws: object) -> str:
        ran.append(words)
        return "workflow.mmd written"

    async with sitting_at(shop, run_words=run) as ann:
        await ann.press("6", "X")
        await ann.choose("Mermaid")
        ann.sees("step map --window 2026-10-28..2026-11-26 --mermaid --out")
        await ann.press("enter")
        ann.sees("workflow.mmd written")
    assert ran[0][-2:] == ["--out", "workflow.mmd"]


async def test_a_new_day_moves_the_window_on(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6")
        last = shop.clock().date()
        shop.clock.forward(days=1)
        ann.app.screen.tick()  # type: ignore[attr-defined]
        await ann.settle()
        tomorrow = last + timedelta(days=1)
        ann.sees(f"to {tomorrow.day} {tomorrow:%b} ")
