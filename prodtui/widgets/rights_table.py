"""The table of rights: what may be done from top to bottom, the roles from left to right, one cell with the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.message import Message

from prodtui.domain.enums import Role
from prodtui.domain.permissions import DEFAULTS, Permission, Rights, why_fixed
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame, Row
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, line

ROLES, RIGHTS = tuple(Role), tuple(Permission)
HEAD_LINES = 1
_LEAST_COLUMN = 6
_GAP = 2


class RightsTable(FrameCanvas, can_focus=True):
    """Shows which role has which right. Keys are the dialog's business: it calls `move`."""

    DEFAULT_CSS = f"""
    RightsTable {{ width: 1fr; height: {len(RIGHTS) + HEAD_LINES}; background: $panel; }}
    """

    class CellMoved(Message):
        """The cursor stands on another cell."""

    class CellChosen(Message):
        """The cell under the cursor was clicked while the cursor was there."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, signs: Signs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._table = DEFAULTS
        self._own: Role | None = None
        self._at = (ROLES.index(Role.MEMBER), 0)

    def show(self, table: Rights, own: Role) -> None:
        """Show a table to a reader of the role `own`."""
        self._table, self._own = table, own
        self.redraw()

    @property
    def cursor(self) -> tuple[Role, Permission]:
        """The role and the right under the cursor."""
        column, row = self._at
        return ROLES[column], RIGHTS[row]

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor, at most to the edges."""
        column, row = self._at
        self._stand_on(
            min(max(column + columns, 0), len(ROLES) - 1),
            min(max(row + rows, 0), len(RIGHTS) - 1),
        )

    def _stand_on(self, column: int, row: int) -> None:
        if (column, row) != self._at:
            self._at = (column, row)
            self.redraw()
            self.post_message(self.CellMoved())

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        names = ((role.upper() if role is self._own else role.value, Ink.MUTED) for role in ROLES)
        rows: list[Row] = [self._row(width, ("A role may …", Ink.MUTED), [(name, ink) for name, ink in names])]
        for row, right in enumerate(RIGHTS):
            spans = [self._cell(column, row) for column in range(len(ROLES))]
            rows.append(self._row(width, (right.words, Ink.TEXT), spans))
        return tuple(rows[:height])

    def _row(self, width: int, label: Span, spans: list[Span]) -> Row:
        first, columns = _columns(width)
        found = [Cell(0, first, line([label], first, self._signs.more))]
        x = first
        for (text, ink), room in zip(spans, columns, strict=True):
            found.append(Cell(x, room, _boxed(text, ink, room)))
            x += room
        return (*found, Cell(x, width - x, line((), width - x))) if x < width else tuple(found)

    def _cell(self, column: int, row: int) -> Span:
        role, right = ROLES[column], RIGHTS[row]
        has = self._table.may(role, right)
        text = ("yes" if has else "no") + ("*" if has != DEFAULTS.may(role, right) else "")
        if (column, row) == self._at:
            return text, Ink.CURSOR if self.has_focus else Ink.CURSOR_AWAY
        return text, Ink.MUTED if why_fixed(role, right) or not has else Ink.TEXT

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        first, columns = _columns(self.size.width)
        row, x = event.y - HEAD_LINES, first
        for column, room in enumerate(columns):
            if x <= event.x < x + room and 0 <= row < len(RIGHTS):
                if (column, row) == self._at:
                    self.post_message(self.CellChosen())
                else:
                    self._stand_on(column, row)
            x += room


def _columns(width: int) -> tuple[int, list[int]]:
    """Return the cells of the words and of each role; the words give way where there is no room."""
    wanted = [max(len(role) + _GAP, _LEAST_COLUMN) for role in ROLES]
    words = max(len(right.words) for right in RIGHTS) + _GAP
    first = max(min(words, width - sum(wanted)), 0)
    rest, columns = width - first, []
    for each in wanted:
        columns.append(min(each, rest))
        rest -= columns[-1]
    return first, columns


def _boxed(text: str, ink: Ink, room: int) -> Line:
    """Return a word in its column, one cell of the ink before it and after it."""
    return line([(f" {text} ", ink)], room, "")
