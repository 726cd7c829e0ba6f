"""The alarm: one line over the first one of the screen while an andon rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from prodtui.actions import KeyHint
from prodtui.widgets.bar import GAP, MARGIN, Bar, Part
from prodtui.widgets.footer import hint_parts
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, clip, plain

LEAST_TEXT = 30


class Alarm(Bar):
    """Says that somebody needs help now, until it is told to be silent; it lies over the header as a notice does."""

    DEFAULT_CSS = """
    Alarm { layer: notice; dock: top; display: none; }
    Alarm.-shown { display: block; }
    """

    @dataclass
    class HintChosen(Message):
        """A key hint was clicked; `action` is its action's id."""

        action: str

    def __init__(self, *, signs: Signs | None = None) -> None:
        super().__init__(signs=signs, id="alarm")
        self._text = ""
        self._hints: tuple[KeyHint, ...] = ()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text

    def show(self, text: str, hints: Sequence[KeyHint]) -> None:
        """Say a sentence with the keys that can be pressed about it; "" is silence."""
        text = plain(text)
        if text == self._text:
            return
        self._text, self._hints = text, tuple(hints)
        self.set_class(bool(text), "-shown")
        self.redraw()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        hints = hint_parts(self._hints)
        room = width - 2 * MARGIN - sum(part.width + GAP for part in hints)
        if room < LEAST_TEXT:
            hints, room = [], width - 2 * MARGIN
        text = clip(f"{self.signs.over} {self._text}", max(room, 0), self.signs.more)
        return [Part(((text, Ink.HEAD_WRONG),) if self._text else (), 1000, "see_andon")], hints

    def chosen(self, target: str) -> None:
        self.post_message(self.HintChosen(target))
