"""The notice: one sentence above the footer, gone with the next key."""

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


class Notice(Bar):
    """One line above the footer that says why something did not happen; the screen clears it with the next key.

    It lies over the last line of the board instead of pushing it up, because that would write the whole board again.
    The screen needs `layers: base notice`.
    """

    DEFAULT_CSS = """
    Notice { layer: notice; dock: bottom; margin-bottom: 1; display: none; }
    Notice.-shown { display: block; }
    """

    @dataclass
    class HintChosen(Message):
        """A key hint was clicked; `action` is its action's id."""

        action: str

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(signs=signs, id=id, classes=classes)
        self._text = ""
        self._wrong = False
        self._hints: tuple[KeyHint, ...] = ()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text

    def say(self, text: str, *, hints: Sequence[KeyHint] = (), wrong: bool = False) -> None:
        """Say a sentence, with the keys that can be pressed about it; "" is silence."""
        self._text, self._hints, self._wrong = plain(text), tuple(hints), wrong
        self.set_class(bool(text), "-shown")
        self.redraw()

    def clear(self) -> bool:
        """Be silent; return whether something was said."""
        had = bool(self._text)
        if had:
            self.say("")
        return had

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        hints = hint_parts(self._hints)
        room = width - 2 * MARGIN - sum(part.width + GAP for part in hints)
        if room < LEAST_TEXT:
            hints, room = [], width - 2 * MARGIN
        text = clip(self._text, max(room, 0), self.signs.more)
        return [Part(((text, Ink.WRONG if self._wrong else Ink.SOON),) if text else (), 1000)], hints

    def chosen(self, target: str) -> None:
        self.post_message(self.HintChosen(target))
