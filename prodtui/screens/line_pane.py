"""A pane of inked lines that is scrolled by keys and wheel; what it shows is made anew for each width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame
from prodtui.widgets.spans import Line, line

WHEEL_LINES = 3
MakeLines = Callable[[int], Sequence[Line]]


class LinePane(FrameCanvas):
    """Shows the lines that `make` returns for a width, each exactly that many cells."""

    DEFAULT_CSS = """
    LinePane { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._make: MakeLines = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._width = 0
        self._top = 0

    def show(self, make: MakeLines, *, from_top: bool = False) -> None:
        """Show other lines, where the reader had scrolled to or from the top."""
        self._make = make
        self._width = 0
        if from_top:
            self._top = 0
        self.redraw()

    def scroll_lines(self, lines: int) -> None:
        """Scroll down, or up for a negative number; no further than there are lines."""
        self._top += lines
        self.redraw()

    def scroll_to_end(self, last: bool) -> None:
        """Scroll to the last line, or to the first."""
        self._top = len(self._lines) if last else 0
        self.redraw()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by a part of what is seen at once."""
        self.scroll_lines(round(self.size.height * pages))

    def find(self, words: str, step: int) -> bool:
        """Scroll to the next (1) or previous (-1) line that holds the words; return False when none does."""
        wanted, count = words.casefold(), len(self._lines)
        for distance in range(1, count + 1):
            at = (self._top + step * distance) % count
            if wanted in "".join(text for text, _ in self._lines[at]).casefold():
                self._top = at
                self.redraw()
                return True
        return False

    def draw(self, width: int, height: int) -> Frame:
        if width != self._width:
            self._lines, self._width = self._make(width), width
        self._top = max(0, min(self._top, len(self._lines) - height))
        seen = [*self._lines[self._top : self._top + height]]
        seen += [line((), width)] * (height - len(seen))
        return tuple((Cell(0, width, each),) for each in seen)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-WHEEL_LINES)
