"""Shifts in a screen: one that waits is read and taken over, else this one is handed over with a text."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from prodtui.domain.dates import local
from prodtui.domain.permissions import Permission
from prodtui.domain.rows_standup import HandoverRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.comment import LinesDialog
from prodtui.screens.dialogs.look import OTHERWISE, Look
from prodtui.screens.verbs import Verbs


class ShiftDesk:
    """Works on hand-overs for a screen."""

    def __init__(self, screen: Verbs) -> None:
        self._screen = screen

    async def hand_over(self) -> None:
        """Show the hand-over that waits longest to be taken over; without one, or when it is wished, write another."""
        screen = self._screen
        actor = screen.prodtui.bridge.workspace.actor
        if why := screen.prodtui.bridge.why_not(Permission.HAND_OVER):
            screen.notice(why, wrong=True)
            return
        waiting = await screen.prodtui.bridge.read(lambda ws: deferred.handovers.list_handovers(ws, waiting=True))
        others = [row for row in waiting if row.written_by not in (actor.login, actor.typed_by)]
        if not others or await self._take_over(others[-1]) is OTHERWISE:
            await self._write()

    async def _take_over(self, row: HandoverRow) -> Any:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.handovers.acknowledge_handover(ws, row.ref))

        heading = f"{row.ref} of {row.written_by}, until {local(row.until, screen.prodtui.zone)}"
        look = Look(heading, Content(row.text), store, verb="take the shift over", otherwise="write another")
        done = await screen.ask(look)
        if done is not None and done is not OTHERWISE:
            screen.report(done, f"You took {row.ref} over. u takes it back.")
        return done

    async def _write(self) -> None:
        screen = self._screen
        draft = await screen.read(lambda ws: deferred.handovers.draft_handover(ws), "Reading what the shift did…")

        async def store(text: str) -> Any:
            return await screen.submit(lambda ws: deferred.handovers.write_handover(ws, text, since=draft.since))

        begun = local(draft.since, screen.prodtui.zone)
        dialog = LinesDialog(f"Hand over the shift since {begun}", store, value=draft.text, draft="hand-over")
        done = await screen.ask(dialog)
        if done is not None:
            screen.report(done, f"{done.value.ref} waits to be taken over; every open board says so.")
