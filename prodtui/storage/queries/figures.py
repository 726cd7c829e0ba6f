"""The plain facts of the logs of quality and of output that figures are computed from."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from prodtui.domain.enums import InspectionResult
from prodtui.domain.flow.yields import Inspected
from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.issues import Downtime, Issue
from prodtui.storage.tables.planning import Output
from prodtui.storage.tables.quality import ChecklistVersion, Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _issue, _down, _output = (table_of(each) for each in (Task, Issue, Downtime, Output))
_step = table_of(Step)
_inspection, _version = table_of(Inspection), table_of(ChecklistVersion)


class IssueSpan(NamedTuple):
    """From when to when an issue was open, still so while `end` is None; `gone` is when it was put away."""

    ref: str
    severity: str
    category: str | None
    task: int | None
    start: datetime
    end: datetime | None
    gone: datetime | None = None


class Standstill(NamedTuple):
    """From when to when a step stood still, still so while `end` is None; `gone` is when that was put away."""

    ref: str
    step: str
    reason: str
    start: datetime
    end: datetime | None
    gone: datetime | None = None


#: What came out of a task: good, scrap and rework.
OutOf = tuple[float, float, float]


def issues(session: Session, board: BoardRow) -> list[IssueSpan]:
    """Return the issues of a board, those put away included."""
    names = ("number", "severity", "category", "task_id", "raised_at", "closed_at", "archived_at")
    query = select(*(_issue.c[name] for name in names)).where(_issue.c.board_id == board.id).order_by(_issue.c.number)
    return [IssueSpan(f"{board.key}-I{number}", *rest) for number, *rest in session.execute(query)]


def standstills(session: Session, board: BoardRow) -> list[Standstill]:
    """Return the downtimes of a board, newest first, those put away included."""
    columns = (_down.c[name] for name in ("reason", "started_at", "ended_at", "archived_at"))
    query = select(_down.c.number, _step.c.key, *columns).join_from(_down, _step, _down.c.step_id == _step.c.id)
    query = query.where(_down.c.board_id == board.id)
    query = query.order_by(_down.c.started_at.desc(), _down.c.number.desc())
    return [Standstill(f"{board.key}-S{number}", *rest) for number, *rest in session.execute(query)]


def inspections(session: Session, board: BoardRow) -> list[Inspected]:
    """Return the completed inspections of a board, those put away included."""
    columns = (
        _inspection.c[name] for name in ("number", "task_id", "result", "corrects_id", "completed_at", "archived_at")
    )
    query = (
        select(_version.c.checklist_id, *columns)
        .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
        .where(_inspection.c.board_id == board.id, _inspection.c.completed_at.is_not(None))
        .order_by(_inspection.c.number)
    )
    rows = (
        inspected(f"{board.key}-Q{number}", number, task, checklist, result, corrects is not None, at, gone)
        for checklist, number, task, result, corrects, at, gone in session.execute(query)
    )
    return [row for row in rows if row is not None]


def inspected(
    ref: str, number: int, task: int | None, checklist: int | str, result: str | None, corrects: bool, at: datetime,
    gone: datetime | None,
) -> Inspected | None:  # fmt: skip
    """Return an inspection as yields count it, None for one that they do not: a correction about no task.

    One without a task is a unit of its own.
    """
    if task is None and corrects:
        return None
    unit = (-number, 0) if task is None else (task, checklist)
    return Inspected(unit, number, ref, result == InspectionResult.PASS and not corrects, at, gone)


def outputs(session: Session, board: BoardRow) -> dict[int, OutOf]:
    """Return the good, scrap and rework quantities of tasks by id, where they are not simply the whole quantity."""
    query = select(_output.c.task_id, _output.c.good, _output.c.scrap, _output.c.rework)
    query = query.join_from(_output, _task, _output.c.task_id == _task.c.id).where(_task.c.board_id == board.id)
    return {task: (good, scrap, rework) for task, good, scrap, rework in session.execute(query)}
