"""The list of a dialog: all of each line is seen, with its scrollbar and without."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.widgets import OptionList

from tests.helpers.team import Team
from tests.tui.driver import sitting_at


@pytest.mark.parametrize("width", range(60, 130, 10))
async def test_lines_are_broken_for_the_room_that_the_scrollbar_leaves(desk: Team, width: int) -> None:
    async with sitting_at(desk, size=(width, 24)) as ann:
        await ann.press("ctrl+p")
        choices = ann.app.screen.query_one(OptionList)
        for keys in ((), ("z", "o"), ("backspace", "backspace")):
            await ann.press(*keys)
            assert choices.show_vertical_scrollbar is (keys != ("z", "o"))
            room = choices.scrollable_content_region.width
            padding = choices.get_component_styles("option-list--option").padding.width
            for index, lines in Counter(index for index, _ in choices._lines).items():
                visual = choices._get_visual(choices.get_option_at_index(index))
                assert lines == visual.get_height(choices.styles, room - padding)
