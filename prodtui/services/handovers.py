"""Hand-overs between shifts: drafted from the log, written by who leaves, acknowledged by name by who comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import instant_of, shifts_on
from prodtui.domain.permissions import Permission
from prodtui.domain.quality import is_near_limit
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_standup import HandoverDraft, HandoverRow, NearReading
from prodtui.domain.standup.handover import handover_text
from prodtui.domain.standup.needs import needs
from prodtui.domain.standup.since import changes
from prodtui.domain.text import clean_text
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import standup
from prodtui.services.change import Change, begin
from prodtui.services.merge import Edited, merge_fields
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import checks as check_queries
from prodtui.storage.queries import daily as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.tables.daily import Handover
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_handover = table_of(Handover)
_DAY = timedelta(days=1)
#: Days back at which the search for a shift ends; without one a hand-over is about the last eight hours.
_FURTHEST, _NO_SHIFT = 7, timedelta(hours=8)
_LONGEST = 10_000


def draft_handover(ws: Workspace, since: datetime | None = None) -> HandoverDraft:
    """Return what the shift that runs, or ended last, tells the next; since another moment when one is given.

    What another hand-over of the shift told already is left out. Raises Rejected for a moment that lies ahead.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, now = change.board(), change.now
        begun = _untold_since(change, board) if since is None else since
        if begun > now:
            raise Rejected("The shift begins in the future.", hint="Name a moment that is past.")
        after = standup.Since(begun, "", event_queries.last_before(session, begun))
        events = standup.events_since(change, board, after)
        text = handover_text(
            changes(events, change.steps(board), standup.titles(change, board, events)),
            needs(standup.situation_of(change, board, events)),
            downtimes(session, board, since=begun, until=now),
            list(_near_limits(change, board, events)),
            now,
        )
    return HandoverDraft(begun, now, text)


def write_handover(
    ws: Workspace, text: str, *, since: datetime | None = None, request_id: str | None = None
) -> Done[HandoverRow]:
    """Hand the shift over with a text, as lead or manager; says so when an earlier one of the actor's still waits.

    Raises Rejected for an empty text.
    """
    text = _clean(text)
    body = {"text": text, "since": since}
    with begin(ws, "handover.write", need=Permission.HAND_OVER, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(HandoverRow)
        board = change.board()
        values = {
            "since": _untold_since(change, board) if since is None else min(since, change.now),
            "until": change.now,
            "text": text,
            "written_at": change.now,
            "written_by": change.actor.login,
        }
        mine = _handover.c.acknowledged_at.is_(None) & (_handover.c.written_by == change.actor.login)
        notes = [
            f"{row.ref}, which you wrote before, still waits as well; `prodtui handover edit {row.ref}` changes it."
            for row in queries.handovers(change.session, board, mine, limit=1)
        ]
        entity = RecordBook(change).insert(board, "handover", values)
        return change.done(_row(change, board, entity.id), notes)


def edit_handover(
    ws: Workspace,
    ref: str,
    text: str,
    *,
    base: str | None = None,
    version: int | None = None,
    request_id: str | None = None,
) -> Done[HandoverRow]:
    """Change the text of a hand-over that nobody acknowledged yet.

    `version` is the one that was looked at and `base` its text; merges as `edit_issue` does. Raises Refused for one
    that was taken over.
    """
    values = {"text": _clean(text)}
    body = {"ref": ref, **values, "version": version}
    with begin(ws, "handover.edit", need=Permission.HAND_OVER, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(HandoverRow)
        records = RecordBook(change)
        board, entity = _find_open(records, ref)
        edited = Edited(
            change.session,
            records.ref(board, "handover", entity),
            "handover",
            entity.version,
            lambda name: records.value(board, "handover", entity, name),
            lambda name, value: _clean(str(value)),
        )
        notes = merge_fields(edited, values, None if base is None else {"text": base}, version)
        records.apply(board, "handover", entity, values)
        return change.done(_row(change, board, entity.id), notes)


def acknowledge_handover(ws: Workspace, ref: str | None = None, *, request_id: str | None = None) -> Done[HandoverRow]:
    """Take a shift over by name, as lead or manager: the hand-over that waits longest without a reference.

    Raises Refused for one's own, and for one that was taken over already.
    """
    with begin(ws, "handover.ack", need=Permission.HAND_OVER, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(HandoverRow)
        records = RecordBook(change)
        if ref is None:
            waiting = queries.handovers(change.session, change.board(), _handover.c.acknowledged_at.is_(None))
            if not waiting:
                raise NotFound("No hand-over waits to be taken over.", hint="See `prodtui handover list`.")
            ref = waiting[-1].ref
        board, entity = _find_open(records, ref)
        hands = {change.actor.login, change.actor.typed_by}
        if entity.written_by in hands:
            raise Refused(
                f"{entity.written_by} wrote {ref}, so somebody else has to take the shift over"
                f"{', under a login of their own' if entity.written_by == change.actor.typed_by else ''}.",
                hint="Ask the lead of the next shift.",
            )
        records.apply(board, "handover", entity, {"acknowledged_at": change.now, "acknowledged_by": change.actor.login})
        return change.done(_row(change, board, entity.id))


def put_away_handover(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[HandoverRow]:
    """Take a hand-over that was written by mistake out of the list; it keeps its number and history."""
    with begin(ws, "handover.put-away", need=Permission.HAND_OVER, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(HandoverRow)
        records = RecordBook(change)
        board, entity = records.find("handover", ref)
        records.apply(board, "handover", entity, {"archived_at": entity.archived_at or change.now})
        return change.done(_row(change, board, entity.id))


def list_handovers(ws: Workspace, *, waiting: bool = False, limit: int | None = None) -> tuple[HandoverRow, ...]:
    """Return the hand-overs of the current board, newest first; `waiting` those that nobody acknowledged."""
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        where = [_handover.c.acknowledged_at.is_(None)] if waiting else []
        return queries.handovers(session, board, *where, limit=limit)


def show_handover(ws: Workspace, ref: str) -> HandoverRow:
    """Return a hand-over. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, entity = RecordBook(change).find("handover", ref)
        return _row(change, board, entity.id)


def shift_began(board: BoardRow, now: datetime) -> datetime:
    """Return when the shift began that runs, or that ended last: the last one begun by now."""
    zone = ZoneInfo(board.timezone)
    today = now.astimezone(zone).date()
    for back in range(_FURTHEST + 1):
        day = today - back * _DAY
        begun = [at for first, _ in shifts_on(day, board.settings) if (at := instant_of(day, first, zone)) <= now]
        if begun:
            return begun[-1]
    return now - _NO_SHIFT


def _untold_since(change: Change, board: BoardRow) -> datetime:
    """Return when the last hand-over of the board ended, if that lies within the shift, else when the shift began."""
    begun, last = shift_began(board, change.now), queries.handovers(change.session, board, limit=1)
    return last[0].until if last and begun < last[0].until <= change.now else begun


def _near_limits(change: Change, board: BoardRow, events: Sequence[EventRow]) -> Iterator[NearReading]:
    """Yield the measurements of a shift, as they stand now, that passed only just."""
    told = {(event.ref, (event.after or {}).get("item")) for event in events if event.kind == "reading" and event.after}
    numbers = {int(ref.rpartition("-Q")[2]) for ref, _ in told}
    for row in check_queries.inspections(change.session, board, check_queries.numbered(numbers)):
        items = {item.key: item for item in check_queries.content_of(change.session, row.id).items}
        for reading in check_queries.readings(change.session, row.id):
            item = items.get(reading.item)
            if item is None or reading.number is None or (row.ref, reading.item) not in told:
                continue
            if is_near_limit(item, reading.number):
                yield NearReading(
                    row.ref, item.text, reading.number, item.lower, item.upper, item.unit or "", reading.by
                )


def _find_open(records: RecordBook, ref: str) -> tuple[BoardRow, Handover]:
    board, entity = records.find("handover", ref)
    if entity.archived_at is not None:
        raise Refused(f"{ref} was put away.", hint="Take that back first with `prodtui undo`.")
    if entity.acknowledged_at is not None:
        raise Refused(f"{entity.acknowledged_by} took {ref} over already.", hint="Write another hand-over.")
    return board, entity


def _row(change: Change, board: BoardRow, id: int | None) -> HandoverRow:
    return queries.handovers(change.session, board, _handover.c.id == id, put_away=True)[0]


def _clean(text: str) -> str:
    found = clean_text(text, limit=_LONGEST, what="hand-over")
    if not found.strip():
        raise Rejected("The hand-over is empty.", hint="Say at least that nothing happened.")
    return found
