"""A board's quality work at one moment: what is due, what runs, what waits for whom, and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prodtui.domain.enums import InspectionState
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.rows_event import EventRow
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
    """The inspections of a board by state; `against` tells why the reader may not sign those that can be signed.

    Where it says nothing about one, the reader may. `steps` are those of the board by key, archived ones too.
    `events` are those of inspections and their answers since the last look, `last_event` the id of the newest one.
    """

    board: BoardRow
    due: tuple[DueInspectionRow, ...]
    running: tuple[InspectionRow, ...]
    waiting: tuple[InspectionRow, ...]
    failed: tuple[InspectionRow, ...]
    signed: tuple[InspectionRow, ...]
    against: Mapping[str, str]
    steps: Mapping[str, StepRow]
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
        against = {ref: why for ref, why in signing.against(change, board, (*waiting, *failed)).items() if why}
        steps = {step.key: step for step in change.all_steps(board).values()}
        due = needs.due(change, board)
        return QualityList(board, due, running, waiting, failed, signed, against, steps, events, last)


def signable(ws: Workspace, *, limit: int, failed: bool = True) -> tuple[InspectionRow, ...]:
    """Return the inspections that the reader may sign, newest first: those that wait for it, and `failed` ones."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        states = [InspectionState.WAITING.value, *([InspectionState.FAILED.value] if failed else [])]
        ended = _inspection.c.state.in_(states)
        rows = queries.inspections(session, board, ended, limit=limit)
        mine = signing.signable(change, board, rows)
        return tuple(row for row in rows if row.ref in mine)


def against_signing(ws: Workspace, ref: str) -> str | None:
    """Return why the reader may not sign an inspection, None when they may. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, entity = RecordBook(change).find("inspection", ref)
        row = queries.inspections(session, board, _inspection.c.id == entity.id, put_away=True)[0]
        return signing.against(change, board, (row,))[row.ref]
