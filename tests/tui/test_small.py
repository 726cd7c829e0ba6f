"""Small screens: a card is added at 20x5, and 80x24 is fully usable; that each opens at any size: test_hostile."""

from __future__ import annotations

from tests.helpers.team import Team
from tests.tui.driver import sitting_at


async def test_a_card_can_be_added_and_moved_at_20x5(team: Team) -> None:
    async with sitting_at(team, size=(20, 5)) as ann:
        await ann.press("a")
        await ann.type("Small")
        await ann.press("enter", "L")
        assert team.get("OPS-1").step == "ready"
        ann.sees("OPS-1 Small")


async def test_the_whole_form_is_reached_at_80x24(desk: Team) -> None:
    async with sitting_at(desk, size=(80, 24)) as ann:
        await ann.press("e")
        ann.sees("Edit OPS-1", "Title", "enter save")
        for _ in range(13):
            await ann.press("tab")
        ann.sees("External key")


async def test_a_screen_that_changes_its_size_keeps_the_cursor(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "l")
        assert ann.cursor == "OPS-5"
        for size in ((20, 5), (200, 60), (80, 24)):
            await ann.pilot.resize_terminal(*size)
            await ann.settle()
            assert ann.cursor == "OPS-5"
            ann.sees("OPS-5")
