"""Everything about one task: fields, notes, chain, talk and history; every verb works here too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import StepKind
from prodtui.domain.rows import CardRow, PersonRow, StepRow, TaskDetail, TaskRow
from prodtui.errors import NotFound
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.line_pane import LinePane
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.screens.task_lines import TaskContext, detail_lines
from prodtui.screens.verbs_task import TaskVerbs
from prodtui.widgets.spans import Ink, line

if TYPE_CHECKING:
    from prodtui.screens.board import BoardScreen

HALF_PAGE = 0.5


class DetailScreen(TaskVerbs, CheckVerbs, ProgramVerbs):
    """The detail view of the task `ref`; the board below it lends steps and people."""

    SCREEN: ClassVar[str] = actions.TASK
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.TASK)

    def __init__(self, ref: str, board: BoardScreen) -> None:
        super().__init__()
        self.ref = ref
        self.pane = LinePane(id="detail")
        self._board = board
        self._detail: TaskDetail | None = None
        self._found = ""

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.pane
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.pane.show(lambda width: [line([(f" {self.ref} …", Ink.MUTED)], width)])
        self.reload()

    # --- what there is

    def steps(self) -> Sequence[StepRow]:
        return self._board.steps()

    def people(self) -> Sequence[PersonRow]:
        return self._board.people()

    def targets(self) -> tuple[TaskRow, ...]:
        return (self._detail.task,) if self._detail is not None else ()

    def selection(self) -> actions.Selection:
        task = self._detail.task if self._detail is not None else None
        kinds = {step.key: step.kind for step in self.steps()}
        return actions.Selection(
            has_card=task is not None,
            read_only=self.prodtui.read_only,
            in_done=task is not None and kinds.get(task.step) is StepKind.DONE,
            blocked=task is not None and task.blocked_reason is not None,
            can_override=self.refusal is not None,
            finding=bool(self._found),
            cards=1,
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith(("tasks:", "steps:")) for topic in topics)

    async def refresh_rows(self) -> None:
        try:
            detail = await self.prodtui.bridge.read(lambda ws: deferred.tasks.show(ws, self.ref))
        except NotFound:
            self.notice(f"{self.ref} is gone: somebody purged it. esc goes back.", wrong=True)
            return
        self._detail, context = detail, self.context()
        self.pane.show(lambda width: detail_lines(detail, context, width))
        hints = actions.footer_for(self.SCREEN, self.selection(), self.prodtui.reader_keys)
        self.footer.show(hints)

    def context(self) -> TaskContext:
        """Return what the task is drawn with."""
        return self._board.task_context()

    # --- scrolling and finding

    def do_cursor_down(self) -> None:
        self.pane.scroll_lines(1)

    def do_cursor_up(self) -> None:
        self.pane.scroll_lines(-1)

    def do_cursor_first(self) -> None:
        self.pane.scroll_to_end(last=False)

    def do_cursor_last(self) -> None:
        self.pane.scroll_to_end(last=True)

    def do_half_page_down(self) -> None:
        self.pane.scroll_pages(HALF_PAGE)

    def do_half_page_up(self) -> None:
        self.pane.scroll_pages(-HALF_PAGE)

    def do_find(self) -> None:
        self.talk(self._find)

    async def _find(self) -> None:
        async def go(words: str) -> str:
            return words

        words = await self.ask(LineDialog("Find", go, value=self._found, keys="enter find   esc back"))
        if words is not None:
            self._found = words.strip()
            self._find_on(1)

    def do_find_next(self) -> None:
        self._find_on(1)

    def do_find_prev(self) -> None:
        self._find_on(-1)

    def _find_on(self, step: int) -> None:
        if self._found and not self.pane.find(self._found, step):
            self.notice(f"{self.ref} does not mention {self._found}.")

    # --- going back

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_view_board(self) -> None:
        self.do_back()

    def jump(self, ref: str) -> None:
        """Go back to the board and stand on another task."""
        self.do_back()
        self._board.jump(ref)

    def known_cards(self) -> Iterable[CardRow]:
        return self._board.known_cards()
