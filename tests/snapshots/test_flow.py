"""What the workflow map looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for
from tests.tui.flow import fill_flow

SHOTS: dict[str, Sequence[str]] = {
    "flow": ("6", "l", "l"),
    "step": ("6", "l", "l", "enter"),
    "consequences": ("6", "l", "l", "J", *"Review", "enter"),
    "form": ("6", "l", "l", "e"),
}


@pytest.fixture
def shop(filled: Filled) -> Team:
    """The team with a workflow that has a past; see `fill_flow`."""
    return filled(fill_flow)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_screen(shop: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(shop, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_themes(shop: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(shop, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("6", "l", "l"))


def test_empty(team: Team, snap_compare: Compare) -> None:
    assert picture(program_for(team, theme="dark"), snap_compare, (80, 24), lambda ann: ann.press("6"))
