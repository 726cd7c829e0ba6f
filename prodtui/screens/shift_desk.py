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

ANOTHER = "write another"
EDIT = object()
"""The answer of a reader who wants to change what is shown."""


class ShiftVerbs(Verbs):
    """A screen on which shifts are handed over and taken over."""

    def do_hand_over(self) -> None:
        self.talk(ShiftDesk(self).hand_over)


class ShiftDesk:
    """Works on hand-overs for a screen."""

    def __init__(self, screen: Verbs) -> None:
        self._screen = screen

    async def hand_over(self) -> None:
        """Show the hand-over that waits longest to be taken over, then the reader's own; else write one, or another."""
        screen = self._screen
        actor = screen.prodtui.bridge.workspace.actor
        if why := screen.prodtui.bridge.why_not(Permission.HAND_OVER):
            screen.notice(why, wrong=True)
            return
        waiting = await screen.prodtui.bridge.read(lambda ws: deferred.handovers.list_handovers(ws, waiting=True))
        others = [row for row in waiting if row.written_by not in (actor.login, actor.typed_by)]
        if others and await self._take_over(others[-1]) is not OTHERWISE:
            return
        own = [row for row in waiting if row not in others]
        if not own or await self._look_again(own[0]) is OTHERWISE:
            await self._write()

    async def _take_over(self, row: HandoverRow) -> Any:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.handovers.acknowledge_handover(ws, row.ref))

        look = Look(self._heading(row), Content(row.text), store, verb="take the shift over", otherwise=ANOTHER)
        done = await screen.ask(look)
        if done is not None and done is not OTHERWISE:
            screen.report(done, f"You took {row.ref} over. u takes it back.")
        return done

    async def _look_again(self, row: HandoverRow) -> Any:
        """Show what the reader wrote and nobody took over yet, to be edited."""

        async def edit(_: object) -> Any:
            return EDIT

        heading = f"{self._heading(row)}, waits to be taken over"
        wish = await self._screen.ask(Look(heading, Content(row.text), edit, verb="edit it", otherwise=ANOTHER))
        if wish is EDIT:
            await self._edit(row)
        return wish

    async def _edit(self, row: HandoverRow) -> None:
        screen = self._screen

        async def store(text: str) -> Any:
            return await screen.submit(
                lambda ws: deferred.handovers.edit_handover(ws, row.ref, text, base=row.text, version=row.version)
            )

        dialog = LinesDialog(f"Edit {row.ref}", store, value=row.text, draft=f"hand-over {row.ref}")
        done = await screen.ask(dialog)
        if done is not None:
            screen.report(done, f"{row.ref} is changed. u takes it back.")

    def _heading(self, row: HandoverRow) -> str:
        return f"{row.ref} of {row.written_by}, until {local(row.until, self._screen.prodtui.zone)}"

    async def _write(self) -> None:
        screen = self._screen
        draft = await screen.read(lambda ws: deferred.handovers.draft_handover(ws), "Reading what the shift did…")

        async def store(text: str) -> Any:
            return await screen.submit(lambda ws: deferred.handovers.write_handover(ws, text, since=draft.since))

        begun = local(draft.since, screen.prodtui.zone)
        dialog = LinesDialog(f"Hand over the shift since {begun}", store, value=draft.text, draft="hand-over")
        done = await screen.ask(dialog)
        if done is not None:
            screen.notice(f"{done.value.ref} waits to be taken over; every open board says so.")
