"""The footer: the keys that matter here, and how many cards are open, blocked and late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.message import Message

from prodtui.actions import KeyHint
from prodtui.widgets.bar import Bar, Part
from prodtui.widgets.board_model import Tally
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Span


def hint_parts(hints: Sequence[KeyHint]) -> list[Part]:
    """Return key hints as parts; the last one, help, weighs most, the others less and less."""
    parts = [_hint(hint, 60 - index) for index, hint in enumerate(hints)]
    return [*parts[:-1], replace(parts[-1], weight=100)] if parts else []


def _hint(hint: KeyHint, weight: int) -> Part:
    return Part(((hint.keys, Ink.HERE), (f" {hint.label}", Ink.MUTED)), weight, hint.action)


def tally_parts(tally: Tally, signs: Signs, *, marked: int = 0, filtered: bool = False) -> list[Part]:
    """Return the counts as one part: marked and shown cards if that means something, then open, blocked and late."""
    counts: list[Span] = []
    if marked:
        counts.append((f"{marked} marked", Ink.HERE))
    if filtered:
        counts.append((f"{tally.shown} shown", Ink.SOON))
    counts.append((f"{tally.open} open", Ink.MUTED))
    counts.append((f"{tally.blocked} blocked", Ink.WRONG if tally.blocked else Ink.MUTED))
    counts.append((f"{tally.late} late", Ink.WRONG if tally.late else Ink.MUTED))
    spans: list[Span] = []
    for span in counts:
        spans += [(f" {signs.between} ", Ink.MUTED), span] if spans else [span]
    return [Part(tuple(spans), 80)]


class KeyFooter(Bar):
    """The last line of the screen."""

    @dataclass
    class HintChosen(Message):
        """A key hint was clicked; `action` is the id of its (first) action."""

        action: str

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(signs=signs, id=id, classes=classes)
        self._hints: tuple[KeyHint, ...] = ()
        self._tally: Tally | None = None
        self._marked = 0
        self._filtered = False

    def show(
        self, hints: Sequence[KeyHint], tally: Tally | None = None, *, marked: int = 0, filtered: bool = False
    ) -> None:
        """Show key hints, and the counts of a board if there is one; nothing is written when nothing changed."""
        self._hints, self._tally, self._marked, self._filtered = tuple(hints), tally, marked, filtered
        self.redraw()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        if self._tally is None:
            return hint_parts(self._hints), []
        counts = tally_parts(self._tally, self.signs, marked=self._marked, filtered=self._filtered)
        return hint_parts(self._hints), counts

    def chosen(self, target: str) -> None:
        self.post_message(self.HintChosen(target))
