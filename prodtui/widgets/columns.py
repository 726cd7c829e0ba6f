"""Columns of a list: which ones fit, how wide each is, and one row of them as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, width_of

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: `width` cells, or all that is left (and at least that) for the one that is `wide`.

    Where there is no room, those of the least `weight` go first. Numbers stand `right`.
    """

    name: str
    title: str
    width: int
    weight: int = 50
    wide: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with the cells that it has on the screen."""

    column: Column
    width: int


def fit(columns: Sequence[Column], width: int) -> tuple[PlacedColumn, ...]:
    """Return the columns that fit into `width` cells; the wide one takes what is left and is never left out."""
    kept = list(columns)
    while len(kept) > 1 and _needed(kept) > width:
        kept.remove(min(reversed([each for each in kept if not each.wide]), key=lambda each: each.weight))
    spare = max(width - _needed(kept), 0)
    return tuple(PlacedColumn(each, each.width + (spare if each.wide else 0)) for each in kept)


def heading(placed: Sequence[PlacedColumn], width: int) -> Line:
    """Return the titles of the columns as a line of `width` cells."""
    titles = {each.column.name: ((each.column.title, Ink.MUTED),) for each in placed}
    return row_line(titles, placed, width)


def row_line(texts: Mapping[str, Sequence[Span]], placed: Sequence[PlacedColumn], width: int, more: str = "…") -> Line:
    """Return one row as a line of `width` cells; `texts` holds the spans of each column by name."""
    spans: list[Span] = []
    for place in placed:
        if spans:
            spans.append((" " * GAP, Ink.TEXT))
        own = texts.get(place.column.name, ())
        spans += _cell(own, place, more)
    return line(spans, width, more)


def _cell(spans: Sequence[Span], place: PlacedColumn, more: str) -> list[Span]:
    if place.column.right and width_of(spans) < place.width:
        return [(" " * (place.width - width_of(spans)), Ink.TEXT), *spans]
    cut: list[Span] = []
    room = place.width
    for text, ink in spans:
        piece = clip(text, room, more)
        cut.append((piece, ink))
        room -= cells(piece)
        if piece != text:
            break
    return [*cut, (" " * room, cut[-1][1] if cut else Ink.TEXT)] if room > 0 else cut


def _needed(columns: Sequence[Column]) -> int:
    return sum(each.width for each in columns) + GAP * (len(columns) - 1)
