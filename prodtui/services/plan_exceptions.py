"""What the plan does not bear, and which materials will be short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.exceptions import Situation
from prodtui.domain.planning.exceptions import exceptions as found_in
from prodtui.domain.planning.load import load_rows
from prodtui.domain.planning.promise import ready_days
from prodtui.domain.planning.shortages import shortages as short_of
from prodtui.domain.rows_planning import ExceptionRow, PeriodRow, ShortageRow
from prodtui.services import demandbook
from prodtui.services.change import Change
from prodtui.services.planfacts import PlanFacts
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read


def exceptions(
    ws: Workspace,
    *,
    kind: PeriodKind | None = None,
    first: date | None = None,
    count: int | None = None,
    what_if: str | None = None,
) -> tuple[ExceptionRow, ...]:
    """Return late demand, overload, shortages, unplanned demand, and where plan and actual differ, each with why.

    The periods are those of `plan_grid.grid`; what is late is told whenever it is due.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        facts = PlanFacts(change, board, pick_open(change, board, what_if))
        return exceptions_in(facts, facts.columns(kind, first, count))


def exceptions_in(facts: PlanFacts, columns: Sequence[PeriodRow]) -> tuple[ExceptionRow, ...]:
    """Return what `exceptions` does, from facts that are read already."""
    there = facts.capacities(columns)
    return found_in(
        Situation(
            today=facts.today,
            columns=columns,
            ready=ready_days(columns, facts.hours_on),
            products=[(facts.by_key[row.key], row) for row in facts.rows(columns)],
            orders=demandbook.unsettled(facts.change, facts.board, facts),
            loads=load_rows(columns, facts.planned_work() + facts.task_work(), there),
            roles=there.roles,
            shortages=_within(columns, shortages_in(facts)),
        )
    )


def shortages(ws: Workspace, *, what_if: str | None = None) -> tuple[ShortageRow, ...]:
    """Return what released and planned work will lack of materials, by day."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        return shortages_in(PlanFacts(change, board, pick_open(change, board, what_if)))


def shortages_in(facts: PlanFacts) -> tuple[ShortageRow, ...]:
    """Return what `shortages` does, from facts that are read already."""
    return short_of(facts.materials.values(), facts.receipts, facts.material_needs(), facts.today)


def _within(columns: Sequence[PeriodRow], rows: Sequence[ShortageRow]) -> tuple[ShortageRow, ...]:
    return tuple(row for row in rows if row.day < columns[-1].ends)
