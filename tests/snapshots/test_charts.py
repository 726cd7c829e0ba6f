"""What each chart looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

import pytest

from prodtui.widgets.signs import ASCII
from tests.helpers.chart_app import ChartApp
from tests.helpers.charts import all_charts, empty_charts, scatter
from tests.snapshots.test_screens import SIZES, Compare

CHARTS = all_charts()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", CHARTS)
def test_chart(snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    assert snap_compare(ChartApp({name: CHARTS[name]}), terminal_size=size, press=("l", "h", "h"))


def test_many_points(snap_compare: Compare) -> None:
    assert snap_compare(ChartApp({"dense": scatter(2_000)}), terminal_size=(80, 24), press=("l",))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_themes(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(ChartApp(CHARTS, theme=theme), terminal_size=(160, 80), press=("l", "h"))


def test_ascii(snap_compare: Compare) -> None:
    assert snap_compare(ChartApp(CHARTS, signs=ASCII), terminal_size=(160, 80), press=("l", "h"))


def test_empty(snap_compare: Compare) -> None:
    assert snap_compare(ChartApp(empty_charts()), terminal_size=(120, 40))
