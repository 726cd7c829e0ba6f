"""The workflow map in hostile text, in tiny and plain terminals: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.quality import Checklist
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.flow import fill_flow
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn


@pytest.fixture
def shop(filled: Filled) -> Team:
    """The team with a workflow that has a past; see `fill_flow`."""
    return filled(fill_flow)


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand on the map, past every check at the border."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text, blocked_reason=text))
        unit.session.execute(update(table_of(Person)).values(name=text))
        unit.session.execute(update(table_of(Step)).values(name=text, role=text, criteria=text))
        unit.session.execute(update(table_of(Checklist)).values(name=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Go along the map, look at a step from near, and open every dialog of design."""
    await ann.press("6", "l", "j", "k", "h", "G", "g", "ctrl+d", "ctrl+u", "l", "l")
    await ann.press("e", "escape", "a", "escape", "J", "escape", "m", "escape", "q", "escape")
    await ann.press("w", "escape", "f", "escape", "/", "escape", "X", "escape", "?", "escape")
    await ann.press("m", "tab", "down", "tab", "enter", "escape", "escape")
    await ann.press("enter", "j", "tab", "j", "tab", "j", "G", "g", "tab", "e", "escape", "enter", "escape", "escape")


@pytest.mark.crossed(text=HOSTILE, size=[(100, 30), (40, 9), *SIZES])
async def test_hostile_text_on_the_map_of_every_size(shop: Team, text: str, size: tuple[int, int]) -> None:
    plant(shop, text)
    await nothing_hostile_is_drawn(shop, look_everywhere, size)


async def test_a_plain_terminal_gets_ascii(shop: Team) -> None:
    async with sitting_at(shop, size=(80, 24), ascii=True) as ann:
        await ann.press("6", "l", "l")
        assert ann.text.isascii(), [char for char in ann.text if not char.isascii()]
        await ann.press("enter", "tab", "tab")
        assert ann.text.isascii(), [char for char in ann.text if not char.isascii()]
        await ann.press("escape", "m", "tab", "enter")
        assert ann.text.isascii(), [char for char in ann.text if not char.isascii()]


async def test_a_screen_that_changes_its_size_keeps_the_step(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("6", "l", "l")
        for size in ((20, 5), (200, 60), (41, 13), (80, 24)):
            await ann.pilot.resize_terminal(*size)
            await ann.settle()
        ann.sees("─ Doing: 1 of 1")
