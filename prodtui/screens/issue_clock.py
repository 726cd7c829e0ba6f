"""What a reader does with the clocks of steps that stand still."""

from __future__ import annotations

from typing import Any

from prodtui.domain.issues import lasted
from prodtui.domain.rows_issues import DowntimeRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.issue_entry import EntryVerbs


class ClockDesk:
    """Starts and stops clocks for a screen."""

    def __init__(self, screen: EntryVerbs) -> None:
        self._screen = screen

    async def start(self) -> None:
        """Choose the step that stands still, and say why."""
        screen, place = self._screen, self._screen.need_place()
        choices = [Choice(step.key, step.name) for step in place.steps]
        step = await screen.ask(Picker("Which step stands still?", choices))
        if step is None:
            return
        name = next(row.name for row in place.steps if row.key == step)

        async def store(reason: str) -> Any:
            return await screen.submit(lambda ws: deferred.downtime.start_downtime(ws, step, reason))

        heading = f"Why does {name} stand still?"
        keys, draft = "enter start the clock   esc back", f"downtime of {step}"
        done = await screen.ask(LineDialog(heading, store, hint="spindle jammed", draft=draft, keys=keys))
        if done is not None:
            screen.report(done, f"{name} stands still since now; s stops the clock.")

    async def stop(self, row: DowntimeRow) -> None:
        """Stop a clock."""
        async with self._screen.turn:
            done = await self._screen.submit(lambda ws: deferred.downtime.stop_downtime(ws, row.ref))
        name = self._screen.task_context().step(row.step)
        time = lasted(done.value, self._screen.prodtui.now())
        self._screen.report(done, f"{name} runs again after {time}. u takes it back.")

    async def edit_reason(self, row: DowntimeRow) -> None:
        """Correct why a step stood still; what somebody else wrote meanwhile is not written over."""
        screen, base = self._screen, {"reason": row.reason}

        async def store(reason: str) -> Any:
            return await screen.submit(
                lambda ws: deferred.downtime.edit_downtime(ws, row.ref, base=base, reason=reason)
            )

        done = await screen.ask(LineDialog(f"Why {row.ref} stood still", store, value=row.reason))
        if done is not None:
            screen.report(done, f"Saved {row.ref}.")

    async def put_away(self, row: DowntimeRow) -> None:
        """Take a downtime that was logged by mistake out of the log."""
        async with self._screen.turn:
            done = await self._screen.submit(lambda ws: deferred.downtime.put_away_downtime(ws, row.ref))
        self._screen.report(done, f"Put away {row.ref}. u takes it back.")
