"""A signature: what is signed, as whom, and the sentence that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from prodtui import actions
from prodtui.domain.enums import InspectionResult
from prodtui.domain.quality import failed_items
from prodtui.domain.quality_text import answered_text
from prodtui.domain.rows_quality import InspectionDetail
from prodtui.screens.dialogs.base import Dialog, Save


class SignDialog(Dialog[Any]):
    """Shows what a signature means and asks for it; the sentence may be changed, and is stored with the name."""

    KEYS_LINE: ClassVar[str] = "enter sign   esc back"

    def __init__(self, detail: InspectionDetail, name: str, store: Save) -> None:
        row = detail.inspection
        super().__init__(f"Sign {row.ref} {row.name}", draft=f"signature of {row.ref}")
        self._detail = detail
        self._name = name
        self._store = store

    def on_mount(self) -> None:
        super().on_mount()
        if self._detail.inspection.result is InspectionResult.FAIL:
            self.say_keys("enter sign as failed   esc back")

    def body(self) -> ComposeResult:
        yield Static(self._what(), classes="text")
        yield Input(
            self._detail.content.sign.meaning,
            placeholder="what you vouch for, such as: I checked against drawing B",
            id="line",
            select_on_focus=False,
        )
        yield Static(Content("Once signed it never changes again; only a new inspection can correct it."), id="preview")

    def typed(self) -> Mapping[str, str]:
        text = self.query_one("#line", Input).value
        return {"line": text} if text != self._detail.content.sign.meaning else {}

    def restore(self, fields: Mapping[str, str]) -> None:
        self.query_one("#line", Input).value = fields.get("line", "")

    @on(Input.Changed, "#line")
    def _typed(self) -> None:
        self.touch_draft()

    @on(Input.Submitted, "#line")
    def _entered(self, event: Input.Submitted) -> None:
        self.save(self._store, event.value.strip())

    def _what(self) -> Content:
        row = self._detail.inspection
        about = f"{row.task} {row.title}" if row.task else "by hand"
        parts = [
            Content(f"{about}, version {row.checklist_version}, {answered_text(row)}\n"),
            self._result(),
            Content.styled(f"\n\nYou sign as {self._name}:", "$muted"),
        ]
        return Content("").join(parts)

    def _result(self) -> Content:
        row, signs = self._detail.inspection, self.prodtui.signs
        failed = ", ".join(item.text for item in failed_items(self._detail.content, self._detail.readings))
        if row.result is InspectionResult.PASS:
            return Content.styled(f"{signs.done} passed", "$good")
        if row.result is InspectionResult.CONCESSION:
            return Content.styled(
                f"{signs.over} passes with a concession by {row.conceded_by}: {row.reason}\n(failed: {failed})", "$soon"
            )
        return Content.styled(
            f"{signs.failed} failed: {failed}\nIt failed; your signature makes that final and the gate stays shut. "
            f"{actions.key_of('concede', self.prodtui.reader_keys)} lets it pass with a concession instead.",
            "$wrong",
        )
