"""Runs of text as what a terminal understands, with few bytes for the ways and the styles between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prodtui.wire.cells import has_doubt
from prodtui.wire.rows import Run
from prodtui.wire.styles import RESET, change, of_blanks

Place = tuple[int, int]
"""Column and line, counted from 0."""


def shortest(first: Sequence[Run], runs: Sequence[Run], *, width: int, start: Place | None, end: Place) -> str:
    """Return the shortest writing of runs in any order, after the `first` ones in theirs.

    `start` is where the cursor stands, None when that is not known, and `end` where it is to wait.
    """
    # By style there are more places to go to and fewer styles to change to: shorter or longer, as it happens.
    orders = [sorted(runs), sorted(runs, key=lambda run: run.style)] if len(runs) > 1 else [runs]
    return min((_written([*first, *order], width, start, end) for order in orders), key=len)


def _written(runs: Iterable[Run], width: int, start: Place | None, end: Place) -> str:
    writer = _Writer(width, start)
    for run in runs:
        writer.write(run)
    return writer.finish(end)


def step(start: Place | None, end: Place) -> str:
    """Return the shortest way of the cursor from one place to another; `start` is None when that is not known."""
    x, y = end
    if start == end:
        return ""
    if start is not None and start[1] == y and start[0] < x:
        ahead = x - start[0]
        return "\x1b[C" if ahead == 1 else f"\x1b[{ahead}C"
    if start == (x, y - 1):
        return "\x1b[B"
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"


class _Writer:
    """Begins and ends in the default style."""

    def __init__(self, width: int, cursor: Place | None) -> None:
        self._out: list[str] = []
        self._width = width
        self._cursor = cursor
        self._style = ""

    def write(self, run: Run) -> None:
        """Write a run where it belongs."""
        y, x, style, text, size = run
        self._go(x, y)
        if style != self._style and not (text.isspace() and of_blanks(self._style) == style):
            self._out.append(change(self._style, style))
            self._style = style
        if has_doubt(text):
            # A terminal that draws it narrower than it was laid out must not show there what was before.
            self._out.append(" " * size)
            self._cursor = None
            self._go(x, y)
            self._out.append(text)
            self._cursor = None
            return
        self._out.append(text)
        # After the last column terminals do not agree where the cursor stands.
        self._cursor = (x + size, y) if x + size < self._width else None

    def finish(self, end: Place) -> str:
        """Bring the default style back and the cursor where it is to wait, and return all that was written."""
        if self._style:
            self._out.append(RESET)
        self._go(*end)
        return "".join(self._out)

    def _go(self, x: int, y: int) -> None:
        self._out.append(step(self._cursor, (x, y)))
        self._cursor = x, y
