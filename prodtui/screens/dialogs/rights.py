"""Who may do what on the board: the table of roles and rights, changed cell by cell by whoever may set the board up."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prodtui.domain.permissions import DEFAULTS, Permission, RightRow, why_fixed
from prodtui.domain.rows import BoardRow
from prodtui.errors import ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.dialogs.base import Dialog
from prodtui.widgets.rights_table import RightsTable


class RightsDialog(Dialog[None]):
    """Shows the table of the board; a cell that is given or taken is stored at once, and undone like every change."""

    KEYS_LINE: ClassVar[str] = "h j k l go   space give or take   esc back"
    AUTO_FOCUS = "RightsTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", "Left", show=False),
        Binding("right,l", "move(1, 0)", "Right", show=False),
        Binding("up,k", "move(0, -1)", "Up", show=False),
        Binding("down,j", "move(0, 1)", "Down", show=False),
        Binding("space,enter", "turn", "Give or take", show=False),
    ]

    def __init__(self, board: BoardRow) -> None:
        super().__init__(f"Rights on {board.key}")
        self.add_class("-wide")
        self.table = RightsTable(signs=self.prodtui.signs, id="table")
        self._rights = board.rights
        self._under_way = 0
        self._against = ""

    def body(self) -> ComposeResult:
        yield self.table
        yield Static("", id="preview")

    def on_mount(self) -> None:
        super().on_mount()
        self.prodtui.changed.subscribe(self, self._changed, immediate=True)
        self._judge()
        self._show()

    def _judge(self) -> None:
        """Say whether the reader may change anything here, and with which keys."""
        self._against = self._why_not()
        self.say(self._against)
        self.say_keys("h j k l go   esc back" if self._against else self.KEYS_LINE)

    def _why_not(self) -> str:
        """Return why the reader changes nothing here, "" when there is nothing against it."""
        return self.prodtui.read_only or self.prodtui.bridge.why_not(Permission.SET_UP)

    def _changed(self, topics: frozenset[str]) -> None:
        if "boards" in topics and not self._under_way:
            self._rights = self.prodtui.bridge.rights
            if self._against != self._why_not():
                self._judge()
            self._show()

    def _show(self) -> None:
        self.table.show(self._rights, self.prodtui.bridge.workspace.actor.role)
        self._tell()

    @on(RightsTable.CellMoved)
    def _tell(self) -> None:
        """Say what the cell under the cursor means."""
        role, right = self.table.cursor
        has = self._rights.may(role, right)
        told = f"A {role} {'may' if has else 'may not'} {right.words}."
        if fixed := why_fixed(role, right):
            told = fixed
        elif has != DEFAULTS.may(role, right):
            told += " * Changed here."
        self.query_one("#preview", Static).update(Content(told))

    def action_move(self, columns: int, rows: int) -> None:
        self.table.move(columns, rows)

    @on(RightsTable.CellChosen)
    def action_turn(self) -> None:
        """Give the right under the cursor, or take it."""
        if why := self._why_not():
            self.say(why, problem=True)
            return
        role, right = self.table.cursor
        if why_fixed(role, right):
            self.say("It stays as it is.", problem=True)
            return
        cell = RightRow(role, right, not self._rights.may(role, right))
        table = self._rights
        self._rights = table.granted(role, right) if cell.granted else table.revoked(role, right)
        self.say("")
        self._show()
        self._store(cell)

    @work(group="rights")
    async def _store(self, cell: RightRow) -> None:
        """Store a cell; what cannot be stored is shown again as it is."""
        self._under_way += 1
        try:
            await self.prodtui.submit(lambda ws: deferred.rights.put(ws, cell))
        except ProdtuiError as error:
            self.show_problem(error)
        finally:
            self._under_way -= 1
            self._changed(frozenset({"boards"}))
