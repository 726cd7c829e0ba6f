"""Lines of cells: laying text over one, and the runs in which two of them differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, repeat
from operator import ne
from typing import NamedTuple

from prodtui.wire.cells import Cell

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
        if not (x == end and cell[0] == style):
            head = _head(row, x)
            if not _bridges(row, end, head, style):
                if start >= 0:
                    yield _run(y, row, start, end)
                start, style = head, cell[0]
        end = _end(row, x)
    if start >= 0:
        yield _run(y, row, start, end)


def distance(row: Row, before: Row) -> tuple[int, int]:
    """Return how many cells of a row differ from those before, and in how many pieces they lie."""
    differs = bytes(map(ne, row, before))
    return differs.count(1), differs.count(b"\0\1") + differs.startswith(b"\1")


def characters_of(y: int, row: Row) -> Iterator[Run]:
    """Yield every known character of a row for itself."""
    for x, cell in enumerate(row):
        if cell is not None and not _is_covered(cell):
            yield _run(y, row, x, _end(row, x))


def _run(y: int, row: Row, start: int, end: int) -> Run:
    cells = [cell for cell in row[start:end] if cell is not None]
    return Run(y, start, cells[0][0], "".join([cell[1] for cell in cells]), end - start)


def _bridges(row: Row, start: int, end: int, style: str) -> bool:
    """Return whether the cells between two runs are cheaper written than skipped."""
    near = 0 <= start <= end <= start + BRIDGE
    return near and all(cell is not None and cell[0] == style for cell in row[start : end + 1])


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
