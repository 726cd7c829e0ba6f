"""What the lists and the calendar of the plan look like."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.snapshots.test_screens import Compare, picture
from tests.tui.driver import Reader, program_for
from tests.tui.planning import stock_up

SHOTS: dict[str, Sequence[str]] = {
    "demand": ("1", "D"),
    "products": ("1", "P", "j"),
    "resources": ("1", "R"),
    "calendar": ("1", "C", "L"),
}


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with demand, products and resources; see `stock_up`."""
    return filled(stock_up)


@pytest.mark.parametrize("name", SHOTS)
def test_tab(mill: Team, snap_compare: Compare, name: str) -> None:
    app = program_for(mill, theme="dark")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*SHOTS[name]))


def test_wide_and_light(mill: Team, snap_compare: Compare) -> None:
    app = program_for(mill, theme="light")
    assert picture(app, snap_compare, (120, 40), lambda ann: ann.press(*SHOTS["calendar"]))


def test_error_at_the_field(mill: Team, snap_compare: Compare) -> None:
    async def work(ann: Reader) -> None:
        await ann.press("1", "P", "j", "e", "tab", "tab")
        await ann.paste("doing 0.5 2 lathes\nwelding 1")
        await ann.press("enter")

    assert picture(program_for(mill, theme="dark"), snap_compare, (80, 24), work)
