"""What the stories of quality control stand on: a checklist at a gate, and somebody in front of it."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.rows_quality import InspectionRow
from prodtui.screens.inspection import InspectionScreen
from prodtui.services import board, checklists, inspections
from tests.helpers.fixtures import Filled
from tests.helpers.quality import WELD, gate, inspect
from tests.helpers.team import Team
from tests.tui.conftest import fill_desk
from tests.tui.driver import Reader

BORE: tuple[dict[str, Any], ...] = (
    {"key": "burrs", "text": "Free of burrs?", "section": "Before", "critical": True, "guidance": "Use the lamp."},
    {"key": "clean", "text": "Clean?", "section": "Before", "na_allowed": True},
    {
        "key": "bore", "text": "Bore diameter", "section": "Sizes", "kind": "measurement", "critical": True,
        "nominal": 25, "lower": 25.0, "upper": 25.021, "unit": "mm", "decimals": 3, "samples": 3,
        "guidance": "Measure at three places.",
    },
    {"key": "paint", "text": "Colour", "section": "Finish", "kind": "choice", "choices": ["red", "green", "blue"],
     "accepted": ["green"]},
    {"key": "notes", "text": "Remarks", "section": "Finish", "kind": "text", "na_allowed": True},
)  # fmt: skip
"""Items of every kind in sections; seven questions."""


def set_gate(team: Team) -> None:
    """Set a gate at Doing, where OPS-5 stands blocked no more; anybody but those who worked on it signs."""
    gate(team, "doing", "Final check", BORE, rule="independent", meaning="I checked against drawing B")
    board.unblock(team.bo, "OPS-5")


def inspect_all(shop: Team) -> None:
    """Make inspections in every state: OPS-Q1 runs, OPS-Q2 waits, OPS-Q3 failed, OPS-Q4 is signed."""
    row = checklists.add_checklist(shop.quinn, "Weld check", items=WELD).value
    checklists.publish_checklist(shop.quinn, row.key)
    ref = inspections.start(shop.bo, "weld-check", "OPS-1").value.ref
    inspections.answer(shop.bo, ref, "burrs", True)
    inspect(shop.bo, "OPS-2")
    inspect(shop.cy, "OPS-3", burrs=False)
    inspections.sign(shop.quinn, inspect(shop.cy, None).ref)


@pytest.fixture
def shop(filled: Filled) -> Team:
    """The desk with a checklist at a gate; see `set_gate`."""
    return filled(fill_desk, set_gate)


@pytest.fixture
def busy(filled: Filled) -> Team:
    """The shop at work; see `inspect_all`."""
    return filled(fill_desk, set_gate, inspect_all)


def running(team: Team) -> InspectionRow:
    """Start the final check of OPS-5 as ann and return it."""
    return inspections.start(team.ann, "final-check", "OPS-5").value


def said(team: Team, ref: str) -> dict[tuple[str, int], Any]:
    """Return the answers of an inspection as the store has them."""
    rows = inspections.show(team.ann, ref).readings
    return {
        (row.item, row.sample): "n/a" if row.na else next(v for v in (row.flag, row.number, row.text) if v is not None)
        for row in rows
    }


def state(team: Team, ref: str) -> str:
    """Return how far an inspection is."""
    return inspections.show(team.ann, ref).inspection.state.value


def at_inspection(reader: Reader) -> InspectionScreen:
    """Return the inspection that the reader looks at."""
    screen = reader.app.screen
    assert isinstance(screen, InspectionScreen)
    return screen
