"""What the terminal shows already, moved by the terminal itself: lines up or down, ends of lines to a side.

Lines move by deleting some (CSI M) and inserting as many elsewhere (CSI L), so that those below end where they were;
ends of lines by deleting (CSI P) or inserting (CSI @) characters. What a terminal fills a gap with differs, so gaps
are not known afterwards and are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from prodtui.wire.rows import Row, distance
from prodtui.wire.writer import Place, step

LEAST_LINES = 4
"""Fewer lines that only moved are as short when written."""

_MOVE = 6
"""About so many bytes a way of the cursor or a move takes."""

_PROBE = 20
"""So many characters of a line are looked for elsewhere in it; fewer are often found by chance."""

_OFTEN = 8
"""What a line holds more often than that says nothing of where it came from."""


class Moved(NamedTuple):
    """What to write so that something moves, and what is so then.

    That is the lines that it touches, where the cursor is, None if unknown, and which lines of all are doubtful.
    """

    text: str
    rows: dict[int, Row]
    cursor: Place | None
    doubtful: frozenset[int]


def moves(shown: Mapping[int, Row], wanted: Mapping[int, Row], doubtful: frozenset[int]) -> Iterator[Moved]:
    """Yield moves that may bring lines that are shown nearer to the wanted ones.

    Lines of which not every cell is known stay where they are. `doubtful` ones, which terminals draw wider or narrower
    than they were laid out, move as a whole, but are not moved within.
    """
    if len(wanted) < LEAST_LINES:
        return
    known = {y for y, row in shown.items() if None not in row}
    lines = {y: (shown[y], row) for y, row in wanted.items() if y in known}
    sure = {y: pair for y, pair in lines.items() if y not in doubtful}
    for found in (_up_or_down(shown, lines, known, doubtful), _aside(sure, doubtful)):
        if found is not None:
            yield found


def _up_or_down(
    shown: Mapping[int, Row], lines: Mapping[int, tuple[Row, Row]], known: Collection[int], doubtful: frozenset[int]
) -> Moved | None:
    places = {tuple(before): y for y, (before, _) in lines.items()}
    come = {y: places[tuple(row)] for y, (_, row) in lines.items() if tuple(row) in places}
    way, count = _commonest(Counter(place - y for y, place in come.items()))
    if count < LEAST_LINES:
        return None
    ends = [at for y, place in come.items() if place - y == way for at in (y, place)]
    first, last = min(ends), max(ends)
    if any(y not in known for y in range(first, last + 1)):
        return None
    size = abs(way)
    low, high = (first, last - size + 1) if way > 0 else (last - size + 1, first)
    gap: Row = [None] * len(shown[first])
    there = range(first, last + 1)
    rows = {y: shown[y + way] if y + way in there else gap for y in there}
    doubts = doubtful.difference(there).union(y for y in there if y + way in there and y + way in doubtful)
    return Moved(f"\x1b[{low + 1}H\x1b[{size}M\x1b[{high + 1}H\x1b[{size}L", rows, None, doubts)


def _aside(lines: Mapping[int, tuple[Row, Row]], doubtful: frozenset[int]) -> Moved | None:
    way, count = _commonest(Counter(way for pair in lines.values() for way in _ways(*pair)))
    if count < LEAST_LINES:
        return None
    firsts = sorted(_first_difference(*pair) for pair in lines.values())
    start = firsts[len(firsts) // 8]  # of a few lines something further left has changed as well
    size = abs(way)
    rows: dict[int, Row] = {}
    if any(start + size >= len(before) for before, _ in lines.values()):
        return None
    for y, (before, row) in lines.items():
        end: Row = before[start:]
        gap: Row = [None] * size
        moved = before[:start] + (end[size:] + gap if way > 0 else gap + end[:-size])
        narrow = all(cell is not None and cell[1] for cell in end)
        if narrow and _bytes(moved, row) + _MOVE < _bytes(before, row):
            rows[y] = moved
    text: list[str] = []
    cursor: Place | None = None
    for y in sorted(rows):
        text.append(f"{step(cursor, (start, y))}\x1b[{size}{'P' if way > 0 else '@'}")
        cursor = start, y
    return Moved("".join(text), rows, cursor, doubtful)


def _ways(before: Row, row: Row) -> Iterator[int]:
    """Yield by how much pieces of a row may have stood further right before; a pattern gives several answers."""
    was, now = ("".join(cell[1] if cell else "" for cell in each) for each in (before, row))
    if len(was) == len(before) and len(now) == len(row):  # no character is wider than a cell
        for at in (len(now) // 2, len(now) * 3 // 4):
            piece = now[at : at + _PROBE]
            place = was.find(piece) if was.count(piece) <= _OFTEN else -1
            while place >= 0:
                yield place - at
                place = was.find(piece, place + 1)


def _commonest(ways: Counter[int]) -> tuple[int, int]:
    """Return the way that most agree on with their number, the shortest of several, 0 for none."""
    found = ((count, -abs(way), way) for way, count in ways.items() if way)
    count, _, way = max(found, default=(0, 0, 0))
    return way, count


def _first_difference(before: Row, row: Row) -> int:
    return next((x for x, (was, cell) in enumerate(zip(before, row, strict=True)) if was != cell), 0)


def _bytes(before: Row, row: Row) -> int:
    """Return about how many bytes it takes to write what differs."""
    cells, pieces = distance(row, before)
    return cells + _MOVE * pieces
