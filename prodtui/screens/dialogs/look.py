"""A look before something is done: what it will do, then enter does it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from prodtui.screens.dialogs.base import Dialog, Save

OTHERWISE = object()
"""The answer of a reader who wants it done in another way."""


class Look(Dialog[Any]):
    """Shows `text`; enter runs `store`, whose answer is that of the dialog. `verb` is the word for that.

    With `otherwise`, the word for it, e answers OTHERWISE.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "do", "Do", show=False),
        Binding("e", "otherwise", "Otherwise", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "scroll(10)", "Page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, heading: str, text: Content, store: Save, *, verb: str, otherwise: str = "") -> None:
        super().__init__(heading)
        self.add_class("-wide")
        self._text = text
        self._store = store
        self._verb = verb
        self._otherwise = otherwise

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(self._text, id="text")

    def on_mount(self) -> None:
        super().on_mount()
        other = f"   e {self._otherwise}" if self._otherwise else ""
        self.say_keys(f"enter {self._verb}{other}   j k scroll   esc back")

    def action_do(self) -> None:
        self.save(self._store, None)

    def action_otherwise(self) -> None:
        if self._otherwise:
            self.close(OTHERWISE)

    def action_scroll(self, lines: int) -> None:
        self.query_one("#scroll", VerticalScroll).scroll_relative(y=lines, animate=False)
