"""The plain facts of the logs of quality and of output that figures are computed from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import InspectionResult
from prodtui.domain.flow.yields import Inspected
from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.issues import Downtime, Issue
from prodtui.storage.tables.planning import Output
from prodtui.storage.tables.quality import ChecklistVersion, Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _issue, _down, _output = (table_of(each) for each in (Task, Issue, Downtime, Output))
_inspection, _version = table_of(Inspection), table_of(ChecklistVersion)


class IssueSpan(NamedTuple):
    """From when to when an issue was open, still so while `end` is None."""

    ref: str
    severity: str
    category: str | None
    task: int | None
    start: datetime
    end: datetime | None


def has_issues(session: Session, board: BoardRow, before: datetime) -> bool:
    """Tell whether the issue log was in use by a moment."""
    return _any(session, select(_issue.c.id).where(*_there(_issue, board, before), _issue.c.raised_at <= before))


def has_downtime(session: Session, board: BoardRow, before: datetime) -> bool:
    """Tell whether the downtime log was in use by a moment."""
    return _any(session, select(_down.c.id).where(*_there(_down, board, before), _down.c.started_at <= before))


def issue_spans(session: Session, board: BoardRow, until: datetime) -> list[IssueSpan]:
    """Return from when to when each issue was open that was raised by a moment, as it was known then."""
    columns = (_issue.c[name] for name in ("number", "severity", "category", "task_id", "raised_at", "closed_at"))
    query = select(*columns).where(*_there(_issue, board, until), _issue.c.raised_at <= until).order_by(_issue.c.number)
    return [IssueSpan(f"{board.key}-I{number}", *rest) for number, *rest in session.execute(query)]


def inspected(session: Session, board: BoardRow, until: datetime) -> Iterable[Inspected]:
    """Yield the inspections completed by a moment; one without a task is a unit of its own."""
    columns = (_inspection.c.number, _inspection.c.task_id, _version.c.checklist_id)
    query = (
        select(*columns, _inspection.c.result, _inspection.c.corrects_id, _inspection.c.completed_at)
        .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
        .where(*_there(_inspection, board, until), _inspection.c.completed_at <= until)
        .where(or_(_inspection.c.task_id.is_not(None), _inspection.c.corrects_id.is_(None)))
    )
    for number, task, checklist, result, corrects, completed in session.execute(query):
        unit = (-number, 0) if task is None else (task, checklist)
        passed = result == InspectionResult.PASS and corrects is None
        yield Inspected(unit, number, f"{board.key}-Q{number}", passed, completed)


def outputs(session: Session, board: BoardRow) -> dict[int, tuple[float, float, float]]:
    """Return the good, scrap and rework quantities of tasks by id, where they are not simply the whole quantity."""
    query = select(_output.c.task_id, _output.c.good, _output.c.scrap, _output.c.rework)
    query = query.join_from(_output, _task, _output.c.task_id == _task.c.id).where(_task.c.board_id == board.id)
    return {task: (good, scrap, rework) for task, good, scrap, rework in session.execute(query)}


def _there(table: Any, board: BoardRow, at: datetime) -> tuple[Any, Any]:
    """Return that a thing is the board's and was not put away by a moment."""
    return table.c.board_id == board.id, or_(table.c.archived_at.is_(None), table.c.archived_at > at)


def _any(session: Session, query: Any) -> bool:
    return session.scalar(query.limit(1)) is not None
