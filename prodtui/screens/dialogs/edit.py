"""The edit form of something that others may edit too: their changes are told, merged, or settled field by field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from textual import work

from prodtui.domain.rows import TaskRow
from prodtui.domain.task_fields import clean_field
from prodtui.errors import Changed, ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.dialogs.conflict import Clean, Conflict
from prodtui.screens.dialogs.form import Form
from prodtui.screens.form_fields import FIELDS, FormField, Reading, texts_of
from prodtui.screens.sentences import of_error

SaveEdit = Callable[[dict[str, Any], Mapping[str, Any], int], Awaitable[Any]]
"""Stores changed values, given the values they were typed over and the version; raises Changed for a conflict."""


class Numbered(Protocol):
    """A row with a reference and a version."""

    @property
    def ref(self) -> str: ...

    @property
    def version(self) -> int: ...


class VersionedForm(Form):
    """Edits one row. Fields that somebody else changed meanwhile are merged, or settled one by one."""

    def __init__(
        self, row: Numbered, fields: Sequence[FormField], clean: Clean, reading: Reading, store: SaveEdit
    ) -> None:
        before = texts_of(row, reading.tz, fields)
        super().__init__(f"Edit {row.ref}", fields, before, reading, self._save_values, draft=f"edit of {row.ref}")
        self.row = row
        self._clean = clean
        self._store_edit = store

    def on_mount(self) -> None:
        super().on_mount()
        self.prodtui.changed.subscribe(self, lambda _: self._look_again(), immediate=True)

    @work(group="news", exclusive=True)
    async def _look_again(self) -> None:
        """Say who changed it meanwhile, unless a problem is said; the text in the form stays as it is."""
        ref = self.row.ref
        try:
            news = await self.prodtui.bridge.read(lambda ws: deferred.history.events(ws, ref=ref, limit=1, newest=True))
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)
            return
        if news and news[-1].version > self.row.version and not self.problem.has_class("-problem"):
            when = self.prodtui.local_time(news[-1].at)
            self.say(f"Changed by {news[-1].actor} at {when}. Saving keeps both changes, or asks.")

    def store_values(self, values: dict[str, Any]) -> None:
        if values:
            super().store_values(values)
        else:
            self.close(None)

    async def _save_values(self, values: dict[str, Any]) -> Any:
        """Store the values; a field that somebody else changed too is settled with the reader and stored again."""
        base = {name: getattr(self.row, name) for name in values}
        version = self.row.version
        while True:
            try:
                return await self._store_edit(values, base, version)
            except Changed as error:
                settled = await self._settle(values, error)
                if settled is None:
                    raise
                fields = error.details["fields"]
                values = settled
                base = {**base, **{name: each["theirs"] for name, each in fields.items()}}
                version = error.details.get("version", version)

    async def _settle(self, values: dict[str, Any], error: Changed) -> dict[str, Any] | None:
        fields = error.details.get("fields")
        if not fields:
            return None
        self.stop_waiting()
        known = {field.name: field for field in self.fields}
        dialog = Conflict(self.row.ref, fields, self.reading, known, self._clean)
        answer: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        return None if answer is None else {**values, **answer}


class EditForm(VersionedForm):
    """Edits one task."""

    def __init__(self, task: TaskRow, reading: Reading, store: SaveEdit) -> None:
        super().__init__(task, FIELDS, clean_field, reading, store)
