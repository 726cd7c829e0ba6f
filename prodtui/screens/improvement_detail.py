"""Everything about one improvement: the cycle, the problem and the change, the figure before and after, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.rows_issues import ImprovementDetail
from prodtui.errors import NotFound
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.improvement_desk import ImprovementDesk
from prodtui.screens.improvement_lines import improvement_lines
from prodtui.screens.issue_entry import Desk, EntryVerbs, Place, read_place
from prodtui.screens.issue_list import why_closed
from prodtui.screens.opening import open_entry
from prodtui.screens.pane_look import PaneLook
from prodtui.screens.program_verbs import ProgramVerbs

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace


class ImprovementScreen(EntryVerbs, PaneLook, ProgramVerbs):
    """The detail view of the improvement `ref`."""

    SCREEN: ClassVar[str] = actions.IMPROVEMENT
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.IMPROVEMENT)

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self._trials = ImprovementDesk(self)
        self._detail: ImprovementDetail | None = None

    # --- what there is

    def desk(self) -> Desk:
        return self._trials

    def entry_ref(self) -> str | None:
        return self.ref

    def selection(self) -> actions.Selection:
        row = self._detail.improvement if self._detail is not None else None
        return actions.Selection(
            what="improvement",
            has_card=row is not None,
            read_only=self.prodtui.read_only,
            closed=why_closed(row) if row is not None else "",
            finding=bool(self.found),
            cards=1,
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith(("improvements:", "people")) for topic in topics)

    async def refresh_rows(self) -> None:
        ref = self.ref

        def read(ws: Workspace) -> tuple[Place, ImprovementDetail]:
            return read_place(ws), deferred.improvements.show_improvement(ws, ref)

        try:
            self.place, detail = await self.prodtui.bridge.read(read)
        except NotFound:
            self.notice(f"{ref} is gone. esc goes back.", wrong=True)
            return
        self._detail, context, key = detail, self.task_context(), self.key_of("advance")
        self.pane.show(lambda width: improvement_lines(detail, context, width, key))
        self.show_footer()

    # --- verbs, and going on

    def do_measure(self) -> None:
        self.on_entry(self._trials.measure)

    def do_follow(self) -> None:
        issue = self._detail.improvement.issue if self._detail is not None else None
        if issue is None:
            self.notice(f"{self.ref} names no issue; e adds one.")
        else:
            open_entry(self, issue)

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)
