"""What the plan does not bear, as one list with why; enter goes to the thing itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import ExceptionKind
from prodtui.domain.planning.periods import amount_text, day_name
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import ExceptionRow
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.paragraphs import pairs, shaped
from prodtui.screens.plan import PlanScreen
from prodtui.screens.plan_list import PlanList
from prodtui.screens.plan_log import span
from prodtui.screens.plan_tabs import PlanTab
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, line, plain

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

COLUMNS = (
    Column("mark", "", 1, 95),
    Column("day", "Day", 6, 70, right=True),
    Column("about", "About", 16, 80),
    Column("amount", "How much", 12, 40, right=True),
    Column("reason", "Why", 49, wide=True),
)
LEAST_ROOM = 12
"""On a lower screen the list has every line."""
LEAST_WHY = 4
"""The whole reason has so many lines below the list, and more where it is longer."""
TEACHING = ("The plan bears everything.", "", "No late demand, no overload, no shortage.")
EMPTY = ("There is no plan yet that could fail.", "", "P  shows the products, with which it begins")
_TABS = {
    ExceptionKind.LATE: actions.DEMAND,
    ExceptionKind.UNPLANNED: actions.DEMAND,
    ExceptionKind.SHORTAGE: actions.RESOURCES,
}
"""Where what they are about is shown; the others are cells of the grid."""
_INKS = {ExceptionKind.UNPLANNED: Ink.SOON, ExceptionKind.BEHIND: Ink.SOON}


class ExceptionsScreen(ListLook[ExceptionRow], PlanTab):
    """The exceptions of the plan of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.EXCEPTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.EXCEPTIONS)
    AUTO_FOCUS = "RowList"
    CSS_PATH = "plan.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.why = LinePane(id="why")
        self._read_on: date | None = None

    def make_list(self) -> RowList[ExceptionRow]:
        style: RowStyle[ExceptionRow] = RowStyle(_key, self._draw, lambda width: heading(fit(COLUMNS, width), width))
        return RowList(style, words=("…",), id="list")

    def body(self) -> ComposeResult:
        yield self.tabs
        yield self.list
        yield self.why

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="exception",
            has_card=self.list.cursor_row is not None,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
        )

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    async def refresh_rows(self) -> None:
        board, boards, rows, any_products = await self.prodtui.bridge.read(_read)
        self.place, self.boards = board, boards
        self._read_on = self.today()
        self.list.set_words(TEACHING if any_products else EMPTY)
        kinds = [(kind, [row for row in rows if row.kind is kind]) for kind in ExceptionKind]
        self.list.show([Section(kind.value.capitalize(), found) for kind, found in kinds if found])
        self._say_why()
        self.show_header()
        self.show_tabs(wrong=str(len(rows)) if rows else "")
        self.show_footer()

    def cursor_moved(self) -> None:
        super().cursor_moved()
        self._say_why()

    def on_resize(self) -> None:
        self.why.display = self.size.height >= LEAST_ROOM

    def _say_why(self) -> None:
        """Show the whole reason of the exception under the cursor, which its line may cut."""
        row = self.list.cursor_row
        parts = pairs(("why", row.reason)) if row is not None else []

        def lines(width: int) -> list[Line]:
            return [line((), width), *shaped(parts, width)]

        needed = min(max(len(lines(self.size.width)), LEAST_WHY), max(self.size.height // 3, LEAST_WHY))
        if self.why.size.height != needed:
            self.why.styles.height = needed
        self.why.show(lines, from_top=True)

    def minute_passed(self, now: datetime) -> None:
        if self.today() != self._read_on:
            self.reload()

    def _draw(self, row: ExceptionRow, width: int) -> Line:
        signs, ink = self.prodtui.signs, _INKS.get(row.kind, Ink.WRONG)
        about = f"{row.ref} {row.product}" if _TABS.get(row.kind) == actions.DEMAND else row.ref
        texts = {
            "mark": [(signs.over if row.kind is ExceptionKind.OVERLOAD else signs.past_most, ink)],
            "day": [(day_name(row.day, self.today()), Ink.MUTED)],
            "about": [(plain(about), Ink.REF)],
            "amount": [(plain(f"{amount_text(row.amount)} {row.unit}"), ink)],
            "reason": [(plain(row.reason), Ink.TEXT)],
        }
        return row_line(texts, fit(COLUMNS, width), width, signs.more)

    def words_of(self, row: ExceptionRow) -> str:
        return f"{row.kind} {row.ref} {row.product or ''} {row.reason}"

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_exception")

    def do_open_exception(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.verb(lambda: self._open(row))

    async def _open(self, row: ExceptionRow) -> None:
        """Go to the thing itself: the order, the material or card that lacks it, the load or product in its period."""
        if row.kind is ExceptionKind.SHORTAGE and self.place is not None and row.ref.startswith(f"{self.place.key}-"):
            self.prodtui.go_to_card(row.ref)
            return
        await self.app.switch_mode(_TABS.get(row.kind, actions.PLAN))
        tab = self.app.screen
        if isinstance(tab, PlanScreen):
            tab.go_to(row.product, row.ref, row.day)
        elif isinstance(tab, PlanList):
            tab.show_row(row.ref)


def _read(ws: Workspace) -> tuple[BoardRow, tuple[BoardRow, ...], tuple[ExceptionRow, ...], bool]:
    """Return the board, all boards, the exceptions, and whether there is any product."""
    board = deferred.boards.show_board(ws)
    first, count = span(board.settings.period, ws.now().astimezone(ws.tz()).date())
    rows = deferred.plan_exceptions.exceptions(ws, first=first, count=count)
    return board, deferred.boards.list_boards(ws), rows, bool(deferred.products.list_products(ws))


def _key(row: ExceptionRow) -> str:
    return f"{row.kind} {row.ref} {row.day} {row.product}"
