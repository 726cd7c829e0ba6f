"""What a reader does with an improvement: register it, take it through plan, do, check and act, measure it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from prodtui.domain.improvements import STATES, missing_for, missing_to_close
from prodtui.domain.issue_fields import IMPROVEMENT
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.edit import VersionedForm
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import FormField
from prodtui.screens.improvement_fields import defaults, edit_fields, fields_for, new_fields
from prodtui.screens.issue_entry import EntryVerbs, state_before

TYPED = "typed"


class ImprovementDesk:
    """Works on improvements for a screen."""

    def __init__(self, screen: EntryVerbs) -> None:
        self._screen = screen

    async def add(self) -> None:
        """Choose the figure first, then say what is to be tried."""
        screen = self._screen
        choices = [Choice(key, label, unit) for key, label, unit in await self._figures()]
        choices.append(Choice(TYPED, "A figure that people type in", "its name comes next"))
        kpi = await screen.ask(Picker("What is it measured by?", choices))
        if kpi is None:
            return
        typed = kpi == TYPED
        given = {"typed": True} if typed else {"kpi": kpi}
        shape = new_fields([choice.value for choice in choices[:-1]], typed=typed)
        filled = defaults(shape, None, self._today())

        async def store(values: dict[str, Any]) -> Any:
            fields = {"title": "", **given, **filled, **values}
            return await screen.submit(
                lambda ws: deferred.improvements.add_improvement(ws, fields.pop("title"), **fields)
            )

        done = await self._ask("New improvement", shape, filled, store, verb="register", draft="new improvement")
        if done is not None:
            screen.report(done, f"Registered {done.value.ref}. u takes it back.")

    async def advance(self, ref: str) -> None:
        """Take an improvement to its next state, in a form for what that needs; in the last one close it."""
        screen, row = self._screen, await self._read(ref)
        if row.closed_at is not None:
            screen.notice(f"{ref} is closed. H takes it back, with a reason.")
            return
        last = row.state is STATES[-1]
        to = row.state if last else STATES[STATES.index(row.state) + 1]
        missing = missing_to_close(row) if last else missing_for(to, row)
        shape = fields_for(missing, [key for key, _, _ in await self._figures()], typed=row.typed)
        filled = defaults(shape, row, self._today())

        async def store(values: dict[str, Any]) -> Any:
            given = await self._with_typed({**filled, **values})
            return await screen.submit(lambda ws: deferred.improvements.advance_improvement(ws, ref, to, **given))

        word = "close it" if last else f"go to {to}"
        if shape:
            heading = f"{ref}: what {'closing' if last else to.value} needs"
            done = await self._ask(heading, shape, filled, store, row=row, verb=word, draft=f"{to} of {ref}")
        else:
            done = await store({})
        if done is not None:
            state = "closed" if done.value.closed_at is not None else f"in {done.value.state}"
            screen.report(done, f"{ref} is {state}. u takes it back.")

    async def go_back(self, ref: str) -> None:
        """Take an improvement to the state before, or a closed one back to work, with a reason."""
        screen, row = self._screen, await self._read(ref)
        to = state_before(STATES, row.state)
        if to is None:
            screen.notice(f"{ref} is in its first state already.")
            return

        async def store(reason: str) -> Any:
            return await screen.submit(lambda ws: deferred.improvements.advance_improvement(ws, ref, to, reason=reason))

        done = await screen.ask(LineDialog(f"Why does {ref} go back to {to}?", store, hint="the window was too short"))
        if done is not None:
            screen.report(done, f"{ref} is in {to} again. u takes it back.")

    async def edit(self, ref: str) -> None:
        """Edit every field of an improvement."""
        screen, row = self._screen, await self._read(ref)
        figures = [key for key, _, _ in await self._figures()]

        async def store(values: dict[str, Any], base: Mapping[str, Any], version: int) -> Any:
            change = {"base": base, "version": version, **await self._with_typed(values)}
            return await screen.submit(lambda ws: deferred.improvements.edit_improvement(ws, ref, **change))

        fields = edit_fields(figures, typed=row.typed)
        done = await screen.ask(VersionedForm(row, fields, IMPROVEMENT.clean, screen.reading(), store))
        if done is not None:
            screen.report(done, f"Saved {ref}.")

    async def owner(self, ref: str) -> None:
        """Choose who sees to an improvement."""
        screen, row = self._screen, await self._read(ref)
        login = await screen.pick_owner(ref, row.owner)
        if login is not None:
            async with screen.turn:
                done = await screen.submit(lambda ws: deferred.improvements.edit_improvement(ws, ref, owner=login))
            screen.report(done, f"{login} sees to {ref}.")

    async def measure(self, ref: str) -> None:
        """Compute baseline and result again."""
        async with self._screen.turn:
            done = await self._screen.submit(lambda ws: deferred.improvements.measure_improvement(ws, ref))
        self._screen.report(done, f"Measured {ref} again.")

    async def put_away(self, ref: str) -> None:
        """Take an improvement that was registered by mistake out of the list."""
        async with self._screen.turn:
            done = await self._screen.submit(lambda ws: deferred.improvements.put_away_improvement(ws, ref))
        self._screen.report(done, f"Put away {ref}. u takes it back.")

    async def _ask(
        self,
        heading: str,
        shape: Sequence[FormField],
        filled: Mapping[str, Any],
        store: Save,
        *,
        row: ImprovementRow | None = None,
        verb: str,
        draft: str,
    ) -> Any:
        """Show a form in which what is sensible stands already."""
        screen = self._screen
        values = {field.name: filled.get(field.name, getattr(row, field.name, None)) for field in shape}
        before = {field.name: field.show(values[field.name], screen.prodtui.zone) for field in shape}
        return await screen.ask(Form(heading, shape, before, screen.reading(), store, draft=draft, verb=verb))

    async def _with_typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return values that say whether a new figure is one that the program computes."""
        if not values.get("kpi"):
            return values
        return {**values, "typed": values["kpi"] not in [key for key, _, _ in await self._figures()]}

    async def _figures(self) -> Sequence[tuple[str, str, str]]:
        """Return key, name and unit of every figure that the program computes."""
        return await self._screen.prodtui.bridge.read(
            lambda ws: [(kind.key, kind.label, kind.unit) for kind in deferred.figures.FIGURES.values()]
        )

    def _today(self) -> date:
        return self._screen.prodtui.now().astimezone(self._screen.prodtui.zone).date()

    async def _read(self, ref: str) -> ImprovementRow:
        return (
            await self._screen.prodtui.bridge.read(lambda ws: deferred.improvements.show_improvement(ws, ref))
        ).improvement
