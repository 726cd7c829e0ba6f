"""RowList: a list of rows in sections, drawn line by line, only what is seen; as quick with 20,000 rows as with 20."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.message import Message

from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame, quiet_rows
from prodtui.widgets.spans import Ink, Line, cells, line, paint, plain

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
WHEEL_LINES = 3
#: A page is turned by half of itself, and by no more lines than have so many cells: each is written.
MOST_TURNED = 1_800


@dataclass(frozen=True, slots=True)
class Section(Generic[R_co]):
    """Rows under a title; without a title they stand alone. `note` is said quietly behind the title.

    Where not each row is one of what the title names, `count` says how many there are.
    """

    title: str
    rows: Sequence[R_co]
    note: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class RowStyle(Generic[R]):
    """How rows are told apart and drawn: `key` is what the cursor holds on to, `draw` a row as a line of some width."""

    key: Callable[[R], str]
    draw: Callable[[R, int], Line]
    head: Callable[[int], Line] | None = None


class RowList(FrameCanvas, Generic[R], can_focus=True):
    """A list with a cursor. Keys are the screen's business: it calls `move`, `go_first` and the like."""

    DEFAULT_CSS = """
    RowList { width: 1fr; height: 1fr; }
    """

    class RowOpened(Message):
        """The row under the cursor was clicked while the cursor was there."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(
        self, style: RowStyle[R], *, words: Sequence[str] = (), id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.moved: Callable[[], object] = lambda: None
        """Called when the cursor went to another row. No message: what it shows elsewhere belongs to the same frame."""
        self._style = style
        self._words = words
        self._sections: tuple[Section[R], ...] = ()
        self._starts: list[int] = []
        self._lines = 0
        self._places: dict[str, int] = {}
        self._rows: list[R] = []
        self._row_lines: list[int] = []
        self._cursor = 0
        self._top = 0

    # Data

    def show(self, sections: Sequence[Section[R]]) -> None:
        """Show other rows; the cursor stays on its row where it still is, else at its place."""
        before = self.cursor_key
        self._sections = tuple(each for each in sections if each.rows)
        self._rows, self._row_lines, self._starts = [], [], []
        at = 0
        for section in self._sections:
            self._starts.append(at)
            at += 1 if section.title else 0
            self._row_lines.extend(range(at, at + len(section.rows)))
            self._rows.extend(section.rows)
            at += len(section.rows)
        self._lines = at
        self._places = {self._style.key(row): place for place, row in enumerate(self._rows)}
        kept = self._places.get(before) if before is not None else None
        self._cursor = kept if kept is not None else max(0, min(self._cursor, len(self._rows) - 1))
        self._reveal()
        self.redraw()

    def set_words(self, words: Sequence[str]) -> None:
        """Say what stands in the middle of an empty list."""
        self._words = words
        self.redraw()

    # Questions

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        row = self.cursor_row
        return None if row is None else self._style.key(row)

    @property
    def place(self) -> int:
        """How many rows there are above the cursor."""
        return self._cursor

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    # Moving

    def move(self, rows: int) -> None:
        """Move the cursor down, or up for a negative number; no further than there are rows."""
        self._stand(self._cursor + rows)

    def go_first(self) -> None:
        """Move to the first row."""
        self._stand(0)

    def go_last(self) -> None:
        """Move to the last row."""
        self._stand(len(self._rows) - 1)

    def half_page(self, direction: int) -> None:
        """Move by half of what is seen."""
        self.move(direction * max(self._body // 2, 1))

    def go_to(self, key: str) -> bool:
        """Move to the row with a key; return False when there is none."""
        place = self._places.get(key)
        if place is None:
            return False
        self._stand(place)
        return True

    def find(self, holds: Callable[[R], bool], step: int) -> bool:
        """Move to the next (1) or previous (-1) row that holds what is looked for; return False when none does."""
        count = len(self._rows)
        for distance in range(1, count + 1):
            place = (self._cursor + step * distance) % count
            if holds(self._rows[place]):
                self._stand(place)
                return True
        return False

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        if not self._rows:
            return tuple(quiet_rows(self._words, width, height))
        shown = [self._style.head(width)] if self._style.head is not None else []
        shown += [self._line(at, width) for at in range(self._top, min(self._top + self._body, self._lines))]
        shown += [line((), width)] * (height - len(shown))
        return tuple((Cell(0, width, each),) for each in shown[:height])

    def resized(self, width: int, height: int) -> None:
        self._reveal()

    @property
    def _body(self) -> int:
        """Lines for rows and titles."""
        return max(self.size.height - (self._style.head is not None), 0)

    def _line(self, at: int, width: int) -> Line:
        number = bisect_right(self._starts, at) - 1
        section, below = self._sections[number], at - self._starts[number]
        if section.title and below == 0:
            return _title(section, width)
        place = self._place_at(at)
        drawn = self._style.draw(self._rows[place], width)
        if place == self._cursor:
            return paint(drawn, Ink.CURSOR if self.has_focus else Ink.CURSOR_AWAY)
        return drawn

    def _place_at(self, at: int) -> int:
        """Return the place of the row that stands on a line."""
        return bisect_right(self._row_lines, at) - 1

    def _stand(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        if not self._rows or place == self._cursor:
            return
        self._cursor = place
        self._reveal()
        self.redraw()
        self.moved()

    def _reveal(self) -> None:
        """Turn the page by half when the cursor leaves it: scrolling line by line would write every line each time."""
        body = self._body
        if not self._rows or body <= 0:
            self._top = 0
            return
        at = self._row_lines[self._cursor]
        first = at - 1 if self._cursor == 0 or self._row_lines[self._cursor - 1] < at - 1 else at
        turned = min(body // 2, max(MOST_TURNED // self.size.width, 1))
        if first < self._top:
            self._top = first - turned
        elif at >= self._top + body:
            self._top = at - body + turned
        self._top = max(0, min(self._top, self._lines - body))

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.y - (self._style.head is not None)
        if not 0 <= at < self._lines or event.y < (self._style.head is not None):
            return
        place = self._place_at(at)
        if place < 0 or self._row_lines[place] != at:
            return
        event.stop()
        if place == self._cursor:
            self.post_message(self.RowOpened())
        else:
            self._stand(place)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, self._lines - self._body))
        self.redraw()


def _title(section: Section[R], width: int) -> Line:
    title = f" {plain(section.title)} "
    count = f"{len(section.rows) if section.count is None else section.count} "
    note = f" {plain(section.note)}" if section.note else ""
    room = width - cells(title) - cells(count)
    spans = [(title, Ink.HEAD), (count, Ink.HEAD_COUNT)]
    return line([*spans, (note, Ink.HEAD_COUNT)] if room > 0 else spans, width, fill=Ink.HEAD)
