"""The plain facts that figures are computed from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import InspectionResult
from prodtui.domain.metrics_flow import Inspected, Promise, Span, Window
from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.issues import Downtime, Issue
from prodtui.storage.tables.quality import ChecklistVersion, Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _issue, _down = table_of(Task), table_of(Issue), table_of(Downtime)
_inspection, _version = table_of(Inspection), table_of(ChecklistVersion)


def has_tasks(session: Session, board: BoardRow, before: datetime) -> bool:
    """Tell whether the board had any task by a moment: without one, nothing was measured."""
    return _any(session, select(_task.c.id).where(_task.c.board_id == board.id, _task.c.created_at < before))


def has_issues(session: Session, board: BoardRow, before: datetime) -> bool:
    """Tell whether the issue log was in use by a moment."""
    mine = (_issue.c.board_id == board.id) & _issue.c.archived_at.is_(None)
    return _any(session, select(_issue.c.id).where(mine, _issue.c.raised_at < before))


def has_downtime(session: Session, board: BoardRow, before: datetime) -> bool:
    """Tell whether the downtime log was in use by a moment."""
    mine = (_down.c.board_id == board.id) & _down.c.archived_at.is_(None)
    return _any(session, select(_down.c.id).where(mine, _down.c.started_at < before))


def finished(session: Session, board: BoardRow, over: Window) -> list[tuple[datetime, datetime | None, datetime]]:
    """Return when each task that was finished in a window was created, started and finished."""
    columns = (_task.c.created_at, _task.c.started_at, _task.c.finished_at)
    rows = session.execute(select(*columns).where(_finished_in(board, over)).order_by(_task.c.id))
    return [(created, started, done) for created, started, done in rows]


def undated(session: Session, board: BoardRow, over: Window) -> int:
    """Return how many tasks were finished in a window without ever having had a due date."""
    query = select(func.count()).select_from(_task)
    return session.scalar(query.where(_finished_in(board, over), _task.c.due_committed.is_(None))) or 0


def promises(session: Session, board: BoardRow, over: Window) -> Iterable[Promise]:
    """Yield what was first promised for a window; tasks put away unfinished are not wanted any more."""
    query = select(_task.c.due_committed, _task.c.finished_at).where(
        _task.c.board_id == board.id,
        _task.c.due_committed >= over.begins,
        _task.c.due_committed < over.ends,
        _task.c.archived_at.is_(None) | _task.c.finished_at.is_not(None),
    )
    return (Promise(committed, done) for committed, done in session.execute(query))


def under_way(session: Session, board: BoardRow, over: Window) -> list[Span]:
    """Return from when to when each task was under way that was so in a window."""
    ends = func.coalesce(_task.c.finished_at, _task.c.archived_at)
    query = select(_task.c.started_at, _task.c.finished_at, _task.c.archived_at).where(
        _task.c.board_id == board.id, _task.c.started_at < over.ends, ends.is_(None) | (ends >= over.begins)
    )
    return [Span(started, done or away) for started, done, away in session.execute(query)]


def issue_spans(session: Session, board: BoardRow, over: Window) -> list[Span]:
    """Return from when to when each issue raised before the end of a window was open."""
    query = select(_issue.c.raised_at, _issue.c.closed_at)
    query = query.where(_issue.c.board_id == board.id, _issue.c.archived_at.is_(None), _issue.c.raised_at < over.ends)
    return [Span(raised, closed) for raised, closed in session.execute(query)]


def inspected(session: Session, board: BoardRow, over: Window) -> Iterable[Inspected]:
    """Yield the inspections completed before the end of a window; one without a task is a unit of its own."""
    columns = (_inspection.c.number, _inspection.c.task_id, _version.c.checklist_id)
    query = (
        select(*columns, _inspection.c.result, _inspection.c.corrects_id, _inspection.c.completed_at)
        .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
        .where(_inspection.c.board_id == board.id, _inspection.c.archived_at.is_(None))
        .where(
            _inspection.c.completed_at < over.ends,
            _inspection.c.task_id.is_not(None) | _inspection.c.corrects_id.is_(None),
        )
    )
    for number, task, checklist, result, corrects, completed in session.execute(query):
        unit = (-number, 0) if task is None else (task, checklist)
        yield Inspected(unit, number, result == InspectionResult.PASS and corrects is None, completed)


def _finished_in(board: BoardRow, over: Window) -> Any:
    done = _task.c.finished_at
    return (_task.c.board_id == board.id) & (done >= over.begins) & (done < over.ends)


def _any(session: Session, query: Any) -> bool:
    return session.scalar(query.limit(1)) is not None
