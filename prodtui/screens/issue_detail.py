"""Everything about one issue: how far it is, what it needs next, why, actions, effect, links, talk and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.rows_issues import IssueDetail, IssueRow
from prodtui.errors import NotFound
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.issue_desk import IssueDesk
from prodtui.screens.issue_entry import Desk, EntryVerbs, Place, read_place
from prodtui.screens.issue_lines import IssueView, issue_lines
from prodtui.screens.issue_list import why_closed
from prodtui.screens.opening import open_entry
from prodtui.screens.pane_look import PaneLook
from prodtui.screens.program_verbs import ProgramVerbs

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace


class IssueScreen(EntryVerbs, PaneLook, ProgramVerbs):
    """The detail view of the issue `ref`."""

    SCREEN: ClassVar[str] = actions.ISSUE
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.ISSUE)

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self._issue_desk = IssueDesk(self)
        self._view: IssueView | None = None

    # --- what there is

    def desk(self) -> Desk:
        return self._issue_desk

    def entry_ref(self) -> str | None:
        return self.ref

    def selection(self) -> actions.Selection:
        issue = self._view.detail.issue if self._view is not None else None
        return actions.Selection(
            what="issue",
            has_card=issue is not None,
            read_only=self.prodtui.read_only,
            closed=why_closed(issue) if issue is not None else "",
            finding=bool(self.found),
            cards=1,
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith(("issues:", "steps:", "people")) for topic in topics)

    async def refresh_rows(self) -> None:
        ref = self.ref

        def read(ws: Workspace) -> tuple[Place, IssueDetail, IssueRow | None]:
            detail = deferred.issues.show_issue(ws, ref)
            recurs = detail.issue.recurs
            return read_place(ws), detail, deferred.issues.show_issue(ws, recurs).issue if recurs else None

        try:
            self.place, detail, older = await self.prodtui.bridge.read(read)
        except NotFound:
            self.notice(f"{ref} is gone. esc goes back.", wrong=True)
            return
        view = self._view = IssueView(detail, older, self.key_of("advance"), self.key_of("reopen"))
        context = self.task_context()
        self.pane.show(lambda width: issue_lines(view, context, width))
        self.show_footer()

    # --- verbs

    def do_add_action(self) -> None:
        self.on_entry(self._issue_desk.add_action)

    def do_action_done(self) -> None:
        self.on_entry(self._issue_desk.action_done)

    def do_say(self) -> None:
        self.on_entry(self._issue_desk.say)

    def do_touch(self) -> None:
        self.on_entry(self._issue_desk.touch)

    def do_reopen(self) -> None:
        self.on_entry(self._issue_desk.reopen)

    # --- going on

    def do_follow(self) -> None:
        self.talk(self._follow)

    async def _follow(self) -> None:
        """Open what the issue names: at once when it is one thing, from a list when there are several."""
        if self._view is None:
            return
        links = links_of(self._view.detail)
        if not links:
            self.notice(f"{self.ref} names no card, no inspection and no other issue.")
            return
        ref: str | None = links[0].value
        if len(links) > 1:
            ref = await self.ask(Picker(f"What {self.ref} names", links))
        if ref is not None:
            open_entry(self, ref)

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)


def cards_of(detail: IssueDetail) -> tuple[str, ...]:
    """Return the cards that an issue names."""
    return tuple(ref for ref in (detail.issue.task, *detail.tasks) if ref)


def links_of(detail: IssueDetail) -> list[Choice]:
    """Return the cards, the inspection and the issues that an issue names."""
    issue = detail.issue
    cards = [Choice(ref, ref, "card") for ref in cards_of(detail)]
    found = [Choice(issue.inspection, issue.inspection, "inspection")] if issue.inspection else []
    older = [Choice(issue.recurs, issue.recurs, "it repeats this one")] if issue.recurs else []
    return [*cards, *found, *older, *(Choice(ref, ref, "repeats it") for ref in detail.recurrences)]
