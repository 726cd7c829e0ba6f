"""What-ifs on the screen: make a copy, look at it, compare it with the plan, apply it or throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prodtui.domain.rows_planning import PlanGrid
from prodtui.domain.text import quoted
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.plan_texts import comparison_text

if TYPE_CHECKING:
    from prodtui.screens.plan import PlanScreen

NEW, COMPARE, APPLY, DROP, PLAN, SHOW = "new", "compare", "apply", "drop", "plan", "show "


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
        elif answer == PLAN:
            screen.use_what_if(None)
        elif answer.startswith(SHOW):
            screen.use_what_if(answer.removeprefix(SHOW))
        elif here is not None:
            await {COMPARE: self._compare, APPLY: self._apply, DROP: self._drop}[answer](grid, here)

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

    async def _compare(self, grid: PlanGrid, name: str) -> None:
        await self._screen.ask(ShowText(f"{name} beside the plan", await self._differences(grid, name)))

    async def _apply(self, grid: PlanGrid, name: str) -> None:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.what_ifs.apply(ws, name))

        look = Look(f"Let the plan be as {name}?", await self._differences(grid, name), store, verb="apply it")
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

    async def _differences(self, grid: PlanGrid, name: str) -> Any:
        kind, first, count = grid.periods[0].kind, grid.periods[0].starts, len(grid.periods)
        both = await self._screen.prodtui.bridge.read(
            lambda ws: deferred.plan_compare.compare(ws, name, kind=kind, first=first, count=count)
        )
        return comparison_text(both, grid)
