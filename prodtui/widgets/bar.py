"""Bars: parts from the left and from the right, the least important ones left out where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame, Row
from prodtui.widgets.signs import Signs, signs_for
from prodtui.widgets.spans import Ink, Span, line, width_of

GAP = 2
MARGIN = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar; heavier ones are kept longer.

    `target` names what a click on it means, `gap` is how many cells part it from the one on its left.
    """

    spans: tuple[Span, ...]
    weight: int = 0
    target: str | None = None
    gap: int = GAP

    @property
    def width(self) -> int:
        """Cells that the part takes."""
        return width_of(self.spans)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with the columns that it has on the screen."""

    x: int
    width: int
    part: Part


def lay_out(left: Sequence[Part], right: Sequence[Part], width: int) -> tuple[Placed, ...]:
    """Return the parts that fit into `width` cells, placed; the heaviest one is always there, cut if it must be."""
    kept = [part for part in (*left, *right) if part.spans]
    while len(kept) > 1 and needed(kept) > width:
        kept.remove(min(reversed(kept), key=lambda part: part.weight))
    placed: list[Placed] = []
    x = MARGIN
    for part in kept:
        if any(part is own for own in left):
            x += part.gap if placed else 0
            placed.append(Placed(x, min(part.width, max(width - x, 0)), part))
            x += part.width
    end = width - MARGIN
    for part in reversed(kept):
        if any(part is own for own in right):
            start = max(end - part.width, 0)
            placed.append(Placed(start, min(part.width, width - start), part))
            end = start - GAP
    return tuple(sorted((place for place in placed if place.width > 0), key=lambda place: place.x))


def row_of(placed: Sequence[Placed], width: int) -> Row:
    """Return the cells of a bar, blanks between the parts."""
    cells: list[Cell] = []
    x = 0
    for place in placed:
        if place.x > x:
            cells.append(Cell(x, place.x - x, line((), place.x - x)))
        cells.append(Cell(place.x, place.width, line(place.part.spans, place.width)))
        x = place.x + place.width
    if x < width:
        cells.append(Cell(x, width - x, line((), width - x)))
    return tuple(cells)


class Bar(FrameCanvas):
    """A bar, of one line unless a subclass draws more; what stands where is found again for clicks."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; }
    """

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.signs = signs or signs_for()
        self._placed: tuple[Placed, ...] = ()

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """Return the parts from the left and from the right, each in reading order, for a bar of `width` cells."""
        raise NotImplementedError

    def chosen(self, target: str) -> None:
        """Take note of a click on a part with a target."""

    def draw(self, width: int, height: int) -> Frame:
        self._placed = lay_out(*self.parts(width), width)
        return (row_of(self._placed, width),)

    def on_click(self, event: events.Click) -> None:
        if event.y != self.size.height - 1:
            return  # where a bar has more lines than one, what can be clicked stands in the last
        for place in self._placed:
            if place.part.target is not None and place.x <= event.x < place.x + place.width:
                event.stop()
                self.chosen(place.part.target)


def needed(parts: Sequence[Part]) -> int:
    """Return the width at which nothing of the parts is left out."""
    return sum(part.width for part in parts) + sum(part.gap for part in parts[1:]) + 2 * MARGIN


def muted(text: str, *, weight: int = 0, target: str | None = None) -> Part:
    """Return a part in one quiet ink, nothing for an empty text."""
    return Part(((text, Ink.MUTED),) if text else (), weight, target)
