"""Stories of several cards pasted into quick add."""

from __future__ import annotations

import os

from textual import events

from prodtui.drafts import DraftBook
from prodtui.services import task_view, tasks
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


async def paste(reader: Reader, text: str) -> Reader:
    """Paste as a terminal does."""
    return await reader.burst(events.Paste(text))


def titles(team: Team) -> list[str]:
    return [task.title for task in task_view.list_tasks(team.ann)]


async def test_each_pasted_line_is_a_card_and_one_undo_takes_them_back(desk: Team) -> None:
    before = titles(desk)
    async with sitting_at(desk) as ann:
        await ann.press("l", "a")
        await ann.type("Oil ")
        await paste(ann, "press 1 @bo\n\n  \nGrease press 2 !high\r\nClean step:backlog\n")
        ann.sees("Oil press 1 @bo", "Grease press 2", "Each line is a card: enter adds 3 cards.", "enter add 3 cards")
        await ann.press("enter")
        assert ann.notice == "Added 3 cards, OPS-6 to OPS-8. u takes them all back."
        assert (ann.cursor, ann.lane_of("OPS-7"), ann.lane_of("OPS-8")) == ("OPS-6", "ready", "backlog")
        assert desk.get("OPS-6").assignees == ("bo",)
        await ann.press("u")
        assert titles(desk) == before


async def test_a_line_that_means_nothing_is_named_and_can_be_mended(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await paste(ann, "Oil\nGrease !huge")
        ann.sees('Line 2: "!huge" is not a priority')
        await ann.press("enter")
        assert ann.dialog == "QuickAdd"
        await ann.press("backspace", "backspace", "backspace", "backspace")
        await ann.type("high")
        await ann.press("ctrl+n")
        await ann.type("Clean")
        await ann.press("enter")
        assert ann.dialog == ""
    assert {"Oil", "Grease", "Clean"} <= set(titles(desk))


async def test_hostile_signs_are_replaced_and_said(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await paste(ann, "Oil\x1b]52;c;AAAA\x07\nGre\u202ease\tit")
        ann.sees("Signs that no text may hold were replaced.")
        await ann.press("enter")
    found = titles(desk)
    assert "Oil\ufffd]52;c;AAAA\ufffd" in found
    assert not any("\x1b" in title or "\u202e" in title for title in found)


async def test_a_limit_says_so_and_keeps_the_lines(desk: Team) -> None:
    desk.step("doing", wip_limit=2)
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "a")
        await paste(ann, "Oil\nGrease")
        await ann.press("enter")
        ann.sees("Doing is at its limit 2/2")
        await ann.press("escape")
        ann.sees("Oil", "Grease")
        assert "Oil" not in titles(desk)
    many = tasks.MOST_AT_ONCE + 1
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await paste(ann, "\n".join(f"Card {number}" for number in range(many)))
        await ann.press("enter")
        ann.sees(f"{many} tasks are more than the {many - 1} that can be added at once.")


async def test_pasted_lines_are_a_draft(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await paste(ann, "Oil\nGrease")
        ann.app.drafts.flush()
        [file] = ann.app.config.paths.drafts.glob("*.json")
        left = file.rename(file.with_name(file.name.replace(str(os.getpid()), "999999999")))
        await ann.press("escape", "y")
    assert [draft.fields for draft in DraftBook(left.parent, str(desk.path)).left_over("new task")] == [
        {"line": "Oil\nGrease"}
    ]
    async with sitting_at(desk) as ann:
        await ann.press("a")
        ann.sees("This is your draft", "Oil", "Grease", "enter add 2 cards")


async def test_one_line_with_blank_lines_around_it_is_one_card(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await paste(ann, "\n\nOil the press\n")
        await ann.press("enter")
    assert "Oil the press" in titles(desk)
