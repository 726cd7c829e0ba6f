"""The header: which board this is, which views there are, who I am and whether the store is live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from textual.message import Message

from prodtui.widgets.bar import GAP, Bar, Part, muted, needed
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, cells, clip, plain

BOARD, INBOX = "board", "inbox"
#: Less room than this and others' changes are told by their cards alone.
LEAST_NEWS = 16
#: With so much room they are told whole, or nearly.
ENOUGH_NEWS = 40


class View(NamedTuple):
    """A screen that can be switched to: the number that opens it, its name, and a shorter one where it has one."""

    number: int
    label: str
    short: str = ""


class Tabs(Enum):
    """How much of the names of the views is told: all, the short ones, or that of the active one alone."""

    FULL = "full"
    SHORT = "short"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class HeaderState:
    """What the header tells.

    `mode` says that nothing can be changed, `trouble` since when the store is not live, `note` what is filtered, `duty`
    which shift nobody has taken over, `timer` what the reader's own timer runs for, `news` what somebody else has just
    changed, `unread` how many notices the reader has not read.
    """

    key: str = ""
    name: str = ""
    views: tuple[View, ...] = ()
    active: int = 0
    who: str = ""
    mode: str = ""
    clock: str = ""
    trouble: str = ""
    note: str = ""
    duty: str = ""
    timer: str = ""
    news: str = ""
    unread: int = 0


def header_parts(state: HeaderState, signs: Signs, tabs: Tabs = Tabs.FULL) -> tuple[list[Part], list[Part]]:
    """Return the header from the left (board, views) and from the right (how things stand, clock, who, live)."""
    left = [
        Part(((plain(state.key), Ink.HERE),), 100, BOARD),
        Part(((plain(state.name), Ink.TEXT),), 35, BOARD),
        *(_tab(view, tabs, first=not at, active=view.number == state.active) for at, view in enumerate(state.views)),
    ]
    note = Part(((plain(state.note), Ink.SOON),) if state.note else (), 70)
    duty = Part(((f"{signs.over} {plain(state.duty)}", Ink.SOON),) if state.duty else (), 75)
    timer = Part(((f"{signs.age} {plain(state.timer)}", Ink.HERE),) if state.timer else (), 62)
    mode = Part(((state.mode, Ink.SOON),) if state.mode else (), 80)
    unread = Part(((f"{state.unread} new", Ink.TEXT),) if state.unread else (), 65, INBOX)
    live: Part = Part(((signs.live, Ink.GOOD),), 90)
    if state.trouble:
        live = Part(((f"{signs.not_live} {plain(state.trouble)}", Ink.WRONG),), 90)
    states = [note, duty, timer, mode, unread]
    return left, [*states, muted(state.clock, weight=20), muted(plain(state.who), weight=50), live]


def _tab(view: View, tabs: Tabs, *, first: bool, active: bool) -> Part:
    label = view.label if tabs is Tabs.FULL or not view.short else view.short
    text = f"{view.number} {label.upper() if active else label}"
    if tabs is Tabs.DIGITS and not active:
        text = str(view.number)
    weight, ink = (74, Ink.HERE) if active else (30, Ink.MUTED)
    return Part(((text, ink),), weight, str(view.number), GAP if first else 1)


class BoardHeader(Bar):
    """The first line of the screen."""

    @dataclass
    class ViewChosen(Message):
        """A view's tab was clicked."""

        number: int

    @dataclass
    class BoardChosen(Message):
        """The name of the board was clicked."""

    @dataclass
    class InboxChosen(Message):
        """The count of notices was clicked."""

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(signs=signs, id=id, classes=classes)
        self._state = HeaderState()

    def show(self, key: str, name: str, views: Sequence[View], active: int, who: str, *, mode: str = "") -> None:
        """Say which board and view this is, and for whom; `mode` says in a word that nothing can be changed."""
        self._use(replace(self._state, key=key, name=name, views=tuple(views), active=active, who=who, mode=mode))

    def tick(self, local: datetime) -> None:
        """Show the reader's clock to the minute; may be called often."""
        self._use(replace(self._state, clock=local.strftime("%H:%M")))

    def set_trouble(self, text: str) -> None:
        """Say since when the store is not live, as in "not live since 10:42"; "" when it is."""
        self._use(replace(self._state, trouble=text))

    def set_note(self, text: str) -> None:
        """Say what is filtered; "" for nothing."""
        self._use(replace(self._state, note=text))

    def set_duty(self, text: str) -> None:
        """Say which shift nobody has taken over; "" for none."""
        self._use(replace(self._state, duty=text))

    def set_clock(self, text: str) -> None:
        """Say what the reader's timer runs for, and for how long; "" for none."""
        self._use(replace(self._state, timer=text))

    def set_news(self, text: str) -> None:
        """Say what somebody else has just changed; "" for nothing."""
        self._use(replace(self._state, news=text))

    def set_unread(self, count: int) -> None:
        """Say how many notices the reader has not read; nothing for none."""
        self._use(replace(self._state, unread=count))

    @property
    def news(self) -> str:
        """What is told of others' changes now."""
        return self._state.news

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        # The names of views make room for what somebody else has just done, and come back when that is told.
        news = plain(self._state.news)
        least = min(cells(news), ENOUGH_NEWS) if news else -GAP
        for tabs in Tabs:
            left, right = header_parts(self._state, self.signs, tabs)
            room = width - needed([part for part in (*left, *right) if part.spans]) - GAP
            if room >= least:
                break
        if news and room >= LEAST_NEWS:
            left.append(Part(((clip(news, room, self.signs.more), Ink.FLASH),), 10))
        return left, right

    def chosen(self, target: str) -> None:
        if target == INBOX:
            self.post_message(self.InboxChosen())
        else:
            self.post_message(self.BoardChosen() if target == BOARD else self.ViewChosen(int(target)))

    def _use(self, state: HeaderState) -> None:
        if state != self._state:
            self._state = state
            self.redraw()
