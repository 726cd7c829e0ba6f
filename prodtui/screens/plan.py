"""The plan: products by period with demand, planned, actual and backlog, and load against capacity below."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.actions import KeyHint
from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import amount_text, index_of
from prodtui.domain.rows_planning import PlanGrid
from prodtui.domain.text import holds, quoted
from prodtui.errors import Busy, NotFound, ProdtuiError, Refused, StoreProblem
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.finding import Finding
from prodtui.screens.plan_desk import PlanDesk
from prodtui.screens.plan_log import PlanLog, Wish, holding, make_ready, read_plan, turned
from prodtui.screens.plan_tabs import PlanTab
from prodtui.screens.plan_what_if import WhatIfDesk
from prodtui.widgets.plan_grid import PlanTable, Spot
from prodtui.widgets.plan_words import within

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

#: a minus is among them, in both its forms: left out it would plan what nobody wrote
NUMBER_SIGNS = frozenset("0123456789.,-\u2212")
MOST_TYPED = 13
TEACHING = (
    "Nothing is planned here yet. A plan begins with products:",
    "",
    "P  then a  adds a product: its unit, its steps with hours",
    "D  then a  says how many are wanted, and by when",
    "enter  on a product here writes how many are made in a period",
)
_KINDS = tuple(PeriodKind)
_ACROSS = {"left": -1, "right": 1}


class PlanScreen(Finding, PlanTab):
    """The grid of the plan of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.PLAN
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.PLAN)
    AUTO_FOCUS = "PlanTable"

    def __init__(self) -> None:
        super().__init__()
        self.table = PlanTable(signs=self.prodtui.signs, id="plan")
        self.wish = Wish()
        self.shown: PlanLog | None = None
        self._desk = PlanDesk(self)
        self._what_ifs = WhatIfDesk(self)
        self._next: Callable[[], object] | None = None

    def body(self) -> ComposeResult:
        yield self.tabs
        yield self.table

    # --- what there is

    def selection(self) -> actions.Selection:
        spot = self.table.spot
        return actions.Selection(
            what="product" if spot is None or spot.product is not None else "load",
            has_card=spot is not None,
            read_only=self.prodtui.read_only,
            closed=self.why_not_plan(),
            finding=bool(self.found),
            boards=len(self.boards),
            cards=len(self.shown.grid.products) if self.shown is not None else 0,
        )

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    def go_to(self, product: str | None, load: str, day: date) -> None:
        """Move to a product, or else to a load, by key, in the period of a day of the plan, as soon as it is read."""

        def wanted(spot: Spot) -> bool:
            if spot.product is not None:
                return spot.product.key == product
            return spot.load is not None and product is None and spot.load.key == load

        def go() -> None:
            if not self.table.go_to(wanted, day):
                self.notice("The plan does not show it any more.")

        wish = replace(self.wish, what_if=None)
        if self.shown is not None and index_of(self.shown.grid.periods, day) is None:
            wish = replace(wish, kind=None)  # what lies so far off was found by the board's own periods
        if self.shown is None or wish != self.wish:
            self.wish, self._next = wish, lambda: self._look_at(day, go)
            self.reload()
        else:
            self._look_at(day, go)

    def _look_at(self, day: date, then: Callable[[], object]) -> None:
        """Do something with the periods around a day, which are read first where they are not shown."""
        periods = self._grid().periods
        if periods[0].starts <= day < periods[-1].ends:
            then()
        else:
            self._read_from(holding(periods[0].kind, self.today(), day), then)

    def _read_from(self, first: date | None, then: Callable[[], object]) -> None:
        self.wish, self._next = replace(self.wish, first=first), then
        self.reload()

    # --- the refresh road

    def show_other_board(self) -> None:
        super().show_other_board()
        self.shown, self.wish = None, Wish()
        self.table.forget()

    async def refresh_rows(self) -> None:
        wish, shown = self.wish, self.shown
        try:
            log = await self.prodtui.bridge.read(lambda ws: read_plan(ws, wish, shown))
        except (NotFound, Refused) as error:
            if wish.what_if is None:
                raise
            self.notice(f"{error.message} This is the plan.")
            self.wish = replace(wish, what_if=None)
            self.reload()
            return
        if wish != self.wish:
            return  # it comes too late: something else is wished for meanwhile, and being read
        self.shown, self.place, self.boards = log, log.board, log.boards
        self._tell(log)
        self.table.set_words(*TEACHING)
        self.table.show(log.grid, log.changed)
        then, self._next = self._next, None
        if then is not None:
            then()
        self.header.set_note(", ".join(self._aside(log)))
        self.show_header()
        self.show_tabs(note=f"by {log.grid.periods[0].kind}")
        self.show_footer()
        if shown is None:
            self.run_worker(self._make_ready(log.grid), group="ready")

    async def _make_ready(self, grid: PlanGrid) -> None:
        with suppress(Busy, StoreProblem):  # an edit will say so
            await self.prodtui.bridge.read(lambda ws: make_ready(ws, grid))

    def _aside(self, log: PlanLog) -> list[str]:
        """Return what is shown beside the usual: a what-if, and the range of other periods."""
        first, last = log.grid.periods[0].starts, log.grid.periods[-1].ends - timedelta(days=1)
        said = [f"what-if {log.grid.what_if}"] if log.grid.what_if else []
        return said + ([f"{first:%b %Y} to {last:%b %Y}"] if log.wish.first is not None else [])

    def _tell(self, log: PlanLog) -> None:
        """Name in the header who else changed what."""
        self.tell_changes(self.others_in(log.events))

    def minute_passed(self, now: datetime) -> None:
        if self.shown is not None and not self.shown.is_fresh(now, self.today()):
            self.reload()

    def show_footer(self) -> None:
        if self.table.typed is None:
            super().show_footer()
            return
        hints = (("enter", "save", "edit_plan"), ("tab", "save, next period", "next_list"), ("esc", "leave", "back"))
        self.footer.show([KeyHint(key, word, action) for key, word, action in hints])

    # --- going about

    def do_cursor_down(self) -> None:
        self.table.move(1)

    def do_cursor_up(self) -> None:
        self.table.move(-1)

    def do_cursor_left(self) -> None:
        self._across(-1)

    def do_cursor_right(self) -> None:
        self._across(1)

    def _across(self, way: int) -> None:
        """Move to the period beside, which is read first where it is not in this view."""
        if self.table.spot is None or self.table.move_across(way):
            return
        grid = self._grid()
        first = turned(grid.periods, grid.today, way)
        if first is None:
            self.notice("The plan reaches five years back and ahead; further away nothing is planned.")
        else:
            self._read_from(first, lambda: self.table.move_across(way))

    def do_cursor_first(self) -> None:
        self.table.go_first()

    def do_cursor_last(self) -> None:
        self.table.go_last()

    def do_half_page_down(self) -> None:
        self.table.half_page(1)

    def do_half_page_up(self) -> None:
        self.table.half_page(-1)

    def do_today(self) -> None:
        if self.shown is not None:
            self._look_at(self.today(), self.table.go_to_today)

    @on(PlanTable.CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_footer()

    def find_on(self, step: int) -> None:
        words = self.found
        if not self.table.find(lambda name: holds(name, words), step):
            self.notice(f"No product and no load is called {self.found}.")

    def do_turn_period(self) -> None:
        if self.shown is not None:
            spot, grid = self.table.spot, self.shown.grid
            kind = _KINDS[(_KINDS.index(grid.periods[0].kind) + 1) % len(_KINDS)]
            first = None if spot is None else holding(kind, grid.today, spot.period.starts)
            self.wish = replace(self.wish, kind=kind, first=first)
            self.reload()

    def do_view_plan(self) -> None:
        pass  # it is shown

    def do_exceptions(self) -> None:
        self.app.switch_mode(actions.EXCEPTIONS)

    def do_next_list(self) -> None:
        if self.table.typed is not None:
            self._save(then=1)
        else:
            super().do_next_list()

    def do_back(self) -> None:
        if self.table.typed is not None:
            self._type(None)
        else:
            self.found = ""

    # --- editing in place

    def on_key(self, event: events.Key) -> None:
        """While a quantity is written, take every key before the bindings see it."""
        typed = self.table.typed
        if typed is None or event.key.startswith("ctrl+"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self._save()
        elif event.key == "tab":
            self._save(then=1)
        elif event.key == "escape":
            self._type(None)
        elif event.key == "backspace":
            self._type(typed[:-1])
        elif event.character in NUMBER_SIGNS:
            self._type((typed + event.character)[:MOST_TYPED])
        elif event.is_printable:
            self.notice("A planned quantity is a number; enter saves it, esc leaves it as it was.")

    def on_paste(self, event: events.Paste) -> None:
        if self.table.typed is not None:
            kept = "".join(sign for sign in event.text if sign in NUMBER_SIGNS)
            self._type((self.table.typed + kept)[:MOST_TYPED])

    def _type(self, text: str | None) -> None:
        self.notice("")
        self.table.type(text)
        self.show_footer()

    @on(PlanTable.CellOpened)
    def _cell_opened(self) -> None:
        self.act("edit_plan")

    def do_edit_plan(self) -> None:
        spot = self.table.spot
        if self.table.typed is not None:
            self._save()
        elif spot is not None and spot.load is not None:
            self.act("overtime")
        elif spot is not None and spot.product is not None:
            key = spot.product.key
            self.table.go_to(lambda other: other.product is not None and other.product.key == key)
            self._type("")

    def _save(self, then: int = 0) -> None:
        """Save what is written and go on to a later period, in which writing begins again."""
        spot, text = self.table.spot, self.table.typed or ""
        self._type(None)
        if spot is None:
            return
        if text:
            self.table.keep(spot, text)
            self.verb(lambda: self._store(spot, text))
        if then:
            self.table.move_across(then)
            self.table.type("")
            self.show_footer()

    async def _store(self, spot: Spot, text: str) -> None:
        product, grid = spot.product, self.shown.grid if self.shown is not None else None
        if product is None or grid is None:
            return
        period, what_if = spot.period, grid.what_if
        lines = [line for line in grid.lines if line.product == product.key]
        here = [line for line in lines if period.starts <= line.starts < period.ends]

        def tell(done: Done[Any]) -> None:
            number = amount_text(float(text.replace(",", ".")))
            where = f" in {quoted(what_if)}" if what_if else ""
            planned = f"{number} {product.unit} of {product.name} {within(grid, spot.at)}{where}"
            self.report(done, f"{planned}. u takes it back.")

        try:
            await self.submit(
                lambda ws: deferred.plan.set_quantity(
                    ws, product.key, period.starts, text.replace(",", "."), kind=period.kind, what_if=what_if,
                    version=deferred.planbook.version_of(here),
                ),
                tell=tell,
            )  # fmt: skip
        except ProdtuiError:
            self.table.keep(spot, None)
            if self.table.spot == spot and self.table.typed is None:
                self.table.type(text)  # it stays to be put right
                self.show_footer()
            raise
        self.table.keep(spot, None)

    # --- what a desk does

    def do_release(self) -> None:
        grid, spot = self._grid(), self.table.spot
        if spot is not None and spot.product is not None and self._may_release(grid):
            product = spot.product
            self.talk(lambda: self._desk.release(grid, spot, product))

    def do_release_all(self) -> None:
        grid, spot = self._grid(), self.table.spot
        if spot is not None and self._may_release(grid):
            self.talk(lambda: self._desk.release_all(grid, spot))

    def _may_release(self, grid: PlanGrid) -> bool:
        if grid.what_if is not None:
            self.notice("A what-if releases nothing; apply it first.", about=(("what_ifs", "what if"),))
        return grid.what_if is None

    def do_level(self) -> None:
        self.talk(lambda: self._desk.level(self._grid()))

    def do_promise(self) -> None:
        spot = self.table.spot
        if spot is not None and spot.product is not None:
            product = spot.product
            self.talk(lambda: self._desk.promise(self._grid(), product))

    def do_overtime(self) -> None:
        spot = self.table.spot
        if spot is not None and spot.load is not None:
            load = spot.load
            self.talk(lambda: self._desk.overtime(self._grid(), spot, load))

    def do_what_ifs(self) -> None:
        self.talk(lambda: self._what_ifs.choose(self._grid()))

    def use_what_if(self, name: str | None) -> None:
        """Look at a what-if, or at the plan itself."""
        self.wish = replace(self.wish, what_if=name)
        self.reload()

    def _grid(self) -> PlanGrid:
        """Return the plan that is shown. Raises Refused while it is being read."""
        if self.shown is None:
            raise Refused("The plan is still being read.", hint="Try again in a moment.")
        return self.shown.grid
