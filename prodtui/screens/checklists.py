"""The checklists of a board: what there is, in which version, and what needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.rows_quality import ChecklistDetail
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.checklist import ChecklistScreen
from prodtui.screens.checklist_look import ChecklistLook
from prodtui.screens.checklist_rows import checklist_line, checklists_head
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, line

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

TEACHING = (
    "There is no checklist yet.",
    "",
    "a  writes one: its items, their limits, and who signs",
    "P  publishes it, so that it can be used",
    "+  attaches it to a step, which lets no card go without it",
)


class ChecklistsScreen(ChecklistLook[ChecklistDetail]):
    """The checklists of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.CHECKLISTS
    WHAT = "checklist"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.CHECKLISTS)

    def __init__(self) -> None:
        super().__init__()
        self._archived = False

    def make_list(self) -> RowList[ChecklistDetail]:
        style: RowStyle[ChecklistDetail] = RowStyle(lambda row: row.checklist.key, self._draw, checklists_head)
        return RowList(style, words=("…",), id="list")

    def on_mount(self) -> None:
        super().on_mount()
        board = self.prodtui.bridge.workspace.need_board()
        self.head.show(lambda width: [line([(f" Checklists of {board.key} ", Ink.HEAD_HERE)], width, fill=Ink.HEAD)])
        self.reload()

    def _draw(self, row: ChecklistDetail, width: int) -> Line:
        return checklist_line(row, width, self.prodtui.signs)

    # --- what there is

    def words_of(self, row: ChecklistDetail) -> str:
        return f"{row.checklist.key} {row.checklist.name}"

    async def refresh_rows(self) -> None:
        archived = self._archived

        def all_of(ws: Workspace) -> list[ChecklistDetail]:
            rows = deferred.checklists.list_checklists(ws, archived=archived)
            return [deferred.checklists.show_checklist(ws, row.key) for row in rows]

        found = await self.prodtui.bridge.read(all_of)
        self.list.set_words(TEACHING)
        self.list.show([Section("", found)])
        self.show_footer()

    def jump(self, ref: str) -> None:
        self.list.go_to(ref)

    # --- verbs

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_checklist")

    def do_open_checklist(self) -> None:
        if self.list.cursor_key is not None:
            self.app.push_screen(ChecklistScreen(self.list.cursor_key))

    def do_add_checklist(self) -> None:
        self.talk(self._add)

    async def _add(self) -> None:
        async def store(name: str) -> str:
            done = await self.submit(lambda ws: deferred.checklists.add_checklist(ws, name))
            return str(done.value.key)

        hint = "its name, such as: Weld check"
        key = await self.ask(LineDialog("New checklist", store, hint=hint, draft="new checklist"))
        if key is not None:
            self.list.go_to(key)
            self.app.push_screen(ChecklistScreen(key))

    def do_archive_checklist(self) -> None:
        row = self.list.cursor_row
        if row is None:
            return
        if row.checklist.archived_at is not None:
            self.verb(lambda: self._restore(row))
        elif row.checklist.uses:
            self.talk(lambda: self._ask_to_archive(row))
        else:
            self.verb(lambda: self._archive(row))

    async def _ask_to_archive(self, row: ChecklistDetail) -> None:
        count = len(row.checklist.uses)
        what = "It is attached once; that use is" if count == 1 else f"It is attached {count} times; these uses are"
        details = f"{what} taken away, and it holds no card back any more. Its inspections stay as they are."
        if await self.ask(Confirm(f"Archive {row.checklist.name}?", yes="archive", details=details)):
            async with self.turn:
                await self._archive(row)

    async def _archive(self, row: ChecklistDetail) -> None:
        await self.submit(lambda ws: deferred.checklists.archive_checklist(ws, row.checklist.key))
        self.notice(f"Archived {row.checklist.name}. A shows archived ones, x brings one back.")

    async def _restore(self, row: ChecklistDetail) -> None:
        done = await self.submit(lambda ws: deferred.checklists.restore_checklist(ws, row.checklist.key))
        self.notice(" ".join((f"{row.checklist.name} is back.", *done.notes)))

    def do_all_checklists(self) -> None:
        self._archived = not self._archived
        self.notice("Archived checklists are shown too." if self._archived else "Archived checklists are hidden.")
        self.reload()

    # --- going back

    def do_view_quality(self) -> None:
        self.do_back()
