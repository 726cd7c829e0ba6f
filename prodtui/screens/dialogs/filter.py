"""Filter: one line in the filter language, with the common terms listed below for those who do not know it.

While a word is typed, the list holds the terms that it may become; tab puts the one under the cursor in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from prodtui.domain.text import holds
from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.dialogs.choices import Choices
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
        self._shown: tuple[Choice, ...] = ()

    def body(self) -> ComposeResult:
        yield Input(self._text, placeholder="everything", id="line", select_on_focus=False)
        yield Choices(id="choices", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        options = self.query_one("#choices", OptionList)
        options.can_focus = False
        self._list()
        self._judge(self._text)

    def action_step(self, rows: int) -> None:
        options = self.query_one("#choices", OptionList)
        here = -1 if options.highlighted is None else options.highlighted
        options.highlighted = min(max(here + rows, 0), len(self._shown) - 1)

    def action_put(self) -> None:
        """Put the term under the cursor into the line, in place of its beginning, or take it out again."""
        options = self.query_one("#choices", OptionList)
        if options.highlighted is None:
            return
        line = self.query_one("#line", Input)
        words, term = line.value.split(), self._shown[options.highlighted]
        begun = self._begun()
        if begun and self._may_be(begun):
            words.pop()
        words = [word for word in words if word != term.value] if term.value in words else [*words, term.value]
        line.value = " ".join(words)
        self._list()
        if term in self._shown:
            options.highlighted = self._shown.index(term)
        line.cursor_position = len(line.value)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_put()

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        self._judge(event.value)
        self._list()

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

    def _begun(self) -> str:
        """Return the word that is being typed, "" behind a whole term or a blank."""
        line = self.query_one("#line", Input).value
        word = "" if not line or line[-1].isspace() else line.split()[-1]
        return "" if any(word == term.value for term in self._terms) else word

    def _may_be(self, word: str) -> tuple[Choice, ...]:
        """Return the terms that a word may become; none for a word that is looked for in titles."""
        return tuple(term for term in self._terms if holds(f"{term.value} {term.note}", word))

    def _list(self) -> None:
        """List the terms that the word may become, else all of them."""
        options, begun = self.query_one("#choices", OptionList), self._begun()
        narrowed = self._may_be(begun) if begun else ()
        shown = narrowed or self._terms
        if shown == self._shown:
            for index, term in enumerate(shown):
                options.replace_option_prompt_at_index(index, self._line(term))
            return
        self._shown = shown
        options.clear_options()
        options.add_options([Option(self._line(term)) for term in shown])
        options.highlighted = 0 if narrowed else None

    def _line(self, term: Choice) -> Content:
        box = "[x] " if term.value in self.query_one("#line", Input).value.split() else "[ ] "
        return Content(f"{box}{term.text}") + Content.styled(f"  {term.note}", "$muted")
