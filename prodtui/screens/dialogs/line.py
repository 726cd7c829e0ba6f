"""A dialog with one line to type: block reason, time spent, comment, link, filter, find and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog, Save

Preview = Callable[[str], str]
"""Says in words what a line means so far; raises ProdtuiError while it means nothing."""


class LineDialog(Dialog[Any]):
    """Asks for one line and stores it.

    `read` turns the text into the value that `store` takes and raises Rejected for one that cannot be read; `preview`
    is shown below while somebody types; `words` are offered as completions.
    """

    def __init__(
        self,
        heading: str,
        store: Save,
        *,
        read: Callable[[str], Any] = str,
        value: str = "",
        hint: str = "",
        preview: Preview | None = None,
        words: Sequence[str] = (),
        draft: str = "",
        keys: str | None = None,
    ) -> None:
        super().__init__(heading, draft=draft)
        self._store = store
        self._read = read
        self._value = value
        self._hint = hint
        self._preview = preview
        self._words = words
        self._keys = keys

    def body(self) -> ComposeResult:
        suggester = SuggestFromList(self._words, case_sensitive=False) if self._words else None
        yield Input(self._value, placeholder=self._hint, suggester=suggester, id="line", select_on_focus=False)
        yield Static("", id="preview")

    def on_mount(self) -> None:
        super().on_mount()
        if self._keys is not None:
            self.say_keys(self._keys)

    def typed(self) -> Mapping[str, str]:
        text = self.query_one("#line", Input).value
        return {"line": text} if text != self._value else {}

    def restore(self, fields: Mapping[str, str]) -> None:
        self.query_one("#line", Input).value = fields.get("line", "")

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        self.touch_draft()
        if self._preview is not None:
            if self.problem.has_class("-problem"):
                self.say("")  # it was about the text before; the preview says what is wrong with this one
            self.show_meaning(self._preview, event.value)

    def show_meaning(self, preview: Preview, text: str) -> None:
        """Say below the line what a text means, or why it means nothing yet."""
        try:
            meaning = preview(text) if text.strip() else ""
        except ProdtuiError as error:
            meaning = error.message
        self.query_one("#preview", Static).update(Content(meaning))

    @on(Input.Submitted, "#line")
    def _entered(self, event: Input.Submitted) -> None:
        self.save_text(self._read, self._store, event.value)

    def save_text(self, read: Callable[[str], Any], store: Save, text: str) -> None:
        """Store what a text means, or say why it means nothing."""
        try:
            value = read(text)
        except ProdtuiError as error:
            self.query_one("#preview", Static).update("")  # it would say the same
            self.show_problem(error)
        else:
            self.save(store, value)
