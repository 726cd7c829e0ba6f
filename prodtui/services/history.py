"""The event log as a reader sees it."""

from __future__ import annotations

from prodtui.domain.rows import EventRow
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person, unknown_task
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
    """Return events oldest first: of one task, of the current board, or of the whole store when no board is chosen.

    With `newest` the last `limit` events instead of the first after the id `after`.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        if ref is not None:
            board, number = TaskBook(change).place(ref)
            ref = f"{board.key}-{number}"
            if not queries.events(session, ref=ref, limit=1):  # a purged task is gone, its history is not
                raise unknown_task(ref)
        login = pick_person(change.people(), author).login if author else None
        board_id = ws.board.id if ws.board is not None and ref is None else None
        return queries.events(
            session, after=after, limit=limit, ref=ref, board_id=board_id, author=login, newest=newest
        )


def events_after(ws: Workspace, after: int, limit: int = 500) -> tuple[EventRow, ...]:
    """Return the events of every board after an id: what a follower reads."""
    with read(ws.store) as session:
        return queries.events(session, after=after, limit=limit)


def last_event(ws: Workspace) -> int:
    """Return the id of the newest event, 0 when there is none."""
    with read(ws.store) as session:
        return queries.last_event(session)
