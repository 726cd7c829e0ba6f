"""The schedule of a board: as it stands, computed anew where something that matters has changed, and stored.

It is stored so that whoever looks at it, a command, the plan or a screen, sees the same dates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.orm import Session

from prodtui.domain.permissions import Permission, may
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_schedule import ScheduledRow, ScheduleView
from prodtui.domain.scheduling.build import Built, build
from prodtui.domain.scheduling.floor import Away
from prodtui.domain.scheduling.stored import packed, unpacked
from prodtui.domain.scheduling.view import Placing, by_the_order, view_of
from prodtui.errors import Busy
from prodtui.services.change import Change
from prodtui.services.schedule_floor import read_floor
from prodtui.services.workspace import Workspace
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.queries import schedule as queries
from prodtui.storage.queries.schedule import Kept
from prodtui.storage.tables.schedule import ScheduleRun, ScheduleTask
from prodtui.storage.tables.types import encode_json, table_of
from prodtui.storage.unit_of_work import read, write

_row, _run = table_of(ScheduleTask), table_of(ScheduleRun)

_COLUMNS = tuple(column.name for column in _row.columns)
#: A schedule that is older than this has begun work in it that goes on, and times that are over.
FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Made:
    """A schedule, what of it was stored when it was made, from which revisions, and whether it was stored already."""

    board: BoardRow
    view: ScheduleView
    kept: Mapping[int, Kept]
    stamp: dict[str, int]
    last: queries.Run | None
    stored: bool


def look(ws: Workspace, *, fresh: bool = False, away: Sequence[Away] = ()) -> ScheduleView:
    """Return the schedule as it is stored, or computed when something changed since, or with `fresh`.

    `away` are absences to play with. Nothing is stored. Raises NotFound for an unknown person.
    """
    with read(ws.store) as session:
        return _made(ws, session, fresh=fresh, away=away).view


def current(ws: Workspace) -> ScheduleView:
    """Return the schedule, and store it when it had to be computed and whoever asks may change the board."""
    with read(ws.store) as session:
        made = _made(ws, session)
    if not made.stored and _may_store(ws, made.board):
        with suppress(Busy):  # whoever only wants to look does not depend on others who write
            _store(ws, made)
    return made.view


def refresh(ws: Workspace, *, thaw: bool = False) -> bool:
    """Compute and store the schedule when it is stale; return whether a task has another place than before.

    With `thaw` what was promised for the near future may move. Whoever may not change the board stores nothing.
    """
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        if not _may_store(ws, board):
            return False
        stands = _stands(queries.last_run(session, board), queries.revisions(session, board), ws.now())
        if stands and not thaw:
            return False
        made = _made(ws, session, fresh=thaw, thaw=thaw)
    return not made.stored and _store(ws, made)


def store_id(ws: Workspace) -> str:
    """Return the name of the store that no other one has: what calendars know its events by."""
    with read(ws.store) as session:
        return queries.store_id(session)


def task_of(view: ScheduleView, ref: str) -> ScheduledRow | None:
    """Return a task of a schedule by its reference, None when it is not open."""
    return next((row for row in view.tasks if row.ref == ref), None)


def _made(
    ws: Workspace, session: Session, *, fresh: bool = False, thaw: bool = False, away: Sequence[Away] = ()
) -> _Made:
    change = Change.looking(ws, session)
    board = change.board()
    stamp, last = queries.revisions(session, board), queries.last_run(session, board)
    kept = {} if away else queries.kept(session, board)
    built = build(read_floor(change, board, away=away, thaw=thaw))
    if last is not None and not (fresh or thaw or away) and _stands(last, stamp, change.now):
        stored = _stored_view(built, kept, last.made_at)
        if stored is not None:
            return _Made(board, stored, kept, stamp, last, stored=True)
    return _Made(board, by_the_order(built), kept, stamp, last, stored=False)


def _stands(last: queries.Run | None, stamp: Mapping[str, int], now: datetime) -> bool:
    """Tell whether the schedule that was stored last still holds, by the revisions as they are."""
    return last is not None and timedelta(0) <= now - last.made_at < FRESH and last.stamp == stamp


def _stored_view(built: Built, kept: Mapping[int, Kept], made_at: datetime) -> ScheduleView | None:
    """Return the schedule as it is stored, None when a task is missing in it."""
    tasks = built.floor.tasks
    if any(task.id not in kept for task in tasks):
        return None
    return view_of(built, [placing_of(kept[task.id]) for task in tasks], made_at)


def placing_of(row: Kept) -> Placing:
    """Return what the schedule says of a task from how that is stored."""
    parts = unpacked(json.loads(row.parts))
    return Placing(row.starts, row.ends, row.late, row.slack, row.critical, parts, row.problem)


def _may_store(ws: Workspace, board: BoardRow) -> bool:
    return not ws.read_only and board.archived_at is None and may(ws.actor.role, Permission.WORK)


def _store(ws: Workspace, made: _Made) -> bool:
    """Store what differs of a schedule; return whether anything did.

    One that is out of date by now, or that another program has stored meanwhile, is dropped.
    """
    rows = {row.id: _kept(row) for row in made.view.tasks}
    changed = [row for task, row in rows.items() if made.kept.get(task) != row]
    stale = [task for task, row in made.kept.items() if rows.get(task) != row]
    with write(ws.store, ws.actor, "schedule.refresh", now=ws.now()) as unit:
        session, board = unit.session, made.board
        if queries.revisions(session, board) != made.stamp or queries.last_run(session, board) != made.last:
            return False
        if stale:
            here = delete(_row).where(_row.c.task_id == bindparam("id"))
            session.connection().execute(here, [{"id": task} for task in stale])
        BulkInsert(session, _row, _COLUMNS).insert(_values(board, row) for row in changed)
        session.execute(delete(_run).where(_run.c.board_id == board.id))
        run = {"board_id": board.id, "made_at": made.view.made_at, "stamp": made.stamp}
        session.execute(insert(_run), run)
        if changed or stale:
            unit.touch(f"schedule:{board.id}")
        unit.commit()
    return bool(changed or stale)


def _kept(row: ScheduledRow) -> Kept:
    parts = encode_json(packed(row.parts))
    return Kept(row.id, row.starts, row.ends, row.late, row.slack, row.critical, row.guessed, row.problem, parts)


def _values(board: BoardRow, row: Kept) -> tuple[object, ...]:
    return (
        row.task_id, board.id, row.starts, row.ends, row.late, row.slack, row.critical, row.guessed, row.problem,
        json.loads(row.parts),
    )  # fmt: skip
