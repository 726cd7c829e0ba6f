"""The tabs of a screen in one line: which one is shown, and how many entries each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from prodtui.widgets.bar import Bar, Part
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, plain


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: what it is called, the key that shows it, a count behind it, and what is wrong behind that."""

    name: str
    title: str
    key: str = ""
    count: str = ""
    wrong: str = ""


class TabBar(Bar):
    """One line with tabs, and a note at its end; a click on a tab shows it."""

    @dataclass
    class TabChosen(Message):
        """A tab was clicked."""

        name: str

    def __init__(self, *, signs: Signs | None = None, id: str | None = None) -> None:
        super().__init__(signs=signs, id=id)
        self._here = ""
        self._tabs: tuple[Tab, ...] = ()
        self._note = ""

    def show(self, here: str, tabs: Sequence[Tab], note: str = "") -> None:
        """Show these tabs, of which `here` is the one that is open."""
        self._here, self._tabs, self._note = here, tuple(tabs), note
        self.redraw()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        left = []
        for tab in self._tabs:
            here = tab.name == self._here
            key = [(f"{tab.key} ", Ink.REF)] if tab.key else []
            spans = [(tab.title.upper(), Ink.HERE)] if here else [*key, (tab.title, Ink.MUTED)]
            spans += [(f" {tab.count}", Ink.TEXT if here else Ink.MUTED)] if tab.count else []
            spans += [(f" {tab.wrong}", Ink.WRONG)] if tab.wrong else []
            left.append(Part(tuple(spans), 90 if here else 50, tab.name))
        note = Part(((plain(self._note), Ink.MUTED),) if self._note else (), 20)
        return left, [note]

    def chosen(self, target: str) -> None:
        self.post_message(self.TabChosen(target))
