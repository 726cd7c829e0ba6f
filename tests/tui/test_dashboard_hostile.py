"""The dashboard in hostile text, in tiny and plain terminals: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.issues import Issue
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.planning import Product
from prodtui.storage.tables.tasks import Label, Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand in figures and charts, past every check at the border."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text, notes=text, blocked_reason=text))
        unit.session.execute(update(table_of(Person)).values(name=text))
        unit.session.execute(update(table_of(Step)).values(name=text))
        unit.session.execute(update(table_of(Label)).where(table_of(Label).c.name == "line").values(name=text))
        unit.session.execute(update(table_of(Product)).values(name=text))
        unit.session.execute(update(table_of(Issue)).values(title=text, category=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Walk over the page, open figures and every chart, and each dialog."""
    await ann.press("7", "l", "j", "tab", "G", "g", "enter", "j", "G", "escape", "l", "l", "enter", "escape")
    await ann.press("G", "enter", *["]", "l", "h", "G", "g"] * 8, "e", "escape", "escape")
    await ann.press("f", *"pro", "escape", "F", "escape", "w", "escape", "C", "escape", "a", "escape", "r", "escape")
    await ann.press("p", "enter", "s", "w", "d", "escape", "c", "escape", "/", "escape", "?", "escape")
    await ann.press("ctrl+p", "escape")


@pytest.mark.crossed(text=HOSTILE, size=[(220, 70), (40, 9), *SIZES])
async def test_hostile_text_on_every_screen_of_every_size(works: Team, text: str, size: tuple[int, int]) -> None:
    plant(works, text)
    await nothing_hostile_is_drawn(works, look_everywhere, size)


async def test_a_plain_terminal_gets_ascii(works: Team) -> None:
    async with sitting_at(works, size=(80, 24), ascii=True) as ann:
        await ann.press("7")
        for key in ("j", "G", "enter", "l", "]", "escape", "g", "enter", "escape"):
            await ann.press(key)
            assert ann.text.isascii(), [char for char in ann.text if not char.isascii()]


async def test_the_terminal_may_become_tiny_and_large_again(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "l")
        for size in ((20, 5), (1, 1), (200, 60), (80, 24), (120, 40)):
            await ann.pilot.resize_terminal(*size)
            await ann.settle()
        ann.sees("Throughput", "Issues by category")
