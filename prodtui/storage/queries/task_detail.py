"""What belongs to one task: its neighbours in the chain, what was said, the time spent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import DependencyKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_detail import ChainRow, CommentRow, WorkRow
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Dependency, Task, Work
from prodtui.storage.tables.types import table_of

_task, _step, _dep, _comment, _work = (table_of(t) for t in (Task, Step, Dependency, Comment, Work))


def chain(session: Session, board: BoardRow, task_id: int) -> tuple[tuple[ChainRow, ...], tuple[ChainRow, ...]]:
    """Return the predecessors and the successors of a task."""
    near, far = _dep.c.successor_id, _dep.c.predecessor_id
    return _neighbours(session, board, task_id, near, far), _neighbours(session, board, task_id, far, near)


def children(session: Session, board: BoardRow, task_id: int) -> tuple[ChainRow, ...]:
    """Return the tasks whose parent is this one."""
    query = (
        select(_task.c.number, _task.c.title, _step.c.key, _task.c.finished_at)
        .join_from(_task, _step, _task.c.step_id == _step.c.id)
        .where(_task.c.parent_id == task_id, _task.c.archived_at.is_(None))
        .order_by(_task.c.number)
    )
    return tuple(
        ChainRow(f"{board.key}-{number}", title, step, DependencyKind.FINISH_START, 0.0, finished is not None)
        for number, title, step, finished in session.execute(query)
    )


def comments(session: Session, board: BoardRow, task_id: int | None = None) -> tuple[CommentRow, ...]:
    """Return what was said about a task, or on the whole board, oldest first."""
    query = (
        select(_comment.c.id, _task.c.number, _comment.c.at, _comment.c.author, _comment.c.text)
        .join_from(_comment, _task, _comment.c.task_id == _task.c.id)
        .where(_task.c.board_id == board.id if task_id is None else _comment.c.task_id == task_id)
        .order_by(_comment.c.at, _comment.c.id)
    )
    return tuple(
        CommentRow(id, f"{board.key}-{number}", at, author, text)
        for id, number, at, author, text in session.execute(query)
    )


def work(session: Session, board: BoardRow, task_id: int | None = None) -> tuple[WorkRow, ...]:
    """Return the time spent on a task, or on the whole board, oldest first."""
    query = (
        select(_work.c.id, _task.c.number, _work.c.at, _work.c.person, _work.c.minutes, _work.c.note)
        .join_from(_work, _task, _work.c.task_id == _task.c.id)
        .where(_task.c.board_id == board.id if task_id is None else _work.c.task_id == task_id)
        .order_by(_work.c.at, _work.c.id)
    )
    return tuple(
        WorkRow(id, f"{board.key}-{number}", at, person, minutes, note)
        for id, number, at, person, minutes, note in session.execute(query)
    )


def _neighbours(
    session: Session, board: BoardRow, task_id: int, near: ColumnElement[Any], far: ColumnElement[Any]
) -> tuple[ChainRow, ...]:
    query = (
        select(_task.c.number, _task.c.title, _step.c.key, _dep.c.kind, _dep.c.lag_hours, _task.c.finished_at)
        .join_from(_dep, _task, far == _task.c.id)
        .join(_step, _task.c.step_id == _step.c.id)
        .where(near == task_id)
        .order_by(_task.c.number)
    )
    return tuple(
        ChainRow(f"{board.key}-{number}", title, step, DependencyKind(kind), lag, finished is not None)
        for number, title, step, kind, lag, finished in session.execute(query)
    )
