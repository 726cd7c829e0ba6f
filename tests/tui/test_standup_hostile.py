"""The stand-up in hostile text, in tiny and plain terminals, without colour: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.services import standup_record
from prodtui.storage.tables.daily import StandupNote
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.standup import morning
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn

__all__ = ["morning"]


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand in a stand-up, past every check at the border."""
    standup_record.start_standup(team.lea)
    standup_record.add_note(team.bo, "decision", "placeholder")
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text))
        unit.session.execute(update(table_of(Task)).where(table_of(Task).c.number == 1).values(blocked_reason=text))
        unit.session.execute(update(table_of(Person)).where(table_of(Person).c.login == "cy").values(name=text))
        unit.session.execute(update(table_of(StandupNote)).values(text=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Go through every row and dialog of the stand-up."""
    await ann.press("8", *("j",) * 8, "G", "g", "space", "n", "escape", "a", "escape", "W", "escape", "F", "escape")
    await ann.press("O", "escape", "S", "escape", "/", "escape", "b", "enter", "escape", "?", "escape", "2")


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_of_every_size(morning: Team, text: str, size: tuple[int, int]) -> None:
    plant(morning, text)
    await nothing_hostile_is_drawn(morning, look_everywhere, size)


async def test_it_goes_on_at_20x5(morning: Team) -> None:
    async with sitting_at(morning, size=(20, 5)) as ann:
        await ann.press("8", "space")
        assert len(standup_record.show_standup(morning.ann).notes) == 1


async def test_a_plain_terminal_gets_plain_signs(morning: Team) -> None:
    async with sitting_at(morning, ascii=True) as ann:
        await ann.press("8", "space")
        ann.sees("v  X   OPS-1 Saw", "^   Doing", "2 in work - 1 next")
        assert all(line.isascii() for line in ann.lines)


async def test_without_colour_every_state_has_its_sign(morning: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting_at(morning, colour=False) as ann:
        await ann.press("8", "space")
        ann.sees("✓  ⛔  OPS-1 Saw", "!   OPS-2 File", "▲   Doing")
