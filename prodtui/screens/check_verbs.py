"""What can be done with inspections from several screens: begin, open, sign, pass with a concession, correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from prodtui.domain.enums import InspectionState
from prodtui.domain.permissions import Permission
from prodtui.domain.quality_text import how_far
from prodtui.domain.rows_quality import DueInspectionRow, InspectionDetail, InspectionRow
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.sign import SignDialog
from prodtui.screens.form_fields import Reading
from prodtui.screens.issue_fields import FOUND_FIELDS
from prodtui.screens.opening import open_entry
from prodtui.screens.verbs import Verbs

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

_UNDER_WAY = (InspectionState.RUNNING, InspectionState.WAITING, InspectionState.FAILED)


class CheckVerbs(Verbs):
    """The verbs on inspections."""

    # --- begin and open

    async def begin_inspection(self, checklist: str, task: str | None) -> None:
        """Start an inspection and show it; one that runs already is shown instead."""
        try:
            done = await self.submit(lambda ws: deferred.inspections.start(ws, checklist, task))
        except Refused as error:
            ref = error.details.get("ref")
            if not isinstance(ref, str):
                raise
            open_entry(self, ref)
        else:
            open_entry(self, done.value.ref)

    async def pick_checklist(self, task: str | None) -> str | None:
        """Let the reader choose a published checklist; None when there is none, or nobody chose."""
        rows = await self.prodtui.bridge.read(lambda ws: deferred.checklists.list_checklists(ws))
        usable = [row for row in rows if row.published is not None]
        if not usable:
            self.notice("There is no published checklist yet; 4 shows Quality, and c there writes one.")
            return None
        choices = [Choice(row.key, row.name, f"version {row.published}") for row in usable]
        key: str | None = await self.ask(Picker(f"Inspect {task or 'by hand'} with", choices))
        return key

    def do_checks(self) -> None:
        self.talk(self._checks)

    async def _checks(self) -> None:
        """Open the inspection of the card that is under way or due; ask when there are several, or none."""
        task = self.refs()[0]

        def both(ws: Workspace) -> tuple[Sequence[InspectionRow], Sequence[DueInspectionRow]]:
            due = tuple(row for row in deferred.inspections.due(ws) if row.task == task)
            return deferred.inspections.of_task(ws, task), due

        rows, due = await self.prodtui.bridge.read(both)
        going = [row for row in rows if row.state in _UNDER_WAY]
        if not rows and not due:
            await self._by_hand(task)
        elif len(going) + len(due) == 1:
            await self._open_or_begin(going[0].ref if going else f"start {due[0].checklist}", task)
        else:
            choices = [
                *(
                    Choice(f"start {row.checklist}", row.name, "due, holds the card" if row.gate else "due")
                    for row in due
                ),
                *(Choice(row.ref, f"{row.ref} {row.name}", _told(row)) for row in rows),
                Choice("", "Another checklist…", "start by hand"),
            ]
            answer = await self.ask(Picker(f"Inspections of {task}", choices))
            if answer is not None:
                await self._open_or_begin(answer, task)

    async def _open_or_begin(self, what: str, task: str) -> None:
        if what.startswith("start "):
            await self.begin_inspection(what.removeprefix("start "), task)
        elif what:
            open_entry(self, what)
        else:
            await self._by_hand(task)

    async def _by_hand(self, task: str) -> None:
        key = await self.pick_checklist(task)
        if key is not None:
            await self.begin_inspection(key, task)

    # --- sign, concede, correct

    async def sign(self, ref: str) -> None:
        """Ask for a signature, or say why the reader may not give it."""

        def both(ws: Workspace) -> tuple[InspectionDetail, str | None]:
            return deferred.inspections.show(ws, ref), deferred.quality_list.against_signing(ws, ref)

        detail, against = await self.prodtui.bridge.read(both)
        if against is not None:
            self.notice(against, wrong=True)
            return

        async def store(meaning: str) -> object:
            return await self.submit(lambda ws: deferred.inspections.sign(ws, ref, meaning=meaning or None))

        name = self.prodtui.bridge.workspace.actor.name
        if await self.ask(SignDialog(detail, name, store)) is not None:
            self.notice(f"Signed {ref} as {name}; it never changes again.")

    async def concede(self, row: InspectionRow) -> None:
        """Ask for the reason of a concession, or say who may grant one."""
        if why := self.prodtui.bridge.why_not(Permission.CONCEDE):
            self.notice(why, wrong=True)
            return

        async def store(reason: str) -> object:
            return await self.submit(lambda ws: deferred.inspections.concede(ws, row.ref, reason))

        done = await self.ask(
            LineDialog(
                f"Let {row.ref} {row.name} pass although {row.failed} of its items failed?",
                store,
                hint="why it may pass all the same; this is recorded with your name",
                draft=f"concession of {row.ref}",
                keys="enter pass with a concession   esc back",
            )
        )
        if done is not None:
            self.notice(f"{row.ref} passes with a concession; it waits for a signature.")

    async def raise_issue(self, ref: str) -> None:
        """Offer an issue that tells what failed in an inspection, to be changed before it is put into the log."""
        async with self.turn:  # an answer that is on its way belongs into it
            fields = await self.prodtui.bridge.read(lambda ws: deferred.issue_prefill.from_failed(ws, ref))

        async def store(values: dict[str, Any]) -> Any:
            given = {**fields, **values}
            return await self.submit(lambda ws: deferred.issues.raise_issue(ws, given.pop("title"), **given))

        reading = Reading(self.prodtui.now(), self.prodtui.zone)
        before = {field.name: field.show(fields[field.name], reading.tz) for field in FOUND_FIELDS}
        heading, draft = f"Raise an issue about {ref}", f"issue about {ref}"
        form = Form(heading, FOUND_FIELDS, before, reading, store, draft=draft, verb="raise")
        done = await self.ask(form)
        if done is not None:
            self.notice(f"Raised {done.value.ref} about {ref}.")

    async def correct(self, ref: str) -> InspectionRow | None:
        """Begin a new inspection in place of a signed one and return it; None when the reader goes back."""
        details = f"{ref} counts for no gate any more."
        if not await self.ask(Confirm(f"Begin a correction of {ref}?", yes="begin a correction", details=details)):
            return None
        done = await self.submit(lambda ws: deferred.inspections.correct(ws, ref))
        row: InspectionRow = done.value
        return row


def _told(row: InspectionRow) -> str:
    """Return how far an inspection is, and what took its place."""
    return how_far(row) + (f", corrected by {row.corrected_by}" if row.corrected_by else "")
