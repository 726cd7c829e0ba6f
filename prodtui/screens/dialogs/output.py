"""What came out of a task: good pieces, scrap and rework, filled in as if all went well; enter finishes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.widgets import Input

from prodtui.domain.planning.periods import amount_text
from prodtui.domain.task_fields import amount
from prodtui.errors import Rejected
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.fields import WholeForm
from prodtui.screens.field_kinds import show_number
from prodtui.screens.form_fields import FormField, Reading

_NAMES = {"good": "Good", "scrap": "Scrap", "rework": "Rework"}


class OutputForm(WholeForm):
    """Asks what came out of `quantity` pieces; until somebody says how many are good, scrap and rework leave them."""

    def __init__(self, ref: str, quantity: float, unit: str, reading: Reading, store: Save) -> None:
        whole = f"{amount_text(quantity)} {unit}".strip()
        before = {"good": f"{quantity:.12g}", "scrap": "0", "rework": "0"}
        fields = [
            FormField(name, label, "0", show_number, lambda text, _: text, replaced=True)
            for name, label in _NAMES.items()
        ]
        super().__init__(
            f"Finish {ref}: what came out of its {whole}?", fields, before, reading, read_output, store,
            draft=f"output of {ref}", verb="finish",
        )  # fmt: skip
        self._quantity = quantity
        self._left = before["good"]

    @on(Input.Changed, "#field-scrap")
    @on(Input.Changed, "#field-rework")
    def _lost_some(self) -> None:
        """Let the good ones be those that are left, unless somebody wrote another number there."""
        rows = self.rows
        values, problems = read_output({name: row.text for name, row in rows.items()})
        if rows["good"].text == self._left and not problems:
            left = max(self._quantity - (values["scrap"] or 0.0) - (values["rework"] or 0.0), 0.0)
            self._left = rows["good"].text = f"{left:.12g}"


def read_output(texts: Mapping[str, str]) -> tuple[dict[str, Any], Mapping[str, Rejected]]:
    """Return the quantities that the fields hold, None where a field is empty, and by field what is no number."""
    values: dict[str, Any] = {}
    problems: dict[str, Rejected] = {}
    for name, label in _NAMES.items():
        try:
            values[name] = amount(texts[name].strip().replace(",", "."), label)
        except Rejected as error:
            problems[name] = error
    return values, problems


def output_text(values: Mapping[str, float | None]) -> str:
    """Return what came out in words: "37 good, 3 scrap"."""
    return ", ".join(
        f"{amount_text(value)} {name}"
        for name, value in values.items()
        if value is not None and (value or name == "good")
    )
