"""The last line of defence against text that would command the terminal."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from prodtui.domain.text import sanitize

_BREAKS = {ord(char): "\N{REPLACEMENT CHARACTER}" for char in "\n\r\t"}


_PLAIN_SIGNS = zip(("─━═–—", "│┃▌▎▏", "┌┐└┘├┤┬┴┼", "█", "…", "→", "·•●"), "-|+#.>*", strict=True)
_IN_ASCII = {ord(char): plain for chars, plain in _PLAIN_SIGNS for char in chars}


class SafeText(LineFilter):
    """Makes control and direction characters visible in every line that any widget draws.

    With `plain` nothing but ASCII leaves: a terminal of another encoding would get escapes that break the lines.
    """

    def __init__(self, *, plain: bool = False) -> None:
        super().__init__()
        self.plain = plain

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with unsafe characters replaced; almost always the very same list."""
        if self.plain:
            segments = [
                segment if segment.control or segment.text.isascii() else Segment(in_ascii(segment.text), segment.style)
                for segment in segments
            ]
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(sanitize(segment.text).translate(_BREAKS), segment.style)
            for segment in segments
        ]


def in_ascii(text: str) -> str:
    """Return text of the same width in ASCII alone, a question mark for each cell that has no plain form."""
    text = text.translate(_IN_ASCII)
    return text if text.isascii() else "".join(c if c.isascii() else "?" * cell_len(c) for c in text)
