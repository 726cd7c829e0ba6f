"""What-ifs on the screen: make a copy, look at it, compare it with the plan, apply it or throw it away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from prodtui.domain.rows_comparison import MOST_COMPARED, PlanComparison
from prodtui.domain.rows_planning import PlanGrid
from prodtui.domain.text import quoted
from prodtui.errors import Refused, Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import AROUND_TEXT, WIDE, ShowText
from prodtui.screens.plan_sides import heading_of, sides_text

if TYPE_CHECKING:
    from prodtui.screens.plan import PlanScreen

NEW, COMPARE, SEVERAL, APPLY, DROP, PLAN = "new", "compare", "several", "apply", "drop", "plan"
SHOW = "show "


class WhatIfDesk:
    """Works on what-ifs for the screen of the plan."""

    def __init__(self, screen: PlanScreen) -> None:
        self._screen = screen

    async def choose(self, grid: PlanGrid) -> None:
        """Ask what to do, and do it."""
        screen, here = self._screen, grid.what_if
        rows = await screen.prodtui.bridge.read(lambda ws: deferred.what_ifs.list_what_ifs(ws))
        choices = []
        if here is not None:
            choices += [
                Choice(COMPARE, f"Compare {here} with the plan", "side by side"),
                Choice(APPLY, f"Apply {here}", "the plan becomes equal to it"),
                Choice(DROP, f"Throw {here} away", "the plan stays as it is"),
                Choice(PLAN, "Go back to the plan"),
            ]
        if len(rows) > (here is not None):
            choices.append(Choice(SEVERAL, f"Compare up to {MOST_COMPARED} with the plan", "side by side"))
        choices.append(Choice(NEW, "Make a new what-if", "a copy of the plan"))
        choices += [
            Choice(f"{SHOW}{row.name}", f"Look at {row.name}", f"by {row.created_by}")
            for row in rows
            if row.name != here
        ]
        answer = await screen.ask(Picker(f"What if? You look at {here or 'the plan'}.", choices))
        if answer is None:
            return
        if answer == NEW:
            await self._make()
        elif answer == SEVERAL:
            await self._choose_several(grid, [row.name for row in rows])
        elif answer == PLAN:
            screen.use_what_if(None)
        elif answer.startswith(SHOW):
            screen.use_what_if(answer.removeprefix(SHOW))
        elif here is not None:
            await {COMPARE: self._compare, APPLY: self._apply, DROP: self._drop}[answer](grid, here)

    async def _choose_several(self, grid: PlanGrid, names: Sequence[str]) -> None:
        """Ask which what-ifs stand beside the plan; there is nothing to ask about a single one."""
        chosen: Collection[str] = names
        if len(names) > 1:

            async def few(wanted: frozenset[str]) -> frozenset[str]:
                if not 0 < len(wanted) <= MOST_COMPARED:
                    raise Rejected(f"Mark one to {MOST_COMPARED} what-ifs; {len(wanted)} are marked.")
                return wanted

            marked = [grid.what_if] if grid.what_if else names[:MOST_COMPARED]
            choices = [Choice(name, name) for name in names]
            chosen = await self._screen.ask(
                Picker("Which stand beside the plan?", choices, few, chosen=marked, several=True)
            )
        if chosen:
            await self._compare(grid, [name for name in names if name in chosen])

    async def _make(self) -> None:
        screen = self._screen
        if reason := screen.why_not_plan():
            raise Refused(reason)

        async def store(name: str) -> Any:
            return await screen.submit(lambda ws: deferred.what_ifs.add(ws, name))

        done = await screen.ask(LineDialog("What is the what-if called?", store, hint="night shift"))
        if done is not None:
            screen.use_what_if(done.value.name)
            screen.notice(f"You look at {quoted(done.value.name)}, a copy of the plan; w goes on from here.")

    async def _compare(self, grid: PlanGrid, names: str | Sequence[str]) -> None:
        shown = await self._read(grid, names)
        await self._screen.ask(ShowText(heading_of(shown), self._beside(grid, shown), wide=True))

    async def _apply(self, grid: PlanGrid, name: str) -> None:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.what_ifs.apply(ws, name))

        shown = await self._read(grid, name)
        look = Look(f"Let the plan be as {name}?", self._beside(grid, shown), store, verb="apply it")
        done = await screen.ask(look)
        if done is not None:
            screen.use_what_if(None)
            screen.report(done, f"The plan is as {quoted(name)} was. u takes it back.")

    async def _drop(self, grid: PlanGrid, name: str) -> None:
        screen = self._screen
        async with screen.turn:
            screen.use_what_if(None)
            done = await screen.submit(lambda ws: deferred.what_ifs.drop(ws, name))
        screen.report(done, f"Threw {quoted(name)} away. u takes it back.")

    async def _read(self, grid: PlanGrid, names: str | Sequence[str]) -> PlanComparison:
        kind, first, count = grid.periods[0].kind, grid.periods[0].starts, len(grid.periods)
        return await self._screen.read(
            lambda ws: deferred.plan_compare.compare(ws, names, kind=kind, first=first, count=count), "Comparing…"
        )

    def _beside(self, grid: PlanGrid, shown: PlanComparison) -> Content:
        width = min(self._screen.size.width, WIDE) - AROUND_TEXT
        return sides_text(shown, grid.today, width, self._screen.prodtui.signs)
