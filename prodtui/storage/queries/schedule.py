"""What a schedule is made from, and the schedule as it was made last, in few selects of columns."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from prodtui.domain.enums import DependencyKind, Priority, ServiceClass, StockKind
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.scheduling.floor import OpenWork, Waits
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.planning import Demand, Release, Resource, StockMove
from prodtui.storage.tables.schedule import ScheduleRun, ScheduleTask
from prodtui.storage.tables.store import Meta, Revision
from prodtui.storage.tables.tasks import Assignment, Dependency, Label, Task, TaskLabel, Work
from prodtui.storage.tables.types import encode_json, table_of

_task, _work, _dep, _person, _label = (table_of(t) for t in (Task, Work, Dependency, Person, Label))
_assignment, _task_label = table_of(Assignment), table_of(TaskLabel)
_release, _demand, _move, _resource = (table_of(t) for t in (Release, Demand, StockMove, Resource))
_row, _run, _revision, _meta = (table_of(t) for t in (ScheduleTask, ScheduleRun, Revision, Meta))

_COLUMNS = (
    "id number step_id title priority service_class product quantity estimate_hours due wait_until planned_start "
    "pinned_start started_at blocked_reason sequence"
).split()

_KEPT: tuple[ColumnElement[Any], ...] = (
    *(_row.c[name] for name in "task_id starts ends late slack critical guessed problem".split()),
    type_coerce(_row.c.parts, Text),
)


class Kept(NamedTuple):
    """A row of the schedule as it was made last; `parts` as domain.scheduling.stored has packed them."""

    task_id: int
    starts: datetime | None
    ends: datetime | None
    late: int
    slack: int | None
    critical: bool
    guessed: bool
    problem: str | None
    parts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """When a schedule was made, and from which revisions of the topics that it depends on."""

    made_at: datetime
    stamp: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised to an open task of a material (key), and what of it was issued; None where nothing ever was.

    `number` is that of the first reservation, `day` when it is needed first.
    """

    task_id: int
    material: str
    reserved: float | None
    issued: float
    number: int
    day: date | None


def open_work(
    session: Session, board: BoardRow, steps: Mapping[int, StepRow], ids: Collection[int] | None = None
) -> tuple[OpenWork, ...]:
    """Return the open tasks of a board by number, of them only `ids` unless None."""
    is_open = _open(board) if ids is None else and_(_open(board), _task.c.id.in_(ids))
    people, labels = _people(session, is_open), _labels(session, is_open)
    spent = _sums(session, is_open)
    demand = _demands(session, board, is_open)
    columns: list[ColumnElement[Any]] = [_task.c[name] for name in _COLUMNS]
    priorities, classes = {each.value: each for each in Priority}, {each.value: each for each in ServiceClass}
    prefix = f"{board.key}-"
    return tuple(
        OpenWork(
            id, number, prefix + str(number), title, steps[step].key, priorities[priority], classes[service],
            people.get(id, ()), labels.get(id, ()), product, quantity, demand.get(id), estimate, spent.get(id, 0.0),
            due, wait, planned, pinned, started, blocked, sequence,
        )
        for (
            id, number, step, title, priority, service, product, quantity, estimate, due, wait, planned, pinned,
            started, blocked, sequence,
        ) in session.execute(select(*columns).where(is_open).order_by(_task.c.number)).all()
    )  # fmt: skip


def waits(session: Session, board: BoardRow) -> tuple[Waits, ...]:
    """Return what open tasks wait for, and since when that is done or has started."""
    before = _task.alias()
    kinds = {kind.value: kind for kind in DependencyKind}
    columns: list[ColumnElement[Any]] = [
        _dep.c.predecessor_id, before.c.number, _dep.c.successor_id, _dep.c.kind, _dep.c.lag_hours,
        before.c.started_at, before.c.finished_at,
    ]  # fmt: skip
    query = (
        select(*columns)
        .join_from(_dep, _task, _dep.c.successor_id == _task.c.id)
        .join(before, _dep.c.predecessor_id == before.c.id)
        .where(_open(board))
        .order_by(_dep.c.id)
    )
    return tuple(
        Waits(
            first, f"{board.key}-{number}", second, kinds[kind], lag,
            finished if kinds[kind] is DependencyKind.FINISH_START else started,
        )
        for first, number, second, kind, lag, started, finished in session.execute(query).all()
    )  # fmt: skip


def promised_materials(session: Session, board: BoardRow) -> tuple[Promised, ...]:
    """Return what of materials is promised or was issued to open tasks, in the order in which it was promised."""
    reserved = (_move.c.kind == StockKind.RESERVED.value) & _move.c.archived_at.is_(None)
    issued = (_move.c.kind == StockKind.ISSUE.value) & _move.c.archived_at.is_(None)
    columns: list[Any] = [
        _move.c.task_id,
        _resource.c.key,
        func.sum(_move.c.quantity).filter(reserved),
        func.sum(_move.c.quantity).filter(issued),
        func.min(_move.c.number),
        func.min(_move.c.day, type_=_move.c.day.type).filter(reserved),
    ]
    query = (
        select(*columns)
        .join_from(_move, _resource, _move.c.resource_id == _resource.c.id)
        .join(_task, _move.c.task_id == _task.c.id)
        .where(_open(board), _move.c.kind.in_((StockKind.RESERVED.value, StockKind.ISSUE.value)))
        .group_by(_move.c.task_id, _resource.c.key)
    )
    found = [
        Promised(task, material, kept, given or 0.0, number, day)
        for task, material, kept, given, number, day in session.execute(query).all()
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def kept(session: Session, board: BoardRow) -> dict[int, Kept]:
    """Return the schedule as it was made last, by task."""
    return _kept(session, select(*_KEPT).where(_row.c.board_id == board.id))


def parts_before(session: Session, board: BoardRow, until: datetime | None) -> dict[int, list[dict[str, Any]]]:
    """Return the parts of the tasks that are to start before an instant, of all when None, as they were made last."""
    query = select(_row.c.task_id, _row.c.parts).where(_row.c.board_id == board.id, _row.c.starts.is_not(None))
    if until is not None:
        query = query.where(_row.c.starts < until)
    return {task: parts for task, parts in session.execute(query)}


def kept_first(session: Session, board: BoardRow, count: int) -> dict[int, Kept]:
    """Return the tasks of the schedule as it was made last that start first, by task and in that order."""
    query = select(*_KEPT).where(_row.c.board_id == board.id)
    ordered = query.order_by(_row.c.starts.is_(None), _row.c.starts, _row.c.task_id).limit(count)
    return _kept(session, ordered)


def kept_by(session: Session, board: BoardRow, key: str, until: datetime) -> dict[int, Kept]:
    """Return the tasks that a person (login) or resource (key) does, as far as they start before an instant.

    There may be others among them whose stored reasons name the same word.
    """
    named = type_coerce(_row.c.parts, Text).contains(encode_json(key), autoescape=True)
    query = select(*_KEPT).where(_row.c.board_id == board.id, _row.c.starts < until, named)
    return _kept(session, query)


def kept_among(session: Session, ids: Collection[int]) -> dict[int, Kept]:
    """Return some tasks of the schedule as it was made last."""
    return _kept(session, select(*_KEPT).where(_row.c.task_id.in_(ids)))


def last_run(session: Session, board: BoardRow) -> Run | None:
    """Return how the schedule was made last, None when it never was."""
    row = session.execute(select(_run.c.made_at, _run.c.stamp).where(_run.c.board_id == board.id)).first()
    return None if row is None else Run(row.made_at, row.stamp)


def revisions(session: Session, board: BoardRow) -> dict[str, int]:
    """Return the revisions of the topics that a schedule depends on."""
    topics = ["boards", "people", *(f"{name}:{board.id}" for name in ("tasks", "steps", "plan"))]
    query = select(_revision.c.topic, _revision.c.value).where(_revision.c.topic.in_(topics))
    return {topic: value for topic, value in session.execute(query)}


def store_id(session: Session) -> str:
    """Return the name of the store that no other one has."""
    name: str = session.execute(select(_meta.c.value).where(_meta.c.key == "store")).scalar_one()
    return name


def _kept(session: Session, query: Select[Any]) -> dict[int, Kept]:
    """Return rows by task; their JSON is read as one text, which takes half the time of ten thousand short ones."""
    rows = session.execute(query).all()
    parts = json.loads(f"[{','.join([row.parts for row in rows])}]")
    return {
        task: Kept(task, starts, ends, late, slack, critical, guessed, problem, mine)
        for (task, starts, ends, late, slack, critical, guessed, problem, _), mine in zip(rows, parts, strict=True)
    }


def _open(board: BoardRow) -> ColumnElement[bool]:
    return and_(_task.c.board_id == board.id, _task.c.archived_at.is_(None), _task.c.finished_at.is_(None))


def _people(session: Session, is_open: ColumnElement[bool]) -> Mapping[int, tuple[str, ...]]:
    query = (
        select(_assignment.c.task_id, _person.c.login)
        .join_from(_assignment, _person, _assignment.c.person_id == _person.c.id)
        .join(_task, _assignment.c.task_id == _task.c.id)
        .where(is_open)
        .order_by(_person.c.login)
    )
    return _grouped(session.execute(query).all())


def _labels(session: Session, is_open: ColumnElement[bool]) -> Mapping[int, tuple[str, ...]]:
    query = (
        select(_task_label.c.task_id, _label.c.name)
        .join_from(_task_label, _label, _task_label.c.label_id == _label.c.id)
        .join(_task, _task_label.c.task_id == _task.c.id)
        .where(is_open)
        .order_by(_label.c.name)
    )
    return _grouped(session.execute(query).all())


def _grouped(rows: Iterable[Any]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for task, word in rows:
        found[task].append(word)
    return {task: tuple(words) for task, words in found.items()}


def _sums(session: Session, is_open: ColumnElement[bool]) -> dict[int, float]:
    query = (
        select(_work.c.task_id, func.sum(_work.c.minutes))
        .join_from(_work, _task, _work.c.task_id == _task.c.id)
        .where(is_open)
        .group_by(_work.c.task_id)
    )
    return {task: minutes / 60 for task, minutes in session.execute(query)}


def _demands(session: Session, board: BoardRow, is_open: ColumnElement[bool]) -> dict[int, str]:
    query = (
        select(_release.c.task_id, _demand.c.number)
        .join_from(_release, _task, _release.c.task_id == _task.c.id)
        .join(_demand, _release.c.demand_id == _demand.c.id)
        .where(is_open)
    )
    return {task: f"{board.key}-D{number}" for task, number in session.execute(query)}
