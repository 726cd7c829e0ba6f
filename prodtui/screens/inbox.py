"""The inbox: what concerns the reader on every board, newest first, opened and marked as read."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.rows_day import NoticeRow
from prodtui.screens import deferred, inbox_rows
from prodtui.screens.base import bindings_of
from prodtui.screens.board import BoardScreen
from prodtui.screens.inbox_watch import ABOUT, TOPIC
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.opening import open_entry
from prodtui.screens.paragraphs import shaped
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.screens.sentences import of_count
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Line

#: Hand-overs and notes of a stand-up have no page of their own: they stand in that view.
_OF_THE_STANDUP = "HU"


class InboxScreen(ListLook[NoticeRow], ProgramVerbs):
    """The inbox of whoever acts, over the screen from which it was opened."""

    SCREEN: ClassVar[str] = actions.INBOX
    CSS_PATH = "inbox.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.INBOX)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-high")]  # noqa: RUF012 (declared so by Textual)
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self.head = LinePane(id="head")
        self.about = LinePane(id="about")
        self._everything = False

    def make_list(self) -> RowList[NoticeRow]:
        style: RowStyle[NoticeRow] = RowStyle(lambda row: str(row.id), self._draw, inbox_rows.columns)
        return RowList(style, words=("…",), id="list")

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.alarm
        yield self.head
        yield self.list
        yield self.about
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.reload()

    def _draw(self, row: NoticeRow, width: int) -> Line:
        return inbox_rows.draw(row, width, self.prodtui.now(), self.prodtui.signs)

    # --- what there is

    def words_of(self, row: NoticeRow) -> str:
        return inbox_rows.words_of(row)

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="notice",
            has_card=self.list.count > 0,
            read_only=self._read_only(),
            denied=self._stranger(),
            finding=bool(self.found),
            cards=self.list.count,
        )

    def _read_only(self) -> str:
        """Return why nothing can be marked, "" when it can: who only looks at the board has an inbox all the same."""
        return self.prodtui.read_only if self.prodtui.bridge.opening.read_only else ""

    def _stranger(self) -> str:
        """Return what somebody is told whom the store does not know, "" for everybody else."""
        actor = self.prodtui.bridge.workspace.actor
        if actor.person_id is not None:
            return ""
        how = f"add yourself with `prodtui person add {actor.login}`, or act as somebody with A on the board"
        return f"The store does not know {actor.login}, who so has no inbox: {how}."

    def wants(self, topics: frozenset[str]) -> bool:
        ended = self._everything and any(topic.startswith(ABOUT) for topic in topics)  # what was read ends too
        return ended or TOPIC in topics

    async def refresh_rows(self) -> None:
        app, everything, stranger = self.prodtui, self._everything, self._stranger()
        rows = app.inbox.rows
        if everything and not stranger:
            rows = await app.bridge.read(lambda ws: deferred.inbox.inbox(ws, all=True))
        name, new = app.bridge.workspace.actor.name, len(app.inbox.rows)
        self.head.show(lambda width: [inbox_rows.title(name, new, width, everything=everything)])
        nothing = inbox_rows.NOTHING_AT_ALL if everything else inbox_rows.NOTHING_NEW
        self.list.set_words((stranger,) if stranger else nothing)
        self.list.show([Section("", rows)])
        self.cursor_moved()

    def cursor_moved(self) -> None:
        row, app = self.list.cursor_row, self.prodtui
        parts = inbox_rows.whole(row, app.now(), app.zone) if row is not None else []
        self.about.show(lambda width: shaped(parts, width), from_top=True)
        self.show_footer()

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    # --- opening

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_notice")

    def do_open_notice(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.verb(lambda: self._open(row))

    async def _open(self, row: NoticeRow) -> None:
        app = self.prodtui
        if not (row.read or self._read_only()):
            await self._mark(row)
        if row.board is not None and row.board != app.bridge.workspace.need_board().key:
            await app.bridge.use_board(row.board)
            await app.show_board()
            board = cast("BoardScreen", app.get_screen_stack(actions.BOARD)[0])
            board.reload()  # what is opened borrows steps and people from it
            await board.settled()
        if row.ref.rpartition("-")[2][0] in _OF_THE_STANDUP:
            app.go_to_view(8)
        else:
            open_entry(self, row.ref)

    def do_inbox(self) -> None:
        self.do_back()

    def do_back(self) -> None:
        self.app.pop_screen()

    # --- what was read

    def do_read_notice(self) -> None:
        row = self.list.cursor_row
        if row is not None and row.read:
            self.notice("This notice was read already.")
        elif row is not None:
            self.verb(lambda: self._mark(row))

    def do_read_all(self) -> None:
        self.verb(self._mark_all)

    async def _mark_all(self) -> None:
        done = await self.submit(lambda ws: deferred.inbox.mark_read(ws))
        self.notice(f"Marked {of_count(len(done.value), 'notice')} as read. A shows what was read too.")

    async def _mark(self, row: NoticeRow) -> None:
        await self.submit(lambda ws: deferred.inbox.mark_read(ws, [row.id]))

    def do_read_too(self) -> None:
        self._everything = not self._everything
        self.notice("What was read is shown too." if self._everything else "Only what is new is shown.")
        self.reload()
