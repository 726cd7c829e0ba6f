"""A form whose fields are read together, because what one may hold depends on the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prodtui.errors import Rejected
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.form import Form
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.sentences import of_error

ReadFields = Callable[[Mapping[str, str]], tuple[Any, Mapping[str, Rejected]]]
"""Returns what the texts of the fields mean, and by field what cannot be read."""


class WholeForm(Form):
    """Asks for several fields and stores what they mean together."""

    def __init__(
        self, heading: str, fields: Sequence[FormField], before: Mapping[str, str], reading: Reading,
        read: ReadFields, store: Save, *, draft: str, verb: str = "save",
    ) -> None:  # fmt: skip
        super().__init__(heading, fields, before, reading, store, draft=draft, verb=verb)
        self._read = read

    def action_save_form(self) -> None:
        value, problems = self._read({name: row.text for name, row in self.rows.items()})
        for name, row in self.rows.items():
            row.wrong(of_error(problems[name]) if name in problems else "")
        if problems:
            self.query_one(f"#field-{next(name for name in self.rows if name in problems)}").focus()
        else:
            self.store_values(value)
