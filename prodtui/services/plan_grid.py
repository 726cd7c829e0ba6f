"""The plan to look at: products and load against capacity by period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.capacity import Capacities, CapacityRow
from prodtui.domain.planning.load import Work, load_rows, work_of_plan
from prodtui.domain.planning.periods import index_of
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_planning import LoadCell, LoadRow, PeriodRow, PlanGrid, PlanLineRow, PlanProduct
from prodtui.services.change import Change
from prodtui.services.planfacts import PlanFacts
from prodtui.services.products import pick
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import products as queries
from prodtui.storage.queries.events import last_event
from prodtui.storage.unit_of_work import read


def grid(
    ws: Workspace,
    *,
    kind: PeriodKind | None = None,
    first: date | None = None,
    count: int | None = None,
    what_if: str | None = None,
    products: Sequence[str] | None = None,
) -> PlanGrid:
    """Return the plan of the board, or of a what-if, over `count` periods from the one in which `first` lies.

    With `products` only those are listed, while load is that of all.

    Without them: periods of the board's own kind, from today's on, as many as planfacts.SHOWN says. Raises Rejected for
    periods outside the horizon.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        facts = PlanFacts(change, board, pick_open(change, board, what_if))
        columns = facts.columns(kind, first, count)
        works = facts.planned_work() + facts.task_work()
        picked = {pick(change, board, name).key for name in products or ()}
        rows = facts.rows(columns)
        return PlanGrid(
            board=board.key,
            what_if=facts.of.name if facts.of else None,
            today=facts.today,
            periods=columns,
            current=index_of(columns, facts.today),
            products=tuple(row for row in rows if row.key in picked) if picked else rows,
            loads=load_rows(columns, works, facts.capacities(columns)),
            last_event=last_event(session),
            lines=_within(columns, facts.lines),
            usual=board.settings.period,
        )


def redrawn(ws: Workspace, shown: PlanGrid, products: Collection[str]) -> PlanGrid:
    """Return a grid with some products (by key) as they stand now, and the load of what is planned of them moved.

    It reads those products alone, so that a screen answers an edit at once; tasks and capacity stay as shown.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        of = pick_open(change, board, shown.what_if)
        touched = {row.key: row for row in queries.products(session, board, keys=products)}
        rows: dict[str, PlanProduct] = {}
        lines: list[PlanLineRow] = []
        works: list[Work] = []
        for key, product in touched.items():
            facts = PlanFacts(change, board, of, only=product.id)
            rows[key] = facts.row(product, shown.periods)
            lines += _within(shown.periods, facts.lines)
            works += facts.planned_work()
        steps = change.all_steps(board).values()
    gone = [
        work_of_plan(touched[line.product], line.starts, line.quantity - line.released)
        for line in shown.lines
        if line.product in touched and line.quantity > line.released
    ]
    kept = [line for line in shown.lines if line.product not in products]
    return replace(
        shown,
        products=tuple(rows.get(row.key, row) for row in shown.products),
        loads=_moved(shown, steps, gone, works),
        lines=tuple(kept + lines),
    )


def _within(columns: Sequence[PeriodRow], lines: Sequence[PlanLineRow]) -> tuple[PlanLineRow, ...]:
    first, end = columns[0].starts, columns[-1].ends
    return tuple(line for line in lines if first <= line.starts < end)


def _moved(
    shown: PlanGrid, steps: Iterable[StepRow], gone: Sequence[Work], come: Sequence[Work]
) -> tuple[LoadRow, ...]:
    """Return the loads of a grid without some work and with other work instead: load is a sum over work."""
    rows = [CapacityRow(row.kind, row.key, row.name, tuple(c.capacity for c in row.cells)) for row in shown.loads]
    there = Capacities(tuple(rows), {step.key: step.role for step in steps if step.role})
    less, more = (load_rows(shown.periods, works, there) for works in (gone, come))
    return tuple(
        replace(
            row,
            cells=tuple(
                LoadCell(max(cell.load - before.load + after.load, 0.0), cell.capacity)
                for cell, before, after in zip(row.cells, minus.cells, plus.cells, strict=True)
            ),
        )
        for row, minus, plus in zip(shown.loads, less, more, strict=True)
    )
