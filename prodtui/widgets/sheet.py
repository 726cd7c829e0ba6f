"""Sheet: lines made for the room that there is, with places in them that can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame
from prodtui.widgets.spans import Line, line


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a line that means something to a click: `target` names what."""

    x: int
    width: int
    target: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with what can be clicked in it."""

    line: Line
    zones: tuple[Zone, ...] = ()


MakeSheet = Callable[[int, int], Sequence[SheetLine]]


class Sheet(FrameCanvas):
    """Shows the lines that `make` returns for a width and height; what is too much is left out at the end."""

    DEFAULT_CSS = """
    Sheet { width: 1fr; height: 1fr; }
    """

    @dataclass
    class Chosen(Message):
        """A zone was clicked."""

        target: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._make: MakeSheet = lambda width, height: ()
        self._lines: Sequence[SheetLine] = ()

    def show(self, make: MakeSheet) -> None:
        """Show other lines."""
        self._make = make
        self.redraw()

    def draw(self, width: int, height: int) -> Frame:
        self._lines = self._make(width, height)[:height]
        seen = [each.line for each in self._lines]
        seen += [line((), width)] * (height - len(seen))
        return tuple((Cell(0, width, each),) for each in seen)

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self._lines):
            for zone in self._lines[event.y].zones:
                if zone.x <= event.x < zone.x + zone.width:
                    event.stop()
                    self.post_message(self.Chosen(zone.target))
                    return
