"""Adding a card by one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prodtui.domain.dates import human_minutes, local
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.board_look import BoardLook
from prodtui.screens.dialogs.quick_add import QuickAdd
from prodtui.screens.quick_line import read_quick_line
from prodtui.screens.sentences import of_count
from prodtui.screens.verbs_task import TaskVerbs


class BoardAdd(BoardLook, TaskVerbs):
    """The part of the board screen that brings something new into sight."""

    def do_add(self) -> None:
        self.talk(self._add)

    async def _add(self) -> None:
        lane = self.grid.cursor_step
        step = lane.key if lane is not None else None

        async def store(fields: dict[str, Any]) -> Any:
            values = {"step": step} | fields
            done = await self.submit_or_ask(lambda ws, override: deferred.tasks.add(ws, override=override, **values))
            self._show_new(done.value.id, done.value.ref)
            return done

        async def store_all(items: Sequence[dict[str, Any]]) -> Any:
            done = await self.submit_or_ask(
                lambda ws, override: deferred.tasks.add_many(ws, items, step=step, override=override)
            )
            refs = [row.ref for row in done.value]
            self.notice(f"Added {of_count(len(refs), 'card')}, {refs[0]} to {refs[-1]}. u takes them all back.")
            self.grid.go_to(done.value[0].id)
            return done

        heading = f"Add to {lane.name}" if lane is not None else "Add a card"
        read, read_all, preview = self._fields_of, self._all_fields_of, self._meaning_of
        await self.ask(QuickAdd(heading, store, store_all, read=read, read_all=read_all, preview=preview))

    def _fields_of(self, text: str) -> dict[str, Any]:
        return read_quick_line(text).fields(self.prodtui.now(), self.prodtui.zone)

    def _all_fields_of(self, lines: Sequence[str]) -> list[dict[str, Any]]:
        """Return the fields of one card for each line. Raises Rejected with the number of a line that is wrong."""
        found = []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(self._fields_of(line))
            except Rejected as error:
                raise Rejected(f"Line {number}: {error.message}", hint=error.hint) from error
        return found

    def _meaning_of(self, text: str) -> str:
        """Return what a line would make, in words. Raises Rejected."""
        fields = self._fields_of(text)
        parts = [f"@{who}" for who in fields.get("assignees", ())] + [f"#{label}" for label in fields.get("labels", ())]
        parts += [fields["priority"].value] if "priority" in fields else []
        parts += [f"due {local(fields['due'], self.prodtui.zone)}"] if "due" in fields else []
        parts += [f"about {human_minutes(round(fields['estimate_hours'] * 60))}"] if "estimate_hours" in fields else []
        parts += [f"in {fields['step']}"] if "step" in fields else []
        return "  ".join([fields["title"], *parts])

    def _show_new(self, card_id: int, ref: str) -> None:
        if not self.grid.go_to(card_id):
            self.notice(f"Added {ref}; the filter hides it.")
