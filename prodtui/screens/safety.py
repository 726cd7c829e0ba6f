"""The last line of defence against text that would command the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from prodtui.domain.text import sanitize

_BREAKS = {ord(char): "\N{REPLACEMENT CHARACTER}" for char in "\n\r\t"}


class SafeText(LineFilter):
    """Makes control and direction characters visible in every line that any widget draws."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with unsafe characters replaced; almost always the very same list."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(sanitize(segment.text).translate(_BREAKS), segment.style)
            for segment in segments
        ]
