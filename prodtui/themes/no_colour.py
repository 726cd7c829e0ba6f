"""No colour at all, for readers who set NO_COLOR."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor


class Colourless(LineFilter):
    """Takes the colours out of every line and leaves bold, dim, underline and reverse.

    Textual's own answer to NO_COLOR turns colours into greys, which are colours too, and the terminal's default colours
    into black on black.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        return [
            segment if segment.style is None else Segment(segment.text, _plain(segment.style), segment.control)
            for segment in segments
        ]


def line_filters(filters: Iterable[LineFilter], *, colour: bool) -> list[LineFilter]:
    """Return an app's own filters without Textual's greys, and none of the colours unless `colour`."""
    kept = [own for own in filters if not isinstance(own, Monochrome | NoColor | Colourless)]
    return kept if colour else [*kept, _COLOURLESS]


@lru_cache(1024)
def _plain(style: Style) -> Style:
    return style.without_color


_COLOURLESS = Colourless()
