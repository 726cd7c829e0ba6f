"""What the dashboard looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from prodtui.screens.dashboard_words import CHARTS
from prodtui.services.charts import CHARTS as KINDS
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for

SHOTS: dict[str, Sequence[str]] = {
    "page": ("7", "l"),
    "charts": ("7", "j", "j", "j", "j"),
    "figure": ("7", "l", "l", "enter", "j"),
    "forecast": ("7", "p", "enter"),
    "filter": ("7", "f", *"pro"),
    "nothing": ("7", "f", *"zorro", "enter"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_screen(works: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(works, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


@pytest.mark.parametrize("key", CHARTS)
def test_chart(works: Team, snap_compare: Compare, key: str) -> None:
    app = program_for(works, theme="dark")
    keys = ("7", "c", *KINDS[key].label.lower(), "enter", "h", "h")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*keys))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_themes(works: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(works, theme=theme)
    assert picture(app, snap_compare, (120, 40), lambda ann: ann.press("7", "l"))


def test_ascii(works: Team, snap_compare: Compare) -> None:
    app = program_for(works, theme="dark", ascii=True)
    assert picture(app, snap_compare, (120, 40), lambda ann: ann.press("7", "l"))


def test_large(works: Team, snap_compare: Compare) -> None:
    assert picture(program_for(works, theme="dark"), snap_compare, (200, 60), lambda ann: ann.press("7", "G"))


def test_empty(team: Team, snap_compare: Compare) -> None:
    assert picture(program_for(team, theme="dark"), snap_compare, (80, 24), lambda ann: ann.press("7"))
