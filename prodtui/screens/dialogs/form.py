"""A form: labelled fields, what is wrong said at the field, drafts, and the reader's own editor for long texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog, Save
from prodtui.screens.dialogs.entry_area import EntryArea
from prodtui.screens.form_fields import FormField, Reading, read_changes
from prodtui.screens.sentences import of_error


class FieldRow(Horizontal):
    """A label with its input; what is wrong with the text is said below it, when something is."""

    def __init__(self, field: FormField, text: str) -> None:
        super().__init__(id=f"row-{field.name}", classes="field")
        self.field = field
        self._text = text
        self._wrong: Static | None = None

    def compose(self) -> ComposeResult:
        name = f"field-{self.field.name}"
        yield Static(Content(self.field.label), classes="label")
        if self.field.long:
            yield EntryArea(
                self._text, soft_wrap=True, highlight_cursor_line=False,
                placeholder=self.field.hint, id=name,
            )  # fmt: skip
        else:
            suggester = SuggestFromList(self.field.words, case_sensitive=False) if self.field.words else None
            yield Input(
                self._text, placeholder=self.field.hint, suggester=suggester, validate_on=(),
                select_on_focus=self.field.replaced, id=name,
            )  # fmt: skip

    @property
    def text(self) -> str:
        """Return the text that stands in the field."""
        return self.query_one(TextArea).text if self.field.long else self.query_one(Input).value

    @text.setter
    def text(self, text: str) -> None:
        if self.field.long:
            self.query_one(TextArea).text = text
        else:
            self.query_one(Input).value = text

    def wrong(self, sentence: str) -> None:
        """Say below the field what is wrong with it; nothing for ""."""
        if self._wrong is None and sentence:
            self._wrong = Static(classes="wrong")
            self.screen.query_one("#box").mount(self._wrong, after=self)
        if self._wrong is not None:
            self._wrong.display = bool(sentence)
            self._wrong.update(Content(sentence))


class Form(Dialog[Any]):
    """Asks for several fields and stores the values of those whose text differs from `before`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "editor", "Long text in the editor", show=False, priority=True),
        Binding("ctrl+s,ctrl+enter", "save_form", "Save", show=False, priority=True),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[FormField],
        before: Mapping[str, str],
        reading: Reading,
        store: Save,
        *,
        draft: str = "",
        verb: str = "save",
    ) -> None:
        super().__init__(heading, draft=draft)
        self.add_class("-wide")
        self.fields = tuple(fields)
        self.reading = reading
        self.before = before
        self._store = store
        self._verb = verb

    def body(self) -> ComposeResult:
        for field in self.fields:
            yield FieldRow(field, self.before.get(field.name, ""))

    @property
    def rows(self) -> Mapping[str, FieldRow]:
        """Return the rows of the form by the name of their field."""
        return {row.field.name: row for row in self.query(FieldRow)}

    def typed(self) -> Mapping[str, str]:
        return {name: row.text for name, row in self.rows.items() if row.text != self.before.get(name, "")}

    def restore(self, fields: Mapping[str, str]) -> None:
        for name, text in fields.items():
            if name in self.rows:
                self.rows[name].text = text

    def on_mount(self) -> None:
        super().on_mount()
        long = next((field.label.lower() for field in self.fields if field.long), "")
        following = "   tab next" if len(self.fields) > 1 else ""
        lines = f"   ctrl+n new line   ctrl+o {long} in your editor" if long else ""
        self.say_keys(f"enter {self._verb}{following}{lines}   esc back")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _edited(self) -> None:
        self.touch_draft()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save_form()

    def action_save_area(self) -> None:
        self.action_save_form()

    def action_save_form(self) -> None:
        texts = {name: row.text for name, row in self.rows.items()}
        values, problems = read_changes(self.before, texts, self.reading, self.fields)
        for name, row in self.rows.items():
            row.wrong(of_error(problems[name]) if name in problems else "")
        if problems:
            self.query_one(f"#field-{next(name for name in texts if name in problems)}").focus()
        else:
            self.store_values(values)

    def store_values(self, values: dict[str, Any]) -> None:
        """Store what was typed; the form stays open when that fails."""
        self.save(self._store, values)

    def show_problem(self, error: ProdtuiError) -> None:
        name = str(error.details.get("field", ""))
        if name in self.rows:
            self.rows[name].wrong(of_error(error))
            self.query_one(f"#field-{name}").focus()
        else:
            super().show_problem(error)

    def action_editor(self) -> None:
        """Hand a long text, the one with the cursor or the first, to the reader's own editor."""
        long = [row for row in self.rows.values() if row.field.long]
        if not long:
            return
        row = next((row for row in long if row.has_focus_within), long[0])
        try:
            row.text = self.prodtui.edit_outside(row.text)
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)
        self.query_one(f"#field-{row.field.name}").focus()
