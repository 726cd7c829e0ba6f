"""One inspection: its questions beside the one that is answered now, each answer on disk before it is called saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from prodtui import actions
from prodtui.domain.enums import InspectionState, ItemKind
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_quality import InspectionDetail, InspectionRow
from prodtui.errors import NotFound
from prodtui.numbers import decimal_comma
from prodtui.screens import deferred
from prodtui.screens.answering import Answering
from prodtui.screens.base import bindings_of
from prodtui.screens.inspection_lines import TALL, head_lines, question_line, question_sections, question_sheet
from prodtui.screens.inspection_state import Question, Sitting, failing, new_by_others
from prodtui.screens.inspection_text import kind_hint
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import FLASH_SECONDS
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.sheet import Sheet, SheetLine
from prodtui.widgets.spans import Ink, Line, line

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

NUMBER_KEYS = frozenset("0123456789.,-")
MOST_TYPED = 20
BROAD = 100
LEAST_LISTED = 5
"""Rows of the list above the question on a narrow screen."""


class InspectionScreen(Answering, ProgramVerbs):
    """The inspection `ref`; it can be filled from several terminals at once."""

    SCREEN: ClassVar[str] = actions.INSPECTION
    CSS_PATH = "inspection.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.INSPECTION)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (BROAD, "-broad")]  # noqa: RUF012 (declared so by Textual)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012 (declared so by Textual)
    AUTO_FOCUS = "RowList"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self.head = LinePane(id="head")
        self.sheet = Sheet(id="sheet")
        self._against: str | None = None

    def make_list(self) -> RowList[Question]:
        style: RowStyle[Question] = RowStyle(
            lambda question: f"{question.item.key} {question.sample}", self._draw_question
        )
        return RowList(style, id="list")

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.head
        with Container(id="middle"):
            yield self.list
            yield self.sheet
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.head.show(lambda width: [line([(f" {self.ref} …", Ink.MUTED)], width)])
        self.reload()

    # --- what there is

    def words_of(self, row: Question) -> str:
        return row.item.text

    def known_cards(self) -> Iterable[CardRow]:
        return ()

    def jump(self, ref: str) -> None:
        """There are no cards here to go to."""

    def selection(self) -> actions.Selection:
        sitting = self.sitting
        row = sitting.detail.inspection if sitting is not None else None
        closed = ""
        if row is not None and row.archived_at is not None:
            closed = f"{row.ref} was put away and takes no answers."
        elif row is not None and row.state is InspectionState.SIGNED:
            closed = f"{row.ref} was signed by {row.signed_by} and never changes again; c begins a correction."
        elif row is not None and row.state is not InspectionState.RUNNING:
            closed = f"{row.ref} is complete and takes no more answers; u takes your last step back."
        return actions.Selection(
            what="question",
            has_card=self.list.count > 0,
            read_only=self.prodtui.read_only,
            closed=closed,
            cards=self.list.count,
            stage=row.state.value if row is not None else "",
            failed=len(failing(sitting)) if sitting is not None else 0,
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith("checks:") for topic in topics)

    async def refresh_rows(self) -> None:
        def both(ws: Workspace) -> tuple[InspectionDetail, str | None]:
            detail = deferred.inspections.show(ws, self.ref)
            waits = detail.inspection.state is InspectionState.WAITING
            return detail, deferred.quality_list.against_signing(ws, self.ref) if waits else None

        try:
            detail, self._against = await self.prodtui.bridge.read(both)
        except NotFound:
            self.notice(f"{self.ref} is gone. esc goes back.", wrong=True)
            return
        first = self.sitting is None
        if self.sitting is None:
            self.sitting = Sitting(detail, decimal_comma())
        else:
            self._tell_news(self.sitting, detail)
        self.sitting.detail = detail
        self.list.show(question_sections(self.sitting.questions))
        if first:
            place = self.sitting.next_open(("", 0))
            if place is not None:
                self.list.go_to(f"{place[0]} {place[1]}")
        self.share_rows()
        self.show_all()

    def _tell_news(self, sitting: Sitting, now: InspectionDetail) -> None:
        """Let the answers of others flash and say who gave them, or signed; what is typed here stays."""
        me = self.prodtui.bridge.workspace.actor.login
        before, row = sitting.detail.inspection, now.inspection
        fresh = new_by_others(sitting.detail, now, me)
        if fresh:
            sitting.authors.update(fresh)
            self.set_timer(FLASH_SECONDS, lambda: self._end_flash(sitting, set(fresh)))
            who = ", ".join(sorted(set(fresh.values())))
            texts = {item.key: item.text for item in now.content.items}
            names = list(dict.fromkeys(texts[item] for item, _ in fresh))
            self.notice(f"{who} answered {names[0] if len(names) == 1 else f'{len(names)} questions'}.")
        if row.state is not before.state and row.state is InspectionState.SIGNED and row.signed_by != me:
            self.notice(f"{row.signed_by} signed {row.ref}.")

    def _end_flash(self, sitting: Sitting, places: set[tuple[str, int]]) -> None:
        for place in places:
            sitting.authors.pop(place, None)
        self.list.redraw()

    # --- drawing

    def show_all(self) -> None:
        """Draw head, list, question and footer as things stand now."""
        self.head.show(self._head)
        self.list.redraw()
        self.sheet.show(self._sheet)
        self.show_footer()

    def on_resize(self) -> None:
        self.share_rows()

    def share_rows(self) -> None:
        """Give the head the rows that its words need and, on a narrow screen, the list those that no question needs."""
        sitting, (width, height) = self.sitting, self.size
        if sitting is None:
            return
        head = min(len(self._head(width)), max(2, height // 4))
        self.head.styles.height = head
        if width >= BROAD:
            self.list.styles.height = "1fr"
            return
        room = height - head - 1
        sheets = (question_sheet(sitting, each, width, height, self.prodtui.signs) for each in sitting.questions)
        # The number under way stays large while answers are given.
        most = max(TALL if sitting.is_running else 0, *map(len, sheets))
        listed = len(sitting.questions) + 2 * len(question_sections(sitting.questions))
        self.list.styles.height = max(LEAST_LISTED, min(listed, room - most))

    def cursor_moved(self) -> None:
        if self.sitting is not None:
            self.sitting.typed = ""
        self.show_all()

    def _head(self, width: int) -> list[Line]:
        if self.sitting is None:
            return []
        at = self.sitting.detail.inspection.signed_at
        when = self.prodtui.local_time(at) if at is not None else ""
        return head_lines(self.sitting, width, self.prodtui.signs, signed_at=when, against=self._against)

    def _draw_question(self, question: Question, width: int) -> Line:
        if self.sitting is None:
            return line((), width)
        return question_line(self.sitting, question, width, self.prodtui.signs)

    def _sheet(self, width: int, height: int) -> list[SheetLine]:
        question = self.list.cursor_row
        if self.sitting is None or question is None:
            return []
        return question_sheet(self.sitting, question, width, height, self.prodtui.signs)

    def show_footer(self) -> None:
        """Show the keys that matter for this question: yes and no only where they are answers."""
        question = self.list.cursor_row
        hints = actions.footer_for(self.SCREEN, self.selection(), self.prodtui.reader_keys)
        if question is not None and question.item.kind is not ItemKind.YES_NO:
            hints = tuple(hint for hint in hints if hint.action != "answer_yes")
        self.footer.show(hints)

    # --- keys and clicks

    def on_key(self, event: events.Key) -> None:
        """Take the signs of a number, and digits for choices, before the bindings see them."""
        sitting, char = self.sitting, event.character or ""
        if sitting is None:
            return
        if event.key == "backspace":
            sitting.typed = sitting.typed[:-1]
        elif char in NUMBER_KEYS and char:
            self._take_digit(sitting, char)
        else:
            return
        event.stop()
        event.prevent_default()
        self.show_all()

    def _take_digit(self, sitting: Sitting, char: str) -> None:
        question = self.list.cursor_row
        reason = actions.reason_against("answer_line", self.selection())
        self.notice(reason or "")
        if question is None or reason is not None:
            return
        if question.item.kind is ItemKind.MEASUREMENT:
            sitting.typed = (sitting.typed + char)[:MOST_TYPED]
        elif question.item.kind is ItemKind.CHOICE and char.isdigit():
            self.choose(int(char))
        else:
            self.notice(kind_hint(question.item))

    @on(Sheet.Chosen)
    def _chosen(self, event: Sheet.Chosen) -> None:
        name, _, number = event.target.partition(" ")
        if name != "choice":
            self.act(name)
            return
        reason = actions.reason_against("answer_line", self.selection())
        if reason is not None:
            self.notice(reason)
        else:
            self.choose(int(number))

    # --- verbs on the whole

    def do_complete(self) -> None:
        self.verb(self._complete)

    async def _complete(self) -> None:
        done = await self.submit(lambda ws: deferred.inspections.complete(ws, self.ref))
        row: InspectionRow = done.value
        if row.state is InspectionState.WAITING:
            self.notice(f"{self.ref} passed and waits for a signature.", about=[("sign", "sign")])
        else:
            self.notice(
                f"{self.ref} failed.", wrong=True, about=[("raise_from_check", "issue"), ("concede", "concession")]
            )

    def do_sign(self) -> None:
        self.talk(lambda: self.sign(self.ref))

    def do_concede(self) -> None:
        if self.sitting is not None:
            row = self.sitting.detail.inspection
            self.talk(lambda: self.concede(row))

    def do_raise_from_check(self) -> None:
        self.talk(lambda: self.raise_issue(self.ref))

    def do_correct(self) -> None:
        self.talk(self._correct)

    async def _correct(self) -> None:
        row = await self.correct(self.ref)
        if row is not None:
            self.app.switch_screen(InspectionScreen(row.ref))

    # --- going back

    def do_back(self) -> None:
        if self.sitting is not None and self.sitting.typed:
            self.sitting.typed = ""
            self.show_all()
        elif self.sitting is not None and any(each.trouble for each in self.sitting.sending.values()):
            self.talk(self._leave_unsaved)
        else:
            self.app.pop_screen()

    def do_view_board(self) -> None:
        self.do_back()
