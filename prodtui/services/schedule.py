"""The schedule of a board: as it stands, computed anew where something that matters has changed, and stored.

It is stored so that whoever looks at it, a command, the plan or a screen, sees the same dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert

from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_schedule import ScheduledRow, ScheduleView
from prodtui.domain.scheduling.build import Built, build
from prodtui.domain.scheduling.floor import Away
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.stored import packed
from prodtui.domain.scheduling.view import Placing, by_the_order, placings, view_of
from prodtui.errors import Busy
from prodtui.services.change import Change
from prodtui.services.collector import without_collector
from prodtui.services.schedule_floor import read_floor
from prodtui.services.schedule_stored import stored_view
from prodtui.services.workspace import Workspace
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.queries import schedule as queries
from prodtui.storage.queries.schedule import Kept
from prodtui.storage.tables.schedule import ScheduleRun, ScheduleTask
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read, write

_row, _run = table_of(ScheduleTask), table_of(ScheduleRun)

_COLUMNS = tuple(column.name for column in _row.columns)
#: A schedule that is older than this has begun work in it that goes on, and times that are over.
FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a schedule decided of each task, from which revisions, and what of the last one is stored."""

    board: BoardRow
    built: Built
    placings: list[Placing]
    kept: Mapping[int, Kept]
    stamp: dict[str, int]
    last: queries.Run | None


def look(ws: Workspace, *, fresh: bool = False, away: Sequence[Away] = ()) -> ScheduleView:
    """Return the schedule as it is stored, or computed when something changed since, or with `fresh`.

    `away` are absences to play with. Nothing is stored. Raises NotFound for an unknown person.
    """
    with read(ws.store) as session, without_collector():
        change = Change.looking(ws, session)
        stored = None if fresh or away else _stored(change)
        return stored or by_the_order(build(read_floor(change, change.board(), away=away)))


def current(ws: Workspace) -> ScheduleView:
    """Return the schedule, and store it when it had to be computed and whoever asks may change the board."""
    with read(ws.store) as session, without_collector():
        change = Change.looking(ws, session)
        stored = _stored(change)
        if stored is not None:
            return stored
        made = _made(change)
        built = made.built
        view = view_of(built.floor, built.left, built.crew, made.placings, change.now)
    if _may_store(ws, made.board):
        with suppress(Busy):  # whoever only wants to look does not depend on others who write
            _store(ws, made)
    return view


def refresh(ws: Workspace, *, thaw: bool = False) -> bool:
    """Compute and store the schedule when it is stale; return whether a task has another place than before.

    With `thaw` what was promised for the near future may move. Whoever may not change the board stores nothing.
    """
    with read(ws.store) as session, without_collector():
        change = Change.looking(ws, session)
        if not _may_store(ws, change.board()) or (_standing(change) is not None and not thaw):
            return False
        made = _made(change, thaw=thaw)
    return _store(ws, made)


def store_id(ws: Workspace) -> str:
    """Return the name of the store that no other one has: what calendars know its events by."""
    with read(ws.store) as session:
        return queries.store_id(session)


def task_of(view: ScheduleView, ref: str) -> ScheduledRow | None:
    """Return a task of a schedule by its reference, None when it is not open."""
    return next((row for row in view.tasks if row.ref == ref), None)


def _standing(change: Change) -> queries.Run | None:
    """Return how the schedule was made that is stored, None when it is stale."""
    last = queries.last_run(change.session, change.board())
    if last is None or not timedelta(0) <= change.now - last.made_at < FRESH:
        return None
    return last if last.stamp == queries.revisions(change.session, change.board()) else None


def _stored(change: Change) -> ScheduleView | None:
    """Return the schedule that is stored, None when it is stale."""
    last, board = _standing(change), change.board()
    return None if last is None else stored_view(change, board, queries.kept(change.session, board), last.made_at)


def _made(change: Change, *, thaw: bool = False) -> _Made:
    session, board = change.session, change.board()
    stamp, last = queries.revisions(session, board), queries.last_run(session, board)
    built = build(read_floor(change, board, thaw=thaw))
    found = placings(built, schedule(built.problem, built.order()))
    return _Made(board, built, found, queries.kept(session, board), stamp, last)


def _may_store(ws: Workspace, board: BoardRow) -> bool:
    return not ws.read_only and board.archived_at is None and board.rights.may(ws.actor.role, Permission.WORK)


def _store(ws: Workspace, made: _Made) -> bool:
    """Store what differs of a schedule; return whether anything did.

    One that is out of date by now, or that another program has stored meanwhile, is dropped.
    """
    rows = {row.task_id: row for row in _rows(made)}
    changed = [row for task, row in rows.items() if made.kept.get(task) != row]
    stale = [task for task, row in made.kept.items() if rows.get(task) != row]
    with without_collector(), write(ws.store, ws.actor, "schedule.refresh", now=ws.now()) as unit:
        session, board = unit.session, made.board
        if queries.revisions(session, board) != made.stamp or queries.last_run(session, board) != made.last:
            return False
        if stale:
            here = delete(_row).where(_row.c.task_id == bindparam("id"))
            session.connection().execute(here, [{"id": task} for task in stale])
        BulkInsert(session, _row, _COLUMNS).insert(_values(board, row) for row in changed)
        session.execute(delete(_run).where(_run.c.board_id == board.id))
        run = {"board_id": board.id, "made_at": made.built.floor.now, "stamp": made.stamp}
        session.execute(insert(_run), run)
        if changed or stale:
            unit.touch(f"schedule:{board.id}")
        unit.commit()
    return bool(changed or stale)


def _rows(made: _Made) -> Iterator[Kept]:
    """Yield how what a schedule decided is stored."""
    floor, left = made.built.floor, made.built.left
    for task, ahead, at in zip(floor.tasks, left, made.placings, strict=True):
        parts = packed(at.parts)
        yield Kept(task.id, at.starts, at.ends, at.late, at.slack, at.critical, ahead.guessed, at.problem, parts)


def _values(board: BoardRow, row: Kept) -> tuple[object, ...]:
    return (
        row.task_id, board.id, row.starts, row.ends, row.late, row.slack, row.critical, row.guessed, row.problem,
        row.parts,
    )  # fmt: skip
