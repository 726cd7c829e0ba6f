"""The first open tasks with the dates that people gave them: what there is to see while a first schedule is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from prodtui.domain.rows_schedule import ScheduleView
from prodtui.domain.scheduling.view import Placing, shown
from prodtui.services.change import Change
from prodtui.services.schedule_floor import read_work
from prodtui.services.workspace import Workspace
from prodtui.storage.queries.tasks import on_board
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task = table_of(Task)
_NOWHERE = Placing(None, None, 0, None, False, ())


def outline(ws: Workspace, count: int) -> ScheduleView | None:
    """Return the `count` open tasks that begin or are due first, None when no task is open.

    A task has a place where a start and a finish were planned, or it has begun and a finish was planned.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        begins = func.coalesce(_task.c.started_at, _task.c.pinned_start, _task.c.planned_start)
        soonest = func.coalesce(begins, _task.c.due)
        rows = session.execute(
            select(_task.c.id, begins, _task.c.planned_finish)
            .where(on_board(board, open_only=True, archived=False))
            .order_by(soonest.is_(None), soonest, _task.c.number)
            .limit(count)
        ).all()
        floor = read_work(change, board, only=[id for id, _, _ in rows])
    if not rows:
        return None
    placings = {id: _placing(starts, ends) for id, starts, ends in rows}
    view = shown(floor, [placings[task.id] for task in floor.tasks], floor.now)
    by_id = {row.id: row for row in view.tasks}
    return replace(view, tasks=tuple(by_id[id] for id, _, _ in rows))


def _placing(starts: datetime | None, ends: datetime | None) -> Placing:
    if starts is None or ends is None or ends <= starts:
        return _NOWHERE
    return _NOWHERE._replace(starts=starts, ends=ends)
