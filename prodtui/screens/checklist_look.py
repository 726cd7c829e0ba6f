"""What the list of checklists and the list of items of one checklist share: a head, a list below it, and the keys."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult

from prodtui import actions
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.program_verbs import ProgramVerbs

R = TypeVar("R")


class ChecklistLook(ListLook[R], ProgramVerbs):
    """A screen with `head` above its list; `WHAT` names one row of it."""

    WHAT: ClassVar[str]
    CSS_PATH = "checklists.tcss"
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self.head = LinePane(id="head")

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.head
        yield self.list
        yield self.footer

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what=self.WHAT,
            has_card=self.list.count > 0,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            cards=self.list.count,
        )

    def wants(self, topics: frozenset[str]) -> bool:
        return any(topic.startswith(("checks:", "steps:")) for topic in topics)

    def do_back(self) -> None:
        self.app.pop_screen()
