"""What the terminal shows, cell by cell, and the least that makes it show the next frame.

Frames are read in the language that the screen library writes: cursor addresses, styles, printable text and line ends.
Whatever else comes goes on unchanged, and from then on nothing is taken as known until it is painted again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from prodtui.wire.cells import cells_of, has_doubt
from prodtui.wire.moves import Moved, moves
from prodtui.wire.rows import Row, Run, apart, differing, lay
from prodtui.wire.styles import is_known, of_blanks
from prodtui.wire.writer import Place, shortest

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""The marks around a frame that terminals show at once."""

_TOKEN = re.compile(
    r"\x1b\[(?P<style>[0-9;]*)m"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f\x1b]+)"
    r"|\x1b\[(?:\d+);(?P<place>\d+)H"
    r"|(?P<line>\r?\n)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_MODES = "25|1000|1003|1004|1006|1015|1016|2004|2048"
_SHOWS_NOTHING = re.compile(
    r"(?:\x07"  # bell
    r"|\x1b\](?:9|22|52);[^\x07\x1b]*\x07"  # notification, pointer, clipboard
    r"|\x1bPtmux;\x1b\x1b\]9;[^\x07\x1b]*\x07\x1b\\"  # the first one through tmux
    rf"|\x1b\[\?(?:{_MODES})[hl])+"  # reports
)


@dataclass(slots=True)
class _Paint:
    """The lines that a frame changes, as they are to be, those about which terminals may differ, and the cursor."""

    rows: dict[int, Row] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)
    cursor: Place = (0, 0)


class Shadow:
    """Knows what the terminal shows; `shorten` is given everything that is written to it, in order."""

    def __init__(self) -> None:
        self._width = self._height = 0
        self._nothing: Row = []
        self._rows: dict[int, Row] = {}
        self._doubtful: frozenset[int] = frozenset()
        self._cursor: Place | None = None
        self._held = ""

    def resize(self, width: int, height: int) -> None:
        """Note the size of the terminal, in cells; terminals move or cut what they show when it changes."""
        self._width, self._height = width, height
        self._nothing = [None] * width
        self.forget()

    def forget(self) -> None:
        """Take nothing as known: whatever is painted next is written whole."""
        self._rows.clear()
        self._doubtful = frozenset()
        self._cursor = None

    def shorten(self, data: str) -> str:
        """Return what to write so that the terminal shows the same as after `data`; "" when it does so already."""
        if data == BEGIN:
            self._held = BEGIN  # until something is written inside
            return ""
        if data == END:
            held, self._held = self._held, ""
            return "" if held else END
        if _SHOWS_NOTHING.fullmatch(data):
            return data
        paint = self._read(data)
        if paint is None:
            self.forget()
            least = data
        else:
            least = self._difference(paint)
        if least:
            least, self._held = self._held + least, ""
        return least

    def _read(self, data: str) -> _Paint | None:
        """Return what a frame paints, None for anything but a frame that fits the terminal and places the cursor."""
        paint = _Paint()
        x = y = -1
        style, last = "", None
        for token in _TOKEN.finditer(data):
            last = token.lastgroup
            if last == "text":
                text = token["text"]
                cells = cells_of(text, of_blanks(style) if text.isspace() else style)
                if x < 0 or not cells or x + len(cells) > self._width:
                    return None
                before = self._rows.get(y, self._nothing)
                if y not in paint.rows:
                    paint.rows[y] = before.copy()
                if not lay(paint.rows[y], x, cells, before):
                    return None
                x += len(cells)
                if has_doubt(text):
                    paint.doubtful.add(y)
            elif last == "style":
                numbers = token["style"]
                style = "" if numbers in ("", "0") else f"{style};{numbers}" if style else numbers
                if not is_known(style):
                    return None
            elif last == "place":
                row, _, column = token.group()[2:-1].partition(";")
                y, x = int(row) - 1, int(column) - 1
                if not 0 <= y < self._height:
                    return None
            elif last == "line":
                x = -1  # whether it goes back to the first column depends on the device
            else:
                return None
        paint.cursor = x, y
        return paint if last == "place" and not style else None

    def _difference(self, paint: _Paint) -> str:
        """Return what paints the cells that are not shown yet, and take them as shown."""
        shown = {y: self._rows.get(y, self._nothing) for y in paint.rows} | self._rows
        changed = {y: row for y, row in paint.rows.items() if row != shown[y]}
        start, self._cursor = self._cursor, paint.cursor
        self._rows |= changed
        ways = [
            _written(moved, shown, changed, paint, self._width)
            for moved in (Moved("", {}, start, self._doubtful), *moves(shown, changed, self._doubtful))
        ]
        least, self._doubtful = min(ways, key=lambda way: len(way[0]))
        return least


def _written(
    moved: Moved, shown: Mapping[int, Row], changed: Mapping[int, Row], paint: _Paint, width: int
) -> tuple[str, frozenset[int]]:
    """Return the writing of what differs after a move, and the lines about which terminals may differ then."""
    lines = {
        y: (row, there)
        for y in sorted({*changed, *moved.rows})
        if (row := changed.get(y, shown[y])) != (there := moved.rows.get(y, shown[y]))
    }
    # A terminal that draws wider or narrower than was laid out has moved the rest of the line.
    anew = {y for y in lines if y in moved.doubtful or y in paint.doubtful}
    doubts: list[Run] = []
    runs: list[Run] = []
    for y, pair in lines.items():
        if y in anew:
            first, rest = apart(y, pair[0])
            doubts += first
            runs += rest
        else:
            runs += differing(y, *pair)
    text = moved.text + shortest(doubts, runs, width=width, start=moved.cursor, end=paint.cursor)
    return text, moved.doubtful.difference(anew).union(run.y for run in doubts)
