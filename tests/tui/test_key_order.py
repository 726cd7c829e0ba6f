"""Keys that arrive in one burst, as a slow link delivers them, do what they would do one by one."""

from __future__ import annotations

from textual import events

from prodtui.services import task_view
from tests.helpers.team import Team
from tests.tui.driver import sitting_at


async def test_what_is_typed_behind_the_opening_key_goes_into_the_dialog(desk: Team) -> None:
    before = task_view.list_tasks(desk.ann)
    async with sitting_at(desk) as ann:
        await ann.burst("a", *"xdeal")
        assert ann.dialog == "QuickAdd"
        ann.sees("xdeal")
    assert task_view.list_tasks(desk.ann) == before


async def test_a_whole_card_in_one_burst(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("a", *"Oil", "enter")
    assert "Oil" in [task.title for task in task_view.list_tasks(desk.ann)]


async def test_tab_comes_before_what_is_typed_behind_it(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        title = ann.card("OPS-1").title
        await ann.burst("tab", *"noted")
        ann.sees(title, "noted")
        ann.sees_not(f"{title}noted")


async def test_a_comment_is_stored_whole(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("c", *"first", "space", *"second", "enter")
    said = task_view.show(desk.ann, "OPS-1").comments
    assert [comment.text for comment in said] == ["first second"]


async def test_cursor_keys_in_a_burst_are_all_counted(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("j", "j")
        assert ann.cursor == "OPS-3"


async def test_a_paste_behind_the_opening_key_waits_for_the_dialog_and_keys_behind_it_for_the_paste(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("a", "x", "space", events.Paste("Oil the press"), "!", "enter")
    assert "x Oil the press!" in [task.title for task in task_view.list_tasks(desk.ann)]


async def test_many_lines_behind_the_opening_key_are_all_there(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("a", events.Paste("dd\nxx\nuu"))
        ann.sees("enter add 3 cards", "dd", "xx", "uu")
        await ann.burst("enter")
        assert ann.notice == "Added 3 cards, OPS-6 to OPS-8. u takes them all back."


async def test_a_paste_onto_the_board_does_nothing(desk: Team) -> None:
    before = task_view.list_tasks(desk.ann)
    async with sitting_at(desk) as ann:
        await ann.burst(events.Paste("xdau\n"), "j")
        assert (ann.dialog, ann.cursor) == ("", "OPS-2")
    assert task_view.list_tasks(desk.ann) == before
