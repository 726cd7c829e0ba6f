"""FrameCanvas: a widget that shows rows of inked text and writes again only the cells that look different."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from prodtui.widgets.frame import Frame, patches
from prodtui.widgets.looks import look_of
from prodtui.widgets.spans import Ink

MOST_PATCHES = 400


class FrameCanvas(Widget):
    """Base of widgets that draw a frame; they say what it is in `draw` and call `redraw` after every change."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FrameCanvas { background: $background; color: $foreground; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._frame: Frame = ()
        self._styles_by_ink: dict[Ink, Style] = {}

    def draw(self, width: int, height: int) -> Frame:
        """Return what the widget looks like, `height` rows of `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew in memory and refresh what came out different."""
        width, height = self.size
        before, self._frame = self._frame, self.draw(width, height) if width > 0 and height > 0 else ()
        if len(before) != len(self._frame):
            self.refresh()
            return
        regions = [Region(patch.x, patch.y, patch.width, 1) for patch in patches(before, self._frame)]
        if len(regions) > MOST_PATCHES:
            self.refresh()
        elif regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        width, blank = self.size.width, self._ink(Ink.TEXT)
        if y >= len(self._frame):
            return Strip.blank(width, blank)
        row = self._frame[y]
        segments = [Segment(text, self._ink(ink)) for cell in row for text, ink in cell.line]
        return Strip(segments, sum(cell.width for cell in row)).adjust_cell_length(width, blank)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_by_ink.clear()

    def on_resize(self, event: events.Resize) -> None:
        self.resized(event.size.width, event.size.height)
        self.redraw()

    def resized(self, width: int, height: int) -> None:
        """Take note of a new size before the frame is drawn for it."""

    def _ink(self, ink: Ink) -> Style:
        style = self._styles_by_ink.get(ink)
        if style is None:
            style = self._styles_by_ink[ink] = look_of(ink, self.rich_style, self.app.theme_variables)
        return style
