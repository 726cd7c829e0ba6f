"""A text area for short texts of one line or a few."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea


class EntryArea(TextArea):
    """A text area in which enter saves and a new line takes ctrl+n; its screen has the action `save_area`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.save_area", "Save", show=False, priority=True),
        Binding("ctrl+n,shift+enter", "insert_break", "New line", show=False, priority=True),
    ]

    def action_insert_break(self) -> None:
        self.insert("\n")
