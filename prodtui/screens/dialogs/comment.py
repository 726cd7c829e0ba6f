"""Something longer to say: several lines, a draft, the reader's own editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog, Save
from prodtui.screens.dialogs.entry_area import EntryArea
from prodtui.screens.sentences import of_error


class LinesDialog(Dialog[Any]):
    """Asks for several lines and stores them; `value` is what stands there at first, `draft` names what is typed."""

    KEYS_LINE: ClassVar[str] = "enter save   ctrl+n new line   ctrl+o your editor   esc back"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "editor", "In the editor", show=False, priority=True)]

    def __init__(self, heading: str, store: Save, *, value: str = "", draft: str = "") -> None:
        super().__init__(heading, draft=draft)
        self._store = store
        self._value = value

    def body(self) -> ComposeResult:
        yield EntryArea(self._value, soft_wrap=True, highlight_cursor_line=False, id="area")

    def typed(self) -> Mapping[str, str]:
        text = self.query_one("#area", TextArea).text
        return {"text": text} if text.strip() and text != self._value else {}

    def restore(self, fields: Mapping[str, str]) -> None:
        area = self.query_one("#area", TextArea)
        area.text = fields.get("text", "")
        area.move_cursor(area.document.end)

    @on(TextArea.Changed, "#area")
    def _typed(self) -> None:
        self.touch_draft()

    def action_save_area(self) -> None:
        self.save(self._store, self.query_one("#area", TextArea).text)

    def action_editor(self) -> None:
        """Hand the text to the reader's own editor and take back what it left."""
        area = self.query_one("#area", TextArea)
        try:
            area.text = self.prodtui.edit_outside(area.text)
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)


class CommentDialog(LinesDialog):
    """Asks for a comment on a task."""

    def __init__(self, ref: str, store: Save) -> None:
        super().__init__(f"Comment on {ref}", store, draft=f"comment on {ref}")
