"""What the table of rights looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

import pytest

from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for

KEYS = ("&", *"jjjjjj", "space", "l", "l", "k", "space", "h")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_rights(desk: Team, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = program_for(desk, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*KEYS))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_theme(desk: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(desk, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*KEYS))


def test_a_sponsor_looks(desk: Team, snap_compare: Compare) -> None:
    app = program_for(desk, theme="dark", who="sam")
    assert picture(app, snap_compare, (80, 24), lambda sam: sam.press("&", "space"))
