"""The first question of the first start: where the store would be, and whether to make it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prodtui.screens.dialogs.base import Dialog


class Welcome(Dialog[str]):
    """Answers "make", "demo", or None for somebody who wants neither."""

    KEYS_LINE: ClassVar[str] = "y make it   d look at a demo   esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer('make')", "Make it", show=False),
        Binding("d", "answer('demo')", "Demo", show=False),
        Binding("n,q", "leave", "Leave", show=False),
    ]

    def __init__(self, path: str) -> None:
        super().__init__("There is no store yet")
        self._path = path

    def body(self) -> ComposeResult:
        text = Content("A store is one file that holds your boards. It would be made here:\n\n  ")
        text += Content.styled(self._path, "bold")
        text += Content("\n\nNothing is written before you say yes. The demo lives in a temporary folder of its own.")
        yield Static(text, classes="text")

    def action_answer(self, answer: str) -> None:
        self.close(answer)
