"""A what-if beside the plan: which quantities, hours and loads differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.load import load_rows
from prodtui.domain.planning.periods import TINY
from prodtui.domain.rows_planning import CapacityChangeRow, LoadRow, PeriodRow, PlanEdit
from prodtui.domain.rows_release import WhatIfComparison
from prodtui.services.change import Change
from prodtui.services.planfacts import PlanFacts
from prodtui.services.what_ifs import pick_open, values_of
from prodtui.services.workspace import Workspace
from prodtui.storage.queries.what_ifs import capacity_changes
from prodtui.storage.unit_of_work import read


def compare(
    ws: Workspace,
    name: str,
    *,
    kind: PeriodKind | None = None,
    first: date | None = None,
    count: int | None = None,
) -> WhatIfComparison:
    """Return how a what-if differs from the plan over the periods of `plan_grid.grid`, load beside load."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        of = pick_open(change, board, name)
        plan, other = PlanFacts(change, board), PlanFacts(change, board, of)
        columns = plan.columns(kind, first, count)
        ours = capacity_changes(session, board)
        theirs = capacity_changes(session, board, what_if_id=of.id)
        return WhatIfComparison(
            what_if=of,
            periods=columns,
            edits=tuple(_edits(plan, other, columns)),
            plan=_loads(plan, columns),
            other=_loads(other, columns),
            added=_without(theirs, ours),
            removed=_without(ours, theirs),
        )


def _edits(plan: PlanFacts, other: PlanFacts, columns: Sequence[PeriodRow]) -> list[PlanEdit]:
    """Return the cells whose planned quantities differ, by product and period."""
    rows = {row.key: row for row in other.rows(columns)}
    return [
        PlanEdit(row.key, column.starts, ours.planned, theirs.planned)
        for row in plan.rows(columns)
        if row.key in rows
        for column, ours, theirs in zip(columns, row.cells, rows[row.key].cells, strict=True)
        if abs(ours.planned - theirs.planned) > TINY
    ]


def _loads(facts: PlanFacts, columns: Sequence[PeriodRow]) -> tuple[LoadRow, ...]:
    return load_rows(columns, facts.planned_work() + facts.task_work(), facts.capacities(columns))


def _without(rows: Sequence[CapacityChangeRow], others: Sequence[CapacityChangeRow]) -> tuple[CapacityChangeRow, ...]:
    """Return the changes of capacity that have no equal among others, of which each stands for one."""
    left = [values_of(other) for other in others]
    found = []
    for row in rows:
        if values_of(row) in left:
            left.remove(values_of(row))
        else:
            found.append(row)
    return tuple(found)
