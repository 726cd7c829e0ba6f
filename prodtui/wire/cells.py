"""Text as the cells of a terminal, and which text terminals agree about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import repeat

from rich.cells import cell_len, get_character_cell_size

Cell = tuple[str, str]
"""A style, as the numbers of its escape sequence, and a text: "" in the cells that the character before covers."""

_PIECE = re.compile("(?P<narrow>(?:N(?![ZJ]))+)|[ZJ]*[NWD](?:Z|J[NWD]?)*|[ZJ]+")


class _Kinds(dict[str, str]):
    """For each character: N takes one cell on every terminal, W two, about D they do not agree, Z and J take none.

    J joins what stands before and behind it.
    """

    def __missing__(self, char: str) -> str:
        size = get_character_cell_size(char) if char.isprintable() else 0
        # Pictures came late to the tables of terminals.
        sure = unicodedata.east_asian_width(char) in "WF" and unicodedata.category(char) != "So"
        kind = self[char] = "J" if char == "\u200d" else "ZN"[size] if size < 2 else "W" if sure else "D"
        return kind


_KINDS = _Kinds()
_SURE = frozenset("NW")


def cells_of(text: str, style: str) -> list[Cell]:
    """Return the cells that a text covers; what terminals do not agree about stays together in one cell.

    The list is empty for text that covers no cell of its own, such as a lone combining mark.
    """
    if text.isascii():
        return list(zip(repeat(style), text))
    kinds = "".join(map(_KINDS.__getitem__, text))
    if kinds.count("N") == len(kinds):
        return list(zip(repeat(style), text))
    cells = [cell for piece in _pieces(text, kinds) for cell in _block(piece, style)]
    # Laid out as one whole the text may take another number of cells than its parts do.
    return cells if len(cells) == cell_len(text) else _block(text, style)


def has_doubt(text: str) -> bool:
    """Return whether terminals may draw a text wider or narrower than it was laid out."""
    return not text.isascii() and not _SURE.issuperset(map(_KINDS.__getitem__, text))


def _pieces(text: str, kinds: str) -> Iterator[str]:
    for match in _PIECE.finditer(kinds):
        piece = text[match.start() : match.end()]
        if match["narrow"]:
            yield from piece
        else:
            yield piece


def _block(text: str, style: str) -> list[Cell]:
    size = cell_len(text)
    return [(style, text), *repeat((style, ""), size - 1)] if size else []
