"""Taking overload away: planned quantities move to earlier or later periods that have room for them.

Nothing moves into a period that would then be overloaded, nothing that is released moves, and nothing moves later than
the demand that it serves: no backlog grows above zero, and none that stands above it grows. The nearest period comes
first, of two equally near ones the earlier. Whole lots move, or whole units where the plan is in whole units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor, inf

from prodtui.domain.enums import LoadKind, PeriodKind
from prodtui.domain.planning.load import Rate, lots, rates
from prodtui.domain.planning.periods import TINY
from prodtui.domain.rows_planning import (
    LevelProposal,
    LoadRow,
    OverloadLeft,
    PeriodRow,
    PlanEdit,
    PlanProduct,
    ProductRow,
)

#: Each pass may make room for the next one; more passes find next to nothing.
_PASSES = 3
_EPS = 1e-6

_Key = tuple[LoadKind, str]


@dataclass(slots=True)
class _Row:
    """Free hours of a step, role or pool by period while quantities move, below 0 where it is overloaded.

    They are infinite where nobody knows how many there are. `users` are the products that take some of them.
    """

    free: list[float]
    users: list[_Item] = field(default_factory=list)

    def excess(self, at: int) -> float:
        return max(-self.free[at], 0.0)


@dataclass(slots=True)
class _Item:
    """A product while its quantities move: `movable` is planned and not released, `backlog` what is then lacking.

    It moves in multiples of `step`, in any quantity where that is 0. `shut` is the period of today where more was made
    than planned: a greater plan for it would bring nothing. The room of a period is kept until `moves`, how often
    something moved into it or out of it, says that it is another one.
    """

    product: ProductRow
    needs: list[tuple[_Row, Rate]]
    movable: list[float]
    backlog: list[float]
    step: float
    shut: int | None
    moves: list[int]
    moved: list[float]
    rooms: list[tuple[int, float]]

    def hours(self, rate: Rate, quantity: float) -> float:
        return rate.of(quantity, lots(self.product, quantity))

    def room(self, at: int) -> float:
        """Return how much more a period can take without overload of anything that the product needs."""
        if self.rooms[at][0] != self.moves[at]:
            self.rooms[at] = self.moves[at], self._room(at)
        return self.rooms[at][1]

    def _room(self, at: int) -> float:
        if at == self.shut or any(row.free[at] <= _EPS for row, _ in self.needs):
            return 0.0
        there, most = self.movable[at], inf
        for row, rate in self.needs:
            most = min(most, rate.fits(row.free[at] + self.hours(rate, there), self.product.lot_size) - there)
        return most

    def wanted(self, rate: Rate, there: float, excess: float) -> float:
        """Return how much less of a quantity takes so many hours less."""
        kept = rate.fits(self.hours(rate, there) - excess, self.product.lot_size)
        return there - min(max(kept, 0.0), there)

    def later(self, source: int, target: int) -> float:
        """Return how much can move from `source` to `target` without coming too late for anybody."""
        return max(-max(self.backlog[source:target]), 0.0)

    def least(self, there: float) -> float:
        """Return the room without which nothing of a quantity can move: for a lot, a unit, or all of it."""
        return max(min(self.step, there) - _EPS, TINY)

    def portion(self, wanted: float, most: float, there: float) -> float:
        """Return what of `there` to move when `wanted` would be enough: in whole lots or units, all, or `most`."""
        most = min(most, there)
        if not self.step:
            return min(wanted, most)
        up = ceil(wanted / self.step - TINY) * self.step
        if up > most:
            return there if most >= there - TINY else floor(most / self.step + TINY) * self.step
        return up

    def move(self, quantity: float, source: int, target: int) -> None:
        for row, rate in self.needs:
            for at, after in ((source, self.movable[source] - quantity), (target, self.movable[target] + quantity)):
                row.free[at] -= self.hours(rate, after) - self.hours(rate, self.movable[at])
        for at, change in ((source, -quantity), (target, quantity)):
            self.moves[at] += 1
            self.movable[at] += change
            self.moved[at] += change
        first, last, change = (source, target, quantity) if source < target else (target, source, -quantity)
        for at in range(first, last):
            self.backlog[at] += change


def level(
    columns: Sequence[PeriodRow],
    today: date,
    products: Sequence[tuple[ProductRow, PlanProduct]],
    loads: Sequence[LoadRow],
    roles: Mapping[str, str],
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> LevelProposal:
    """Return the planned quantities to change so that overload goes away as far as it can, by product and period.

    `loads` are those of the whole board, `roles` those of its capacities. `progress` gets periods looked at and their
    number; once `stop` says so, what was found until then is returned, and nothing is said of what is left.
    """
    first = next((at for at, column in enumerate(columns) if column.ends > today), len(columns))
    rows, items = _state(products, loads, roles, first)
    count = len(columns) - first
    for turn in range(_PASSES):
        before = sum(row.excess(at) for row in rows.values() for at in range(first, len(columns)))
        for at in range(first, len(columns)):
            progress(turn * count + at - first, _PASSES * count)
            for row in sorted(rows.values(), key=lambda row: -row.excess(at)):
                if stop():
                    return LevelProposal(_edits(columns, products, items), ())
                if row.excess(at) > _EPS:
                    _relieve(row, at, first)
        after = sum(row.excess(at) for row in rows.values() for at in range(first, len(columns)))
        if after <= _EPS or before - after <= _EPS:
            break
    progress(_PASSES * count, _PASSES * count)
    return LevelProposal(_edits(columns, products, items), tuple(_left(columns, loads, rows, roles, first)))


def _state(
    products: Sequence[tuple[ProductRow, PlanProduct]], loads: Sequence[LoadRow], roles: Mapping[str, str], first: int
) -> tuple[dict[_Key, _Row], list[_Item]]:
    rows = {
        (row.kind, row.key): _Row([inf if c.capacity is None else c.capacity - c.load for c in row.cells])
        for row in loads
    }
    items = []
    moves = [0] * len(products[0][1].cells) if products else []
    for product, plan in products:
        item = _Item(
            product,
            [(rows[key], rate) for key, rate in rates(product, roles).items() if key in rows],
            [max(cell.planned - cell.released, 0.0) for cell in plan.cells],
            [cell.backlog for cell in plan.cells],
            product.lot_size or float(_is_whole(plan)),
            next((first for cell in plan.cells[first : first + 1] if cell.actual > cell.planned), None),
            moves,
            [0.0] * len(moves),
            [(-1, 0.0)] * len(moves),
        )
        items.append(item)
        for row, rate in item.needs:
            if rate.hours or rate.setup:
                row.users.append(item)
    return rows, items


def _is_whole(plan: PlanProduct) -> bool:
    return all(cell.planned.is_integer() and cell.released.is_integer() for cell in plan.cells)


def _relieve(row: _Row, source: int, first: int) -> None:
    """Move quantities out of an overloaded period until it is not, those that take the most hours first."""
    rate_of = {id(item): rate for item in row.users for other, rate in item.needs if other is row}
    waiting = [item for item in row.users if item.movable[source] > TINY]
    waiting.sort(key=lambda item: -item.hours(rate_of[id(item)], item.movable[source]))
    places = [at for at in _nearest(source, first, len(row.free)) if row.free[at] > _EPS]
    for item in waiting:
        if row.excess(source) <= _EPS:
            return
        _move_out(item, row, rate_of[id(item)], source, places)


def _move_out(item: _Item, row: _Row, rate: Rate, source: int, places: Sequence[int]) -> None:
    """Move of one product what a period has too much of, or as much as these places take of it, in their order."""
    there = item.movable[source]
    wanted, least = item.wanted(rate, there, row.excess(source)), item.least(there)
    for target in places:
        most = item.room(target)
        if target > source and most >= least:
            most = min(most, item.later(source, target))
        quantity = item.portion(wanted, most, there) if most >= least else 0.0
        if quantity > TINY:
            item.move(quantity, source, target)
            there = item.movable[source]
            if there <= TINY or row.excess(source) <= _EPS:
                return
            wanted, least = item.wanted(rate, there, row.excess(source)), item.least(there)


def _nearest(source: int, first: int, count: int) -> Iterator[int]:
    """Yield the other periods from `first` on, the nearest to `source` first, and of two the earlier."""
    for distance in range(1, count):
        if source - distance >= first:
            yield source - distance
        if source + distance < count:
            yield source + distance


def _left(
    columns: Sequence[PeriodRow],
    loads: Sequence[LoadRow],
    rows: Mapping[_Key, _Row],
    roles: Mapping[str, str],
    first: int,
) -> Iterator[OverloadLeft]:
    """Yield the overload that stays, that of a role not where one of its steps says the same."""
    for at in range(first, len(columns)):
        said: set[tuple[str, float]] = set()
        for load in loads:
            over = rows[load.kind, load.key].excess(at)
            if over <= _EPS or (load.kind is LoadKind.ROLE and (load.key, round(over, 6)) in said):
                continue
            if load.kind is LoadKind.STEP and load.key in roles:
                said.add((roles[load.key], round(over, 6)))
            why = _why_left(rows[load.kind, load.key], at, first, columns[at].kind)
            yield OverloadLeft(load.kind, load.key, load.name, columns[at], over, why)


def _why_left(row: _Row, source: int, first: int, kind: PeriodKind) -> str:
    """Return why nothing more moves out of a period."""
    waiting = [item for item in row.users if item.movable[source] > TINY]
    if not waiting:
        return "what is left of it is on the board already"
    earlier, later = range(first, source), range(source + 1, len(row.free))
    in_lots = [item for item in waiting if item.product.lot_size]
    lot = " for a whole lot" if _rooms(in_lots, source, earlier, TINY) else ""
    before = f"no earlier {kind} has room{lot}" if earlier else f"there is no earlier {kind}"
    if _rooms(waiting, source, later):
        return f"{before}, and in a later one it would come too late"
    return f"{before}, and no later one either" if later else f"{before}, and no later one is looked at"


def _rooms(items: Iterable[_Item], source: int, places: Iterable[int], least: float | None = None) -> bool:
    """Tell whether one of these periods has room for the least that moves of an item, or for `least` of it."""
    found = ((item, at) for item in items for at in places)
    return any(item.room(at) >= (item.least(item.movable[source]) if least is None else least) for item, at in found)


def _edits(
    columns: Sequence[PeriodRow], products: Sequence[tuple[ProductRow, PlanProduct]], items: Sequence[_Item]
) -> tuple[PlanEdit, ...]:
    return tuple(
        PlanEdit(plan.key, column.starts, cell.planned, round(cell.planned + moved, 9))
        for (_, plan), item in zip(products, items, strict=True)
        for column, cell, moved in zip(columns, plan.cells, item.moved, strict=True)
        if abs(moved) > TINY
    )
