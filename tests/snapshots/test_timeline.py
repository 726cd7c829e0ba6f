"""What the timeline looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from prodtui.services import links, tasks
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for

SHOTS: dict[str, Sequence[str]] = {
    "timeline": ("3", "j", "j"),
    "grouped": ("3", "S", "-"),
    "trial": ("3", "]", "]", "]"),
    "consequences": ("3", "]", "]", "]", "enter"),
    "away": ("3", "w", *"Bo", "enter", *"tue fri", "enter", "enter"),
}


@pytest.fixture
def shop(desk: Team) -> Team:
    """The desk with a chain of tasks, one that is late and one that is pinned."""
    now = desk.clock()
    for number, (hours, who) in enumerate(((6.0, "bo"), (12.0, "cy"), (3.0, "bo"), (20.0, "ann")), start=6):
        desk.task(f"Part {number} of the move", estimate_hours=hours, assignees=(who,), at="ready")
    links.link(desk.ann, "OPS-6", "OPS-7")
    links.link(desk.ann, "OPS-7", "OPS-8")
    tasks.edit(desk.ann, "OPS-8", {"due": now.replace(day=25)})
    tasks.edit(desk.ann, "OPS-9", {"pinned_start": now.replace(day=26)})
    return desk


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_screen(shop: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(shop, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_themes(shop: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(shop, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("3", "j", "j"))


def test_empty(team: Team, snap_compare: Compare) -> None:
    assert picture(program_for(team, theme="dark"), snap_compare, (80, 24), lambda ann: ann.press("3"))
