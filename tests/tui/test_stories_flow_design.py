"""Stories at the workflow map: another design, looked at with what follows before it is stored, and taken back."""

from __future__ import annotations

import pytest

from prodtui.domain.rows import StepRow
from prodtui.services import board, checklists, steps, tasks
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.tui.driver import sitting_at, words_of
from tests.tui.flow import fill_flow, published, to


@pytest.fixture
def shop(filled: Filled) -> Team:
    """The team with a workflow that has a past; see `fill_flow`."""
    return filled(fill_flow)


def step(team: Team, key: str) -> StepRow:
    return next(row for row in steps.list_steps(team.ann) if row.key == key)


def keys(team: Team) -> list[str]:
    return [row.key for row in steps.list_steps(team.ann)]


def ways(team: Team, source: str) -> set[str]:
    return {way.to_step for way in steps.list_transitions(team.ann) if way.from_step == source}


async def test_an_edit_that_touches_nobody_is_saved_at_once(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Review")
        await ann.press("e")
        ann.sees("Step Review", "Criteria", "Every size was measured.")
        await ann.press("tab", "tab", "tab")
        await ann.type("3")
        await ann.press("tab")
        await ann.type("45m")
        await ann.press("ctrl+s")
        ann.sees("Saved Review. u takes it back.", "0/3", "standard 45 min")
        assert (step(shop, "review").wip_limit, step(shop, "review").standard_hours) == (3, 0.75)
        await ann.press("u")
        ann.sees_not("0/3")
        assert step(shop, "review").wip_limit is None


async def test_a_limit_below_what_stands_there_is_told_before(shop: Team) -> None:
    shop.step("doing", wip_limit=3)
    for title in ("Fence", "Rail"):
        ref = shop.task(title, at="ready", assignees=("bo",)).ref
        board.move(shop.bo, ref, "doing")
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("e", "tab", "tab", "tab", "backspace")
        await ann.type("1")
        await ann.press("enter")
        said = words_of(ann)
        assert "Doing is over its limit then, 3/1: what stands there stays" in said
        assert "What is in the history stays as it was" in said
        await ann.press("escape")
        ann.sees("Nothing is saved yet.")
        assert step(shop, "doing").wip_limit == 3
        await ann.press("enter", "enter")
        ann.sees("Saved Doing.", "3/1 ▲")
        assert step(shop, "doing").wip_limit == 1


async def test_what_cannot_be_is_said_in_the_form(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("e", "tab", "ctrl+u")
        await ann.type("queue")
        await ann.press("enter")
        assert "Tasks stand in Doing" in words_of(ann)
        await ann.press("tab", "tab", "ctrl+u")
        await ann.type("many")
        await ann.press("enter")
        assert ann.dialog == "Form"
        assert step(shop, "doing").wip_limit == 1


async def test_a_new_step_stands_behind_the_cursor(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("a")
        ann.sees("New step behind Doing")
        await ann.type("Polish")
        await ann.press("enter")
        ann.sees("● Polish", "─ Polish:", "Added Polish. No way leads to it yet")
        assert keys(shop) == ["backlog", "ready", "doing", "polish", "review", "done"]
        await ann.press("u")
        ann.sees_not("● Polish")


async def test_the_first_step_of_a_board(shop: Team) -> None:
    from prodtui.services import boards

    boards.create_board(shop.ann, "IT", "Services")
    async with sitting_at(shop, board="IT") as ann:
        await ann.press("6", "a")
        await ann.type("Inbox")
        await ann.press("enter")
        ann.sees("○ Inbox", "Added Inbox. u takes it back.")


async def test_steps_move_along_the_chain(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Review")
        await ann.press("H")
        ann.sees("Review stands before Doing now.", "─ Review:")
        assert keys(shop) == ["backlog", "ready", "review", "doing", "done"]
        await ann.burst("L", "L")
        assert keys(shop) == ["backlog", "ready", "doing", "done", "review"]
        await ann.press("L")
        ann.sees("Review is the last step already.")
        await ann.press("u", "u", "u")
        assert keys(shop) == ["backlog", "ready", "doing", "review", "done"]


async def test_a_split_shows_what_follows(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("S")
        await ann.type("Polish")
        await ann.press("enter")
        said = words_of(ann)
        assert "What stands in Doing stays there." in said
        assert "Doing leads to Polish, and that to where Doing led, and back." in said
        await ann.press("enter")
        ann.sees("Added Polish. u takes it back.", "● Polish")
        assert ways(shop, "polish") == {"doing", "review"}
        assert shop.lane("doing") == ["OPS-4"]
        await ann.press("u")
        assert keys(shop) == ["backlog", "ready", "doing", "review", "done"]


async def test_a_join_shows_what_follows_and_can_be_left(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Ready")
        await ann.press("J")
        await ann.choose("Backlog")
        ann.sees("Join Ready into Backlog?", "Nothing stands in Ready.")
        await ann.press("escape")
        assert "ready" in keys(shop)
        await to(ann, "Doing")
        await ann.press("J")
        await ann.choose("Review")
        assert "1 task of Doing goes to Review." in words_of(ann)
        await ann.press("enter")
        ann.sees("Joined Doing into Review.", "─ Review:")
        assert shop.lane("review") == ["OPS-4"]
        await ann.press("u")
        assert shop.lane("doing") == ["OPS-4"]


async def test_a_gate_would_be_lost_by_a_join(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Review")
        await ann.press("J")
        await ann.choose("Doing")
        ann.sees("The gate Final check holds on the way out of Review and would be lost.")
        assert "review" in keys(shop)


async def test_ways_that_would_strand_tasks_are_told(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("m")
        ann.sees("Where may tasks go from Doing?", "[x] Review", "[ ] Ready", "rework, back")
        await ann.press("tab", "up", "tab", "enter")
        said = words_of(ann)
        assert "1 task stands in Doing, and none can go to Review any more." in said
        assert "No way leads on from Doing then" in said
        await ann.press("escape")
        assert ways(shop, "doing") == {"review"}
        await ann.press("m", "up", "tab", "enter", "enter")
        ann.sees("Saved the ways from Doing. u takes it back.")
        assert ways(shop, "doing") == {"review", "ready"}
        await ann.press("u")
        assert ways(shop, "doing") == {"review"}


async def test_gates_are_checklists_of_the_board(shop: Team) -> None:
    published(shop.ann, "Weld check")
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("q")
        ann.sees("What must be passed before a task leaves Doing?", "[ ] Final check", "[ ] Weld check")
        await ann.type("weld")
        await ann.press("enter")
        assert "1 task stands in Doing, and none leaves before Weld check has passed." in words_of(ann)
        await ann.press("enter")
        ann.sees("Saved the gates of Doing.", "✍ Weld check")
        row = next(row for row in checklists.list_checklists(shop.ann) if row.key == "weld-check")
        assert [use.step for use in row.uses] == ["doing"]
        await ann.press("u")
        ann.sees_not("✍ Weld check")


async def test_an_empty_step_is_put_away(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Ready")
        await ann.press("x")
        assert "Its transitions go with it: ready → doing." in words_of(ann)
        await ann.press("enter")
        ann.sees("Put Ready away. u takes it back.")
        assert "ready" not in keys(shop)
        await ann.press("u")
        assert ways(shop, "ready") == {"doing"}
        await to(ann, "Doing")
        await ann.press("x")
        ann.sees("1 task stands in Doing.")


async def test_history_keeps_its_meaning(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        ann.sees("10 h · 85 % 32 h  n 3")
        await ann.press("S")
        await ann.type("Polish")
        await ann.press("enter", "enter")
        ann.sees("10 h · 85 % 32 h  n 3", "↩ Doing 25 %, 1 of 4")


async def test_who_may_not_design_is_told_why(shop: Team) -> None:
    async with sitting_at(shop, who="bo") as bo:
        await to(bo, "Doing")
        for key in ("e", "a", "S", "J", "m", "x", "H"):
            await bo.press(key)
            bo.sees("Only a lead or a manager may change boards, steps and people; you can look at all of it.")
            assert bo.dialog == ""
        await bo.press("q")
        bo.sees("Only a quality or a lead or a manager may write checklists")
    async with sitting_at(shop, who="quinn") as quinn:
        await to(quinn, "Doing")
        await quinn.press("q")
        quinn.sees("What must be passed before a task leaves Doing?")
    async with sitting_at(shop, read_only=True) as ann:
        await to(ann, "Doing")
        await ann.press("e")
        ann.sees("The board is open for reading only")


async def test_a_step_is_edited_from_near_too(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await to(ann, "Doing")
        await ann.press("enter", "e", "ctrl+u")
        await ann.type("Welding")
        await ann.press("enter")
        ann.sees("● Welding  1 of 1", "Saved Welding.")
        await ann.press("q", "escape", "m", "escape", "u")
        ann.sees("● Doing  1 of 1")
        tasks.archive(shop.ann, "OPS-4")
        steps.forbid(shop.ann, "ready", "doing")
        steps.archive_step(shop.ann, "doing")
        await ann.beat()
        ann.sees("Doing is gone: somebody put it away. esc goes back.")
