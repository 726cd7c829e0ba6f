"""The full edit form of a task: every field with its label, errors at the field, drafts, and the editor for notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from prodtui.domain.rows import TaskRow
from prodtui.errors import Changed, ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.form_fields import FIELDS, FormField, Reading, read_changes, texts_of
from prodtui.screens.sentences import of_error

SaveEdit = Callable[[dict[str, Any], Mapping[str, Any], int], Awaitable[Any]]
"""Stores changed values, given the values they were typed over and the version; raises Changed for a conflict."""


class FieldRow(Vertical):
    """A label with its input, and below it what is wrong with the text, when something is."""

    def __init__(self, field: FormField, text: str) -> None:
        super().__init__(id=f"row-{field.name}", classes="field")
        self.field = field
        self._text = text

    def compose(self) -> ComposeResult:
        with Horizontal(classes="entry"):
            yield Static(Content(self.field.label), classes="label")
            if self.field.name == "notes":
                yield TextArea(self._text, compact=True, soft_wrap=True, highlight_cursor_line=False, id="field-notes")
            else:
                suggester = SuggestFromList(self.field.words) if self.field.words else None
                yield Input(
                    self._text,
                    placeholder=self.field.hint,
                    suggester=suggester,
                    compact=True,
                    select_on_focus=False,
                    id=f"field-{self.field.name}",
                )
        yield Static("", classes="wrong")

    @property
    def text(self) -> str:
        """Return the text that stands in the field."""
        if self.field.name == "notes":
            return self.query_one(TextArea).text
        return self.query_one(Input).value

    @text.setter
    def text(self, text: str) -> None:
        if self.field.name == "notes":
            self.query_one(TextArea).text = text
        else:
            self.query_one(Input).value = text

    def wrong(self, sentence: str) -> None:
        """Say below the field what is wrong with it; nothing for ""."""
        line = self.query_one(".wrong", Static)
        line.set_class(bool(sentence), "-shown")
        line.update(Content(sentence))


class EditForm(Dialog[Any]):
    """Edits one task. Fields that somebody else changed meanwhile are merged, or settled one by one."""

    KEYS_LINE: ClassVar[str] = "enter save   tab next   ctrl+o notes in your editor   esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "editor", "Notes in the editor", show=False, priority=True),
        Binding("ctrl+s,ctrl+enter", "save_form", "Save", show=False, priority=True),
    ]

    def __init__(self, task: TaskRow, reading: Reading, store: SaveEdit) -> None:
        super().__init__(f"Edit {task.ref}", draft=f"edit of {task.ref}")
        self.add_class("-wide")
        self.task_row = task
        self._reading = reading
        self._store = store
        self._before = texts_of(task, reading.tz)

    def body(self) -> ComposeResult:
        for field in FIELDS:
            yield FieldRow(field, self._before[field.name])

    @property
    def rows(self) -> Mapping[str, FieldRow]:
        """Return the rows of the form by the name of their field."""
        return {row.field.name: row for row in self.query(FieldRow)}

    def typed(self) -> Mapping[str, str]:
        return {name: row.text for name, row in self.rows.items() if row.text != self._before[name]}

    def restore(self, fields: Mapping[str, str]) -> None:
        for name, text in fields.items():
            if name in self.rows:
                self.rows[name].text = text

    def on_mount(self) -> None:
        super().on_mount()
        self.prodtui.changed.subscribe(self, lambda _: self._look_again(), immediate=True)

    @work(group="news", exclusive=True)
    async def _look_again(self) -> None:
        """Say who changed the task meanwhile; the text in the form stays as it is."""
        ref = self.task_row.ref
        try:
            news = await self.prodtui.bridge.read(lambda ws: deferred.history.events(ws, ref=ref, limit=1, newest=True))
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)
            return
        if news and news[-1].version > self.task_row.version:
            when = self.prodtui.local_time(news[-1].at)
            self.say(f"Changed by {news[-1].actor} at {when}. Saving keeps both changes, or asks.")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _edited(self) -> None:
        self.touch_draft()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save_form()

    def action_save_form(self) -> None:
        texts = {name: row.text for name, row in self.rows.items()}
        values, problems = read_changes(self._before, texts, self._reading)
        for name, row in self.rows.items():
            row.wrong(of_error(problems[name]) if name in problems else "")
        if problems:
            first = next(name for name in texts if name in problems)
            self.query_one(f"#field-{first}").focus()
        elif not values:
            self.close(None)
        else:
            self.save(self._save_values, values)

    async def _save_values(self, values: dict[str, Any]) -> Any:
        """Store the values; a field that somebody else changed too is settled with the reader and stored again."""
        base = {name: getattr(self.task_row, name) for name in values}
        version = self.task_row.version
        while True:
            try:
                return await self._store(values, base, version)
            except Changed as error:
                settled = await self._settle(values, error)
                if settled is None:
                    raise
                fields = error.details["fields"]
                values = settled
                base = {**base, **{name: each["theirs"] for name, each in fields.items()}}
                version = error.details.get("version", version)

    async def _settle(self, values: dict[str, Any], error: Changed) -> dict[str, Any] | None:
        from prodtui.screens.dialogs.conflict import Conflict

        fields = error.details.get("fields")
        if not fields:
            return None
        self.stop_waiting()
        dialog = Conflict(self.task_row.ref, fields, self._reading)
        answer: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        return None if answer is None else {**values, **answer}

    def show_problem(self, error: ProdtuiError) -> None:
        name = str(error.details.get("field", ""))
        if name in self.rows:
            self.rows[name].wrong(of_error(error))
            self.query_one(f"#field-{name}").focus()
        else:
            super().show_problem(error)

    def action_editor(self) -> None:
        """Hand the notes to the reader's own editor and take back what it left."""
        row = self.rows["notes"]
        try:
            row.text = self.prodtui.edit_outside(row.text)
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)
        self.query_one("#field-notes").focus()
