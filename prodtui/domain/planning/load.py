"""Hours of work by step, role and pool of resources, against the hours that there are.

Load is a sum over pieces of work: planned quantities that are not released, in the period of their plan line, and open
tasks with what is left of them, in the period in which the schedule that stands finishes them, or else of their planned
finish or due day. No finer schedule is assumed within a period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, inf
from typing import NamedTuple

from prodtui.domain.enums import LoadKind, StepKind
from prodtui.domain.planning.capacity import Capacities
from prodtui.domain.planning.periods import TINY
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_planning import LoadCell, LoadRow, PeriodRow, ProductRow


class Work(NamedTuple):
    """A piece of work: hours by key of the step and of the pool; `task` is its reference, None while only planned."""

    product: str | None
    day: date
    quantity: float
    hours: Mapping[str, float]
    pools: Mapping[str, float]
    task: str | None = None


class OpenTask(NamedTuple):
    """What load needs to know of an open task.

    `day` is when the schedule finishes it, or else its planned finish, or its due day; None without any.
    """

    ref: str
    step: str
    product: str | None
    quantity: float | None
    estimate_hours: float | None
    spent_hours: float
    day: date | None


def lots(product: ProductRow, quantity: float) -> int:
    """Return how many lots a quantity is made in, and thus how often its steps are set up."""
    if quantity <= 0:
        return 0
    return 1 if product.lot_size is None else ceil(quantity / product.lot_size - TINY)


@dataclass(frozen=True, slots=True)
class Rate:
    """What a product takes of a step, role or pool: hours per unit, and set-up hours per lot."""

    hours: float
    setup: float

    def of(self, quantity: float, count: int) -> float:
        """Return the hours of a quantity that is made in `count` lots."""
        return self.hours * quantity + self.setup * count

    def fits(self, hours: float, lot_size: float | None) -> float:
        """Return the greatest quantity that can be made in so many hours, infinity where it takes none of them."""
        if hours == inf:
            return inf
        if lot_size is None:
            left = hours - self.setup
            return inf if left >= -TINY and not self.hours else max(left, 0.0) / (self.hours or inf)
        lot = self.of(lot_size, 1)
        if lot <= 0:
            return inf
        whole = max(floor(hours / lot + TINY), 0)
        rest = hours - whole * lot - self.setup
        return whole * lot_size + (max(rest, 0.0) / self.hours if self.hours else 0.0)


def rates(product: ProductRow, roles: Mapping[str, str]) -> dict[tuple[LoadKind, str], Rate]:
    """Return what a product takes of each row of load; `roles` are those of the capacities."""
    found: dict[tuple[LoadKind, str], Rate] = {}
    for row in product.routing:
        keys = [(LoadKind.STEP, row.step)]
        keys += [(LoadKind.ROLE, roles[row.step])] if row.step in roles else []
        keys += [(LoadKind.POOL, row.pool)] if row.pool else []
        for key in keys:
            before = found.get(key, Rate(0.0, 0.0))
            found[key] = Rate(before.hours + row.hours, before.setup + row.setup)
    return found


def work_of_plan(product: ProductRow, starts: date, quantity: float) -> Work:
    """Return the work of a planned quantity that is not released yet."""
    hours, pools = _hours(product, quantity, lots(product, quantity))
    return Work(product.key, starts, quantity, hours, pools)


def work_of_task(task: OpenTask, product: ProductRow | None, steps: Sequence[StepRow], today: date) -> Work | None:
    """Return what is left to do of an open task, None when nothing is, or when nobody said how much or when.

    A product's task still needs the steps of the routing that it has not left, one lot of them. Another one has its
    estimate less what was spent, at its step or the first active one behind it. What is overdue is done from today
    on, and so is what has begun without any day.
    """
    here = next((place for place, step in enumerate(steps) if step.key == task.step), 0)
    day = task.day
    if day is None:
        if steps[here].kind is not StepKind.ACTIVE:
            return None
        day = today
    quantity = 1.0 if task.quantity is None else task.quantity
    if product is not None and product.routing:
        hours, pools = _hours(product, quantity, 1, {step.key for step in steps[here:]})
    else:
        left = max((task.estimate_hours or 0.0) - task.spent_hours, 0.0)
        at = next((step.key for step in steps[here:] if step.kind is StepKind.ACTIVE), None)
        hours, pools = ({at: left} if at is not None and left else {}), {}
    if not hours:
        return None
    return Work(product.key if product else None, max(day, today), quantity, hours, pools, task.ref)


def load_rows(columns: Sequence[PeriodRow], works: Iterable[Work], capacities: Capacities) -> tuple[LoadRow, ...]:
    """Return load against capacity of each step, then of each role, then of each pool.

    The load of a role is the sum of that of its steps.
    """
    starts = [column.starts for column in columns]
    ends = columns[-1].ends
    count = len(columns)
    steps: dict[str, list[float]] = {}
    pools: dict[str, list[float]] = {}
    for work in works:
        if starts[0] <= work.day < ends:
            at = bisect_right(starts, work.day) - 1
            for target, amounts in ((steps, work.hours), (pools, work.pools)):
                for key, hours in amounts.items():
                    if key not in target:
                        target[key] = [0.0] * count
                    target[key][at] += hours
    loads = {(LoadKind.STEP, key): values for key, values in steps.items()}
    loads |= {(LoadKind.POOL, key): values for key, values in pools.items()}
    for step, role in capacities.roles.items():
        if step in steps:
            before = loads.get((LoadKind.ROLE, role), [0.0] * count)
            loads[LoadKind.ROLE, role] = [sum(pair) for pair in zip(before, steps[step], strict=True)]
    nothing = [0.0] * count
    return tuple(
        LoadRow(row.kind, row.key, row.name, tuple(map(LoadCell, loads.get((row.kind, row.key), nothing), row.hours)))
        for row in capacities.rows
    )


def says_something(row: LoadRow) -> bool:
    """Tell whether there is any load, or hours that are known, in a row."""
    return any(cell.load or cell.capacity is not None for cell in row.cells)


def to_look_at(loads: Iterable[LoadRow]) -> tuple[LoadRow, ...]:
    """Return the rows that say something, without the roles that only say again what their one step says."""
    rows = [row for row in loads if says_something(row)]
    steps = {row.cells for row in rows if row.kind is LoadKind.STEP}
    return tuple(row for row in rows if row.kind is not LoadKind.ROLE or row.cells not in steps)


def _hours(
    product: ProductRow, quantity: float, count: int, ahead: set[str] | None = None
) -> tuple[dict[str, float], dict[str, float]]:
    """Return hours by step and by pool for a quantity in `count` lots, of the steps in `ahead` or of all."""
    hours: dict[str, float] = {}
    pools: dict[str, float] = {}
    for row in product.routing:
        if ahead is None or row.step in ahead:
            needed = row.hours * quantity + row.setup * count
            hours[row.step] = hours.get(row.step, 0.0) + needed
            if row.pool:
                pools[row.pool] = pools.get(row.pool, 0.0) + needed
    return hours, pools
