"""What the stand-up looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for
from tests.tui.standup import morning

__all__ = ["morning"]

SHOTS: dict[str, Sequence[str]] = {
    "standup": ("8", "space"),
    "action": ("8", "a", *"Order a fixture @bo fri"),
    "finish": ("8", "space", "S"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_standup(morning: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(morning, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


@pytest.mark.parametrize("theme", ["light", "terminal16", "mono"])
def test_theme(morning: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(morning, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*SHOTS["standup"]))
