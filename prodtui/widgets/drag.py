"""Dragging cards with the mouse: what was taken, and where it would land."""

from __future__ import annotations

from dataclasses import dataclass, replace

from prodtui.widgets.frame import DropMark
from prodtui.widgets.viewpoint import Hit


@dataclass(frozen=True, slots=True)
class Drag:
    """Cards under a pressed mouse button; they are dragged once the pointer has left the cell where it went down."""

    ids: frozenset[int]
    origin: tuple[int, int]
    active: bool = False
    target: DropMark | None = None

    def moved(self, at: tuple[int, int], hit: Hit | None, lane_length: int) -> Drag:
        """Return the drag with the pointer at a cell; over a header it lands on top, below the cards at the end."""
        if not self.active and at == self.origin:
            return self
        if hit is None:
            return replace(self, active=True, target=None)
        ordinal = 0 if hit.header else lane_length if hit.ordinal is None else hit.ordinal
        return replace(self, active=True, target=DropMark(hit.step, ordinal))
