"""Materials that will not be there when work needs them.

What lies in stock, and each receipt from the day on which it is expected, goes to the work that is due first, released
work before planned work of the same day. What is short keeps its claim on later receipts. A receipt that is overdue
counts for nothing until it has come or has a new day.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from prodtui.domain.planning.periods import TINY
from prodtui.domain.rows_planning import PeriodRow, ProductRow, ResourceRow, ShortageRow


class Receipt(NamedTuple):
    """A quantity of a material (key) that is expected on a day."""

    material: str
    day: date
    quantity: float


class MaterialNeed(NamedTuple):
    """A quantity of a material (key) that work takes on a day; `task` is its reference, None while only planned."""

    material: str
    day: date
    quantity: float
    product: str | None = None
    task: str | None = None


_T = TypeVar("_T", Receipt, MaterialNeed)


def needs_of_plan(product: ProductRow, starts: date, quantity: float) -> list[MaterialNeed]:
    """Return the materials of a planned quantity that is not released yet."""
    return [
        MaterialNeed(row.material, starts, row.per_unit * quantity, product.key)
        for row in product.materials
        if row.per_unit * quantity > TINY
    ]


def shortages(
    materials: Iterable[ResourceRow], receipts: Iterable[Receipt], needs: Iterable[MaterialNeed], today: date
) -> tuple[ShortageRow, ...]:
    """Return every need that is not wholly met on its day, by day; needs of the past are needs of today."""
    wanted = _by_material(needs)
    coming = _by_material(receipt for receipt in receipts if receipt.day >= today)
    found: list[ShortageRow] = []
    for material in materials:
        found += _short(material, coming.get(material.key, ()), wanted.get(material.key, ()), today)
    return tuple(sorted(found, key=lambda row: (row.day, row.material, row.task is None, row.task or "")))


def free_of(
    columns: Sequence[PeriodRow],
    material: ResourceRow,
    receipts: Iterable[Receipt],
    needs: Iterable[MaterialNeed],
    today: date,
) -> tuple[float, ...]:
    """Return how much of a material more work can take by the end of each period without taking it from other work."""
    flows = [(receipt.day, receipt.quantity) for receipt in receipts if receipt.material == material.key]
    flows = [(day, quantity) for day, quantity in flows if day >= today]
    flows += [(max(need.day, today), -need.quantity) for need in needs if need.material == material.key]
    balances = [material.stock + sum(amount for day, amount in flows if day < column.ends) for column in columns]
    least = material.stock + sum(amount for _, amount in flows)
    free = []
    for balance in reversed(balances):
        least = min(least, balance)
        free.append(max(least, 0.0))
    return tuple(reversed(free))


def waited_for(
    materials: Iterable[ResourceRow], receipts: Iterable[Receipt], needs: Iterable[MaterialNeed], today: date
) -> dict[str, tuple[str, date | None]]:
    """Return by task what it has to wait for, a material by name and its day, None when that will not come.

    A task that has all that it takes today is left out; of several materials the last one counts.
    """
    wanted = _by_material(needs)
    coming = _by_material(receipt for receipt in receipts if receipt.day >= today)
    found: dict[str, tuple[str, date | None]] = {}
    for material in materials:
        for need, got, lacking in _served(material, coming.get(material.key, ()), wanted.get(material.key, ()), today):
            until = None if lacking > TINY else max((day for day, _ in got), default=today)
            if need.task is not None and until != today:
                before = found.get(need.task, (material.name, date.min))
                found[need.task] = max(before, (material.name, until), key=lambda each: each[1] or date.max)
    return found


def _short(
    material: ResourceRow, receipts: Iterable[Receipt], needs: Iterable[MaterialNeed], today: date
) -> Iterator[ShortageRow]:
    """Yield what is short of one material, in the order in which its needs are served."""
    for need, got, lacking in _served(material, receipts, needs, today):
        due = max(need.day, today)
        late = sum(quantity for day, quantity in got if day > due)
        until = max((day for day, _ in got if day > due), default=None)
        short = late + lacking
        if short > TINY:
            yield ShortageRow(
                material.key, material.name, material.unit, due, need.product, need.task, need.quantity, short,
                until if lacking <= TINY else None,
            )  # fmt: skip


def _served(
    material: ResourceRow, receipts: Iterable[Receipt], needs: Iterable[MaterialNeed], today: date
) -> Iterator[tuple[MaterialNeed, Sequence[tuple[date, float]], float]]:
    """Yield each need in its turn, what it gets on which day, and what nothing is left for."""
    supplies = deque([(today, material.stock), *sorted((day, quantity) for _, day, quantity in receipts)])
    for need in sorted(needs, key=lambda need: (max(need.day, today), need.task is None, need.day, need.task or "")):
        lacking = need.quantity
        got: list[tuple[date, float]] = []
        while lacking > TINY and supplies:
            day, quantity = supplies.popleft()
            taken = min(quantity, lacking)
            lacking -= taken
            got.append((day, taken))
            if quantity - taken > TINY:
                supplies.appendleft((day, quantity - taken))
        yield need, got, lacking


def _by_material(entries: Iterable[_T]) -> Mapping[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for entry in entries:
        found.setdefault(entry.material, []).append(entry)
    return found
