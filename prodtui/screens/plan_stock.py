"""What a reader does with the stock of a material: receive, issue, count, and say what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from prodtui.domain.enums import StockKind
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import ResourceRow, StockRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.field_kinds import show_number
from prodtui.screens.form_fields import FormField
from prodtui.screens.plan_resource_fields import COUNT, EXPECT, ISSUE, RECEIVE
from prodtui.screens.plan_resource_rows import move_text

if TYPE_CHECKING:
    from prodtui.screens.plan_list import PlanList
    from prodtui.services.workspace import Done, Workspace

UNEXPECTED = ""
MOST_MOVES = 200
"""So many of the newest movements can be chosen from."""


class StockDesk:
    """Moves stock for a screen."""

    def __init__(self, screen: PlanList[ResourceRow]) -> None:
        self._screen = screen

    async def receive(self, row: ResourceRow) -> None:
        """Put what has come into stock; of deliveries that are expected, choose which one it is."""
        coming: tuple[StockRow, ...] = await self._screen.prodtui.bridge.read(
            lambda ws: deferred.stock.list_moves(ws, row.ref, kind=StockKind.EXPECTED)
        )
        chosen: StockRow | None = None
        if coming:
            choices = [Choice(each.ref, move_text(each, row.unit), each.ref) for each in coming]
            choices.append(Choice(UNEXPECTED, "Something else", "which nobody expected"))
            ref = await self._screen.ask(Picker(f"Which {row.name} has come?", choices))
            if ref is None:
                return
            chosen = next((each for each in coming if each.ref == ref), None)

        def change(ws: Workspace, values: dict[str, Any]) -> Done[Any]:
            expected = chosen.ref if chosen is not None else None
            return deferred.stock.receive(ws, row.ref, values.pop("quantity"), expected=expected, **values)

        quantity = show_number(chosen.quantity, self._screen.prodtui.zone) if chosen is not None else ""
        await self._ask(f"{row.name}: what has come?", row, RECEIVE, change, quantity=quantity, verb="receive")

    async def issue(self, row: ResourceRow) -> None:
        """Take something out of stock, for a card if one is named."""

        def change(ws: Workspace, values: dict[str, Any]) -> Done[Any]:
            return deferred.stock.issue(ws, row.ref, values.pop("quantity"), **values)

        there = f"{amount_text(row.stock)} {row.unit}"
        await self._ask(f"{row.name}: what is taken of {there}?", row, ISSUE, change, verb="issue")

    async def count(self, row: ResourceRow) -> None:
        """Say how much of it really lies there."""

        def change(ws: Workspace, values: dict[str, Any]) -> Done[Any]:
            return deferred.stock.count(ws, row.ref, values.pop("quantity"), **values)

        there = f"{amount_text(row.stock)} {row.unit}"
        await self._ask(f"{row.name}: {there} by the books. How much lies there?", row, COUNT, change, verb="correct")

    async def expect(self, row: ResourceRow) -> None:
        """Say what will come, and when."""

        def change(ws: Workspace, values: dict[str, Any]) -> Done[Any]:
            return deferred.stock.expect(ws, row.ref, values.pop("quantity"), values.pop("day", None), **values)

        await self._ask(f"{row.name}: what will come, and when?", row, EXPECT, change, verb="expect")

    async def drop_move(self, row: ResourceRow) -> None:
        """Choose a movement and take it out of the books."""
        screen = self._screen
        moves: tuple[StockRow, ...] = await screen.prodtui.bridge.read(
            lambda ws: deferred.stock.list_moves(ws, row.ref, limit=MOST_MOVES)
        )
        choices = [Choice(each.ref, move_text(each, row.unit), f"{each.ref} by {each.by}") for each in moves]

        async def store(ref: str) -> Any:
            return await screen.submit(lambda ws: deferred.stock.put_away_move(ws, ref))

        heading = f"{row.name}: which movement is taken out of the books?"
        done = await screen.ask(Picker(heading, choices, store, empty=f"Nothing of {row.name} has moved yet."))
        if done is not None:
            screen.report(done, f"Took out {done.value.ref}: {self._left(row)} in stock. u takes it back.")

    def _left(self, row: ResourceRow) -> str:
        left = next((each for each in self._screen.need_seen().rows if each.ref == row.ref), row)
        return f"{amount_text(left.stock)} {left.unit} of {left.name}"

    async def _ask(
        self, heading: str, row: ResourceRow, shape: Sequence[FormField], change: Any, *, quantity: str = "", verb: str
    ) -> None:
        screen = self._screen

        async def store(values: dict[str, Any]) -> Any:
            return await screen.submit(lambda ws: change(ws, {"quantity": quantity, **values}))

        draft = f"{verb} {row.ref}"
        form = Form(heading, shape, {"quantity": quantity}, screen.reading(), store, draft=draft, verb=verb)
        done = await screen.ask(form)
        if done is not None:
            screen.report(done, f"{self._left(row)} in stock. u takes it back.")
