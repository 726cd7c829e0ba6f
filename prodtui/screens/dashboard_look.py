"""Looking at figures: which days, which tasks, counted how, as of when; shared by the dashboard and what it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from prodtui.domain.chart_scale import span_words
from prodtui.domain.dates import parse_when
from prodtui.domain.enums import ServiceClass
from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.rows import PersonRow
from prodtui.domain.rows_board import BoardNames
from prodtui.errors import Rejected, Usage
from prodtui.screens.base import PATIENCE_SECONDS
from prodtui.screens.dashboard_log import DashboardLog, Wish, days_of, read_dashboard
from prodtui.screens.dashboard_words import WINDOWS, counted_words, other_way
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.filtering import Filtering
from prodtui.screens.sentences import of_error
from prodtui.screens.verbs import Target, Verbs
from prodtui.widgets.spans import plain

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from prodtui.screens.bridge import Bridge

OTHER, AGREED, NOW = "other", "agreed", "now"
#: What changes any figure.
TOPICS = ("tasks", "steps", "issues", "checks", "schedule", "plan")


class Source:
    """Where figures come from: what is wished for, and what was read last."""

    def __init__(self) -> None:
        self.wish = Wish()
        self.shown: DashboardLog | None = None
        self._turn = asyncio.Lock()

    async def read(self, bridge: Bridge) -> DashboardLog:
        """Read what is wished for; raises as `read_dashboard` does."""
        async with self._turn:
            wish, shown = self.wish, self.shown
            log = await bridge.read(lambda ws: read_dashboard(ws, wish, shown))
            if wish == self.wish:
                self.shown = log
            return log

    def forget(self) -> None:
        """Begin anew, on another board."""
        self.wish, self.shown = Wish(window=self.wish.window), None


class DashboardLook(Filtering, Verbs):
    """The part of a screen of figures that says what is looked at, out of `source`."""

    FIND_HINT = "a part of a name"

    source: Source

    def use(self, wish: Wish) -> None:
        """Wish for something else, and read it."""
        self.source.wish = wish
        self.reload()

    def wants(self, topics: frozenset[str]) -> bool:
        shown = self.source.shown
        if shown is None:
            return "boards" in topics
        return bool(topics & {"boards", "people", *(f"{kind}:{shown.board.id}" for kind in TOPICS)})

    async def read_anew(self, words: str = "reading…") -> DashboardLog | None:
        """Return what is wished for, None where something else is wished for meanwhile or it cannot be read."""
        wish = self.source.wish
        patience = self.set_timer(PATIENCE_SECONDS, lambda: self.say_reading(words))
        try:
            log = await self.source.read(self.prodtui.bridge)
        except (Rejected, Usage) as error:
            self.fall_back(wish, error)
            return None
        finally:
            patience.stop()
            self.say_reading("")
        return log if wish == self.source.wish else None

    def fall_back(self, wish: Wish, error: Rejected | Usage) -> None:
        """Say why a wish cannot be read, and wish for what was shown before, or for all tasks."""
        shown = self.source.shown
        before = shown.wish if shown is not None else Wish()
        if before == wish:
            if not wish.text:
                raise error
            self.notice(f"The filter {wish.text} has ended. {error.message}", wrong=True)
            before = replace(wish, text="")
        else:
            self.notice(of_error(error), wrong=True)
        self.use(before)

    def say_reading(self, words: str) -> None:
        """Say that figures are being read; "" when they are there."""

    def people(self) -> Sequence[PersonRow]:
        shown = self.source.shown
        return [person for person in shown.people if person.active] if shown is not None else ()

    def targets(self) -> tuple[Target, ...]:
        return ()

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    # --- filter

    @property
    def filter_text(self) -> str:
        return self.source.wish.text

    def use_filter(self, text: str) -> None:
        parse_filter(text).check(self.context())
        self.use(replace(self.source.wish, text=text.strip()))

    def would_show(self, text: str) -> str:
        parse_filter(text).check(self.context())
        return "The tasks that match are measured." if text.strip() else "All tasks are measured."

    def context(self) -> FilterContext:
        names = self.source.shown.names if self.source.shown is not None else BoardNames((), (), ())
        return self.context_with(names.steps, names.people, names.labels)

    def named(self) -> tuple[Iterable[str], Iterable[str]]:
        names = self.source.shown.names if self.source.shown is not None else None
        return (person.login for person in self.people()), names.labels if names is not None else ()

    def _terms(self) -> Sequence[Choice]:
        """Return the terms by which figures are told apart before those that every list has."""
        shown = self.source.shown
        products = shown.products if shown is not None else ()
        return [
            *(Choice(f"product:{key}", f"product:{key}", plain(name)) for key, name in products),
            *(Choice(f"class:{value}", f"class:{value}", "class of service") for value in ServiceClass),
            *super()._terms(),
        ]

    # --- days

    def do_window(self) -> None:
        self.talk(self._window)

    async def _window(self) -> None:
        wish, zone = self.source.wish, self.prodtui.zone
        choices = [
            Choice(text, name, span_words(*days_of(replace(wish, window=text), self.prodtui.now(), zone)))
            for text, name in WINDOWS
        ]
        choices.append(Choice(OTHER, "other days…", "from one day to another, or so many days or weeks"))
        here = wish.window if wish.window in dict(WINDOWS) else OTHER
        text = await self.ask(Picker("Which days?", choices, chosen={here}))
        if text == OTHER:
            text = await self._other_days(wish)
        if text is not None:
            self.use(replace(self.source.wish, window=text))

    async def _other_days(self, wish: Wish) -> str | None:
        def read(text: str) -> str:
            return window_text(text, wish, self.prodtui.now(), self.prodtui.zone)

        def meaning(text: str) -> str:
            return span_words(*days_of(replace(wish, window=read(text)), self.prodtui.now(), self.prodtui.zone))

        hint = "2026-10-01 2026-10-31, or -6w today, or 45d"
        answer: str | None = await self.ask(
            LineDialog("Which days?", _same, read=read, preview=meaning, hint=hint, keys="enter show   esc back")
        )
        return answer

    def do_past_day(self) -> None:
        self.talk(self._past_day)

    async def _past_day(self) -> None:
        wish, app = self.source.wish, self.prodtui

        def read(text: str) -> date | None:
            return past_day(text, app.now(), app.zone)

        def meaning(text: str) -> str:
            day = read(text)
            return f"As it was at the end of {day:%A} {day}." if day is not None else "As it is now."

        value = str(wish.as_of or "")
        day = await self.ask(
            LineDialog(
                "As of which day?", _held, read=lambda text: (read(text),), value=value, preview=meaning,
                hint="yesterday, -2w or 2026-10-31; nothing for now", keys="enter show   esc back",
            )
        )  # fmt: skip
        if day is not None:
            self.use(replace(self.source.wish, as_of=day[0]))

    # --- how it is counted

    def do_conventions(self) -> None:
        self.talk(self._conventions)

    async def _conventions(self) -> None:
        shown, wish = self.source.shown, self.source.wish
        if shown is None:
            return
        agreed = Conventions.of(shown.board.settings)
        others = other_way(shown.conventions)
        choices = [Choice(name, f"{what}: {words}", "try it") for name, (_, what, words) in others.items()]
        if wish.conventions is not None:
            choices.insert(0, Choice(AGREED, "as the board agreed", counted_words(agreed)))
        name = await self.ask(Picker(f"How it is counted: {counted_words(shown.conventions)}", choices))
        if name is None:
            return
        tried = None if name == AGREED or others[name][0] == agreed else others[name][0]
        self.use(replace(wish, conventions=tried))
        self.notice(
            "Counted as the board agreed."
            if tried is None
            else f"This time: {counted_words(tried)}; nothing is stored."
        )


def window_text(text: str, wish: Wish, now: datetime, zone: ZoneInfo) -> str:
    """Return a window as it is kept: a length as it is, two days as days of the calendar. Raises Rejected, Usage."""
    words = text.replace("..", " ").replace(" to ", " ").split()
    if len(words) == 2:
        first, last = (parse_when(word, now, zone).astimezone(zone).date() for word in words)
        text = f"{first}..{last}"
    days_of(replace(wish, window=text.strip()), now, zone)
    return text.strip()


def past_day(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """Return a day that is over or today, None for no text. Raises Rejected for one to come."""
    if not text.strip():
        return None
    day = parse_when(text, now, zone).astimezone(zone).date()
    today = now.astimezone(zone).date()
    if day > today:
        raise Rejected(f"{day} is still to come.", hint="Choose a day that is over.")
    return None if day == today else day


async def _same(text: str) -> str:
    return text


async def _held(day: tuple[date | None]) -> tuple[date | None]:
    return day
