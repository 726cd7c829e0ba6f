"""The quality list: what is due, what runs, what waits for a signature, what failed and what was signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import InspectionRow
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.picker import Choice
from prodtui.screens.list_look import ListLook
from prodtui.screens.opening import open_entry
from prodtui.screens.quality_rows import QualityRow, draw, head, news_of, of_due, of_inspection, passes, sections
from prodtui.screens.view import ViewScreen
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.spans import Line

if TYPE_CHECKING:
    from prodtui.services.quality_list import QualityList
    from prodtui.services.workspace import Workspace

NEWEST = 50
"""How many inspections of each state the list shows at first."""
TEACHING = (
    "Nothing is inspected on this board yet.",
    "",
    "c  writes a checklist: what to look at, with limits, and who signs",
    "attach it to a step, and the step's cards stand here until they passed",
    "q  on a card of the board inspects it at once",
)


class QualityScreen(CheckVerbs, ListLook[QualityRow], ViewScreen):
    """The inspections of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.QUALITY
    CSS_PATH = "quality.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.QUALITY)
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self._data: QualityList | None = None
        self._filter = ""
        self._all = False

    def make_list(self) -> RowList[QualityRow]:
        style: RowStyle[QualityRow] = RowStyle(lambda row: row.key, self._draw, head)
        return RowList(style, words=("…",), id="list")

    def body(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self._data.board if self._data is not None else None

    def words_of(self, row: QualityRow) -> str:
        return row.words

    def selection(self) -> actions.Selection:
        row = self.list.cursor_row
        return actions.Selection(
            what="inspection",
            has_card=row is not None,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
            stage=row.stage if row is not None else "",
            failed=row.inspection.failed if row is not None and row.inspection is not None else 0,
            against_signing=self._data.against.get(row.ref, "") if self._data is not None and row is not None else "",
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        if self._data is None:
            return "boards" in topics
        board = self._data.board.id
        return bool(topics & {"boards", "people", f"checks:{board}", f"tasks:{board}", f"steps:{board}"})

    def show_other_board(self) -> None:
        self._data = None

    async def refresh_rows(self) -> None:
        before = self._data
        newest = None if self._all else NEWEST
        after = before.last_event if before is not None else None

        def both(ws: Workspace) -> tuple[QualityList, tuple[BoardRow, ...]]:
            return deferred.quality_list.quality_list(ws, newest=newest, after=after), deferred.boards.list_boards(ws)

        data, self.boards = await self.prodtui.bridge.read(both)
        self._data = data
        authors, sentences = news_of(data.events, self.prodtui.bridge.workspace.actor.login)
        for sentence in sentences:
            self.news.add(sentence, self.prodtui.now())
        self.flash(authors)
        self.show_header()
        self.show_news()
        self._show()

    def _rows(self) -> list[QualityRow]:
        data = self._data
        if data is None:
            return []
        begun = (*data.running, *data.waiting, *data.failed, *data.signed)
        names = {key: step.name for key, step in data.steps.items()}
        return [
            *(of_due(row, names) for row in data.due),
            *(of_inspection(row, names, may_sign=row.ref not in data.against) for row in begun),
        ]

    def _show(self) -> None:
        data = self._data
        if data is None:
            return
        rows, me = self._rows(), self.prodtui.bridge.workspace.actor.login
        states: dict[str, tuple[InspectionRow, ...]] = {
            "running": data.running, "waiting": data.waiting, "failed": data.failed, "signed": data.signed,
        }  # fmt: skip
        cut = [] if self._all else [stage for stage, found in states.items() if len(found) == NEWEST]
        self.list.set_words(("Nothing matches the filter.", "", "esc  ends it") if rows else TEACHING)
        self.list.show(sections((row for row in rows if passes(row, self._filter, me)), cut=cut))
        self.header.set_note(self._filter)
        self.show_footer()

    def _draw(self, row: QualityRow, width: int) -> Line:
        return draw(row, width, self.prodtui.now(), self.prodtui.signs, by=self.authors.get(row.key))

    def minute_passed(self, now: datetime) -> None:
        self.list.redraw()

    # --- look

    def do_view_quality(self) -> None:
        pass

    def do_back(self) -> None:
        if self._filter:
            self._filter = ""
            self._show()
        self.found = ""

    def do_all_checks(self) -> None:
        self._all = not self._all
        self.notice("All inspections are shown." if self._all else f"The newest {NEWEST} of each state are shown.")
        self.reload()

    def do_filter_checks(self) -> None:
        self.talk(self._filter_checks)

    async def _filter_checks(self) -> None:
        rows, me = self._rows(), self.prodtui.bridge.workspace.actor.login
        names = sorted({(row.checklist, row.name) for row in rows})
        terms = [
            Choice("mine", "mine", "what I did, or may sign"),
            *(Choice(stage, stage, "how far it is") for stage in ("due", "running", "waiting", "failed", "signed")),
            *(Choice(key, key, name) for key, name in names),
        ]

        def would_show(text: str) -> str:
            return f"{sum(passes(row, text, me) for row in rows)} of {len(rows)} inspections."

        text = await self.ask(FilterDialog(self._filter, terms, would_show))
        if text is not None:
            self._filter = text
            self._show()

    def jump(self, ref: str) -> None:
        self.list.go_to(ref)

    # --- verbs

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_check")

    def do_open_check(self) -> None:
        row = self.list.cursor_row
        if row is None:
            return
        if row.inspection is not None:
            open_entry(self, row.ref)
        elif self.prodtui.read_only:
            self.notice(f"Nobody has started it. {self.prodtui.read_only}")
        else:
            self.talk(lambda: self.begin_inspection(row.checklist, row.task))

    def do_start_check(self) -> None:
        self.talk(self._start_check)

    async def _start_check(self) -> None:
        key = await self.pick_checklist(None)
        if key is not None:
            await self.begin_inspection(key, None)

    def do_sign(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.talk(lambda: self.sign(row.ref))

    def do_concede(self) -> None:
        row = self.list.cursor_row
        if row is not None and row.inspection is not None:
            failed = row.inspection
            self.talk(lambda: self.concede(failed))

    def do_raise_from_check(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.talk(lambda: self.raise_issue(row.ref))

    def do_put_away(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.verb(lambda: self._put_away(row.ref))

    async def _put_away(self, ref: str) -> None:
        done = await self.submit(lambda ws: deferred.inspections.put_away(ws, ref))
        self.report(done, f"Put away {ref}. u takes it back.")

    def do_checklists(self) -> None:
        from prodtui.screens.checklists import ChecklistsScreen

        self.app.push_screen(ChecklistsScreen())
