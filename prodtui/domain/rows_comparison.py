"""Frozen rows of plans side by side; manners as in `rows_planning`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prodtui.domain.enums import LoadKind
from prodtui.domain.rows_planning import CapacityChangeRow, LoadCell, PeriodRow

MOST_COMPARED = 3
"""So many what-ifs have room beside the plan."""


@dataclass(frozen=True, slots=True)
class PlanSide:
    """What a plan comes to: hours of overload, orders that are late, and by unit what is owed at the end.

    `name` is that of a what-if, None for the plan itself; `added` and `removed` are the changes of capacity in which it
    differs from that.
    """

    name: str | None
    over: float
    late: int
    backlog: Mapping[str, float]
    added: tuple[CapacityChangeRow, ...]
    removed: tuple[CapacityChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A product in a period, and how much is `planned` of it on each side."""

    product: str
    name: str
    unit: str
    starts: date
    planned: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ComparedLoad:
    """A step, role or pool in a period, and its load against capacity on each side."""

    kind: LoadKind
    key: str
    name: str
    starts: date
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Plans side by side, the plan itself first: only the products, loads and periods in which not all are the same."""

    periods: tuple[PeriodRow, ...]
    sides: tuple[PlanSide, ...]
    products: tuple[ComparedCell, ...]
    loads: tuple[ComparedLoad, ...]

    @property
    def differs(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.products or self.loads or any(side.added or side.removed for side in self.sides))
