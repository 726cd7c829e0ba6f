"""Keys that arrive in one burst, as a slow link delivers them, do what they would do one by one."""

from __future__ import annotations

from textual import events

from prodtui.services import tasks
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


async def burst(reader: Reader, *keys: str) -> None:
    """Send keys without a pause between them."""
    for key in keys:
        reader.app.post_message(events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))
    await reader.settle()
    await reader.settle()


async def test_what_is_typed_behind_the_opening_key_goes_into_the_dialog(desk: Team) -> None:
    before = tasks.list_tasks(desk.ann)
    async with sitting_at(desk) as ann:
        await burst(ann, "a", *"xdeal")
        assert ann.dialog == "LineDialog"
        ann.sees("xdeal")
    assert tasks.list_tasks(desk.ann) == before


async def test_a_whole_card_in_one_burst(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "a", *"Oil", "enter")
        await ann.settle()
    assert "Oil" in [task.title for task in tasks.list_tasks(desk.ann)]


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
    said = tasks.show(desk.ann, "OPS-1").comments
    assert [comment.text for comment in said] == ["first second"]


async def test_cursor_keys_in_a_burst_are_all_counted(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await burst(ann, "j", "j")
        assert ann.cursor == "OPS-3"
