"""Everything about one task: fields, notes, chain, talk and history; every verb works here too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import StepKind
from prodtui.domain.rows import PersonRow, StepRow, TaskRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_detail import TaskDetail
from prodtui.errors import NotFound
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.issue_on_card import CardIssues
from prodtui.screens.pane_look import PaneLook
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.screens.task_lines import TaskContext, detail_lines
from prodtui.screens.verbs_task import TaskVerbs

if TYPE_CHECKING:
    from prodtui.screens.board import BoardScreen


class DetailScreen(TaskVerbs, CheckVerbs, CardIssues, PaneLook, ProgramVerbs):
    """The detail view of the task `ref`; the board below it lends steps and people."""

    SCREEN: ClassVar[str] = actions.TASK
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.TASK)

    def __init__(self, ref: str, board: BoardScreen) -> None:
        super().__init__()
        self.ref = ref
        self._board = board
        self._detail: TaskDetail | None = None

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
            can_override=self.may_override,
            finding=bool(self.found),
            cards=1,
            others=self.others(),
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith(("tasks:", "steps:", "checks:", "issues:", "schedule:")) for topic in topics)

    async def refresh_rows(self) -> None:
        try:
            detail = await self.prodtui.bridge.read(lambda ws: deferred.task_view.show(ws, self.ref))
        except NotFound:
            self.notice(f"{self.ref} is gone: somebody purged it. esc goes back.", wrong=True)
            return
        self._detail, context = detail, self.context()
        self.pane.show(lambda width: detail_lines(detail, context, width))
        self.show_footer()

    def context(self) -> TaskContext:
        """Return what the task is drawn with."""
        return self._board.task_context()

    # --- going elsewhere

    def jump(self, ref: str) -> None:
        """Go to the board and stand on another task."""
        self.prodtui.go_to_card(ref)

    def known_cards(self) -> Iterable[CardRow]:
        return self._board.known_cards()
