"""The timer of each person: one task at a time, and what it ran becomes time logged on the task."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from prodtui.domain.dates import human_minutes
from prodtui.domain.rows_day import TimerRow, TimerStopped
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.talk import add_work, check_work
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.daily import Timer
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

R = TypeVar("R")

_timer, _task, _board, _person = (table_of(table) for table in (Timer, Task, Board, Person))
TOPIC = "timers"
#: What undo takes back is the time that was logged: a timer that ended does not run again.
_WORK = "task.log"


def timer(ws: Workspace) -> TimerRow | None:
    """Return the timer of the actor, None when none runs."""
    with read(ws.store) as session:
        return _running(session, ws.actor.person_id)


def timers(ws: Workspace) -> tuple[TimerRow, ...]:
    """Return everybody's timers, the one that runs longest first."""
    with read(ws.store) as session:
        return tuple(_rows(session))


def start_timer(
    ws: Workspace, ref: str, *, minutes: int | None = None, request_id: str | None = None
) -> Done[TimerRow]:
    """Start the timer of the actor for a task; one that runs for another task is stopped, as `stop_timer` does.

    `minutes` is how long that one really was. Raises Refused for a finished or archived task, Rejected for another
    timer that ran too long to be believed.
    """
    with begin(ws, "timer.start", request_id=request_id, body={"ref": ref, "minutes": minutes}) as change:
        if change.first_answer:
            return change.repeat(TimerRow)
        me = _me(change)
        board, task = TaskBook(change).find(ref)
        ref = f"{board.key}-{task.number}"
        if task.finished_at is not None or task.archived_at is not None:
            raise Refused(f"{ref} is not open, so no time runs for it.", hint="Move it back to a step first.")
        known, notes = _running(change.session, me), list[str]()
        if known is not None and known.ref == ref:
            return _keep(change, known, [f"It runs for {ref} already."])
        if known is not None:
            stopped = _stop(change, known, "", minutes, command=_WORK)
            notes.append(_told(stopped))
        change.unit.insert(_timer, person_id=me, task_id=task.id, started_at=change.now)
        return _keep(change, TimerRow(change.actor.login, ref, task.title, change.now), notes)


def stop_timer(
    ws: Workspace, note: str = "", *, minutes: int | None = None, request_id: str | None = None
) -> Done[TimerStopped]:
    """Stop the timer of the actor and log what it ran, whole minutes, or `minutes` when it really was something else.

    Raises Refused when none runs, Rejected for one that ran longer than anybody works: then `minutes` must say it.
    """
    with begin(ws, "timer.stop", request_id=request_id, body={"note": note, "minutes": minutes}) as change:
        if change.first_answer:
            return change.repeat(TimerStopped)
        known = _running(change.session, _me(change))
        if known is None:
            raise Refused("No timer of yours runs.", hint="Start one with `prodtui timer start REF`.")
        stopped = _stop(change, known, note, minutes, command=_WORK)
        return _keep(change, stopped, [_told(stopped)] if not stopped.minutes else [])


def drop_timer(ws: Workspace, *, request_id: str | None = None) -> Done[TimerRow]:
    """Stop the timer of the actor without logging anything. Raises Refused when none runs."""
    with begin(ws, "timer.drop", need=None, request_id=request_id, body={}) as change:
        if change.first_answer:
            return change.repeat(TimerRow)
        me = _me(change)
        known = _running(change.session, me)
        if known is None:
            raise Refused("No timer of yours runs.", hint="Start one with `prodtui timer start REF`.")
        change.session.execute(delete(_timer).where(_timer.c.person_id == me))
        return _keep(change, known)


def end_for(change: Change, refs: Collection[str]) -> list[str]:
    """Stop the timer of the actor inside a change when it runs for one of some tasks, and return what to say of it."""
    known = _running(change.session, change.actor.person_id)
    if known is None or known.ref not in refs:
        return []
    change.unit.touch(TOPIC)
    if not known.is_forgotten(change.now):
        return [f"{_told(_stop(change, known, '', None))} Your timer is stopped."]
    change.session.execute(delete(_timer).where(_timer.c.person_id == change.actor.person_id))
    ran = human_minutes(known.ran(change.now))
    return [f"Your timer of {known.ref} ran {ran}, longer than anybody works, so nothing is logged of it."]


def _stop(change: Change, row: TimerRow, note: str, minutes: int | None, *, command: str = "") -> TimerStopped:
    """End a timer and log its time, as `command` where undo is to name that."""
    ran = row.ran(change.now)
    if minutes is None and row.is_forgotten(change.now):
        raise Rejected(
            f"The timer of {row.ref} runs for {human_minutes(ran)}, longer than anybody works.",
            hint="Say how long it really was, such as `prodtui timer stop --time 7h30`, or `prodtui timer drop`.",
        )
    took = ran if minutes is None else minutes
    if took:
        change.unit.command = command or change.unit.command
        add_work(change, row.ref, took, check_work(took, note), change.now)
    change.session.execute(delete(_timer).where(_timer.c.person_id == change.actor.person_id))
    return TimerStopped(row.ref, row.title, took)


def _told(stopped: TimerStopped) -> str:
    if not stopped.minutes:
        return f"It ran less than a minute for {stopped.ref}, so nothing is logged."
    return f"{human_minutes(stopped.minutes)} logged on {stopped.ref}."


def _keep(change: Change, row: R, notes: Sequence[str] = ()) -> Done[R]:
    change.unit.touch(TOPIC)
    return change.kept(row, notes)


def _me(change: Change) -> int:
    if change.actor.person_id is None:
        raise Refused("Only somebody whom the store knows has a timer.", hint="Add yourself with `prodtui person add`.")
    return change.actor.person_id


def _running(session: Session, person: int | None) -> TimerRow | None:
    return next(iter(_rows(session, _timer.c.person_id == person)), None) if person is not None else None


def _rows(session: Session, *where: Any) -> list[TimerRow]:
    query = (
        select(_person.c.login, _board.c.key, _task.c.number, _task.c.title, _timer.c.started_at)
        .join_from(_timer, _task, _timer.c.task_id == _task.c.id)
        .join(_board, _task.c.board_id == _board.c.id)
        .join(_person, _timer.c.person_id == _person.c.id)
        .where(*where)
        .order_by(_timer.c.started_at, _person.c.login)
    )
    return [TimerRow(login, f"{key}-{number}", title, at) for login, key, number, title, at in session.execute(query)]
