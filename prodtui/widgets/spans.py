"""Lines as data: pieces of plain text with a meaning, cut and padded by terminal cells."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from rich.cells import cell_len, split_graphemes

from prodtui.domain.text import sanitize


class Ink(StrEnum):
    """What a piece of text means; the theme decides how that looks. `widgets.looks` asks it."""

    TEXT = "text"
    REF = "ref"
    HERE = "here"
    MUTED = "muted"
    LINE = "line"
    WRONG = "wrong"
    SOON = "soon"
    GOOD = "good"
    URGENT = "urgent"
    HIGH = "high"
    HEAD = "head"
    HEAD_HERE = "head-here"
    HEAD_COUNT = "head-count"
    HEAD_SOON = "head-soon"
    HEAD_WRONG = "head-wrong"
    BAND = "band"
    CURSOR = "cursor"
    CURSOR_AWAY = "cursor-away"
    MARK = "mark"
    FLASH = "flash"
    DROP = "drop"
    SHADE = "shade"


Span = tuple[str, Ink]
Line = tuple[Span, ...]

_INVISIBLE_ON_BLANKS = frozenset({Ink.TEXT, Ink.REF, Ink.HERE, Ink.MUTED, Ink.LINE, Ink.WRONG, Ink.SOON, Ink.GOOD})

# Terminals disagree on the width of joined and restyled emoji, so each part is drawn for itself: every terminal agrees
# on those. One wrong cell would shift the rest of the row.
_UNSTEADY = dict.fromkeys((0x200D, 0xFE0E, 0xFE0F))
_BREAKS = {ord(char): " " for char in "\n\t\r"}


def plain(text: str) -> str:
    """Return somebody's text as one safe line: controls made visible, line ends as spaces, no joined emoji."""
    if text.isascii() and text.isprintable():
        return text
    return sanitize(text.translate(_BREAKS)).translate(_UNSTEADY)


def cells(text: str) -> int:
    """Return how many terminal cells a text takes; it must be free of controls, as `plain` makes it."""
    return len(text) if text.isascii() else cell_len(text)


def clip(text: str, width: int, more: str = "…") -> str:
    """Return at most `width` cells of a text, ending in `more` where something was cut; never half a character."""
    if cells(text) <= width:
        return text
    room = width - cells(more)
    if room < 0:
        return ""
    if text.isascii():
        return text[:room].rstrip() + more
    end = 0
    for start, stop, size in split_graphemes(text)[0]:
        if size > room:
            break
        room -= size
        end = max(stop, start)
    return text[:end].rstrip() + more


def width_of(spans: Iterable[Span]) -> int:
    """Return the cells that spans take."""
    return sum(cells(text) for text, _ in spans)


def line(spans: Iterable[Span], width: int, more: str = "…", *, fill: Ink = Ink.TEXT) -> Line:
    """Return spans as a line of exactly `width` cells; neighbours of one ink become one span, empty ones vanish.

    Blanks at the end take the last ink where that does not show, because every change of ink costs bytes on the wire.
    """
    merged: list[Span] = []
    room = width
    for text, ink in spans:
        piece = clip(text, room, more)
        if piece:
            _append(merged, piece, ink)
            room -= cells(piece)
        if piece != text:
            break
    if room > 0:
        _append(merged, " " * room, merged[-1][1] if merged and merged[-1][1] in _INVISIBLE_ON_BLANKS else fill)
    return tuple(merged)


def paint(spans: Iterable[Span], ink: Ink) -> Line:
    """Return the same text in one ink."""
    text = "".join(text for text, _ in spans)
    return ((text, ink),) if text else ()


def _append(merged: list[Span], text: str, ink: Ink) -> None:
    if merged and merged[-1][1] is ink:
        merged[-1] = (merged[-1][0] + text, ink)
    else:
        merged.append((text, ink))
