"""What a schedule is made from: the open work of a board, and who and what can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from prodtui.domain.enums import DependencyKind, Priority, ServiceClass
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_planning import AbsenceRow, CapacityChangeRow, ProductRow, ResourceRow
from prodtui.domain.rows_schedule import PartRow


class OpenWork(NamedTuple):
    """What a schedule needs to know of an open task; `sequence` is its place in an order that was agreed on."""

    id: int
    number: int
    ref: str
    title: str
    step: str
    priority: Priority
    service_class: ServiceClass
    assignees: tuple[str, ...]
    labels: tuple[str, ...]
    product: str | None
    quantity: float | None
    demand: str | None
    estimate_hours: float | None
    spent_hours: float
    due: datetime | None
    wait_until: datetime | None
    planned_start: datetime | None
    pinned_start: datetime | None
    started_at: datetime | None
    blocked: str | None
    sequence: int | None


class Waits(NamedTuple):
    """A successor (id) that waits for a predecessor (id, `ref`): done or started at `since`, None while it is not."""

    predecessor: int
    ref: str
    successor: int
    kind: DependencyKind
    lag_hours: float
    since: datetime | None = None


class Lacks(NamedTuple):
    """A material that a task has to wait for, None when no delivery is expected that would do."""

    material: str
    until: date | None


class Away(NamedTuple):
    """Days, both included, on which a person (login or name) would be away."""

    person: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Floor:
    """The open work of a board and those who can do it, at one instant.

    `steps` are in their order, `products` by key. `lacks` and `promised`, the parts of the schedule that stands, go by
    the id of the task; what is promised to start before `frozen_until` keeps its place.
    """

    board: BoardRow
    now: datetime
    steps: Sequence[StepRow]
    tasks: Sequence[OpenWork]
    waits: Sequence[Waits] = ()
    people: Sequence[PersonRow] = ()
    resources: Sequence[ResourceRow] = ()
    absences: Sequence[AbsenceRow] = ()
    changes: Sequence[CapacityChangeRow] = ()
    products: Mapping[str, ProductRow] = field(default_factory=dict)
    lacks: Mapping[int, Lacks] = field(default_factory=dict)
    promised: Mapping[int, Sequence[PartRow]] = field(default_factory=dict)
    frozen_until: datetime | None = None
