"""The events that moved tasks through a board, and what their figures need to know of the tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Text, and_, or_, select, text, type_coerce, union
from sqlalchemy.orm import Session

from prodtui.domain.enums import ServiceClass, StepKind, Via
from prodtui.domain.event_log import BY, doer
from prodtui.domain.flow.handover import Crew
from prodtui.domain.flow.lives import FlowEvent, StepKinds
from prodtui.domain.rows import StepRow
from prodtui.storage.queries.events import events_about
from prodtui.storage.queries.tasks import portions
from prodtui.storage.tables.events import IN_FLOW, Event
from prodtui.storage.tables.planning import Release
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_event, _task, _release = table_of(Event), table_of(Task), table_of(Release)


class Trait(NamedTuple):
    """What figures need to know of a task beside its flow; the first due date stands beside the present one."""

    id: int
    number: int
    title: str
    committed: datetime | None
    due: datetime | None
    planned: datetime | None
    product: str | None
    quantity: float | None


def flow_events(
    session: Session,
    board_id: int,
    since: datetime,
    until: datetime | None = None,
    tasks: Collection[int] | None = None,
) -> Iterator[FlowEvent]:
    """Yield what moved the tasks that a look from `since` on is about, up to `until`, task by task in their order.

    These are the tasks that moved since then, are open, or are wanted by then: of all others nothing is read. With
    `tasks` they are those among them.
    """
    concerned = _event.c.object_id.in_(_concerned(board_id, since, tasks))
    here = concerned if until is None else and_(concerned, _event.c.at <= until)
    return _events(session, here, board_id)


def has_tasks(session: Session, board_id: int, before: datetime, only: Collection[int] | None = None) -> bool:
    """Tell whether a board had any task before a moment, of `only` these unless None, purged ones included."""
    query = select(_event.c.object_id).where(_in_flow(board_id), _event.c.at < before).limit(1)
    if only is None:
        return session.scalar(query) is not None
    some = (query.where(_event.c.object_id.in_(ids)) for ids in portions(sorted(only)))
    return any(session.scalar(each) is not None for each in some)


def step_kinds(session: Session, board_id: int, steps: tuple[StepRow, ...]) -> StepKinds:
    """Return what the steps of a board, archived ones included, were at any event."""
    told = events_about(session, board_id, {step.key for step in steps}, ["step"])
    return StepKinds(
        {step.key: step.kind for step in steps},
        [
            (event.ref, event.id, StepKind(event.after["kind"]))
            for event in told
            if event.after and "kind" in event.after
        ],
    )


def traits(session: Session, board_id: int, since: datetime, tasks: Collection[int] | None = None) -> dict[int, Trait]:
    """Return what is to be known of the tasks of `flow_events`, by id; those purged are not among them."""
    columns = (_task.c[name] for name in ("id", "number", "title", "due_committed", "due", "planned_finish", "product"))
    query = select(*columns, _task.c.quantity).where(_task.c.id.in_(_concerned(board_id, since, tasks)))
    return {row[0]: Trait._make(row) for row in session.execute(query)}


def expedited(session: Session, board_id: int) -> frozenset[int]:
    """Return the ids of the open tasks of a board that are expedited."""
    here = (_task.c.board_id == board_id, _task.c.service_class == ServiceClass.EXPEDITE.value)
    return frozenset(session.scalars(select(_task.c.id).where(*here, _task.c.finished_at.is_(None))))


def refs_of(session: Session, tasks: Collection[int]) -> dict[int, str]:
    """Return the references of tasks by id, of those that are purged too."""
    query = select(_event.c.object_id, _event.c.ref).where(text(IN_FLOW), _event.c.object_id.in_(tasks)).distinct()
    return {task: ref for task, ref in session.execute(query)}


def crews(session: Session, board_id: int, refs: Sequence[str], until: datetime) -> dict[int, list[Crew]]:
    """Return who was assigned to each of some tasks (by reference) from when on, up to a moment, by the task's id.

    Of the cases of an event log it is whoever or whatever did the activity.
    """
    found: dict[int, list[Crew]] = {}
    # Within the text of a field its quotes would be escaped.
    assigned = type_coerce(_event.c.after, Text).contains('"assignees":')
    did = and_(_event.c.via == Via.IMPORT.value, _event.c.reason.startswith(BY))
    here = and_(_event.c.board_id == board_id, _event.c.kind == "task", _event.c.at <= until, or_(assigned, did))
    query = select(_event.c.object_id, _event.c.at, _event.c.after, _event.c.reason).where(here)
    for some in portions(refs):
        rows = session.execute(query.where(_event.c.ref.in_(some)).order_by(_event.c.ref, _event.c.id))
        for task, at, after, reason in rows:
            people = tuple(after["assignees"]) if "assignees" in after else (doer(reason),)
            found.setdefault(task, []).append(Crew(at, people))
    return found


def open_tasks(session: Session, board_id: int) -> frozenset[int]:
    """Return the ids of the tasks that are neither finished nor put away."""
    return frozenset(session.scalars(select(_task.c.id).where(_task.c.board_id == board_id, _open())))


def released_for(session: Session, demand: int) -> frozenset[int]:
    """Return the ids of the tasks that were released for a demand line."""
    return frozenset(session.scalars(select(_release.c.task_id).where(_release.c.demand_id == demand)))


def _events(session: Session, where: ColumnElement[bool], board_id: int) -> Iterator[FlowEvent]:
    query = select(_event.c.object_id, _event.c.id, _event.c.at, _event.c.flow).where(_in_flow(board_id), where)
    query = query.order_by(_event.c.object_id, _event.c.id).execution_options(yield_per=10_000)
    return map(FlowEvent._make, session.execute(query))


def _in_flow(board_id: int) -> ColumnElement[bool]:
    return and_(_event.c.board_id == board_id, text(IN_FLOW))


def _concerned(board_id: int, since: datetime, tasks: Collection[int] | None) -> CompoundSelect[Any]:
    """Return the ids of the tasks that a look from a moment on is about, or of those of them among `tasks`."""
    moved = select(_event.c.object_id).where(_in_flow(board_id), _event.c.at >= since)
    wanted = select(_task.c.id).where(
        _task.c.board_id == board_id, or_(_open(), _task.c.due_committed >= since, _task.c.planned_finish >= since)
    )
    if tasks is not None:
        moved, wanted = moved.where(_event.c.object_id.in_(tasks)), wanted.where(_task.c.id.in_(tasks))
    return union(moved, wanted)


def _open() -> ColumnElement[bool]:
    return _task.c.finished_at.is_(None) & _task.c.archived_at.is_(None)
