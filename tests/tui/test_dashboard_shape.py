"""How a dashboard is laid out, and where its cursor goes."""

from __future__ import annotations

import pytest

from prodtui.widgets.dashboard_shape import TILE_HEIGHT, along, shape_for, walk

ROWS = (("a", "b", "c", "d", "e", "f"), ("g", "h"), ("left", "right"))


def test_the_design_size_is_one_page() -> None:
    shape = shape_for(120, 37, 17)
    assert (shape.tiles, shape.across, shape.charts, shape.beside) == (12, 6, 4, 2)
    assert 2 * TILE_HEIGHT + shape.charts_height == 37


def test_a_narrow_page_has_three_tiles_in_a_row_and_charts_below_each_other() -> None:
    shape = shape_for(80, 21, 17)
    assert (shape.tiles, shape.across, shape.charts, shape.beside) == (12, 3, 4, 1)
    assert 2 * shape.chart_height + 1 == 21


def test_a_large_page_shows_more_not_bigger_things() -> None:
    design, large = shape_for(120, 37, 17), shape_for(200, 57, 17)
    assert (large.tiles, large.charts, large.beside) == (17, 8, 3)
    assert large.chart_height <= design.chart_height + 4
    assert shape_for(120, 57, 17).charts == 6


@pytest.mark.parametrize("width", range(1, 260, 7))
@pytest.mark.parametrize("height", [0, 2, 21, 37, 80])
def test_any_size_has_a_place_for_everything(width: int, height: int) -> None:
    shape = shape_for(width, height, 17)
    rows = shape.rows([f"t{at}" for at in range(17)], [f"c{at}" for at in range(8)])
    assert sum(map(len, rows)) == shape.tiles + shape.charts
    assert all(1 <= len(row) <= max(shape.across, shape.beside) for row in rows)
    assert shape.charts_height >= shape.chart_height >= 7


@pytest.mark.parametrize(
    ("here", "right", "down", "there"),
    [
        ("a", 1, 0, "b"),
        ("a", -1, 0, "a"),
        ("f", 1, 0, "f"),
        ("a", 0, -1, "a"),
        ("b", 0, 1, "g"),
        ("e", 0, 1, "h"),
        ("g", 0, -1, "b"),
        ("h", 0, -1, "e"),
        ("h", 0, 1, "right"),
        ("a", 0, 2, "left"),
        ("left", 0, 5, "left"),
        ("gone", 0, 1, "a"),
        (None, 1, 0, "a"),
    ],
)
def test_the_cursor_keeps_its_side_and_stops_at_the_edges(here: str | None, right: int, down: int, there: str) -> None:
    assert walk(ROWS, here, right, down) == there


def test_nothing_is_nowhere() -> None:
    assert walk((), "a", 1, 0) is None
    assert along((), None, 1) is None


def test_reading_order_goes_round() -> None:
    assert along(ROWS, "f", 1) == "g"
    assert along(ROWS, "right", 1) == "a"
    assert along(ROWS, "a", -1) == "right"
    assert along(ROWS, "gone", 1) == "a"
