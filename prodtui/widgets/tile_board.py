"""TileBoard: tiles in rows, one of which the cursor may stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Region
from textual.message import Message

from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.dashboard_shape import TILE_HEIGHT, TILE_LINES
from prodtui.widgets.frame import Cell, Frame, quiet_rows
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import line
from prodtui.widgets.tiles import Tile, tile_lines


class TileBoard(FrameCanvas, can_focus=True):
    """Shows figures side by side; where there are none, words in the middle."""

    DEFAULT_CSS = """
    TileBoard { width: 1fr; height: 1fr; }
    """

    @dataclass
    class Chosen(Message):
        """A tile was clicked; `again` when the cursor stood on it already."""

        key: str
        again: bool

    def __init__(self, *, signs: Signs, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._signs = signs
        self._tiles: tuple[Tile, ...] = ()
        self._across = 1
        self._words: Sequence[str] = ()
        self._here: str | None = None

    def show(self, tiles: Sequence[Tile], across: int) -> None:
        """Show other tiles, so many in a row."""
        self._tiles, self._across, self._words = tuple(tiles), across, ()
        self.redraw()

    def say(self, words: Sequence[str]) -> None:
        """Show words in place of tiles."""
        self._tiles, self._words = (), words
        self.redraw()

    def stand_on(self, key: str | None) -> None:
        """Put the cursor on a tile, or take it away."""
        self._here = key
        self.redraw()

    @property
    def needed(self) -> int:
        """How many lines the tiles take."""
        return -(-len(self._tiles) // self._across) * TILE_HEIGHT

    def region_of(self, key: str) -> Region | None:
        """Return where a tile is."""
        places = {tile.key: place for place, tile in enumerate(self._tiles)}
        if key not in places:
            return None
        y, x = divmod(places[key], self._across)
        return Region(x * self._width, y * TILE_HEIGHT, self._width, TILE_HEIGHT)

    @property
    def _width(self) -> int:
        return max(self.size.width // self._across, 1)

    def draw(self, width: int, height: int) -> Frame:
        if not self._tiles:
            return tuple(quiet_rows(self._words, width, height))
        wide = max(width // self._across, 1)
        drawn = [tile_lines(tile, max(wide - 1, 1), self._signs, here=tile.key == self._here) for tile in self._tiles]
        rows = []
        for y in range(height):
            row, part = divmod(y, TILE_HEIGHT)
            beside = drawn[row * self._across : (row + 1) * self._across] if part < TILE_LINES else []
            cells = [Cell(x * wide, wide, line(lines[part], wide)) for x, lines in enumerate(beside)]
            rest = width - len(cells) * wide
            rows.append((*cells, Cell(width - rest, rest, line((), rest))) if rest > 0 else tuple(cells))
        return tuple(rows)

    def on_click(self, event: events.Click) -> None:
        x, (y, part) = event.x // self._width, divmod(event.y, TILE_HEIGHT)
        place = y * self._across + x
        if x < self._across and part < TILE_LINES and place < len(self._tiles):
            event.stop()
            key = self._tiles[place].key
            self.post_message(self.Chosen(key, key == self._here))
