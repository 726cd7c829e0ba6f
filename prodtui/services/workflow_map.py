"""The workflow map of a board: what was agreed on for each step, what happens in it, and what holds the others up."""

from __future__ import annotations

from datetime import datetime

from prodtui.domain.enums import LoadKind
from prodtui.domain.flow.charts import StepName, step_times
from prodtui.domain.flow.workmap import Standing, bottleneck, full_since, queue_hours, rework, standing
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_charts import StepTime
from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.services import plan_grid
from prodtui.services.change import Change
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.kpi import Look, look_at
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.unit_of_work import read

#: A step is as full as it is planned for this period and the next.
_PERIODS_AHEAD = 2


def workflow_map(ws: Workspace, look: Look, memory: FlowMemory | None = None) -> WorkflowMap:
    """Return the map over a window: times and ways back of those that a filter picks, limits and load of today.

    Of a past day the steps and their limits are those of then, no load is told, and ways and gates are those of today.
    An open map gives the same memory to each of its looks. Raises Rejected for a window that is none, Usage for a
    filter that cannot be read.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        facts, over = look_at(change, look, memory)
        board, flow = facts.board, facts.flow
        steps = facts.steps
        names = [StepName(step.key, step.name, step.kind) for step in steps]
        times = {row.step: row for row in step_times(flow, over, names).steps}
        expedited = facts.expedited
        queues, here = queue_hours(flow, over), standing(flow, expedited)
        gates: dict[int | None, list[str]] = {}
        for use in change.uses(board):
            gates.setdefault(use.step_id, []).append(use.name)
        allowed = tuple((way.from_step, way.to_step) for way in board_queries.transitions(session, board.id))
        back = rework(flow, over)
    load = _load(ws) if look.as_of is None else {}  # the load of today says nothing of a day gone by
    rows = tuple(
        _step(
            step,
            times.get(step.key),
            here.get(step.key, Standing()),
            tuple(gates.get(step.id, ())),
            queues.get(step.key),
            load.get(step.key),
            full_since(flow, step.key, step.wip_limit, expedited),
        )
        for step in steps
    )
    narrow, reasons = bottleneck(rows)
    live = {step.key for step in steps}
    return WorkflowMap(
        board.key, over.first, over.last, look.filter, str(facts.conventions), rows,
        tuple(way for way in back if {way.source, way.target} <= live), allowed, narrow, reasons,
    )  # fmt: skip


def _step(
    step: StepRow,
    time: StepTime | None,
    here: Standing,
    gates: tuple[str, ...],
    queue: float | None,
    load: float | None,
    full: datetime | None,
) -> MapStep:
    return MapStep(
        key=step.key,
        name=step.name,
        kind=step.kind,
        role=step.role,
        wip_limit=step.wip_limit,
        criteria=step.criteria,
        standard_hours=step.standard_hours,
        gates=gates,
        here=here.here,
        blocked=here.blocked,
        median=time.median if time else None,
        most=time.most if time else None,
        waiting=time.waiting if time else None,
        n=time.n if time else 0,
        queue=queue,
        load=load,
        full_since=full,
        expedited=here.expedited,
    )


def _load(ws: Workspace) -> dict[str, float]:
    """Return the share of its hours that is planned for each step whose hours are known."""
    found = {}
    for row in plan_grid.grid(ws, count=_PERIODS_AHEAD).loads:
        hours = [cell.capacity for cell in row.cells if cell.capacity is not None]
        if row.kind is LoadKind.STEP and len(hours) == len(row.cells) and sum(hours) > 0:
            found[row.key] = sum(cell.load for cell in row.cells) / sum(hours)
    return found
