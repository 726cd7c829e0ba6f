"""Toasts on the screen: three at most, and one that counts the rest."""

from __future__ import annotations

import pytest

from tests.helpers.team import Team
from tests.tui.driver import sitting_at


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_newest_three_are_shown_and_the_others_counted(desk: Team, size: tuple[int, int]) -> None:
    async with sitting_at(desk, size=size) as ann:
        for number in range(1, 8):
            ann.app.say(f"News number {number}")
            await ann.settle()
            shown = min(number, 3)
            assert ann.text.count("News number") == shown
            assert len(ann.app.screen.query("Toast")) == shown + (number > 3)
        ann.sees("News number 5", "News number 6", "News number 7", "and 4 more")


async def test_all_at_once_are_three_as_well(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        for number in range(1, 8):
            ann.app.say(f"News number {number}", "error" if number == 1 else "information")
        await ann.settle()
        assert ann.text.count("News number") == 3
        ann.sees("and 4 more")


async def test_a_title_in_a_toast_is_text(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        ann.app.say("[/] [b]x[/] was added")
        await ann.settle()
        ann.sees("[/] [b]x[/] was added")
