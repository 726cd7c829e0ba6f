"""Plans side by side: what is planned and loaded otherwise, and what each of them comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prodtui.domain.planning.foresight import overload_of
from prodtui.domain.planning.periods import TINY
from prodtui.domain.rows_comparison import ComparedCell, ComparedLoad, PlanComparison, PlanSide
from prodtui.domain.rows_planning import CapacityChangeRow, LoadRow, PeriodRow, PlanProduct

SAME_HOURS = 0.05
"""Loads that differ by less look the same."""
Changes = Sequence[CapacityChangeRow]


@dataclass(frozen=True, slots=True)
class OnePlan:
    """One of the plans that are compared: `name` of a what-if, None for the plan itself; `late` orders of it."""

    name: str | None
    products: Sequence[PlanProduct]
    loads: Sequence[LoadRow]
    late: int
    changes: Changes


def compared(columns: Sequence[PeriodRow], plans: Sequence[OnePlan]) -> PlanComparison:
    """Return plans over the same periods side by side; the first one is what the others are compared with."""
    sides = []
    for plan in plans:
        added, removed = _without(plan.changes, plans[0].changes), _without(plans[0].changes, plan.changes)
        backlog = _backlog(plan.products)
        sides.append(PlanSide(plan.name, overload_of(plan.loads), plan.late, backlog, added, removed))
    cells, loads = tuple(_cells(columns, [plan.products for plan in plans])), tuple(_loads(columns, plans))
    return PlanComparison(tuple(columns), tuple(sides), cells, loads)


def _cells(columns: Sequence[PeriodRow], plans: Sequence[Sequence[PlanProduct]]) -> Iterator[ComparedCell]:
    by_key = [{row.key: row for row in rows} for rows in plans]
    for key in dict.fromkeys(row.key for rows in plans for row in rows):
        rows = [known.get(key) for known in by_key]
        one = next(row for row in rows if row is not None)
        for at, column in enumerate(columns):
            planned = tuple(0.0 if row is None else row.cells[at].planned for row in rows)
            if max(planned) - min(planned) > TINY:
                yield ComparedCell(key, one.name, one.unit, column.starts, planned)


def _loads(columns: Sequence[PeriodRow], plans: Sequence[OnePlan]) -> Iterator[ComparedLoad]:
    for rows in zip(*(plan.loads for plan in plans), strict=True):
        for at, column in enumerate(columns):
            cells = tuple(row.cells[at] for row in rows)
            hours = [cell.load for cell in cells]
            if max(hours) - min(hours) >= SAME_HOURS or len({cell.capacity for cell in cells}) > 1:
                yield ComparedLoad(rows[0].kind, rows[0].key, rows[0].name, column.starts, cells)


def _backlog(products: Sequence[PlanProduct]) -> Mapping[str, float]:
    """Return by unit what is owed at the end of the periods."""
    owed: dict[str, float] = defaultdict(float)
    for row in products:
        if row.cells and row.cells[-1].backlog > TINY:
            owed[row.unit] += row.cells[-1].backlog
    return dict(owed)


def _without(rows: Changes, others: Changes) -> tuple[CapacityChangeRow, ...]:
    """Return the changes of capacity that have no equal among others, of which each stands for one."""
    left = [values_of(other) for other in others]
    found = []
    for row in rows:
        if values_of(row) in left:
            left.remove(values_of(row))
        else:
            found.append(row)
    return tuple(found)


COPIED = ("kind", "target", "starts", "ends", "hours", "reason")


def values_of(row: CapacityChangeRow) -> dict[str, object]:
    """Return what makes a change of capacity the same in the plan and in a what-if."""
    return {name: getattr(row, name) for name in COPIED}
