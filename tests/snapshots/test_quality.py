"""What quality control looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import Reader, program_for
from tests.tui.quality import busy, shop

__all__ = ["busy", "shop"]

SHOTS: dict[str, Sequence[str]] = {
    "list": ("4",),
    "answered": ("4", "enter", "y", "n", "k"),
    "reading": ("4", "enter", "y", "y", *"24.91", "enter", *"25.034"),
    "choice": ("4", "enter", "j", "j", "j", "j", "j"),
    "signature": ("4", "j", "j", "s"),
    "failed": ("4", "j", "j", "j", "enter"),
    "checklists": ("4", "c"),
    "editor": ("4", "c", "enter", "j", "j"),
    "item": ("4", "c", "enter", "j", "j", "e"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_quality(busy: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(busy, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


@pytest.mark.parametrize("theme", ["light", "terminal16", "mono"])
def test_theme(busy: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(busy, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*SHOTS["reading"]))


def test_empty(team: Team, snap_compare: Compare) -> None:
    assert picture(program_for(team, theme="dark"), snap_compare, (80, 24), lambda ann: ann.press("4"))


def test_ascii(busy: Team, snap_compare: Compare) -> None:
    app = program_for(busy, theme="dark", ascii=True)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*SHOTS["reading"]))


def test_error_at_the_field(busy: Team, snap_compare: Compare) -> None:
    async def work(ann: Reader) -> None:
        await ann.press(*SHOTS["item"], "tab", "tab", "tab")
        await ann.paste("25.5")
        await ann.press("enter")

    assert picture(program_for(busy, theme="dark"), snap_compare, (80, 24), work)
