"""The tab of demand: what is asked for, until when, how far it is, with what is late on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.demand_fields import DEMAND
from prodtui.domain.demand_filters import CLOSED, DemandContext, demand_test, parse_demand_filter
from prodtui.domain.enums import DemandStatus, Priority
from prodtui.domain.history import with_names
from prodtui.domain.rows_demand import DemandDetail
from prodtui.domain.rows_planning import DemandRow
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.plan_about import about
from prodtui.screens.plan_demand_desk import DemandDesk
from prodtui.screens.plan_demand_fields import demand_fields, new_demand_fields
from prodtui.screens.plan_demand_rows import (
    TEACHING,
    demand_head,
    demand_parts,
    demand_sections,
    demand_words,
    draw_demand,
)
from prodtui.screens.plan_list import PlanList, Wish
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Line

if TYPE_CHECKING:
    from prodtui.services.workspace import Done, Workspace

PAGE = 200
NEAR_THE_END = 20
SORTS = {
    "": "what is due first",
    "newest": "the newest first",
    "priority": "by priority",
    "product": "by product",
    "customer": "by customer",
    "status": "by status",
    "quantity": "the most first",
}


class DemandScreen(PlanList[DemandRow]):
    """The demand of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.DEMAND
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.DEMAND)
    WISH = Wish(limit=PAGE)
    TEACHING = TEACHING
    KIND = "demand"

    def __init__(self) -> None:
        super().__init__()
        self._desk = DemandDesk(self)

    # --- the list

    def read_rows(self, ws: Workspace, wish: Wish) -> tuple[DemandRow, ...]:
        return deferred.demand.list_demand(ws, wish.text, all=wish.all, sort=wish.sort or None, limit=wish.limit)

    def sections(self, rows: Sequence[DemandRow]) -> Sequence[Section[DemandRow]]:
        more = len(rows) >= self.wish.limit
        return demand_sections(rows, self.today(), by_due=not self.wish.sort, more=more)

    def head(self, width: int) -> Line:
        return demand_head(width)

    def draw_row(self, row: DemandRow, width: int) -> Line:
        return draw_demand(row, self._called(row.product), width, self.context())

    def title_of(self, row: DemandRow) -> str:
        return self._called(row.product)

    def words_of(self, row: DemandRow) -> str:
        return demand_words(row, self._called(row.product))

    def _called(self, key: str) -> str:
        """Return the name of a product."""
        return next((row.name for row in self.products() if row.key == key), key)

    def why_closed(self, row: DemandRow) -> str:
        if row.status in CLOSED and row.archived_at is None:
            return f"{row.ref} is {row.status}; {self.key_of('reopen_demand')} lets plan and board say how far it is."
        return super().why_closed(row)

    def note(self) -> str:
        return SORTS[self.wish.sort]

    def trouble(self) -> str:
        late = sum(row.late for row in self.seen.rows) if self.seen is not None else 0
        return f"{late} late" if late else ""

    def cursor_moved(self) -> None:
        super().cursor_moved()
        full = self.seen is not None and len(self.seen.rows) >= self.wish.limit
        if full and self.list.place >= self.list.count - NEAR_THE_END:
            self.use(limit=self.wish.limit + PAGE)

    # --- which part of it

    def terms(self) -> list[Choice]:
        terms = [
            Choice("late", "late", "past its day, or covered too late"),
            Choice("due<+7d", "due<+7d", "due within a week"),
            Choice("kind:forecast", "kind:forecast", "only foreseen"),
            Choice("closed", "closed", "delivered or cancelled"),
            Choice("archived", "archived", "put away"),
        ]
        terms += [Choice(f"status:{value}", f"status:{value}", "how far it is") for value in DemandStatus]
        terms += [Choice(f"prio:{value}", f"prio:{value}", "priority") for value in Priority]
        return terms + [
            Choice(f"product:{row.key}", f"product:{row.key}", row.name)
            for row in self.products()
            if row.archived_at is None
        ]

    def would_show(self, text: str) -> str:
        if self.seen is None or not text.strip():
            return "Everything is shown."
        names = {row.key: row.name for row in self.products()}
        passes = demand_test(parse_demand_filter(text), DemandContext(self.prodtui.now(), self.prodtui.zone, names))
        return f"{sum(map(passes, self.seen.rows))} of the {len(self.seen.rows)} lines that are shown."

    def do_sort_demand(self) -> None:
        self.talk(self._sort)

    async def _sort(self) -> None:
        choices = [Choice(key, text) for key, text in SORTS.items()]
        sort = await self.ask(Picker("Order of the demand", choices, chosen={self.wish.sort}))
        if sort is not None:
            self.use(sort=sort, limit=PAGE)

    # --- verbs

    def do_open_row(self) -> None:
        self.on_row(self._open)

    async def _open(self, row: DemandRow) -> None:
        detail: DemandDetail = await self.prodtui.bridge.read(lambda ws: deferred.demand.show_demand(ws, row.ref))
        parts = demand_parts(detail.demand, detail.name, detail.tasks, self.context())
        await self.ask(about(row.ref, parts, with_names(detail.events, detail.names), self.context()))

    def do_add_row(self) -> None:
        self.talk(self._add)

    async def _add(self) -> None:
        products = self.products()
        if not any(row.archived_at is None for row in products):
            self.notice("Demand is for products, and there is none yet.", about=(("products", "products"),))
            return

        async def store(values: dict[str, Any]) -> Any:
            given = {"product": "", "quantity": "", "due": "", **values}
            return await self.submit(
                lambda ws: deferred.demand.add_demand(
                    ws, given.pop("product"), given.pop("quantity"), given.pop("due"), **given
                )
            )

        before = {"priority": Priority.NORMAL.value, "kind": "order"}
        form = Form(
            "What is asked for?", new_demand_fields(products), before, self.reading(), store, draft="new demand"
        )
        await self.enter_new(form, "Entered")

    def do_edit_row(self) -> None:
        self.on_row(self._edit)

    async def _edit(self, row: DemandRow) -> None:
        def edit(ws: Workspace, ref: str, **change: Any) -> Done[DemandRow]:
            return deferred.demand.edit_demand(ws, ref, **change)

        await self.edit_row(row, demand_fields(self.products()), DEMAND.clean, edit)

    def do_deliver(self) -> None:
        self.on_row(self._deliver)

    async def _deliver(self, row: DemandRow) -> None:
        async with self.turn:
            done = await self.submit(lambda ws: deferred.demand.close_demand(ws, row.ref))
        self.report(done, f"{row.ref} is delivered. u takes it back.")

    def do_cancel_demand(self) -> None:
        self.on_row(self._cancel)

    async def _cancel(self, row: DemandRow) -> None:
        async def store(reason: str) -> Any:
            return await self.submit(lambda ws: deferred.demand.cancel_demand(ws, row.ref, reason.strip() or None))

        what = f"Why is {row.ref} cancelled?"
        done = await self.ask(LineDialog(what, store, hint="a few words, or none", keys="enter cancel it   esc back"))
        if done is not None:
            self.report(done, f"{row.ref} is cancelled. u takes it back.")

    def do_reopen_demand(self) -> None:
        self.on_row(self._reopen)

    async def _reopen(self, row: DemandRow) -> None:
        async with self.turn:
            done = await self.submit(lambda ws: deferred.demand.reopen_demand(ws, row.ref))
        self.report(done, f"{row.ref} is {done.value.status}. u takes it back.")

    # --- demand as a whole

    def do_import_demand(self) -> None:
        self.talk(self._desk.import_file)

    def do_repeat_demand(self) -> None:
        self.talk(self._desk.repeat)

    def do_forecast(self) -> None:
        row = self.list.cursor_row
        self.talk(lambda: self._desk.forecast(row.product if row is not None else ""))

    def archive(self, ws: Workspace, ref: str, *, away: bool) -> Done[DemandRow]:
        change = deferred.demand.archive_demand if away else deferred.demand.restore_demand
        return change(ws, ref)
