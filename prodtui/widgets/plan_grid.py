"""PlanTable: products by period with load below, drawn line by line, only what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import events
from textual.message import Message

from prodtui.domain.planning.load import to_look_at
from prodtui.domain.rows_planning import LoadRow, PeriodRow, PlanGrid, PlanProduct
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame, Row, quiet_rows
from prodtui.widgets.plan_lines import (
    LINES,
    PLAN_LINE,
    Heights,
    PlanLook,
    Widths,
    head_cell,
    head_left,
    load_cell,
    load_name,
    name_cell,
    product_cell,
)
from prodtui.widgets.plan_words import load_words, product_words, worst_overload
from prodtui.widgets.signs import Signs, signs_for
from prodtui.widgets.spans import Ink, Line, clip, line, paint, plain

WHEEL_ROWS = 1
_PARTS = len(LINES)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor stands: on a line of a product or on a load, and in which period."""

    period: PeriodRow
    at: int
    product: PlanProduct | None = None
    part: int = 0
    load: LoadRow | None = None

    @property
    def is_plan(self) -> bool:
        """Tell whether this is a planned quantity."""
        return self.product is not None and self.part == PLAN_LINE


class PlanTable(FrameCanvas, can_focus=True):
    """The plan with a cursor. Keys are the screen's business: it calls `move`, `go_first` and the like.

    `typed` is what somebody is writing into the planned quantity under the cursor, None while nobody writes.
    """

    DEFAULT_CSS = """
    PlanTable { width: 1fr; height: 1fr; }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    class CursorMoved(Message):
        """The cursor stands on another cell."""

    class CellOpened(Message):
        """The cell under the cursor was clicked while the cursor was there."""

    def __init__(self, *, signs: Signs | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.signs = signs or signs_for()
        self.typed: str | None = None
        self._kept: dict[tuple[str, date], str] = {}
        self._words: tuple[str, ...] = ("…",)
        self._grid: PlanGrid | None = None
        self._look = PlanLook(self.signs)
        self._worst = ""
        self._row = 0
        self._at = 0
        self._first = 0
        self._top = 0
        self._load_top = 0

    # Data

    def show(self, grid: PlanGrid, changed: frozenset[tuple[str, date]] = frozenset()) -> None:
        """Show another plan; the cursor stays on its row, in its period and in its column where they still are."""
        before, key, old = self.spot, self._key(self._row), self._grid
        grid = replace(grid, loads=to_look_at(grid.loads))
        column = self._at - self._first if old is not None and old.periods[0].kind is grid.periods[0].kind else 0
        self._grid, self._look, self._worst = grid, PlanLook(self.signs, changed), worst_overload(grid)
        if old is None or (old.periods[0], len(old.periods)) != (grid.periods[0], len(grid.periods)):
            near = before is not None and before.period.starts <= grid.today < before.period.ends
            self._go_to_day(grid.today if before is None or near else before.period.starts, column)
        rows = {self._key(row): row for row in range(self._rows)}
        self._row = rows.get(key, max(0, min(self._row, self._rows - 1))) if before is not None else PLAN_LINE
        self._reveal()
        self.redraw()

    def forget(self) -> None:
        """Show nothing until another plan is read."""
        self._grid = None
        self._row = 0
        self.redraw()

    def set_words(self, *words: str) -> None:
        """Say what stands in the middle while there is no product."""
        self._words = words
        self.redraw()

    # Writing

    def type(self, text: str | None) -> None:
        """Show what is written into the cell under the cursor; None ends it."""
        self.typed = text
        self.redraw()

    def keep(self, spot: Spot, text: str | None) -> None:
        """Show a quantity that is being saved in its place, None once it is."""
        if spot.product is not None and text is not None:
            self._kept[spot.product.key, spot.period.starts] = text
        elif spot.product is not None:
            self._kept.pop((spot.product.key, spot.period.starts), None)
        self.redraw()

    # Questions

    @property
    def spot(self) -> Spot | None:
        """Where the cursor stands, None while there is nothing."""
        grid = self._grid
        if grid is None or not grid.products:
            return None
        period, number = grid.periods[self._at], self._row // _PARTS
        if number < len(grid.products):
            return Spot(period, self._at, grid.products[number], self._row % _PARTS)
        return Spot(period, self._at, load=grid.loads[self._row - _PARTS * len(grid.products)])

    @property
    def _rows(self) -> int:
        grid = self._grid
        return _PARTS * len(grid.products) + len(grid.loads) if grid is not None else 0

    def _key(self, row: int) -> tuple[str, str, int] | None:
        grid = self._grid
        if grid is None or not 0 <= row < self._rows:
            return None
        if row < _PARTS * len(grid.products):
            return "product", grid.products[row // _PARTS].key, row % _PARTS
        load = grid.loads[row - _PARTS * len(grid.products)]
        return load.kind, load.key, 0

    # Moving

    def move(self, rows: int) -> None:
        """Move the cursor down, or up for a negative number: from the loads to the products that are seen above."""
        loads, row = _PARTS * len(self._grid.products) if self._grid is not None else 0, self._row + rows
        if row < loads <= self._row:
            row = min(row, self._base + self._heights.products - 1)
        self._stand(row, self._at)

    def move_across(self, columns: int) -> bool:
        """Move to a later period, or to an earlier one for a negative number; return False when it is not there."""
        there = self._grid is not None and 0 <= self._at + columns < len(self._grid.periods)
        if there:
            self._stand(self._row, self._at + columns)
        return there

    def go_first(self) -> None:
        """Move to the plan of the first product."""
        self._stand(PLAN_LINE, self._at)

    def go_last(self) -> None:
        """Move to the last row of load."""
        self._stand(self._rows - 1, self._at)

    def half_page(self, direction: int) -> None:
        """Move by half of the products that are seen."""
        step = max(self._heights.products // _PARTS // 2, 1) * _PARTS
        self.move(direction * step)

    def go_to_today(self) -> None:
        """Move to the period of today."""
        if self._grid is not None:
            self._stand(self._row, self._grid.current or 0)

    def go_to(self, holds: Callable[[Spot], bool], day: date | None = None) -> bool:
        """Move to the first row that holds, and to the period of a day; return False when none does."""
        grid = self._grid
        if grid is None or not grid.products:
            return False
        at = self._at if day is None else next((i for i, p in enumerate(grid.periods) if day < p.ends), self._at)
        spots = [Spot(grid.periods[at], at, product, PLAN_LINE) for product in grid.products]
        spots += [Spot(grid.periods[at], at, load=load) for load in grid.loads]
        place = next((i for i, spot in enumerate(spots) if holds(spot)), None)
        if place is None:
            return False
        count = len(grid.products)
        self._stand(place * _PARTS + PLAN_LINE if place < count else count * _PARTS + place - count, at)
        return True

    def find(self, holds: Callable[[str], bool], step: int) -> bool:
        """Move to the next (1) or previous (-1) product or load whose name holds; return False when none does."""
        grid = self._grid
        if grid is None or not grid.products:
            return False
        names = [f"{row.name} {row.key}" for row in grid.products] + [row.name for row in grid.loads]
        count = len(grid.products)
        here = self._row // _PARTS if self._row < count * _PARTS else self._row - count * (_PARTS - 1)
        for distance in range(1, len(names) + 1):
            place = (here + step * distance) % len(names)
            if holds(names[place]):
                part = self._row % _PARTS if self._row < count * _PARTS else PLAN_LINE
                self._stand(place * _PARTS + part if place < count else count * _PARTS + place - count, self._at)
                return True
        return False

    def _stand(self, row: int, at: int) -> None:
        grid = self._grid
        if grid is None or not grid.products:
            return
        row, at = max(0, min(row, self._rows - 1)), max(0, min(at, len(grid.periods) - 1))
        if (row, at) == (self._row, self._at):
            return
        self._row, self._at, self.typed = row, at, None
        self._reveal()
        self.redraw()
        self.post_message(self.CursorMoved())

    def _go_to_day(self, day: date, column: int) -> None:
        grid = self._grid
        if grid is None:
            return
        self._at = next((i for i, period in enumerate(grid.periods) if day < period.ends), grid.current or 0)
        self._first = max(0, min(self._at - column, len(grid.periods) - self._widths.count))

    def _reveal(self) -> None:
        """Scroll so that the cursor is seen."""
        grid = self._grid
        if grid is None or not grid.products:
            return
        heights, count = self._heights, self._widths.count
        self._first = _shown(self._first, self._at, count, len(grid.periods))
        number = self._row // _PARTS
        if number < len(grid.products):
            self._top = _shown(self._top, number, max(heights.products // _PARTS, 1), len(grid.products))
        else:
            place = self._row - _PARTS * len(grid.products)
            self._load_top = _shown(self._load_top, place, max(heights.loads // heights.each, 1), len(grid.loads))

    @property
    def _widths(self) -> Widths:
        return Widths.of(self.size.width)

    @property
    def _heights(self) -> Heights:
        grid = self._grid
        return Heights.of(self.size.height, len(grid.products) if grid else 0, len(grid.loads) if grid else 0)

    @property
    def _base(self) -> int:
        """The first line of products that is shown: where not even one product fits, that of the cursor is seen."""
        hidden = max(self._row % _PARTS + 1 - self._heights.products, 0) if self._row // _PARTS == self._top else 0
        return self._top * _PARTS + hidden

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        grid = self._grid
        if grid is None or not grid.products:
            return tuple(quiet_rows(self._words, width, height))
        heights = self._heights
        rows = [self._head(grid, width)]
        rows += [self._product_row(grid, y, width) for y in range(heights.products)]
        if heights.loads:
            rows.append(self._band(grid, width))
            rows += [self._load_row(grid, y, width) for y in range(heights.loads)]
        if heights.full:
            rows.append(self._foot(grid, width))
        return tuple(rows[:height])

    def resized(self, width: int, height: int) -> None:
        self._reveal()

    def _columns(self, grid: PlanGrid) -> range:
        return range(self._first, min(self._first + self._widths.count, len(grid.periods)))

    def _head(self, grid: PlanGrid, width: int) -> Row:
        widths, columns = self._widths, self._columns(grid)
        left = head_left(grid, widths.left, columns.start, len(grid.periods) - columns.stop, self.signs)
        heads = [head_cell(grid, at, widths.column, self._look) for at in columns]
        return _row(left, heads, widths, width, Ink.HEAD)

    def _product_row(self, grid: PlanGrid, y: int, width: int) -> Row:
        widths = self._widths
        number, part = divmod(self._base + y, _PARTS)
        if number >= len(grid.products):
            return (Cell(0, width, line((), width)),)
        product, row = grid.products[number], number * _PARTS + part
        left = name_cell(product, part, widths.left, row == self._row, self.signs)
        cells = []
        for at in self._columns(grid):
            kept = self._kept.get((product.key, grid.periods[at].starts)) if part == PLAN_LINE else None
            cell = product_cell(grid, product, at, part, widths.column, self._look)
            cells.append(self._with_cursor(cell if kept is None else _written(kept, widths.column), row, at))
        return _row(left, cells, widths, width)

    def _load_row(self, grid: PlanGrid, y: int, width: int) -> Row:
        widths, each = self._widths, self._heights.each
        number, part = self._load_top + y // each, y % each
        if number >= len(grid.loads):
            return (Cell(0, width, line((), width)),)
        load, row = grid.loads[number], _PARTS * len(grid.products) + number
        left = load_name(load, part, widths.left, row == self._row, self.signs)
        drawn = [(at, load_cell(load.cells[at], part, widths.column, self._look)) for at in self._columns(grid)]
        cells = [self._with_cursor(cell, row, at) if part == 0 else cell for at, cell in drawn]
        return _row(left, cells, widths, width)

    def _with_cursor(self, drawn: Line, row: int, at: int) -> Line:
        if (row, at) != (self._row, self._at):
            return drawn
        if self.typed is not None:
            return _written(self.typed, self._widths.column, self.signs.caret)
        return paint(drawn, Ink.CURSOR if self.has_focus else Ink.CURSOR_AWAY)

    def _band(self, grid: PlanGrid, width: int) -> Row:
        shown = max(self._heights.loads // self._heights.each, 1)
        below = len(grid.loads) - self._load_top - shown
        more = [f"{self.signs.up}{self._load_top}"] if self._load_top else []
        more += [f"{self.signs.down}{below}"] if below > 0 else []
        tail = f" {' '.join(more)} " if more else ""
        text = f"{self.signs.over} {self._worst}" if self._worst else "load against capacity"
        text = f"{self.signs.rule} {clip(plain(text), max(width - 3 - len(tail), 0), self.signs.more)} "
        rule = self.signs.rule * max(width - len(text) - len(tail), 0)
        ink = Ink.WRONG if self._worst else Ink.BAND
        return (Cell(0, width, line([(text, ink), (rule, Ink.BAND), (tail, Ink.BAND)], width)),)

    def _foot(self, grid: PlanGrid, width: int) -> Row:
        spot, words = self.spot, ""
        if spot is not None and spot.product is not None:
            words = product_words(grid, spot.product, spot.at)
        elif spot is not None and spot.load is not None:
            words = load_words(grid, spot.load, spot.at)
        return (Cell(0, width, line([(f" {plain(words)}", Ink.TEXT)], width, self.signs.more)),)

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        grid, heights, widths = self._grid, self._heights, self._widths
        if grid is None or event.x < widths.left:
            return
        at, y = self._first + (event.x - widths.left) // widths.column, event.y - 1
        if 0 <= y < heights.products:
            row = self._base + y
            known = row < _PARTS * len(grid.products)
        else:
            place = self._load_top + (y - heights.products - 1) // heights.each
            row = _PARTS * len(grid.products) + place
            known = heights.products < y <= heights.products + heights.loads and place < len(grid.loads)
        if not known or at >= len(grid.periods):
            return
        event.stop()
        if (row, at) == (self._row, self._at):
            self.post_message(self.CellOpened())
        else:
            self._stand(row, at)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_ROWS)

    def _scroll(self, products: int) -> None:
        count = len(self._grid.products) if self._grid is not None else 0
        self._top = max(0, min(self._top + products, count - max(self._heights.products // _PARTS, 1)))
        self.redraw()


def _row(left: Line, cells: list[Line], widths: Widths, width: int, fill: Ink = Ink.TEXT) -> Row:
    row = [Cell(0, widths.left, left)] if widths.left else []
    x = widths.left
    for cell in cells:
        row.append(Cell(x, widths.column, cell))
        x += widths.column
    if x < width:
        row.append(Cell(x, width - x, line((), width - x, fill=fill)))
    return tuple(row)


def _written(text: str, width: int, sign: str = " ") -> Line:
    return ((f"{text[2 - width :]:>{width - 2}}{sign} ", Ink.MARK),)


def _shown(first: int, here: int, room: int, count: int) -> int:
    """Return the first of `room` shown ones so that `here` is among them: just so, or in the middle after a leap."""
    if not first - 1 <= here <= first + room:
        first = here - room // 2
    return max(0, min(max(min(first, here), here - room + 1), count - room))
