"""The three lists of the issue log as tabs: which one is shown, and how many entries each has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.message import Message

from prodtui.widgets.bar import Bar, Part
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, plain


class Tab(StrEnum):
    """One of the lists; its value is the word for one entry."""

    ISSUES = "issue"
    IMPROVEMENTS = "improvement"
    DOWNTIME = "downtime"


_TITLES = {Tab.ISSUES: "Issues", Tab.IMPROVEMENTS: "Improvements", Tab.DOWNTIME: "Downtime"}
ACTIONS = {Tab.ISSUES: "view_issues", Tab.IMPROVEMENTS: "improvements", Tab.DOWNTIME: "downtime"}
"""The action that shows each list."""


@dataclass(frozen=True, slots=True)
class TabState:
    """What the bar tells: the tab that is shown, a count behind each, what is wrong behind
    its count, the order of the list, and the key of each tab.
    """

    here: Tab = Tab.ISSUES
    counts: Mapping[Tab, str] | None = None
    wrong: Mapping[Tab, str] | None = None
    order: str = ""
    keys: Mapping[Tab, str] | None = None


class TabBar(Bar):
    """One line with the tabs; a click on one shows it."""

    @dataclass
    class TabChosen(Message):
        """A tab was clicked."""

        tab: Tab

    def __init__(self, *, signs: Signs | None = None, id: str | None = None) -> None:
        super().__init__(signs=signs, id=id)
        self._state = TabState()

    def show(self, state: TabState) -> None:
        """Show which list this is, and how many entries each one has."""
        if state != self._state:
            self._state = state
            self.redraw()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        counts, wrong = self._state.counts or {}, self._state.wrong or {}
        left = []
        for tab, title in _TITLES.items():
            here = tab is self._state.here
            key = (self._state.keys or {}).get(tab, "")
            spans = [(title.upper(), Ink.HERE)] if here else [(f"{key} ", Ink.REF), (title, Ink.MUTED)]
            spans += [(f" {counts[tab]}", Ink.TEXT if here else Ink.MUTED)] if counts.get(tab) else []
            spans += [(f" {wrong[tab]}", Ink.WRONG)] if wrong.get(tab) else []
            left.append(Part(tuple(spans), 90 if here else 50, tab.value))
        order = Part(((plain(self._state.order), Ink.MUTED),) if self._state.order else (), 20)
        return left, [order]

    def chosen(self, target: str) -> None:
        self.post_message(self.TabChosen(Tab(target)))
