"""Lines of cells: laying text over one, and the runs in which two of them differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, repeat
from operator import ne
from typing import NamedTuple

from prodtui.wire.cells import Cell, has_doubt
from prodtui.wire.styles import of_blanks

Row = list[Cell | None]
"""The cells of one line; None where it is not known what the terminal shows."""

BRIDGE = 3
"""So many cells that do not differ are written rather than skipped: to skip them takes as many bytes."""


class Run(NamedTuple):
    """Text of one style from a place on, counted from 0, and the cells that it covers."""

    y: int
    x: int
    style: str
    text: str
    size: int


def lay(row: Row, x: int, cells: list[Cell], before: Row) -> bool:
    """Put cells into a row that began as a copy of the one `before`; False when they cut a character just put there.

    What is left of a wide character from before is up to the terminal, so it is not known any more.
    """
    end = x + len(cells)
    for at in (x, end):
        if at < len(row) and _is_covered(row[at]):
            start = _head(row, at)
            if row[start] is not before[start]:
                return False
            stop = _end(row, start)
            row[start:stop] = repeat(None, stop - start)
    row[x:end] = cells
    return True


def differing(y: int, row: Row, before: Row) -> Iterator[Run]:
    """Yield the runs of a row that differ from those before, without cutting wide characters."""
    start = end = -1
    style = ""
    for x in compress(range(len(row)), map(ne, row, before)):
        cell = row[x]
        if cell is None or x < end:
            continue
        head = _head(row, x)
        joined = _joined(row, start, end, style, _end(row, x)) if start >= 0 and head - end <= BRIDGE else None
        if joined is None:
            if start >= 0:
                yield _run(y, row, start, end, style)
            start, joined = head, cell[0]
        style, end = joined, _end(row, x)
    if start >= 0:
        yield _run(y, row, start, end, style)


def distance(row: Row, before: Row) -> tuple[int, int]:
    """Return how many cells of a row differ from those before, and in how many pieces they lie."""
    differs = bytes(map(ne, row, before))
    return differs.count(1), differs.count(b"\0\1") + differs.startswith(b"\1")


def apart(y: int, row: Row) -> tuple[list[Run], list[Run]]:
    """Return a row as the characters about which terminals do not agree, each for itself, and the runs of the rest."""
    rest, doubtful = row.copy(), []
    for x, cell in enumerate(row):
        if cell is not None and has_doubt(cell[1]):
            end = _end(row, x)
            doubtful.append(_run(y, row, x, end, cell[0]))
            rest[x:end] = repeat(None, end - x)
    return doubtful, [*differing(y, rest, [None] * len(row))]


def _run(y: int, row: Row, start: int, end: int, style: str) -> Run:
    return Run(y, start, style, "".join([cell[1] for cell in row[start:end] if cell is not None]), end - start)


def _joined(row: Row, start: int, end: int, style: str, stop: int) -> str | None:
    """Return the style in which a run is written that goes on up to `stop`, None when one style is not enough.

    Blanks take the style of the text beside them when that looks the same on them.
    """
    for x in range(end, stop):
        cell = row[x]
        if cell is None:
            return None
        if cell[0] == style:
            continue
        if of_blanks(cell[0]) != of_blanks(style):
            return None
        if cell[1] != " ":
            if any(each is not None and each[1] != " " for each in row[start:x]):
                return None
            style = cell[0]
    return style


def _head(row: Row, x: int) -> int:
    """Return where the character begins that covers a cell."""
    while _is_covered(row[x]):
        x -= 1
    return x


def _end(row: Row, x: int) -> int:
    """Return the first cell after the character that begins at x."""
    x += 1
    while x < len(row) and _is_covered(row[x]):
        x += 1
    return x


def _is_covered(cell: Cell | None) -> bool:
    return cell is not None and cell[1] == ""
