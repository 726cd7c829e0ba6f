"""How a dashboard is laid out in the room that there is, and where its cursor goes. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TILE_LINES = 4
TILE_HEIGHT = TILE_LINES + 1
_LEAST_TILE, _MOST_ACROSS = 20, 10
#: The widths from which on there are so many tiles in a row, below the one from which on they fill it.
_NARROW = ((40, 1), (60, 2), (100, 3))
_TWO_BESIDE, _THREE_BESIDE = 100, 180
_NARROW_TILES = 12
_LEAST_CHART, _LEAST_ROW, _TALLEST_ALONE = 7, 12, 10
FIRST_CHARTS, MOST_CHARTS = 4, 8


@dataclass(frozen=True, slots=True)
class Shape:
    """How many tiles there are and in a row, how many charts and side by side, and the height of each chart."""

    tiles: int
    across: int
    charts: int
    beside: int
    chart_height: int

    def rows(self, tiles: Sequence[str], charts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Return the keys of what is shown, row by row from the top."""
        return (*_rows(tiles[: self.tiles], self.across), *_rows(charts[: self.charts], self.beside))

    @property
    def charts_height(self) -> int:
        """How many lines all charts take, with a blank one between rows."""
        return -(-self.charts // self.beside) * (self.chart_height + 1) - 1


def shape_for(width: int, height: int, tiles: int) -> Shape:
    """Return how a page of that size is laid out, of at most so many tiles.

    A narrow page scrolls: tiles in columns, then charts one below the other. A wide one has two rows of tiles and as
    many charts below as have room, four of them at least. More room means more of them, not bigger ones.
    """
    across = next((count for below, count in _NARROW if width < below), min(width // _LEAST_TILE, _MOST_ACROSS))
    shown = min(tiles, 2 * across if width >= _TWO_BESIDE else _NARROW_TILES)
    beside = 1 if width < _TWO_BESIDE else 2 if width < _THREE_BESIDE else 3
    if beside == 1:
        tall = max(min(height - 1, _TALLEST_ALONE), _LEAST_CHART)
        return Shape(shown, across, FIRST_CHARTS, 1, tall)
    room = height - -(-shown // across) * TILE_HEIGHT + 1
    rows = max(-(-FIRST_CHARTS // beside), room // (_LEAST_ROW + 1))
    charts = min(rows * beside, MOST_CHARTS)
    rows = -(-charts // beside)
    return Shape(shown, across, charts, beside, max(room // rows - 1, _LEAST_ROW))


def walk(rows: Sequence[Sequence[str]], here: str | None, right: int, down: int) -> str | None:
    """Return where the cursor comes to from `here`, to the side or up and down; it stops at the edges.

    Up and down it keeps its place between left and right, though rows have different numbers of places.
    """
    there = next(((y, row.index(here)) for y, row in enumerate(rows) if here in row), None)
    if here is None or there is None:
        return rows[0][0] if rows else None
    y, x = there
    if down:
        to = rows[max(0, min(y + down, len(rows) - 1))]
        return to[min((2 * x + 1) * len(to) // (2 * len(rows[y])), len(to) - 1)] if to is not rows[y] else here
    return rows[y][max(0, min(x + right, len(rows[y]) - 1))]


def along(rows: Sequence[Sequence[str]], here: str | None, steps: int) -> str | None:
    """Return what stands so many places on in reading order, going round."""
    every = [key for row in rows for key in row]
    if not every:
        return None
    return every[(every.index(here) + steps) % len(every)] if here in every else every[0]


def _rows(keys: Sequence[str], across: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(keys[at : at + across]) for at in range(0, len(keys), across))
