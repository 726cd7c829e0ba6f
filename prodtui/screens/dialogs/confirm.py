"""A yes or no, named by what it does."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prodtui.screens.dialogs.base import Dialog


class Confirm(Dialog[bool]):
    """Asks before something that is lost or sweeping; answers True only for a clear yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: str, *, yes: str, no: str = "go back", details: str = "") -> None:
        super().__init__(question)
        self._yes = yes
        self._no = no
        self._details = details

    def body(self) -> ComposeResult:
        if self._details:
            yield Static(Content(self._details), classes="text")

    def on_mount(self) -> None:
        super().on_mount()
        self.say_keys(f"y {self._yes}   n {self._no}")

    def action_answer(self, answer: bool) -> None:
        self.close(answer)
