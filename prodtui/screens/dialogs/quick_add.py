"""Quick add: one line for one card, and one line for each card when several lines are pasted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from prodtui.domain.text import scrub
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.entry_area import EntryArea
from prodtui.screens.dialogs.line import LineDialog, Preview
from prodtui.screens.sentences import of_count

HINT = "title @who #label !priority due:fri est:2h step:name"
Read = Callable[[str], Any]
ReadAll = Callable[[Sequence[str]], Any]
"""Turn a line, or all lines, into what is stored; raise Rejected for one that cannot be read."""


class CardLine(Input):
    """A line that hands on a paste of several lines instead of keeping the first alone."""

    @dataclass
    class LinesPasted(Message):
        """Several lines were pasted; `text` is the whole that stands in the field with them."""

        text: str

    def on_paste(self, event: events.Paste) -> None:
        lines = [line for line in event.text.splitlines() if line.strip()]
        if len(lines) > 1 or (lines and not event.text.splitlines()[0].strip()):
            event.stop()
            event.prevent_default()
            start, end = sorted(self.selection)
            self.post_message(self.LinesPasted(self.value[:start] + "\n".join(lines) + self.value[end:]))


class QuickAdd(LineDialog):
    """Asks for one card, or for several: then each line is one, and `store_all` takes what `read_all` makes of them."""

    def __init__(
        self, heading: str, store: Save, store_all: Save, *, read: Read, read_all: ReadAll, preview: Preview
    ) -> None:
        keys = "enter add   esc back"
        super().__init__(heading, store, read=read, preview=preview, hint=HINT, draft="new task", keys=keys)
        self._store_all = store_all
        self._read_all = read_all

    def body(self) -> ComposeResult:
        yield CardLine(placeholder=HINT, id="line", select_on_focus=False)
        yield EntryArea(soft_wrap=False, highlight_cursor_line=False, id="lines")
        yield Static("", id="preview")

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of several cards, none while one card is asked for."""
        return tuple(line for line in self.query_one("#lines", TextArea).text.splitlines() if line.strip())

    def typed(self) -> Mapping[str, str]:
        lines = self.lines
        return {"line": "\n".join(lines)} if lines else super().typed()

    def restore(self, fields: Mapping[str, str]) -> None:
        self._show(fields.get("line", ""))

    @on(CardLine.LinesPasted)
    def _pasted(self, event: CardLine.LinesPasted) -> None:
        self._show(event.text)

    def _show(self, text: str) -> None:
        """Put text where it belongs: a single line into the line, several into the area, which then takes its place."""
        line, area = self.query_one("#line", Input), self.query_one("#lines", TextArea)
        lines = [scrub(each, limit=2 * len(each) + 1) for each in text.splitlines() if each.strip()]
        if len(lines) <= 1:
            line.value = text
            line.cursor_position = len(line.value)
            return
        self.add_class("-several")
        area.text = "\n".join(each for each, _ in lines)
        area.move_cursor(area.document.end)
        area.focus()
        if any(lost for _, lost in lines):
            self.say("Signs that no text may hold were replaced.")

    @on(TextArea.Changed, "#lines")
    def _lines_typed(self) -> None:
        self.touch_draft()
        count = of_count(len(self.lines), "card")
        self.say_keys(f"enter add {count}   ctrl+n new line   esc back")
        self.show_meaning(self._count_all, "\n".join(self.lines))

    def _count_all(self, _: str) -> str:
        """Return what enter does. Raises what is wrong with the first line that means nothing."""
        self._read_all(self.lines)
        return f"Each line is a card: enter adds {of_count(len(self.lines), 'card')}."

    def action_save_area(self) -> None:
        self.save_text(lambda _: self._read_all(self.lines), self._store_all, "")
