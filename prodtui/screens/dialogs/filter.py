"""Filter: one line in the filter language, with the common terms listed below for those who do not know it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.dialogs.picker import Choice


class FilterDialog(Dialog[str]):
    """Answers the text of a filter, "" for none; `check` says how many cards a text shows and raises ProdtuiError."""

    KEYS_LINE: ClassVar[str] = "type words, or ↑↓ and tab for a term   enter apply   esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "Down", show=False, priority=True),
        Binding("up", "step(-1)", "Up", show=False, priority=True),
        Binding("tab", "put", "Add or take out", show=False, priority=True),
    ]

    def __init__(self, text: str, terms: Sequence[Choice], check: Callable[[str], str]) -> None:
        super().__init__("Show only")
        self._text = text
        self._terms = tuple(terms)
        self._check = check

    def body(self) -> ComposeResult:
        yield Input(self._text, placeholder="everything", id="line", select_on_focus=False)
        yield OptionList(id="choices", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        options = self.query_one("#choices", OptionList)
        options.can_focus = False
        options.add_options([Option(self._line(term)) for term in self._terms])
        self._judge(self._text)

    def action_step(self, rows: int) -> None:
        options = self.query_one("#choices", OptionList)
        here = -1 if options.highlighted is None else options.highlighted
        options.highlighted = min(max(here + rows, 0), len(self._terms) - 1)

    def action_put(self) -> None:
        """Put the term under the cursor into the line, or take it out again."""
        index = self.query_one("#choices", OptionList).highlighted
        if index is None:
            return
        line = self.query_one("#line", Input)
        words, term = line.value.split(), self._terms[index].value
        words = [word for word in words if word != term] if term in words else [*words, term]
        line.value = " ".join(words)
        line.cursor_position = len(line.value)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_put()

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        self._judge(event.value)
        options = self.query_one("#choices", OptionList)
        for index, term in enumerate(self._terms):
            options.replace_option_prompt_at_index(index, self._line(term))

    @on(Input.Submitted, "#line")
    def _entered(self, event: Input.Submitted) -> None:
        try:
            self._check(event.value)
        except ProdtuiError as error:
            self.show_problem(error)
        else:
            self.close(event.value.strip())

    def _judge(self, text: str) -> None:
        try:
            self.say(self._check(text))
        except ProdtuiError as error:
            self.say(error.message)

    def _line(self, term: Choice) -> Content:
        box = "[x] " if term.value in self.query_one("#line", Input).value.split() else "[ ] "
        return Content(f"{box}{term.text}") + Content.styled(f"  {term.note}", "$muted")
