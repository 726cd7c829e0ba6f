"""The reader's timer in a screen: started for a task, stopped with the time logged, or turned to another task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prodtui.domain.dates import human_minutes
from prodtui.domain.rows_day import TimerRow
from prodtui.errors import ProdtuiError, Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.verbs_task import read_time

if TYPE_CHECKING:
    from prodtui.screens.base import BaseScreen

LATER, DONE, BLOCKED, LENGTH, DROP = "later", "done", "blocked", "length", "drop"
NOTHING = "0"


@dataclass(frozen=True, slots=True)
class Ran:
    """How long a timer really was, in minutes, with a note; None: as it ran, 0: nothing is to be logged."""

    minutes: int | None
    note: str = ""


class TimerDesk:
    """Works on the timer of the reader for a screen."""

    def __init__(self, screen: BaseScreen) -> None:
        self._screen = screen

    async def turn(self, ref: str | None) -> None:
        """Start the timer for a task; one that runs is stopped, and for another task it is asked what became of it."""
        screen = self._screen
        running = await screen.prodtui.bridge.read(lambda ws: deferred.timers.timer(ws))
        if running is None and ref is None:
            screen.notice("No timer of yours runs; stand on a task to start one.")
        elif running is None:
            screen.notice(await self._start(ref or ""))
        elif ref is None or ref == running.ref:
            await self._stop(running)
        else:
            await self._switch(running, ref)

    async def _start(self, ref: str, minutes: int | None = None) -> str:
        done = await self._screen.submit(lambda ws: deferred.timers.start_timer(ws, ref, minutes=minutes))
        key = self._screen.key_of("timer")
        return " ".join([*done.notes, f"Your timer runs for {ref}; {key} stops it."])

    async def _stop(self, running: TimerRow) -> None:
        ran = await self._ask_length(running, f"Stop your timer of {running.ref}")
        if ran is not None:
            self._screen.notice(await self._end(running, ran))

    async def _end(self, running: TimerRow, ran: Ran) -> str:
        screen = self._screen
        if ran.minutes == 0:
            await screen.submit(lambda ws: deferred.timers.drop_timer(ws))
            return f"Your timer is stopped; nothing is logged on {running.ref}."
        done = await screen.submit(lambda ws: deferred.timers.stop_timer(ws, ran.note, minutes=ran.minutes))
        said = f"Logged {human_minutes(done.value.minutes)} on {running.ref}; your timer is stopped."
        return " ".join(done.notes) or said

    async def _ask_length(self, running: TimerRow, heading: str) -> Ran | None:
        """Ask how long it really was; a forgotten timer needs an answer, of any other it is known."""
        now = self._screen.prodtui.now()
        forgotten = running.is_forgotten(now)
        ran = human_minutes(running.ran(now))

        def read(text: str) -> Ran:
            words = text.strip()
            if not words and forgotten:
                raise Rejected(f"It ran {ran}, longer than anybody works; write how long it was, or 0 for nothing.")
            if words.partition(" ")[0] == NOTHING:
                return Ran(0)
            return Ran(*read_time(words)) if words else Ran(None)

        async def take(entry: Ran) -> Ran:
            return entry

        def meaning(text: str) -> str:
            entry = read(text)
            if entry.minutes == 0:
                return "nothing is logged"
            return f"{human_minutes(entry.minutes)} on {running.ref}" if entry.minutes else ""

        hint = f"enter logs {ran}; or type 1h30 second pass, 0 for none"
        if forgotten:
            hint = f"it ran {ran}: how long was it? as 1h30, or 0"
        answer: Ran | None = await self._screen.ask(
            LineDialog(heading, take, read=read, hint=hint, preview=meaning, keys="enter stop   esc let it run")
        )
        return answer

    async def _switch(self, running: TimerRow, ref: str) -> None:
        """Ask what became of the task that the timer runs for, log its time, and turn the timer to another one."""
        screen, old = self._screen, running.ref
        task = await screen.prodtui.bridge.read(lambda ws: deferred.tasks.get(ws, old))
        minutes = running.ran(screen.prodtui.now())
        ran = human_minutes(minutes)
        logged = f"{ran} logged" if minutes else "less than a minute, nothing is logged"
        is_done, is_blocked = task.finished_at is not None, task.blocked_reason is not None
        choices = [
            Choice(LATER, "It is done already" if is_done else "It goes on later", logged),
            *([] if is_done else [Choice(DONE, "It is done", f"{logged}; the card moves to done")]),
            *([] if is_done or is_blocked else [Choice(BLOCKED, "It is blocked…", f"{logged}; you say by what")]),
            Choice(LENGTH, "It took another time…", f"not {ran}"),
            Choice(DROP, "Log nothing", "the timer ran by mistake"),
        ]
        wish = await screen.ask(Picker(f"What became of {old} {running.title}?", choices))
        if wish is None:
            return
        ran_so = Ran(0) if wish == DROP else Ran(None)
        if wish == LENGTH or (wish != DROP and running.is_forgotten(screen.prodtui.now())):
            asked = await self._ask_length(running, f"How long did {old} take?")
            if asked is None:
                return
            ran_so = asked
        reason = await self._ask_reason(old) if wish == BLOCKED else None
        if wish == BLOCKED and reason is None:
            return
        told = await self._turn_from(running, ran_so, ref)
        try:
            if wish == DONE:
                await screen.submit(lambda ws: deferred.board.finish(ws, old))
                told = f"{old} is done. {told}"
            elif reason is not None:
                await screen.submit(lambda ws: deferred.board.block(ws, old, reason))
                told = f"{old} is blocked. {told}"
        except ProdtuiError as error:
            screen.notice(f"{told} But {error.message}", wrong=True)
        else:
            screen.notice(told)

    async def _turn_from(self, running: TimerRow, ran: Ran, ref: str) -> str:
        """Log what ran, start the timer for another task, and return what to say; a note needs a stop of its own."""
        if ran.minutes == 0 or ran.note:
            ended = await self._end(running, ran)
            return f"{ended} {await self._start(ref)}"
        return await self._start(ref, ran.minutes)

    async def _ask_reason(self, ref: str) -> str | None:
        async def take(text: str) -> Any:
            if not text.strip():
                raise Rejected(f"Say what stops {ref}.", hint="For example: waits for the supplier")
            return text.strip()

        reason: str | None = await self._screen.ask(
            LineDialog(f"What stops {ref}?", take, hint="waits for the supplier", keys="enter block   esc back")
        )
        return reason
