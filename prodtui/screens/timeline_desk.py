"""What a reader does with the timeline: move and stretch bars, look for a better order, ask what if."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual.content import Content

from prodtui.domain.dates import parse_when
from prodtui.domain.rows_schedule import ScheduleChange, ScheduledRow
from prodtui.domain.scheduling.floor import Away
from prodtui.domain.scheduling.words import moment_words
from prodtui.errors import Refused, Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.sentences import of_count
from prodtui.screens.timeline_log import TimelineLog
from prodtui.screens.timeline_search import COMPUTING, clear_order, optimise
from prodtui.screens.timeline_texts import change_text, not_then
from prodtui.widgets.timeline_trial import more_work, tried

if TYPE_CHECKING:
    from prodtui.screens.timeline import TimelineScreen


class TimelineDesk:
    """Works on the schedule for its screen."""

    def __init__(self, screen: TimelineScreen) -> None:
        self._screen = screen

    async def consequences(self) -> None:
        """Show what follows if the bar under the cursor is where it was tried out, and store that after a yes."""
        screen, pane = self._screen, self._screen.pane
        row, trial, scale = pane.row, pane.trial, pane.scale
        if row is None or trial is None or scale is None:
            return
        there = tried(row, trial, scale).starts
        if trial.moved and there is not None:
            await self._move(row, there)
        else:
            await self._resize(row, more_work(row, trial, scale, self._log().schedule.working))
        pane.try_out(None)
        screen.show_footer()

    async def unpin(self) -> None:
        """Let the schedule decide again when a task starts, after a look at what follows."""
        row = self._screen.pane.row
        if row is not None:
            tried = await self._read(lambda ws: deferred.schedule_trial.pinned(ws, row.ref, None))
            await self._ask(tried.change, row.ref, {"pinned_start": None}, f"Unpin {row.ref}?", "unpin it")

    async def _move(self, row: ScheduledRow, at: datetime) -> None:
        log = self._log()
        tried = await self._read(lambda ws: deferred.schedule_trial.pinned(ws, row.ref, at))
        question = f"Pin the start of {row.ref} to {moment_words(at, log.read_at, log.model.zone)}?"
        but = not_then(tried.row, at, log.read_at, log.model.zone)
        await self._ask(tried.change, row.ref, {"pinned_start": at}, question, "pin it", but)

    async def _resize(self, row: ScheduledRow, minutes: int) -> None:
        task = await self._screen.prodtui.bridge.read(lambda ws: deferred.tasks.get(ws, row.ref))
        hours = estimate_after(row, task.spent_hours, minutes)
        tried = await self._read(lambda ws: deferred.schedule_trial.estimated(ws, row.ref, hours))
        question = f"Estimate {row.ref} at {hours:g} h?"
        await self._ask(tried.change, row.ref, {"estimate_hours": hours}, question, "save it")

    async def _ask(
        self, change: ScheduleChange, ref: str, values: dict[str, Any], question: str, verb: str, but: str = ""
    ) -> None:
        """Show what a change of a task makes of the schedule, and store it after a yes; `but` is said before that."""
        screen, log = self._screen, self._log()

        async def store(_: object) -> Any:
            return await screen.submit_or_ask(lambda ws, why: deferred.tasks.edit(ws, ref, values, override=why))

        text = change_text(change, log.model.zone, log.read_at, first=ref)
        text = Content.styled(f"{but}\n", "$soon") + text if but else text
        done = await screen.ask(Look(question, text, store, verb=verb))
        if done is not None:
            screen.report(done, f"Saved {ref}. u takes it back.")

    async def _read(self, call: Any) -> Any:
        return await self._screen.read(call, COMPUTING)

    # --- what if

    async def what_if_away(self) -> None:
        """Ask who might be away and when, show what follows as a list, then as an overlay until esc."""
        screen, log = self._screen, self._log()
        people = sorted(screen.people(), key=lambda person: person.name.casefold())
        row = screen.pane.row
        mine = set(row.parts[0].person) if row is not None and row.parts else set()
        choices = [Choice(person.login, person.name, f"@{person.login}") for person in people]
        login = await screen.ask(Picker("Who might be away?", choices, chosen=mine))
        if login is None:
            return
        name = next(person.name for person in people if person.login == login)

        async def look(away: Away) -> tuple[Away, ScheduleChange]:
            return away, await self._read(lambda ws: deferred.schedule_trial.away(ws, (away,)))

        def read(text: str) -> Away:
            return read_days(text, login, screen.prodtui.now(), log.model.zone)

        def meaning(text: str) -> str:
            away = read(text)
            return " to ".join(f"{day:%a} {day.day} {day:%b}" for day in (away.starts, away.ends))

        heading = f"When is {name} away?"
        dialog = LineDialog(heading, look, read=read, preview=meaning, hint="mon fri, or +7d +11d")
        found = await screen.ask(dialog)
        if found is None:
            return
        away, change = found

        async def show(_: object) -> bool:
            return True

        text = change_text(change, log.model.zone, log.read_at)
        title = f"If {name} is away, {of_count(len(change.moves), 'task')} would move"
        if await screen.ask(Look(title, text, show, verb="show it on the timeline")):
            screen.use(replace(screen.wish, away=(away,)))
            screen.notice("This is what would be; nothing is stored.", about=(("back", "the schedule as it is"),))

    async def optimise(self) -> None:
        """Search for a better order, show it, and take it after a yes."""
        await optimise(self._screen, self._log())

    async def clear_order(self) -> None:
        """Take the order away that was agreed on, after a look at what follows."""
        await clear_order(self._screen, self._log())

    def _log(self) -> TimelineLog:
        """Return what is shown. Raises Refused while it is being read."""
        if self._screen.shown is None:
            raise Refused("The schedule is still being made.", hint="Try again in a moment.")
        return self._screen.shown


def estimate_after(row: ScheduledRow, spent: float, minutes: int) -> float:
    """Return the estimate in hours of a task whose bar gets longer by minutes of work, or shorter; a quarter at least.

    The hours of several people who work side by side add up.
    """
    left = sum(part.minutes * max(len(part.person), 1) for part in row.parts)
    side_by_side = max((len(part.person) for part in row.parts), default=1) or 1
    hours = spent + max(left + minutes * side_by_side, 15) / 60
    return max(round(hours * 4) / 4, 0.25)


def read_days(text: str, login: str, now: datetime, zone: ZoneInfo) -> Away:
    """Return an absence of a person from "mon fri", two days, or one. Raises Rejected for what cannot be read."""
    words = [word for word in text.replace(" to ", " ").split() if word]
    if not 1 <= len(words) <= 2:
        raise Rejected("It needs a first and a last day.", hint="Write it like mon fri, or +7d +11d.")
    first = parse_when(words[0], now, zone).astimezone(zone).date()
    noon = parse_when(words[0], now, zone)
    last = parse_when(words[-1], noon, zone).astimezone(zone).date() if len(words) == 2 else first
    if last < first:
        raise Rejected("The last day lies before the first.", hint="Write the first day, then the last.")
    return Away(login, first, last)
