"""Pictures as data: lines of pieces of text with a pen, and the sheet of cells on which they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from prodtui.widgets.spans import cells, plain

LAYERS = 8


class Pen(StrEnum):
    """What a piece of a chart means; the theme decides how that looks. `widgets.chart.pens` asks it."""

    TEXT = "text"
    TITLE = "title"
    QUIET = "quiet"
    AXIS = "axis"
    LINE = "line"
    LIMIT = "limit"
    POINT = "point"
    MARKED = "marked"
    SIGNAL = "signal"
    SELECTED = "selected"
    BAR = "bar"
    REST = "rest"
    BAND_1 = "band-1"
    BAND_2 = "band-2"
    BAND_3 = "band-3"
    BAND_4 = "band-4"
    BAND_5 = "band-5"
    BAND_6 = "band-6"
    BAND_7 = "band-7"
    BAND_8 = "band-8"


#: Pens of stacked bands, from the axis up.
BANDS = tuple(Pen(f"band-{place}") for place in range(1, LAYERS + 1))


class Piece(NamedTuple):
    """Text in one pen; `ground` is the pen whose colour lies behind it, where that is another piece's."""

    text: str
    pen: Pen
    ground: Pen | None = None


PictureLine = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, from the top line down; every line has the same number of cells.

    `spots` are the cells (column, line) that belong to a point that can be selected, with its place in the row.
    """

    lines: tuple[PictureLine, ...]
    spots: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as plain text."""
        return tuple("".join(piece.text for piece in line) for line in self.lines)


_Ink = tuple[Pen, Pen | None]
_BLANK: _Ink = (Pen.TEXT, None)


class Sheet:
    """Cells to draw on; what would lie outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._texts = [[" "] * width for _ in range(height)]
        self._inks: list[list[_Ink]] = [[_BLANK] * width for _ in range(height)]
        self.spots: dict[tuple[int, int], int] = {}

    def put(self, x: int, y: int, char: str, pen: Pen, ground: Pen | None = None) -> None:
        """Draw one sign of one cell."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._texts[y][x] = char
            self._inks[y][x] = pen, ground

    def row(self, x: int, y: int, char: str, pen: Pen, length: int) -> None:
        """Draw the same sign side by side."""
        for at in range(x, x + length):
            self.put(at, y, char, pen)

    def write(self, x: int, y: int, text: str, pen: Pen) -> None:
        """Write text, made safe; a wide character takes two cells, and one that would not fit ends it."""
        for char in plain(text):
            size = cells(char)
            if x + size > self.width:
                return
            if size == 0 and x > 0 and 0 <= y < self.height:
                self._texts[y][x - 1] += char
                continue
            self.put(x, y, char, pen)
            for beside in range(x + 1, x + size):
                self.put(beside, y, "", pen)
            x += size

    def at(self, x: int, y: int) -> tuple[str, Pen]:
        """Return the sign on a cell and its pen; a blank where there is no such cell."""
        if 0 <= x < self.width and 0 <= y < self.height:
            return self._texts[y][x], self._inks[y][x][0]
        return " ", Pen.TEXT

    def is_blank(self, x: int, y: int) -> bool:
        """Tell whether a cell is there and nothing was drawn on it."""
        return 0 <= x < self.width and 0 <= y < self.height and self._texts[y][x] == " "

    def picture(self) -> Picture:
        """Return what was drawn; neighbours of one look become one piece."""
        return Picture(tuple(tuple(self._pieces(y)) for y in range(self.height)), self.spots)

    def _pieces(self, y: int) -> Iterator[Piece]:
        at = 0
        for ink, group in groupby(self._inks[y]):
            length = sum(1 for _ in group)
            yield Piece("".join(self._texts[y][at : at + length]), *ink)
            at += length
