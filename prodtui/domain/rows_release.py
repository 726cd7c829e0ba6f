"""Frozen rows of a release before it is done; manners as in `rows_planning`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prodtui.domain.rows_planning import PeriodRow, TaskTemplate


@dataclass(frozen=True, slots=True)
class ReleaseLot:
    """A task that a release makes: for the order `demand` (a reference) when one waits, to be done by `due`."""

    title: str
    notes: str
    quantity: float
    hours: float
    demand: str | None
    due: date
    planned_start: date
    planned_finish: date


@dataclass(frozen=True, slots=True)
class ReleaseNeed:
    """A material that a release reserves; `free` lies in stock and is promised to nobody yet."""

    material: str
    name: str
    unit: str
    quantity: float
    free: float


@dataclass(frozen=True, slots=True)
class ReleaseShare:
    """A product in the release of a whole period: `quantity` in `lots` tasks, or `why` none.

    `tasks` are the references of those that were made, none before.
    """

    product: str
    name: str
    unit: str
    quantity: float
    lots: int
    materials: tuple[ReleaseNeed, ...]
    tasks: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What a release would do: `quantity` of what is planned for a period and not released becomes these tasks.

    Each is like `template`, and has to meet `checklist`, the product's own when that is published.
    """

    product: str
    name: str
    unit: str
    period: PeriodRow
    planned: float
    released: float
    quantity: float
    lots: tuple[ReleaseLot, ...]
    materials: tuple[ReleaseNeed, ...]
    template: TaskTemplate
    checklist: str | None
