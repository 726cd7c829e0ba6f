"""Keys that arrive in one burst, as a slow link delivers them, do what they would do one by one."""

from __future__ import annotations

from textual import events

from prodtui.services import task_view
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


async def burst(reader: Reader, *keys: str | events.Paste) -> None:
    """Send keys and pastes without a pause between them."""
    for key in keys:
        if isinstance(key, events.Paste):
            reader.app.post_message(key)
        else:
            reader.app.post_message(events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))
    await reader.settle()
    await reader.settle()


async def test_what_is_typed_behind_the_opening_key_goes_into_the_dialog(desk: Team) -> None:
    before = task_view.list_tasks(desk.ann)
    async with sitting_at(desk) as ann:
        await burst(ann, "a", *"xdeal")
        assert ann.dialog == "QuickAdd"
        ann.sees("xdeal")
    assert task_view.list_tasks(desk.ann) == before


async def test_a_whole_card_in_one_burst(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "a", *"Oil", "enter")
        await ann.settle()
    assert "Oil" in [task.title for task in task_view.list_tasks(desk.ann)]


async def test_tab_comes_before_what_is_typed_behind_it(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        title = ann.card("OPS-1").title
        await burst(ann, "tab", *"noted")
        ann.sees(title, "noted")
        ann.sees_not(f"{title}noted")


async def test_a_comment_is_stored_whole(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "c", *"first", "space", *"second", "enter")
        await ann.settle()
    said = task_view.show(desk.ann, "OPS-1").comments
    assert [comment.text for comment in said] == ["first second"]


async def test_cursor_keys_in_a_burst_are_all_counted(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "j", "j")
        assert ann.cursor == "OPS-3"


async def test_a_paste_behind_the_opening_key_waits_for_the_dialog_and_keys_behind_it_for_the_paste(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "a", "x", "space", events.Paste("Oil the press"), "!", "enter")
        await ann.settle()
    assert "x Oil the press!" in [task.title for task in task_view.list_tasks(desk.ann)]


async def test_many_lines_behind_the_opening_key_are_all_there(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "a", events.Paste("dd\nxx\nuu"))
        ann.sees("enter add 3 cards", "dd", "xx", "uu")
        await burst(ann, "enter")
        await ann.settle()
        assert ann.notice == "Added 3 cards, OPS-6 to OPS-8. u takes them all back."


async def test_a_paste_onto_the_board_does_nothing(desk: Team) -> None:
    before = task_view.list_tasks(desk.ann)
    async with sitting_at(desk) as ann:
        await burst(ann, events.Paste("xdau\n"), "j")
        assert (ann.dialog, ann.cursor) == ("", "OPS-2")
    assert task_view.list_tasks(desk.ann) == before
