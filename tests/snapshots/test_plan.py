"""What the plan looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

import pytest

from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_grid(mill: Team, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = program_for(mill, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press("1", "l"))


def test_writing(mill: Team, snap_compare: Compare) -> None:
    app = program_for(mill, theme="light")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("1", "l", "e", "4", "2"))


def test_exceptions(mill: Team, snap_compare: Compare) -> None:
    app = program_for(mill, theme="dark")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("1", "x"))
