"""What a demo board makes and is asked for, and how that is planned, read from the TOML file of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import CapacityKind, DemandKind, Priority, ResourceKind
from prodtui.services.demo.script import read_script


@dataclass(frozen=True, slots=True)
class ResourceScript:
    """A machine, tool, room or material; `workweek` is text such as "mon-fri 6:00-22:00".

    Of a material, `stock` lies there from the first day on, and a `batch` of it comes when an order leaves less than
    its reorder level.
    """

    name: str
    kind: ResourceKind
    key: str | None = None
    pool: str | None = None
    parallel: int | None = None
    workweek: str | None = None
    unit: str | None = None
    reorder_level: float | None = None
    stock: float | None = None
    batch: float | None = None


@dataclass(frozen=True, slots=True)
class ProductScript:
    """A product or service; routing and materials in the words of the command line, as in machining:0.5:2:lathes."""

    name: str
    key: str
    unit: str
    routing: tuple[str, ...]
    materials: tuple[str, ...] = ()
    lot_size: float | None = None


@dataclass(frozen=True, slots=True)
class StockScript:
    """A receipt of a material, written down `on` working days before the present; expected on a Friday with `week`."""

    material: str
    quantity: float
    on: int
    week: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceScript:
    """So many calendar days from a Monday on, on which somebody or something is away."""

    week: int
    days: int
    reason: str
    person: str | None = None
    resource: str | None = None
    on: int = 10


@dataclass(frozen=True, slots=True)
class DemandScript:
    """A line of demand, due on the Friday of `week` and entered `on` working days before the present."""

    product: str
    quantity: float
    week: int
    customer: str = ""
    on: int = 5
    kind: DemandKind = DemandKind.ORDER
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class RuleScript:
    """Demand that comes back by an RFC 5545 rule, for the first time on the Friday of `week`."""

    rule: str
    product: str
    quantity: float
    customer: str
    week: int
    on: int = 5


@dataclass(frozen=True, slots=True)
class ReleaseScript:
    """A planned quantity that becomes tasks."""

    product: str
    week: int
    quantity: float


@dataclass(frozen=True, slots=True)
class CapacityScript:
    """Hours more or fewer on each working day of the weeks from `first` to `last`."""

    kind: CapacityKind
    target: str
    first: int
    last: int
    hours: float
    reason: str


@dataclass(frozen=True, slots=True)
class WhatIfScript:
    """A copy of the plan in which capacity is changed and quantities, by product and week, are others."""

    name: str
    changes: tuple[CapacityScript, ...]
    quantities: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class PlanScript:
    """All that a board's plan is made of; weeks count from 0 for that of the present.

    Orders of the products `released` go through demand and plan to the board for the last `weeks` weeks, asked for by
    what fills the word `customer`. `plan` has what is planned more, by product, from the week of the present on.
    """

    country: str
    resources: tuple[ResourceScript, ...]
    products: tuple[ProductScript, ...]
    released: tuple[str, ...]
    weeks: int
    customer: str
    stock: tuple[StockScript, ...]
    absences: tuple[AbsenceScript, ...]
    demand: tuple[DemandScript, ...]
    rules: tuple[RuleScript, ...]
    plan: Mapping[str, tuple[float, ...]]
    releases: tuple[ReleaseScript, ...]
    what_if: WhatIfScript


def load_plan(name: str) -> PlanScript:
    """Return the plan of a board of BOARDS."""
    return from_dict(PlanScript, read_script(f"{name}-plan"))
