"""Choosing how far back a screen looks: the last days, or a window of the reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.dates import parse_when
from prodtui.domain.flow.window import days_in
from prodtui.domain.text import counted
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.base import BaseScreen
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker

USUAL_DAYS = 30
_OWN = "own"
_CHOICES = (
    Choice("7", "the last 7 days"),
    Choice("30", "the last 30 days"),
    Choice("90", "the last 90 days"),
    Choice("365", "the last year"),
    Choice(_OWN, "another window…", "such as 8w, or 1 oct to 31 oct"),
)


@dataclass(frozen=True, slots=True)
class Back:
    """How far back to look: so many days up to today, or from `first` to `last`, both included."""

    days: int = USUAL_DAYS
    first: date | None = None
    last: date | None = None

    def span(self, today: date) -> tuple[date, date]:
        """Return the first and the last day."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        return today - timedelta(days=self.days - 1), today

    def words(self, today: date) -> str:
        """Return it as a reader knows it: "30 days, 29 Oct to 27 Nov"; years other than this one are named."""
        first, last = self.span(today)
        days = [f"{day.day} {day:%b}{f' {day.year}' if day.year != today.year else ''}" for day in (first, last)]
        return f"{counted((last - first).days + 1, 'day')}, {' to '.join(days)}"


async def choose_window(screen: BaseScreen, now: Back) -> Back | None:
    """Ask how far back to look; None for somebody who turned back."""
    chosen = {str(now.days)} if now.first is None else {_OWN}
    answer: str | None = await screen.ask(Picker("How far back?", _CHOICES, chosen=chosen))
    if answer is None or answer != _OWN:
        return None if answer is None else Back(int(answer))
    app = screen.prodtui

    today = app.now().astimezone(app.zone).date()

    async def take(back: Back) -> Back:
        await app.bridge.read(lambda ws: deferred.figures.check_window(*back.span(today)))
        return back

    def read(text: str) -> Back:
        return read_window(text, app.now(), app.zone)

    def meaning(text: str) -> str:
        return read(text).words(today)

    heading, hint = "Which days?", "8w, or 1 oct to 31 oct, or 2026-10-01..2026-10-31"
    dialog = LineDialog(heading, take, read=read, preview=meaning, hint=hint, keys="enter look   esc back")
    back: Back | None = await screen.ask(dialog)
    return back


def read_window(text: str, now: datetime, zone: ZoneInfo) -> Back:
    """Return the window that a text means: 30d, 8w, or a first and a last day. Raises Rejected."""
    count = days_in(text.strip())
    if count is not None:
        return Back(count)
    words = text.replace("..", " to ").split(" to ")
    if len(words) != 2 or not all(word.strip() for word in words):
        raise Rejected("A window is a length or two days.", hint="Write it like 8w, or 1 oct to 31 oct.")
    first, last = (parse_when(word.strip(), now, zone).astimezone(zone).date() for word in words)
    if last < first:
        raise Rejected("The last day lies before the first.", hint="Write the first day, then the last.")
    return Back((last - first).days + 1, first, last)
