"""The event log as a reader sees it."""

from __future__ import annotations

from collections.abc import Collection

from prodtui.domain.rows_event import EventRow
from prodtui.services.change import Change
from prodtui.services.kinds import kind_of
from prodtui.services.lookup import pick_person, unknown_task
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import events as queries
from prodtui.storage.unit_of_work import read


def events(
    ws: Workspace,
    *,
    ref: str | None = None,
    after: int = 0,
    limit: int | None = 100,
    author: str | None = None,
    newest: bool = False,
) -> tuple[EventRow, ...]:
    """Return events oldest first: of one thing with a reference, of the current board, or of the store without one.

    A thing of the current board without a number goes by what the history calls it, such as the key of a step. With
    `newest` the last `limit` events instead of the first after the id `after`.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board_id = ws.board.id if ws.board is not None else None
        if ref is not None and (board_id is None or not _is_told_of(change, board_id, ref)):
            ref, board_id = _known(change, ref), None
        login = pick_person(change.people(), author).login if author else None
        return queries.events(
            session, after=after, limit=limit, ref=ref, board_id=board_id, author=login, newest=newest
        )


def events_after(ws: Workspace, after: int, limit: int = 500) -> tuple[EventRow, ...]:
    """Return the events of every board after an id: what a follower reads."""
    with read(ws.store) as session:
        return queries.events(session, after=after, limit=limit)


def events_of_change(
    ws: Workspace, txn: str, kinds: Collection[str] | None = None, limit: int | None = None
) -> tuple[EventRow, ...]:
    """Return the first events of a transaction, oldest first; those of some kinds when `kinds` are given."""
    with read(ws.store) as session:
        return queries.of_change(session, txn, kinds, limit)


def last_event(ws: Workspace) -> int:
    """Return the id of the newest event, 0 when there is none."""
    with read(ws.store) as session:
        return queries.last_event(session)


def _is_told_of(change: Change, board_id: int, ref: str) -> bool:
    """Tell whether something on a board is called so word for word."""
    return bool(queries.last_about(change.session, board_id, ref))


def _known(change: Change, ref: str) -> str:
    """Return the whole reference of something that has a history. Raises NotFound, Usage."""
    kind = kind_of(ref)
    if kind is not None:
        board, entity = RecordBook(change).find(kind, ref)
        return RecordBook(change).ref(board, kind, entity)
    board, number = TaskBook(change).place(ref)
    ref = f"{board.key}-{number}"
    if not queries.events(change.session, ref=ref, limit=1):  # a purged task is gone, its history is not
        raise unknown_task(ref)
    return ref
