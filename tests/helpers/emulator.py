"""A terminal reduced to what tests ask of it: which character stands in which cell, and in which style."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Style = tuple[frozenset[str], str, str]
"""Attributes, ink and ground."""

PLAIN: Style = (frozenset(), "", "")
_SEQUENCE = re.compile(r"\x1b\[([?>=<]?)([0-9;]*)(\$?[a-zA-Z@])|\x1b\][^\x07]*\x07|(.)", re.DOTALL)


def width_of(char: str) -> int:
    """Return the cells that a character takes on this terminal."""
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    """A grid of cells that does not wrap; `widths` says how wide this terminal draws a character."""

    def __init__(self, width: int, height: int, widths: Callable[[str], int] = width_of) -> None:
        self.width, self.height, self._widths = width, height, widths
        self.x = self.y = 0
        self._style = PLAIN
        self._grid: list[list[tuple[str, Style]]] = [[(" ", PLAIN)] * width for _ in range(height)]

    @property
    def cells(self) -> list[list[tuple[str, Style]]]:
        """What is seen of each cell: on a blank no ink is."""
        return [[(char, _seen(style) if char.isspace() else style) for char, style in row] for row in self._grid]

    @property
    def lines(self) -> list[str]:
        """The text of each line."""
        return ["".join(char for char, _ in row) for row in self.cells]

    def feed(self, data: str) -> None:
        """Take output of a program; what shows nothing is passed over."""
        for private, numbers, final, char in _SEQUENCE.findall(data):
            if char:
                self._take(char)
            elif not private and final == "m":
                self._dress(numbers)
            elif not private and final == "H":
                row, _, column = numbers.partition(";")
                self.y, self.x = int(row or 1) - 1, int(column or 1) - 1
            elif not private and final == "C":
                self.x = min(self.x + int(numbers or 1), self.width - 1)
            elif not private and final == "B":
                self.y = min(self.y + int(numbers or 1), self.height - 1)
            elif not private and final in ("L", "M", "P", "@"):
                self._shift(final, int(numbers or 1))
            elif private == "?" and numbers == "1049":
                self._grid = [[(" ", PLAIN)] * self.width for _ in range(self.height)]

    def _shift(self, final: str, count: int) -> None:
        """Insert or delete lines or characters where the cursor stands; what comes in is filled with a sign of its own.

        A terminal fills it as it likes, so that nobody may count on it.
        """
        gap = ("▒", PLAIN)
        if final in "LM":
            rows, new = self._grid[self.y :], [[gap] * self.width for _ in range(count)]
            self._grid[self.y :] = (new + rows)[: len(rows)] if final == "L" else (rows + new)[-len(rows) :]
        else:
            row = self._grid[self.y]
            for x in (self.x, self.x + count if final == "P" else self.width - count):
                if x < self.width:
                    self._cut(row, x)
            end, fresh = row[self.x :], [gap] * count
            row[self.x :] = (fresh + end)[: len(end)] if final == "@" else (end + fresh)[-len(end) :]

    def _take(self, char: str) -> None:
        if char == "\r":
            self.x = 0
        elif char == "\n":
            assert self.y + 1 < self.height, "the screen would scroll"
            self.y += 1
        elif char.isprintable() or char in "\u200d\ufe0f":
            self._draw(char)

    def _draw(self, char: str) -> None:
        size = self._widths(char)
        row = self._grid[self.y]
        if size == 0:
            at = max(self.x - 1, 0)
            while at > 0 and row[at][0] == "":
                at -= 1
            row[at] = (row[at][0] + char, row[at][1])
            return
        start = min(self.x, self.width - size)
        for x in range(start, start + size):
            self._cut(row, x)
        row[start] = (char, self._style)
        for x in range(start + 1, start + size):
            row[x] = ("", self._style)
        self.x = min(start + size, self.width)

    def _cut(self, row: list[tuple[str, Style]], x: int) -> None:
        """Blank the character that covers a cell."""
        start = x
        while row[start][0] == "":
            start -= 1
        end = x + 1
        while end < self.width and row[end][0] == "":
            end += 1
        if end - start > 1:
            row[start:end] = [(" ", PLAIN)] * (end - start)

    def _dress(self, numbers: str) -> None:
        words = (numbers or "0").split(";")
        attributes, ink, ground = self._style
        while words:
            word = words.pop(0)
            if word in ("38", "48"):
                size = 4 if words[0] == "2" else 2
                colour, words = ";".join([word, *words[:size]]), words[size:]
                ink, ground = (colour, ground) if word == "38" else (ink, colour)
            elif word == "0":
                attributes, ink, ground = PLAIN
            elif len(word) == 1:
                attributes |= {word}
            elif word in ("39", "49"):
                ink, ground = ("", ground) if word == "39" else (ink, "")
            elif word[0] in "39":
                ink = word
            else:
                ground = word
        self._style = attributes, ink, ground


def _seen(style: Style) -> Style:
    attributes, _, ground = style
    return style if attributes - {"1", "2", "3", "8"} else (frozenset(), "", ground)
