"""The plan in hostile text, in tiny and plain terminals, without colour: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.services import what_ifs
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.planning import CapacityChange, Product, Resource, WhatIf
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.plan import NEXT
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn
from tests.tui.test_stories_plan import planned


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand in a plan, past every check at the border."""
    what_ifs.add(team.ann, "night")
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Product)).values(name=text, unit=text, task_title=text))
        unit.session.execute(update(table_of(Resource)).values(name=text, unit=text))
        unit.session.execute(update(table_of(Step)).values(name=text))
        unit.session.execute(update(table_of(WhatIf)).values(name=text))
        unit.session.execute(update(table_of(CapacityChange)).values(reason=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Open every tab and dialog of the plan."""
    await ann.press("1", "l", "h", "j", "e", "4", "escape", "G", "o", "escape", "g", "z", "z", "z", "t", "ctrl+d")
    await ann.press("/", "escape", "p", "escape", "r", "escape", "l", "r", "escape", "L", "escape")
    await ann.press(
        "w", "enter", "escape", "w", "down", "enter", "w", "enter", "escape", "w", "down", "enter", "escape"
    )
    await ann.press("?", "escape", "ctrl+p", "escape", "x", "j", "G", "enter", "tab", "g", "enter", "escape")


@pytest.mark.crossed(text=HOSTILE, size=[(100, 30), (40, 9), *SIZES])
async def test_hostile_text_on_every_screen_of_every_size(mill: Team, text: str, size: tuple[int, int]) -> None:
    plant(mill, text)
    await nothing_hostile_is_drawn(mill, look_everywhere, size)


async def test_a_quantity_is_planned_at_20x5(mill: Team) -> None:
    async with sitting_at(mill, size=(20, 5)) as ann:
        await ann.press("1", "l", "e", "7")
        ann.sees("30 Nov", "7▏")
        await ann.press("enter")
        assert planned(mill, "bracket", NEXT) == 7


async def test_a_plain_terminal_gets_plain_signs(mill: Team) -> None:
    async with sitting_at(mill, ascii=True, size=(80, 40)) as ann:
        await ann.press("1", "G")
        ann.sees("32/24 h^", "#### 133%", "> 23 Nov")
        await ann.press("g", "e", "4")
        ann.sees("4_")
        assert all(line.isascii() for line in ann.lines)


async def test_without_colour_every_state_has_its_sign(mill: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting_at(mill, colour=False, size=(80, 24)) as ann:
        await ann.press("1")
        ann.sees("32/24 h▲", "12!", "▶ 23 Nov", "▲ Doing is 8 h over")
