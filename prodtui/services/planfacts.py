"""All that a plan is made of, read once and put together by the rules of `domain.planning`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import spans_on, working_hours
from prodtui.domain.enums import PeriodKind, ResourceKind
from prodtui.domain.planning.capacity import Capacities, Shop, capacities
from prodtui.domain.planning.grid import counts_from, grid_of
from prodtui.domain.planning.load import Work, work_of_plan, work_of_task
from prodtui.domain.planning.pegging import Pegged, PegOrder, Supply, asked_by_day, peg
from prodtui.domain.planning.periods import period_of, periods
from prodtui.domain.planning.shortages import MaterialNeed, Receipt, needs_of_plan
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import (
    PeriodRow,
    PlanLineRow,
    PlanProduct,
    ProductRow,
    ResourceRow,
    WhatIfRow,
    Workweek,
)
from prodtui.domain.weeks import hours_after
from prodtui.services.change import Change
from prodtui.storage.queries import materials, products, supply, what_ifs
from prodtui.storage.queries import planning as queries

K = TypeVar("K")
V = TypeVar("V")

#: How many periods a view shows unless it is told.
SHOWN = {PeriodKind.DAY: 28, PeriodKind.WEEK: 13, PeriodKind.MONTH: 12}


class PlanFacts:
    """What the plan of a board, or the what-if `of`, is made of; each part is read when it is first asked for.

    With `only`, the id of a product, that one alone is read, with its demand, lines and finished tasks.
    """

    def __init__(
        self, change: Change, board: BoardRow, of: WhatIfRow | None = None, *, only: int | None = None
    ) -> None:
        self.change = change
        self.board = board
        self.of = of
        self._only = only
        self._pegged: dict[int, Mapping[int, Pegged]] = {}
        self._session = change.session
        self.zone = ZoneInfo(board.timezone)
        self.today = change.now.astimezone(self.zone).date()

    def beside(self, of: WhatIfRow) -> PlanFacts:
        """Return the facts of a what-if of this plan; what all plans have in common is read once."""
        facts = PlanFacts(self.change, self.board, of)
        facts.products, facts.orders, facts.forecast = self.products, self.orders, self.forecast
        facts._made, facts._coming, facts._resources = self._made, self._coming, self._resources
        return facts

    def columns(self, kind: PeriodKind | None, first: date | None, count: int | None) -> tuple[PeriodRow, ...]:
        """Return the periods of a view: of the board's kind, from today's, as many as usual unless told."""
        kind = kind or self.board.settings.period
        return periods(kind, first or self.today, SHOWN[kind] if count is None else count)

    def columns_until(self, day: date) -> tuple[PeriodRow, ...]:
        """Return the periods of the board's kind from today's to that of a later day."""
        kind = self.board.settings.period
        count, last = 1, period_of(kind, self.today)
        while last.ends <= day:
            count, last = count + 1, period_of(kind, last.ends)
        return periods(kind, self.today, count)

    @cached_property
    def products(self) -> Mapping[int, ProductRow]:
        """The products of the board by id, in the order of their names; archived ones too."""
        return {row.id: row for row in products.products(self._session, self.board, id=self._only)}

    @cached_property
    def by_key(self) -> Mapping[str, ProductRow]:
        """The products of the board by the key that tasks name."""
        return {row.key: row for row in self.products.values()}

    @cached_property
    def lines(self) -> tuple[PlanLineRow, ...]:
        """The planned lines, empty ones left out unless something of them is released."""
        of = self.of.id if self.of else None
        found = queries.lines(self._session, self.board, what_if_id=of, product_id=self._only)
        return tuple(line for line in found if line.quantity or line.released)

    @cached_property
    def lines_of(self) -> Mapping[str, Sequence[PlanLineRow]]:
        """The planned lines by the key of their product."""
        return _grouped((line.product, line) for line in self.lines)

    @cached_property
    def orders(self) -> Mapping[int, Sequence[PegOrder]]:
        """The orders by product, those that were delivered by hand as well."""
        return queries.orders(self._session, self.board, product_id=self._only)

    @cached_property
    def forecast(self) -> Mapping[int, Mapping[date, float]]:
        """What is foreseen, by product and due day."""
        return queries.foreseen(self._session, self.board, product_id=self._only)

    @cached_property
    def _since(self) -> Mapping[str, date]:
        """The day from which outputs count, by key of the product; those of released tasks count in any case."""
        entered = queries.first_asked(self._session, self.board, product_id=self._only)
        released: dict[str, list[date]] = defaultdict(list)
        for made in self._made:
            if made.line is not None and made.day is not None:
                released[made.product].append(made.day)
        found = {}
        for id, row in self.products.items():
            asked = [order.due for order in self.orders.get(id, ())]
            if id in entered:
                asked.append(entered[id].astimezone(self.zone).date())
            planned = [line.starts for line in self.lines_of.get(row.key, ())]
            since = counts_from(asked, [*planned, *released[row.key]])
            if since is not None:
                found[row.key] = since
        return found

    @cached_property
    def _made(self) -> tuple[queries.Made, ...]:
        return queries.finished(self._session, self.board, self.zone, product=self._only_key)

    @cached_property
    def _made_of(self) -> Mapping[str, Sequence[queries.Made]]:
        return _grouped((made.product, made) for made in self._made)

    @cached_property
    def finished(self) -> Mapping[str, Sequence[Supply]]:
        """What finished tasks gave, by the key of the product, from the day on which outputs of it count."""
        since = self._since
        return _grouped(
            (each.product, Supply(each.day, each.quantity, each.demand_id))
            for each in self._made
            if each.day is not None and each.product in since and each.day >= since[each.product]
        )

    @cached_property
    def _coming(self) -> tuple[queries.Made, ...]:
        """What open released tasks are to give; today where no day is known, or it is over."""
        made = queries.under_way(self._session, self.board, self.zone, product=self._only_key)
        return tuple(replace(each, day=max(each.day or self.today, self.today)) for each in made)

    @cached_property
    def under_way(self) -> Mapping[str, Sequence[Supply]]:
        """What open released tasks are to give, by the key of the product, on the day on which they are done."""
        return _grouped(
            (each.product, Supply(each.day or self.today, each.quantity, each.demand_id)) for each in self._coming
        )

    def _as_it_comes(self, product: ProductRow) -> dict[date, float]:
        """Return what is planned of a product by day: what is under way of it by that on which it is done."""
        planned = {line.starts: line.quantity for line in self.lines_of.get(product.key, ())}
        for each in self._coming:
            if each.product == product.key and each.line is not None and each.day is not None:
                planned[each.line] = max(planned.get(each.line, 0.0) - each.quantity, 0.0)
                planned[each.day] = planned.get(each.day, 0.0) + each.quantity
        return planned

    def unreleased(self, product: ProductRow) -> list[tuple[date, float]]:
        """Return what is planned of a product and not released yet, by the first day of its lines."""
        lines = self.lines_of.get(product.key, ())
        return [(line.starts, line.quantity - line.released) for line in lines if line.quantity > line.released]

    def pegged(self, product: ProductRow) -> Mapping[int, Pegged]:
        """Return what each order of a product gets, by the id of the order."""
        found = self._pegged.get(product.id)
        if found is None:
            found = self._pegged[product.id] = peg(
                self.orders.get(product.id, ()),
                self.finished.get(product.key, ()),
                self.under_way.get(product.key, ()),
                [Supply(day, quantity) for day, quantity in self.unreleased(product)],
            )
        return found

    def asked(self, product: ProductRow) -> Mapping[date, float]:
        """Return what orders ask for of a product, by due day."""
        orders = self.orders.get(product.id, ())
        closed = any(order.by_hand for order in orders)
        return asked_by_day(orders, self.pegged(product) if closed else {})

    def row(self, product: ProductRow, columns: Sequence[PeriodRow], *, as_it_comes: bool = False) -> PlanProduct:
        """Return the row of a product in the plan.

        With `as_it_comes` what is released and not finished counts when it will be, not in the period of its plan.
        """
        actual: dict[date, float] = defaultdict(float)
        for made in self.finished.get(product.key, ()):
            actual[made.day] += made.quantity
        of_lines: dict[tuple[date, date], float] = defaultdict(float)
        for each in self._made_of.get(product.key, ()):
            if each.day is not None and each.line is not None:
                of_lines[each.day, each.line] += each.quantity
        lines = self.lines_of.get(product.key, ())
        return grid_of(
            product,
            columns,
            self.today,
            orders=self.asked(product),
            forecast=self.forecast.get(product.id, {}),
            planned=self._as_it_comes(product) if as_it_comes else {line.starts: line.quantity for line in lines},
            released={line.starts: line.released for line in lines},
            actual=actual,
            of_lines=of_lines,
            since=self._since.get(product.key),
        )

    def rows(self, columns: Sequence[PeriodRow]) -> tuple[PlanProduct, ...]:
        """Return the rows of all products; an archived one only where the periods hold something of it."""
        rows = ((product, self.row(product, columns)) for product in self.products.values())
        return tuple(row for product, row in rows if product.archived_at is None or _holds(row))

    def planned_work(self) -> list[Work]:
        """Return the work of all that is planned and not released."""
        return [
            work_of_plan(self.by_key[line.product], line.starts, line.quantity - line.released)
            for line in self.lines
            if line.quantity > line.released
        ]

    def task_work(self) -> list[Work]:
        """Return what is left to do of the open tasks."""
        all_steps = self.change.all_steps(self.board)
        steps = tuple(all_steps.values())
        tasks = queries.open_tasks(self._session, self.board, all_steps, self.zone)
        works = (work_of_task(task, self.by_key.get(task.product or ""), steps, self.today) for task in tasks)
        return [work for work in works if work is not None]

    @cached_property
    def _resources(self) -> Sequence[ResourceRow]:
        return supply.resources(self._session, self.board)

    @cached_property
    def materials(self) -> Mapping[str, ResourceRow]:
        """The materials of the board by key."""
        return {row.key: row for row in self._resources if row.kind is ResourceKind.MATERIAL}

    @cached_property
    def receipts(self) -> Sequence[Receipt]:
        """What is expected of materials."""
        return materials.receipts(self._session, self.board)

    def material_needs(self) -> list[MaterialNeed]:
        """Return what open tasks and what is planned and not released take of materials."""
        if not self.materials:
            return []
        needs = list(materials.needs_of_tasks(self._session, self.board))
        for line in self.lines:
            is_over = period_of(self.board.settings.period, line.starts).ends <= self.today
            if line.quantity > line.released and not is_over:
                needs += needs_of_plan(self.by_key[line.product], line.starts, line.quantity - line.released)
        return needs

    def capacities(self, columns: Sequence[PeriodRow]) -> Capacities:
        """Return the hours that there are in these periods."""
        of = self.of.id if self.of else None
        first, end = columns[0].starts, columns[-1].ends
        shop = Shop(
            steps=self.change.steps(self.board),
            products=[row for row in self.products.values() if row.archived_at is None],
            people=self.change.people(),
            resources=self._resources,
            absences=supply.absences(self._session, self.board, first=first, last=end),
            changes=what_ifs.capacity_changes(self._session, self.board, what_if_id=of),
            hours_on=self.hours_on,
            hours_ahead=self.hours_ahead,
        )
        return capacities(columns, shop, self.today)

    def hours_on(self, day: date, week: Workweek | None) -> float:
        """Return the hours of a day: of an own week, or of the board's when None; none on days off."""
        return working_hours(day, self.board.settings, week)

    def hours_ahead(self, hours: float, week: Workweek | None) -> float:
        """Return how many of the first so many hours of today, in an own week or the board's, are still ahead."""
        now = self.change.now.astimezone(self.zone)
        return hours_after(spans_on(self.today, self.board.settings, week), now.hour * 60 + now.minute, hours)

    @property
    def _only_key(self) -> str | None:
        return None if self._only is None else self.products[self._only].key


def _holds(row: PlanProduct) -> bool:
    return any(cell.demand or cell.planned or cell.actual for cell in row.cells)


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
