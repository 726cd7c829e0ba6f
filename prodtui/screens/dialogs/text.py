"""A dialog that shows text and asks nothing: reasons, help, the answer of a command, the first lines of a task."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from prodtui.screens.dialogs.base import Dialog

WIDE = 100
"""Cells of a wide dialog, as in its stylesheet."""
AROUND_TEXT = 6
"""So many of them are its margins and two scrollbars."""


class ShowText(Dialog[None]):
    """Shows `text`, which scrolls when it is long, `wide` for long lines; any of the usual ways back closes it."""

    KEYS_LINE: ClassVar[str] = "j k scroll   esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,question_mark,w", "leave", "Back", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "scroll(10)", "Page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, heading: str, text: Content | str, *, wide: bool = False) -> None:
        super().__init__(heading)
        self.set_class(wide, "-wide")
        self._text = Content(text) if isinstance(text, str) else text

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(self._text, id="text")

    def action_scroll(self, lines: int) -> None:
        self.query_one("#scroll", VerticalScroll).scroll_relative(y=lines, animate=False)
