"""The notice: one sentence above the footer, on two lines where one is too short, gone with the next key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Size
from textual.message import Message

from prodtui.actions import KeyHint
from prodtui.widgets.bar import GAP, MARGIN, Bar, Part, lay_out, row_of
from prodtui.widgets.footer import hint_parts
from prodtui.widgets.frame import Frame
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, cells, clip, plain

LEAST_TEXT = 30


class Notice(Bar):
    """A line or two above the footer that say why something did not happen; the screen clears them with the next key.

    They lie over the last lines of the board instead of pushing it up, because that would write the whole board again.
    The screen needs `layers: base notice`.
    """

    DEFAULT_CSS = """
    Notice { layer: notice; dock: bottom; margin-bottom: 1; height: auto; display: none; }
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
        if text and self.size.width and self._height(self.size.width) != self.size.height:
            self.refresh(layout=True)
        self.redraw()

    def clear(self) -> bool:
        """Be silent; return whether something was said."""
        had = bool(self._text)
        if had:
            self.say("")
        return had

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._height(width)

    def draw(self, width: int, height: int) -> Frame:
        rows = [lay_out(*parts, width) for parts in self._rows(width)]
        self._placed = rows[-1]
        return tuple(row_of(placed, width) for placed in rows)

    def _height(self, width: int) -> int:
        return len(self._rows(width))

    def _rows(self, width: int) -> list[tuple[list[Part], list[Part]]]:
        """Return what stands in the lines from the left and from the right: one line, or two for a longer sentence."""
        hints, whole = hint_parts(self._hints), width - 2 * MARGIN
        room = whole - sum(part.width + GAP for part in hints)
        if cells(self._text) <= room:
            return [(self._said(self._text), hints)]
        if room < LEAST_TEXT:
            hints, room = [], whole
        first, rest = broken(self._text, whole)
        if not rest and hints:
            return [(self._said(first), []), ([], hints)]
        if not rest:
            return [(self._said(first), [])]
        return [(self._said(first), []), (self._said(clip(rest, max(room, 0), self.signs.more)), hints)]

    def _said(self, text: str) -> list[Part]:
        return [Part(((text, Ink.WRONG if self._wrong else Ink.SOON),) if text else (), 1000)]

    def chosen(self, target: str) -> None:
        self.post_message(self.HintChosen(target))


def broken(text: str, width: int) -> tuple[str, str]:
    """Return what of a text stands in a line of `width` cells, up to the end of a word, and the rest.

    Where that would leave more than half of the line empty, as before the path of a file, the word is broken.
    """
    head = clip(text, max(width, 0), "")
    if len(head) < len(text) and not text[len(head)].isspace():
        words = head.rpartition(" ")[0].rstrip()
        head = words if 2 * cells(words) > width else head
    return head, text[len(head) :].lstrip()
