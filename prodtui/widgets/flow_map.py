"""FlowMap: the steps of a workflow as a chain that wraps, with a cursor; it draws only what is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.message import Message

from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.domain.text import holds
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.flow_layout import Band, Shape, fitting, height_of
from prodtui.widgets.flow_lines import HEAD_LINES, FlowLook, band_rows, head_lines
from prodtui.widgets.frame import Cell, Frame, Row, quiet_rows
from prodtui.widgets.signs import Signs, signs_for
from prodtui.widgets.spans import line

WHEEL_LINES = 3
#: With fewer lines than this the chain stands alone, without the lines above it.
_LEAST_WITH_HEAD = 5


class FlowMap(FrameCanvas, can_focus=True):
    """The map with a cursor. Keys are the screen's business: it calls `move`, `move_row` and the like."""

    DEFAULT_CSS = """
    FlowMap { width: 1fr; height: 1fr; }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    class CursorMoved(Message):
        """The cursor stands on another step."""

    class StepOpened(Message):
        """The step under the cursor was clicked while the cursor was there."""

    def __init__(self, *, signs: Signs | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.signs = signs or signs_for()
        self._shown: WorkflowMap | None = None
        self._look = FlowLook(signs=self.signs)
        self._words: tuple[str, ...] = ("…",)
        self._top = 0

    # Data

    def show(self, shown: WorkflowMap, about: str, *, working: bool = False) -> None:
        """Show another map; the cursor stays on its step where that is still there, else at its place."""
        before = self.step.key if self.step is not None else None
        self._shown = shown
        at = self._place_of(before)
        self._look = replace(self._look, about=about, working=working, cursor=self._clamped(at))
        self._reveal()
        self.redraw()

    def forget(self) -> None:
        """Show nothing until another map is read."""
        self._shown, self._top = None, 0
        self._look = replace(self._look, cursor=0)
        self.redraw()

    def set_words(self, *words: str) -> None:
        """Say what stands in the middle while there is no step."""
        self._words = words
        self.redraw()

    # Questions

    @property
    def step(self) -> MapStep | None:
        """The step under the cursor."""
        steps = self._shown.steps if self._shown is not None else ()
        return steps[self._look.cursor] if steps else None

    @property
    def place(self) -> int:
        """The place of the cursor in the chain, from 0."""
        return self._look.cursor

    def height_for(self, width: int, height: int) -> int:
        """Return how many of so many lines the map needs."""
        if self._shown is None or not self._shown.steps:
            return height
        _, rows = fitting(self._shown, width, height - HEAD_LINES)
        return min(height_of(rows) + HEAD_LINES + 1, height)

    # Moving

    def move(self, steps: int) -> None:
        """Go to a later step, or to an earlier one for a negative number."""
        self._stand(self._look.cursor + steps)

    def move_row(self, rows: int) -> None:
        """Go down by so many rows, or up for a negative number, to the step in the same column."""
        if self._shown is None:
            return
        count, last = self._layout[0].count, len(self._shown.steps) - 1
        row, column = divmod(self._look.cursor, count)
        row = max(0, min(row + rows, last // count))
        self._stand(min(row * count + column, last))

    def half_page(self, direction: int) -> None:
        """Go up or down by half of the rows that are seen."""
        _, rows = self._layout
        each = rows[0].height if rows else 1
        self.move_row(direction * max(self.size.height // each // 2, 1))

    def go_first(self) -> None:
        """Go to the first step."""
        self._stand(0)

    def go_last(self) -> None:
        """Go to the last step."""
        self._stand(len(self._shown.steps) - 1 if self._shown is not None else 0)

    def go_to(self, key: str) -> bool:
        """Go to a step by its key; return False when it is not there."""
        if self._shown is None or key not in {step.key for step in self._shown.steps}:
            return False
        self._stand(self._place_of(key))
        return True

    def find(self, words: str, step: int) -> bool:
        """Go to the next (1) or previous (-1) step that holds the words; return False when none does."""
        steps = self._shown.steps if self._shown is not None else ()
        for distance in range(1, len(steps) + 1):
            at = (self._look.cursor + step * distance) % len(steps)
            each = steps[at]
            if holds(f"{each.name} {each.key} {each.role or ''} {each.criteria} {' '.join(each.gates)}", words):
                self._stand(at)
                return True
        return False

    def _place_of(self, key: str | None) -> int:
        steps = self._shown.steps if self._shown is not None else ()
        return next((at for at, step in enumerate(steps) if step.key == key), self._look.cursor)

    def _clamped(self, at: int) -> int:
        return max(0, min(at, len(self._shown.steps) - 1 if self._shown is not None else 0))

    def _stand(self, at: int) -> None:
        at = self._clamped(at)
        if at == self._look.cursor or self._shown is None:
            return
        self._look = replace(self._look, cursor=at)
        self._reveal()
        self.redraw()
        self.post_message(self.CursorMoved())

    # Drawing

    @property
    def _head(self) -> int:
        """The lines above the chain, with an empty one where there is room for it."""
        if self.size.height < _LEAST_WITH_HEAD:
            return 0
        return HEAD_LINES + (height_of(self._layout[1]) + HEAD_LINES < self.size.height)

    @property
    def _layout(self) -> tuple[Shape, tuple[Band, ...]]:
        if self._shown is None:
            return Shape.of(self.size.width, 0), ()
        head = HEAD_LINES if self.size.height >= _LEAST_WITH_HEAD else 0
        return fitting(self._shown, self.size.width, self.size.height - head)

    def _reveal(self) -> None:
        """Scroll so that the row of the cursor is seen, its first line at least."""
        _, rows = self._layout
        room = max(self.size.height - self._head, 1)
        band = next((band for band in rows if self._look.cursor in band.steps), None)
        if band is None:
            return
        end = band.top + min(band.height - 1, room)
        self._top = min(max(self._top, end - room), band.top)
        self._top = max(0, min(self._top, height_of(rows) - room))

    def draw(self, width: int, height: int) -> Frame:
        shown = self._shown
        if shown is None or not shown.steps:
            return tuple(quiet_rows(self._words, width, height))
        look = replace(self._look, focused=self.has_focus)
        shape, bands = self._layout
        head = [*head_lines(shown, width, look), line((), width)][: self._head]
        rows: list[Row] = [(Cell(0, width, each),) for each in head]
        first, last = self._top, self._top + height - len(rows)
        for band in bands:
            if band.top + band.height > first and band.top < last:
                lines = band_rows(shown, band, shape, look)
                rows += lines[max(first - band.top, 0) : last - band.top]
        rows += [(Cell(0, width, line((), width)),)] * (height - len(rows))
        return tuple(rows[:height])

    def resized(self, width: int, height: int) -> None:
        self._reveal()

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        at = self._hit(event.x, event.y)
        if at is None:
            return
        event.stop()
        if at == self._look.cursor:
            self.post_message(self.StepOpened())
        else:
            self._stand(at)

    def _hit(self, x: int, y: int) -> int | None:
        shape, bands = self._layout
        at = y - self._head + self._top
        if y < self._head or x % shape.cell >= shape.block:
            return None
        for band in bands:
            place = band.first + x // shape.cell
            if band.top <= at < band.top + band.lines and place in band.steps:
                return place
        return None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)

    def _scroll(self, lines: int) -> None:
        _, rows = self._layout
        room = max(self.size.height - self._head, 1)
        self._top = max(0, min(self._top + lines, height_of(rows) - room))
        self.redraw()
