"""Tasks as cards and whole, and their dependencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from prodtui.domain.board import Unmet
from prodtui.domain.enums import DependencyKind, Priority, ServiceClass
from prodtui.domain.rows import BoardRow, DependencyRow, TaskRow
from prodtui.domain.rows_board import Ended
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Assignment, Dependency, Label, Task, TaskLabel, Work
from prodtui.storage.tables.types import table_of

T = TypeVar("T")

_task, _step, _person, _dep = (table_of(t) for t in (Task, Step, Person, Dependency))
_assignment, _label, _task_label = (table_of(t) for t in (Assignment, Label, TaskLabel))
_work = table_of(Work)

#: More ids than this and the whole board is read: SQLite limits the variables of a statement.
_MOST_IDS = 900

_SAME_COLUMNS = (
    "id number title notes rank product quantity unit estimate_hours due due_committed planned_start "
    "planned_finish blocked_reason blocked_since blocked_by external_key wait_until recurrence_id occurrence "
    "created_at created_by entered_at started_at finished_at archived_at version pinned_start "
    "sequence"
).split()


def on_board(
    board: BoardRow,
    *,
    ids: Collection[int] | None = None,
    done_since: datetime | None = None,
    open_only: bool = False,
    archived: bool = False,
) -> ColumnElement[bool]:
    """Return the condition that picks tasks of a board.

    `done_since` leaves out what was finished before; `open_only` all that is finished; `archived` adds archived tasks.
    """
    parts = [_task.c.board_id == board.id]
    if ids is not None:
        parts.append(_task.c.id.in_(ids))
    if not archived:
        parts.append(_task.c.archived_at.is_(None))
    if open_only:
        parts.append(_task.c.finished_at.is_(None))
    elif done_since is not None:
        parts.append(or_(_task.c.finished_at.is_(None), _task.c.finished_at >= done_since))
    return and_(*parts)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a task's row needs from other tables, by task id."""

    people: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    waits: Mapping[int, tuple[Unmet, ...]] = field(default_factory=dict)
    spent: Mapping[int, float] = field(default_factory=dict)


def extras(session: Session, board: BoardRow, now: datetime, ids: Collection[int] | None) -> Extras:
    """Return people, labels, unmet predecessors and hours of some tasks, of the whole board when `ids` is None."""
    return Extras(
        assignees(session, board, ids),
        labels_of(session, board, ids),
        unmet(session, board, now, ids),
        _spent(session, board, ids),
    )


def task_row(board: BoardRow, plain: Mapping[str, Any], step: str, parent: int | None, more: Extras) -> TaskRow:
    """Return the row of a task from its own columns, its step's key, its parent's number and the rest."""
    return TaskRow(
        **{name: plain[name] for name in _SAME_COLUMNS},
        board=board.key,
        ref=f"{board.key}-{plain['number']}",
        step=step,
        priority=Priority(plain["priority"]),
        service_class=ServiceClass(plain["service_class"]),
        parent=None if parent is None else f"{board.key}-{parent}",
        assignees=more.people.get(plain["id"], ()),
        labels=more.labels.get(plain["id"], ()),
        spent_hours=more.spent.get(plain["id"], 0.0),
        waiting_for=tuple(held.ref for held in more.waits.get(plain["id"], ())),
    )


def tasks(
    session: Session, board: BoardRow, where: ColumnElement[bool], now: datetime, *, limit: int | None = None
) -> tuple[TaskRow, ...]:
    """Return the whole tasks that `where` picks, by step and rank."""
    parent = aliased(_task)
    query = (
        select(_task, _step.c.key.label("step_key"), parent.c.number.label("parent_number"))
        .join_from(_task, _step, _task.c.step_id == _step.c.id)
        .outerjoin(parent, _task.c.parent_id == parent.c.id)
        .where(where)
        .order_by(_step.c.position, _task.c.rank, _task.c.id)
        .limit(limit)
    )
    rows = [dict(row) for row in session.execute(query).mappings()]
    more = extras(session, board, now, few([row["id"] for row in rows]))
    return tuple(task_row(board, row, row["step_key"], row["parent_number"], more) for row in rows)


def assignees(session: Session, board: BoardRow, ids: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return the logins on each task, sorted; of the whole board when `ids` is None."""
    return _grouped(_ASSIGNED.run(session, board, ids))


def labels_of(session: Session, board: BoardRow, ids: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return the labels on each task, sorted; of the whole board when `ids` is None."""
    return _grouped(_LABELLED.run(session, board, ids))


def unmet(
    session: Session, board: BoardRow, now: datetime, ids: Collection[int] | None = None
) -> dict[int, tuple[Unmet, ...]]:
    """Return the predecessors that still hold each task back; of the whole board when `ids` is None."""
    held = defaultdict[int, list[Unmet]](list)
    for successor, number, kind, lag, started, finished in _WAITING.run(session, board, ids):
        met = finished if kind == DependencyKind.FINISH_START else started
        until = None
        if met is not None:
            until = _later(board, met, lag) if lag else met
            if until <= now:
                continue
        held[successor].append(Unmet(f"{board.key}-{number}", DependencyKind(kind), until))
    return {task: tuple(found) for task, found in held.items()}


def _later(board: BoardRow, moment: datetime, lag: float) -> datetime:
    from prodtui.domain.calendar import add_working_hours  # few dependencies have a lag (start-up budget)

    return add_working_hours(moment, lag, board.settings, ZoneInfo(board.timezone))


def dependencies(session: Session, board: BoardRow) -> tuple[DependencyRow, ...]:
    """Return every dependency of a board."""
    before, after = aliased(_task), aliased(_task)
    query = (
        select(_dep.c.id, before.c.number, after.c.number, _dep.c.kind, _dep.c.lag_hours)
        .join_from(_dep, before, _dep.c.predecessor_id == before.c.id)
        .join(after, _dep.c.successor_id == after.c.id)
        .where(after.c.board_id == board.id)
        .order_by(_dep.c.id)
    )
    return tuple(
        DependencyRow(id, f"{board.key}-{a}", f"{board.key}-{b}", DependencyKind(kind), lag)
        for id, a, b, kind, lag in session.execute(query)
    )


def finished_spans(session: Session, board: BoardRow, limit: int) -> list[tuple[datetime, datetime]]:
    """Return start and finish of the tasks finished last, newest first."""
    query = (
        select(_task.c.started_at, _task.c.finished_at)
        .where(_task.c.board_id == board.id, _task.c.finished_at.is_not(None), _task.c.started_at.is_not(None))
        .order_by(_task.c.finished_at.desc(), _task.c.id.desc())
        .limit(limit)
    )
    return [(started, finished) for started, finished in session.execute(query)]


def ended(session: Session, board: BoardRow) -> Ended | None:
    """Return how many tasks of a board are finished or archived unfinished, None while there is none of either."""
    last = func.max(_task.c.finished_at, type_=_task.c.finished_at.type)
    finished, at, all_ = session.execute(
        select(func.count(_task.c.finished_at), last, func.count()).where(
            _task.c.board_id == board.id, or_(_task.c.finished_at.is_not(None), _task.c.archived_at.is_not(None))
        )
    ).one()
    return Ended(finished, at, all_ - finished) if all_ else None


def finish_before(session: Session, board: BoardRow, moment: datetime) -> datetime | None:
    """Return when the last task was finished before a moment."""
    last = func.max(_task.c.finished_at, type_=_task.c.finished_at.type)
    query = select(last).where(_task.c.board_id == board.id, _task.c.finished_at < moment)
    found: datetime | None = session.scalar(query)
    return found


def finish_from(session: Session, board: BoardRow, moment: datetime, until: datetime | None = None) -> datetime | None:
    """Return when the first task was finished at a moment or later, before another one."""
    first = func.min(_task.c.finished_at, type_=_task.c.finished_at.type)
    query = select(first).where(_task.c.board_id == board.id, _task.c.finished_at >= moment)
    found: datetime | None = session.scalar(query if until is None else query.where(_task.c.finished_at < until))
    return found


def successors_of(session: Session, ids: Collection[int]) -> set[int]:
    """Return the tasks that wait for any of these."""
    return set(session.scalars(select(_dep.c.successor_id).where(_dep.c.predecessor_id.in_(ids))))


def links_of(session: Session, task_id: int) -> list[tuple[int, int]]:
    """Return predecessor and successor of every dependency that a task is part of."""
    query = select(_dep.c.predecessor_id, _dep.c.successor_id).order_by(_dep.c.id)
    mine = or_(_dep.c.predecessor_id == task_id, _dep.c.successor_id == task_id)
    return [(before, after) for before, after in session.execute(query.where(mine))]


def ids_of_numbers(session: Session, board: BoardRow, numbers: Collection[int]) -> dict[int, int]:
    """Return the ids of tasks by their numbers."""
    query = select(_task.c.number, _task.c.id).where(_task.c.board_id == board.id, _task.c.number.in_(numbers))
    return {number: id for number, id in session.execute(query)}


def few(ids: list[int]) -> list[int] | None:
    """Return these ids, None when they are so many that the whole board is read instead."""
    return ids if len(ids) <= _MOST_IDS else None


def portions(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ids or references so many at a time as one statement may hold."""
    for start in range(0, len(things), _MOST_IDS):
        yield things[start : start + _MOST_IDS]


def _grouped(rows: Iterable[Any]) -> dict[int, tuple[str, ...]]:
    found: Mapping[int, list[str]] = defaultdict(list)
    for task_id, name in rows:
        found[task_id].append(name)
    return {task_id: tuple(names) for task_id, names in found.items()}


class _PerTask:
    """One select about tasks in two forms, of named tasks or of a whole board, each built once, when it is first run.

    Putting a statement together costs more than running it for one task.
    """

    def __init__(
        self, query: Callable[[], Select[Any]], key: ColumnElement[Any], order: ColumnElement[Any] | None = None
    ) -> None:
        self._query, self._key, self._order = query, key, order

    @cached_property
    def _whole(self) -> Select[Any]:
        return self._query().where(_of_board(self._key)).order_by(self._order)

    @cached_property
    def _named(self) -> Select[Any]:
        return self._query().where(self._key.in_(bindparam("ids", expanding=True))).order_by(self._order)

    def run(self, session: Session, board: BoardRow, ids: Collection[int] | None) -> Iterable[Any]:
        if ids is None:
            return session.execute(self._whole, {"board_id": board.id})
        return session.execute(self._named, {"ids": list(ids)})


def _of_board(key: ColumnElement[Any]) -> ColumnElement[bool]:
    mine = aliased(_task)
    return exists().where(mine.c.id == key, mine.c.board_id == bindparam("board_id"))


_ASSIGNED = _PerTask(
    lambda: select(_assignment.c.task_id, _person.c.login).join_from(
        _assignment, _person, _assignment.c.person_id == _person.c.id
    ),
    _assignment.c.task_id,
    _person.c.login,
)
_LABELLED = _PerTask(
    lambda: select(_task_label.c.task_id, _label.c.name).join_from(
        _task_label, _label, _task_label.c.label_id == _label.c.id
    ),
    _task_label.c.task_id,
    _label.c.name,
)
_WAITING = _PerTask(
    lambda: select(
        _dep.c.successor_id, _task.c.number, _dep.c.kind, _dep.c.lag_hours, _task.c.started_at, _task.c.finished_at
    ).join_from(_dep, _task, _dep.c.predecessor_id == _task.c.id),
    _dep.c.successor_id,
    _dep.c.id,
)
_SPENT = _PerTask(
    lambda: select(_work.c.task_id, func.sum(_work.c.minutes)).group_by(_work.c.task_id),
    _work.c.task_id,
)


def _spent(session: Session, board: BoardRow, ids: Collection[int] | None) -> dict[int, float]:
    return {task_id: minutes / 60 for task_id, minutes in _SPENT.run(session, board, ids)}
