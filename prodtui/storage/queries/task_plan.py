"""What plan and schedule know of one task: asked whenever a task is shown, so without the classes of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.types import JsonText, UtcDateTime

if TYPE_CHECKING:
    from prodtui.domain.rows_detail import TaskSchedule

_OUTPUT = text("SELECT good, scrap, rework FROM output WHERE task_id = :task_id")
_RELEASE = text(
    "SELECT l.number AS line, d.number AS demand FROM release r JOIN plan_line l ON l.id = r.plan_line_id "
    "LEFT JOIN demand d ON d.id = r.demand_id WHERE r.task_id = :task_id"
)

_SCHEDULE = text("SELECT starts, ends, late, problem, parts FROM schedule_task WHERE task_id = :task_id").columns(
    starts=UtcDateTime, ends=UtcDateTime, parts=JsonText
)
_PROBLEM = text("SELECT problem FROM schedule_task WHERE task_id = :task_id")


def output_of(session: Session, task_id: int) -> Mapping[str, float] | None:
    """Return good, scrap and rework quantity of a task, None when nobody said."""
    row = session.execute(_OUTPUT, {"task_id": task_id}).mappings().first()
    return None if row is None else dict(row)


def release_of(session: Session, board: BoardRow, task_id: int) -> Mapping[str, str | None] | None:
    """Return planned line and demand line that a task was released for, by reference; None when it was not."""
    row = session.execute(_RELEASE, {"task_id": task_id}).mappings().first()
    if row is None:
        return None
    demand = None if row["demand"] is None else f"{board.key}-D{row['demand']}"
    return {"plan_line": f"{board.key}-L{row['line']}", "demand": demand}


def problem_of(session: Session, task_id: int) -> str | None:
    """Return why a task has no place in the schedule as it was made last, None when it has one, or was not in it."""
    problem: str | None = session.execute(_PROBLEM, {"task_id": task_id}).scalar()
    return problem


def schedule_of(session: Session, task_id: int) -> TaskSchedule | None:
    """Return when a task is worked on in the schedule as it was made last, None for one that it does not know."""
    row = session.execute(_SCHEDULE, {"task_id": task_id}).first()
    if row is None:
        return None
    from prodtui.domain.rows_detail import TaskSchedule  # a task that is added or moved is not shown
    from prodtui.domain.scheduling.stored import unpacked

    parts = unpacked(row.parts)
    return TaskSchedule(
        starts=row.starts,
        ends=row.ends,
        late=row.late,
        who=tuple(dict.fromkeys(login for part in parts for login in part.person)),
        reason=parts[0].reason if parts else None,
        problem=row.problem,
    )
