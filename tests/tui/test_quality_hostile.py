"""Quality control in hostile text, in tiny and plain terminals, without colour: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from prodtui.domain.text import sanitize
from prodtui.services import checklists, inspections
from prodtui.storage.tables.quality import Checklist, Inspection, Reading
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.quality import busy, shop
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn

__all__ = ["busy", "shop"]

_inspection, _reading = table_of(Inspection), table_of(Reading)


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand, past every check at the border."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text))
        unit.session.execute(update(table_of(Checklist)).values(name=text))
        unsigned = select(_inspection.c.id).where(_inspection.c.state != "signed")
        unit.session.execute(update(_reading).where(_reading.c.inspection_id.in_(unsigned)).values(note=text))
        unit.session.execute(update(_inspection).where(_inspection.c.state == "failed").values(reason=text))
        unit.commit()


def hostile_list(team: Team, text: str) -> None:
    """Write a checklist whose every word is the text, as far as the border lets it in, and begin with it."""
    words = sanitize(text)[:60]
    items = [
        {"text": words, "section": words, "guidance": words, "critical": True},
        {"text": words, "kind": "measurement", "unit": words[:20], "upper": 3},
        {"text": words, "kind": "choice", "choices": [words, "b"]},
        {"text": words, "kind": "text"},
    ]
    key = checklists.add_checklist(team.quinn, words, items=items, key="hostile").value.key
    checklists.publish_checklist(team.quinn, key)
    ref = inspections.start(team.bo, key, "OPS-4").value.ref
    row = inspections.show(team.bo, ref)
    inspections.answer(team.bo, ref, row.content.items[3].key, words, note=words)


async def look_everywhere(ann: Reader) -> None:
    """Open every screen and dialog of quality control."""
    await ann.press("4", "f", "escape", "/", "escape", "j", "j", "s", "escape", "escape")
    await ann.press(
        "g", "j", "enter", "j", "j", "j", "o", "escape", "i", "escape", "k", "9", ".", "1", "enter", "escape"
    )
    await ann.press("G", "k", "enter", "p", "escape", "!", "escape", "escape")
    await ann.press("c", "G", "enter", "j", "e", "escape", "a", "escape", "s", "escape", "+", "escape", "-", "escape")
    await ann.press("r", "escape", "J", "P", "escape", "?", "escape", "ctrl+p", "escape", "escape", "escape", "2", "q")


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_on_every_screen_of_every_size(busy: Team, text: str, size: tuple[int, int]) -> None:
    hostile_list(busy, text)
    plant(busy, text)
    await nothing_hostile_is_drawn(busy, look_everywhere, size)


async def test_a_question_is_answered_at_20x5(shop: Team) -> None:
    async with sitting_at(shop, size=(20, 5)) as ann:
        await ann.press("4", "enter")
        ann.sees("Free of burrs?")
        await ann.press("y")
        assert len(inspections.show(shop.ann, "OPS-Q1").readings) == 1


async def test_a_plain_terminal_gets_plain_signs(busy: Team) -> None:
    async with sitting_at(busy, ascii=True) as ann:
        await ann.press("4")
        ann.sees("s  OPS-Q2", "v passed", "x failed")
        await ann.press("enter", "y", "y", "9", ".", "9")
        ann.sees("x 15.100 mm under", "25.000 to 25.021 mm", "|_|")
        assert all(line.isascii() for line in ann.lines)


async def test_without_colour_every_state_has_its_sign(busy: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting_at(busy, colour=False) as ann:
        await ann.press("4")
        ann.sees("✍  OPS-Q2", "✓ passed", "✗ failed")
        await ann.press("enter", "n", "k")
        ann.sees("✗ no", "[n] No ✓")
