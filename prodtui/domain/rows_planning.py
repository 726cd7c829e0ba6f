"""Frozen rows of demand, capacity and the plan; manners as in `rows`, days are dates on the board's calendar.

Quantities are in the unit of the product or material, hours are floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from prodtui.domain.enums import (
    CapacityKind,
    DemandKind,
    DemandStatus,
    ExceptionKind,
    LoadKind,
    PeriodKind,
    Priority,
    ResourceKind,
    StockKind,
)

#: Seven tuples of (first, last) minutes of the day, Monday first.
Workweek = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """A step of a product's way: `hours` per unit, `setup` hours per lot, and the pool of resources that it needs."""

    step: str
    hours: float
    setup: float = 0.0
    pool: str | None = None


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A material that one unit of a product takes, by the key of the resource."""

    material: str
    per_unit: float


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """What tasks that leave the plan are like; `title` and `notes` are patterns such as "{product} {lot}/{of}".

    Without a title they are called by the product's name, without a priority they have that of every task.
    """

    title: str = ""
    notes: str = ""
    labels: tuple[str, ...] = ()
    priority: Priority | None = None
    assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product or service of a board; tasks name it by its key.

    A release makes tasks of `lot_size` at most (one task when None); the fields `task_…` are its TaskTemplate.
    """

    id: int
    number: int
    ref: str
    key: str
    name: str
    unit: str
    routing: tuple[RoutingRow, ...]
    materials: tuple[NeedRow, ...]
    checklist: str | None
    lot_size: float | None
    task_title: str
    archived_at: datetime | None
    version: int
    task_notes: str = ""
    task_labels: tuple[str, ...] = ()
    task_priority: Priority | None = None
    task_assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A tool, machine, room or material.

    `parallel` of it work at once, as part of the pool `pool` (itself when empty), on `workweek` or the board's when
    None. Of a material, `stock` lies there, `reserved` is promised to tasks, `expected` is on its way.
    """

    id: int
    number: int
    ref: str
    key: str
    name: str
    kind: ResourceKind
    pool: str
    parallel: int
    workweek: Workweek | None
    unit: str
    reorder_level: float | None
    stock: float
    reserved: float
    expected: float
    archived_at: datetime | None
    version: int

    @property
    def free(self) -> float:
        """Return what of a material is promised to nobody, once all that is expected has come."""
        return self.stock + self.expected - self.reserved

    @property
    def low(self) -> bool:
        """Tell whether a material has come down to its reorder level."""
        return self.reorder_level is not None and self.free <= self.reorder_level


@dataclass(frozen=True, slots=True)
class StockRow:
    """A movement of a material; `quantity` is signed for a correction and positive for every other kind."""

    id: int
    number: int
    ref: str
    resource: str
    kind: StockKind
    quantity: float
    day: date
    task: str | None
    note: str
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days, both ends included, on which a person (login) or a resource (key) is away."""

    id: int
    number: int
    ref: str
    person: str | None
    resource: str | None
    starts: date
    ends: date
    reason: str
    uid: str | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class DemandRuleRow:
    """A rule that makes a line up to `ahead` days before it is due; `next_due` is the day of the next one.

    `resting` says why it cannot make it, None when it can.
    """

    id: int
    number: int
    ref: str
    rule: str
    start: date
    ahead: int
    product: str
    quantity: float
    last_due: date | None
    next_due: date | None
    archived_at: datetime | None
    version: int
    resting: str | None = None


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A demand line; `planned`, `released` and `delivered` follow from plan and board, earliest due first."""

    id: int
    number: int
    ref: str
    product: str
    quantity: float
    unit: str
    due: date
    kind: DemandKind
    status: DemandStatus
    priority: Priority
    customer: str
    source: str
    notes: str
    planned: float
    released: float
    delivered: float
    late: bool
    external_key: str | None
    rule: str | None
    created_at: datetime
    created_by: str
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class PlanLineRow:
    """A planned quantity for the period that starts on `starts`; `released` of it has become tasks."""

    id: int
    ref: str
    product: str
    starts: date
    quantity: float
    released: float
    what_if: str | None
    version: int


@dataclass(frozen=True, slots=True)
class CapacityChangeRow:
    """Hours more or fewer on each working day from `starts` to `ends`, both included."""

    id: int
    ref: str
    kind: CapacityKind
    target: str
    starts: date
    ends: date
    hours: float
    reason: str
    what_if: str | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """A named copy of plan and capacity."""

    id: int
    ref: str
    name: str
    created_at: datetime
    created_by: str
    lines: int
    applied_at: datetime | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A column of the plan: the days from `starts` up to but not including `ends`."""

    kind: PeriodKind
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A product in a period.

    `demand` is orders and what of the forecast they leave; `forecast` is that rest. `released` of what is planned has
    become tasks, `actual` is the good quantity that was finished in the period. `backlog` is previous + demand − actual
    where the period is over, − planned where it has not begun, and − the greater of both in the period of today; below
    zero it is what was made ahead of demand.
    """

    demand: float = 0.0
    forecast: float = 0.0
    planned: float = 0.0
    released: float = 0.0
    actual: float = 0.0
    backlog: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanProduct:
    """A row of the plan: a product's cells by period, after an `opening` backlog."""

    key: str
    name: str
    unit: str
    opening: float
    cells: tuple[PlanCell, ...]


@dataclass(frozen=True, slots=True)
class LoadCell:
    """Hours of work in a period against hours that there are, None where nobody said how many there are."""

    load: float
    capacity: float | None

    @property
    def over(self) -> bool:
        """Tell whether there is more work than time."""
        return self.capacity is not None and self.load > self.capacity + 1e-6


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Load against capacity of a step, a role or a pool of resources, by period."""

    kind: LoadKind
    key: str
    name: str
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """What the plan does not bear: what, about which thing (a reference or key), in which period, and why."""

    kind: ExceptionKind
    ref: str
    product: str | None
    day: date
    amount: float
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """Work that lacks some of a material on its day.

    The work is a task (by reference), or what is planned of a product where `task` is None. Of `needed` there is
    `short` missing then, until the day `until`, None when no receipt that is expected covers it.
    """

    material: str
    name: str
    unit: str
    day: date
    product: str | None
    task: str | None
    needed: float
    short: float
    until: date | None


@dataclass(frozen=True, slots=True)
class PlanGrid:
    """The plan as a screen or a file shows it; `current` is the index of the period of today, None outside of it.

    `lines` are the planned lines that start within the periods, of which the cells are the sums; `usual` is the kind of
    periods in which the board plans.
    """

    board: str
    what_if: str | None
    today: date
    periods: tuple[PeriodRow, ...]
    current: int | None
    products: tuple[PlanProduct, ...]
    loads: tuple[LoadRow, ...]
    last_event: int
    lines: tuple[PlanLineRow, ...] = ()
    usual: PeriodKind = PeriodKind.WEEK


@dataclass(frozen=True, slots=True)
class PlanEdit:
    """A planned quantity before and after: what levelling proposes, and how two plans differ."""

    product: str
    starts: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class OverloadLeft:
    """Hours by which a step, role or pool stays over in a period, and why levelling does not take them away."""

    kind: LoadKind
    key: str
    name: str
    period: PeriodRow
    hours: float
    why: str


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """What levelling changes, and the overload that it leaves."""

    edits: tuple[PlanEdit, ...]
    left: tuple[OverloadLeft, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """The answer to "can we deliver this much by then?".

    `first` is the earliest day that works, None when there is none within the horizon. `in_the_way` says what stands
    against the day that was asked for, worst first; `notes` say what the answer knows nothing of.
    """

    product: str
    quantity: float
    by: date
    yes: bool
    first: date | None
    in_the_way: tuple[str, ...]
    notes: tuple[str, ...] = ()
