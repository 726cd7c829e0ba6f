"""The timeline in hostile text, in tiny and plain terminals: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Label, Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand in a schedule, past every check at the border."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text, notes=text, blocked_reason=text))
        unit.session.execute(update(table_of(Person)).values(name=text))
        unit.session.execute(update(table_of(Step)).values(name=text))
        unit.session.execute(update(table_of(Label)).values(name=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Go along the timeline at every zoom and grouping, and open its dialogs."""
    await ann.press("3", "j", "+", "-", "-", "-", "l", "h", "S", "S", "S", "S", "S", "G", "g", "space", "j", "escape")
    await ann.press("]", "]", "enter", "escape", "}", "enter", "escape", "f", "escape", "/", "escape")
    await ann.press("w", "enter", *"mon fri", "enter", "enter", "escape", "@", "escape")
    await ann.press("?", "escape", "ctrl+p", "escape")


@pytest.mark.crossed(text=HOSTILE, size=[(100, 30), (40, 9), *SIZES])
async def test_hostile_text_on_every_screen_of_every_size(desk: Team, text: str, size: tuple[int, int]) -> None:
    plant(desk, text)
    await nothing_hostile_is_drawn(desk, look_everywhere, size)


async def test_a_plain_terminal_gets_ascii(desk: Team) -> None:
    async with sitting_at(desk, size=(80, 24), ascii=True) as ann:
        await look_everywhere(ann)
        await ann.press("escape", "3")
        assert ann.text.isascii(), [char for char in ann.text if not char.isascii()]
