"""A board's quality work at one moment: what is due, what runs, what waits for whom, and what is new."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from prodtui.domain.enums import InspectionState
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.domain.rows_quality import DueInspectionRow, InspectionRow
from prodtui.services import needs, signing
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_inspection = table_of(Inspection)
_MOST_NEWS = 200


@dataclass(frozen=True, slots=True)
class QualityList:
    """The inspections of a board by state; `signable` are those waiting that the reader may sign.

    `events` are those of inspections and their answers since the last look, `last_event` the id of the newest one.
    """

    board: BoardRow
    due: tuple[DueInspectionRow, ...]
    running: tuple[InspectionRow, ...]
    waiting: tuple[InspectionRow, ...]
    failed: tuple[InspectionRow, ...]
    signed: tuple[InspectionRow, ...]
    signable: frozenset[str]
    events: tuple[EventRow, ...]
    last_event: int


def quality_list(ws: Workspace, *, newest: int | None = None, after: int | None = None) -> QualityList:
    """Return the quality work of the current board; of each state the `newest` inspections, all of them without.

    `after` is the id of the last event known, None at the first look.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        last = event_queries.last_event(session)
        running, waiting, failed, signed = (
            queries.inspections(session, board, _inspection.c.state == state.value, limit=newest)
            for state in (
                InspectionState.RUNNING,
                InspectionState.WAITING,
                InspectionState.FAILED,
                InspectionState.SIGNED,
            )
        )
        news: tuple[EventRow, ...] = ()
        if after is not None:
            news = event_queries.events(session, after=after, board_id=board.id, limit=_MOST_NEWS)
        events = tuple(event for event in news if event.kind in ("inspection", "reading"))
        due, signable = needs.due(change, board), _signable(change, board, waiting)
        return QualityList(board, due, running, waiting, failed, signed, signable, events, last)


def signable(ws: Workspace, *, limit: int) -> tuple[InspectionRow, ...]:
    """Return the inspections that the reader may sign, those that passed and those that failed, newest first."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        ended = _inspection.c.state.in_([InspectionState.WAITING.value, InspectionState.FAILED.value])
        rows = queries.inspections(session, board, ended, limit=limit)
        mine = _signable(change, board, rows)
        return tuple(row for row in rows if row.ref in mine)


def against_signing(ws: Workspace, ref: str) -> str | None:
    """Return why the reader may not sign an inspection, None when they may. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, entity = RecordBook(change).find("inspection", ref)
        row = queries.inspections(session, board, _inspection.c.id == entity.id, put_away=True)[0]
        return _against(change, board, (row,))[row.ref]


def _signable(change: Change, board: BoardRow, rows: tuple[InspectionRow, ...]) -> frozenset[str]:
    return frozenset(ref for ref, reason in _against(change, board, rows).items() if reason is None)


def _against(change: Change, board: BoardRow, rows: tuple[InspectionRow, ...]) -> dict[str, str | None]:
    """Return for each inspection why the actor may not sign it."""
    used = select(_inspection.c.id, _inspection.c.version_id).where(_inspection.c.id.in_([row.id for row in rows]))
    versions = {id: version for id, version in change.session.execute(used)}
    contents = queries.contents(change.session, set(versions.values()))
    signs = {row.ref: contents[versions[row.id]].sign for row in rows}
    against = signing.reasons(change, board, [(row, signs[row.ref]) for row in rows])
    found: dict[str, str | None] = {}
    for row in rows:
        why = against[row.ref]
        error = None if why is None else signing.refusal(change, row, signs[row.ref], why)
        found[row.ref] = None if error is None else f"{error.message} {error.hint}"
    return found
