"""The inbox of a person: what of the event log concerns them, and what of it they have read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from prodtui.domain.enums import InspectionState, NoticeKind
from prodtui.domain.notices import STATES, Reader, notice_of
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_day import NoticeRow
from prodtui.domain.rows_event import EventRow
from prodtui.errors import NotFound, Refused
from prodtui.services import signing
from prodtui.services.change import Change, begin
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import checks as check_queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries.standing import standing
from prodtui.storage.queries.titles import titles_of
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.daily import InboxMark
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.tasks import Assignment, Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task, _board, _assignment, _inspection = (table_of(table) for table in (Task, Board, Assignment, Inspection))
#: An inbox goes back so far.
REACH = timedelta(days=30)
_Found = tuple[EventRow, tuple[NoticeKind, str]]


def topic_of(person: int) -> str:
    """Return the topic that is touched when somebody marks notices as read."""
    return f"inbox:{person}"


def inbox(
    ws: Workspace, *, all: bool = False, board: str | None = None, limit: int | None = None
) -> tuple[NoticeRow, ...]:
    """Return what concerns the actor of the last 30 days, newest first; `all` adds what was read.

    It is about every board, or about the one with the key `board`. What ended meanwhile is left out, read or not.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        mark = _mark(session, ws.actor.person_id)
        since = event_queries.last_before(session, change.now - REACH)
        found = _notices(change, _concerning(change, since if all else max(since, mark.upto)), mark)
    rows = [row for row in reversed(found) if (all or not row.read) and board in (None, row.board)]
    return tuple(rows[:limit])


def notices_after(ws: Workspace, after: int, again: Collection[int] = ()) -> tuple[tuple[NoticeRow, ...], int]:
    """Return what concerns the actor after an event, oldest first, and the newest event: what a watcher reads.

    Of the earlier notices whose ids are asked for `again`, those come too that have not ended. The newest event is an
    earlier one than `after` in a store that was restored meanwhile.
    """
    with read(ws.store) as session:
        newest = event_queries.last_event(session)
        change = Change.looking(ws, session)
        events = _concerning(change, after, again) if newest > after or again else ()
        return tuple(_notices(change, events, _mark(session, ws.actor.person_id))), newest


def mark_read(
    ws: Workspace, ids: Iterable[int] | None = None, *, board: str | None = None, request_id: str | None = None
) -> Done[tuple[NoticeRow, ...]]:
    """Mark notices as read, without ids all of them or all about one `board`, and return them.

    Raises NotFound for an id that is no notice.
    """
    wanted = None if ids is None else list(ids)
    body = {"ids": wanted, **({"board": board} if board else {})}
    with begin(ws, "inbox.read", need=None, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(NoticeRow)
        if change.actor.person_id is None:
            raise Refused(
                "Only somebody whom the store knows has an inbox.", hint="Add yourself: `prodtui person add`."
            )
        mark = _mark(change.session, change.actor.person_id)
        since = max(event_queries.last_before(change.session, change.now - REACH), mark.upto)
        rows = _notices(change, _concerning(change, since), mark)
        known = {row.id: row for row in rows if board in (None, row.board)}
        lost = next((id for id in wanted or () if id not in known and id > mark.upto), None)
        if lost is not None:
            where = f" about board {board}" if board else ""
            raise NotFound(f"There is no notice {lost} in your inbox{where}.", hint="See `prodtui inbox --all`.")
        read_now = [row for id, row in known.items() if not row.read and (wanted is None or id in wanted)]
        if wanted is None and board is None:
            mark.upto, mark.seen = event_queries.last_event(change.session), []
        else:
            mark.seen = sorted({*mark.seen, *(row.id for row in read_now)})
        change.session.add(mark)
        change.unit.touch(topic_of(change.actor.person_id))
        return change.kept(tuple(replace(row, read=True) for row in read_now))


def _concerning(change: Change, after: int, again: Collection[int] = ()) -> Sequence[EventRow]:
    return event_queries.concerning(change.session, after, change.actor.login, standing(), again)


def _notices(change: Change, events: Sequence[EventRow], mark: InboxMark) -> list[NoticeRow]:
    """Return which of some events concern the actor, in their order."""
    if not events:
        return []
    session = change.session
    boards = {board.key: board for board in board_queries.boards(session)}
    reader = _reader(change, events, boards)
    found = _newest([(event, said) for event in events if (said := notice_of(event, reader)) is not None])
    titles: dict[str, str] = {}
    for key in {event.board for event, _ in found if event.board}:
        titles |= titles_of(session, boards[key], {event.ref for event, _ in found if event.board == key})
    seen = frozenset(mark.seen)
    return [
        NoticeRow(
            event.id, event.at, event.board, kind, event.ref, titles.get(event.ref, ""), text, event.actor,
            event.id <= mark.upto or event.id in seen,
        )
        for event, (kind, text) in found
    ]  # fmt: skip


def _newest(found: Sequence[_Found]) -> list[_Found]:
    """Leave out what something newer says of the same thing."""
    last = {(kind, event.ref): event.id for event, (kind, _) in found}
    return [(event, (kind, text)) for event, (kind, text) in found
            if kind not in STATES or last[kind, event.ref] == event.id]  # fmt: skip


def _reader(change: Change, events: Sequence[EventRow], boards: dict[str, BoardRow]) -> Reader:
    """Return the actor as notices see them; what costs a look is read only where an event asks for it."""
    kinds = {event.kind for event in events}
    to_sign: set[str] = set()
    if "inspection" in kinds:
        for key in {event.board for event in events if event.kind == "inspection" and event.board}:
            waiting = check_queries.inspections(
                change.session, boards[key], _inspection.c.state == InspectionState.WAITING.value
            )
            to_sign |= signing.signable(change, boards[key], waiting)
    tasks = _tasks_of(change.session, change.actor.person_id) if "task" in kinds else {}
    can_go_on = {ref for ref, can in tasks.items() if can}
    actor = change.actor
    takes_over = {key for key, board in boards.items() if board.rights.may(actor.role, Permission.HAND_OVER)}
    return Reader(actor.login, tasks, can_go_on, frozenset(to_sign), takes_over)


def _tasks_of(session: Session, person: int | None) -> dict[str, bool]:
    """Return the tasks of somebody by reference, and whether each can go on: it is neither finished nor blocked."""
    query = (
        select(_board.c.key, _task.c.number, _task.c.finished_at.is_(None) & _task.c.blocked_reason.is_(None))
        .join_from(_assignment, _task, _assignment.c.task_id == _task.c.id)
        .join(_board, _task.c.board_id == _board.c.id)
        .where(_assignment.c.person_id == person, _task.c.archived_at.is_(None))
    )
    return {f"{key}-{number}": can for key, number, can in session.execute(query)}


def _mark(session: Session, person: int | None) -> InboxMark:
    known = session.get(InboxMark, person) if person is not None else None
    return known or InboxMark(person_id=person or 0, upto=0, seen=[])
