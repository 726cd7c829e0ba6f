"""Two people changed the same field: theirs, mine, or something new, field by field. Nobody's text is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from prodtui.domain.task_fields import moment
from prodtui.errors import Rejected
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.sentences import of_error

Clean = Callable[[str, Any], Any]
"""Returns the value of a field, as JSON holds it, as the domain keeps it; raises Rejected."""


class Conflict(Dialog[dict[str, Any]]):
    """Settles each field in turn; answers the values to store, None when somebody turned back to the form."""

    AUTO_FOCUS = ""  # the keys choose a side until somebody wants to edit
    KEYS_LINE: ClassVar[str] = "m keep mine   t keep theirs   e edit   esc back to the form"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "choose('mine')", "Mine", show=False),
        Binding("t", "choose('theirs')", "Theirs", show=False),
        Binding("e", "edit", "Edit", show=False),
        Binding("ctrl+s", "take", "Take", show=False),
    ]

    def __init__(
        self,
        ref: str,
        fields: Mapping[str, Mapping[str, Any]],
        reading: Reading,
        known: Mapping[str, FormField],
        clean: Clean,
    ) -> None:
        """`fields` gives for each name base, theirs, mine, by and at, as the error `Changed` does."""
        super().__init__(f"{ref} was changed by somebody else")
        self.add_class("-wide")
        self._fields = fields
        self._reading = reading
        self._known = known
        self._clean = clean
        self._waiting = list(fields)
        self._settled: dict[str, Any] = {}

    def body(self) -> ComposeResult:
        yield Static("", id="sides")
        yield Input("", id="line", select_on_focus=False)
        yield TextArea("", id="area")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_next()

    def action_choose(self, side: str) -> None:
        self._settle(self._value(self._waiting[0], side))

    def action_edit(self) -> None:
        """Open mine for editing; theirs stays in sight above it."""
        name = self._waiting[0]
        text = self._text(name, "mine")
        if self._is_long(name):
            area = self.query_one("#area", TextArea)
            area.text, area.display = text, True
            area.focus()
        else:
            box = self.query_one("#line", Input)
            box.value, box.display = text, True
            box.focus()
        key = "ctrl+s" if self._is_long(name) else "enter"
        self.say_keys(f"{key} take this   esc back")

    def on_input_submitted(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        name = self._waiting[0]
        long = self._is_long(name)
        text = self.query_one("#area", TextArea).text if long else self.query_one("#line", Input).value
        try:
            value = self._known[name].read(text, self._reading) if name in self._known else text
        except Rejected as error:
            self.say(of_error(error), problem=True)
        else:
            self._settle(value)

    def action_leave(self) -> None:
        """Leave the editing of one field first, the dialog after that."""
        if self.focused is not None:
            self._show_next()
        else:
            self.close(None)

    def _settle(self, value: Any) -> None:
        self._settled[self._waiting.pop(0)] = value
        if self._waiting:
            self._show_next()
        else:
            self.close(self._settled)

    def _show_next(self) -> None:
        name = self._waiting[0]
        field = self._fields[name]
        label = self._known[name].label if name in self._known else name
        at = moment(field.get("at"), "The time")
        when = f" at {self.prodtui.local_time(at)}" if at is not None else ""
        parts = [
            Content.styled(f"{label}: changed by {field.get('by', 'somebody')}{when}\n\n", "bold"),
            Content.styled("before  ", "$muted"),
            Content(self._text(name, "base") + "\n"),
            Content.styled("theirs  ", "$muted"),
            Content(self._text(name, "theirs") + "\n"),
            Content.styled("mine    ", "$muted"),
            Content(self._text(name, "mine")),
        ]
        self.query_one("#sides", Static).update(Content("").join(parts))
        self.query_one("#line", Input).display = False
        self.query_one("#area", TextArea).display = False
        self.say_keys(self.KEYS_LINE)
        self.say("")
        self.set_focus(None)

    def _is_long(self, name: str) -> bool:
        return name in self._known and self._known[name].long

    def _value(self, name: str, side: str) -> Any:
        """Return one side of a field as the domain keeps it; the error holds it as JSON does."""
        value = self._fields[name].get(side)
        return None if value is None else self._clean(name, value)

    def _text(self, name: str, side: str) -> str:
        value = self._value(name, side)
        text = self._known[name].show(value, self._reading.tz) if name in self._known else str(value)
        return text if text or side == "mine" else "(empty)"
