"""The event log, read in the order in which it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from prodtui.domain.enums import Via
from prodtui.domain.rows_event import EventRow
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.types import table_of

_event, _board = table_of(Event), table_of(Board)


def last_event(session: Session) -> int:
    """Return the id of the newest event, 0 when there is none."""
    return session.execute(select(func.max(_event.c.id))).scalar() or 0


def last_before(session: Session, moment: datetime) -> int:
    """Return the id of the last event that was recorded before a moment, 0 when there is none.

    Halves the ids, since nothing but their order tells when events were recorded.
    """
    low, high = 0, last_event(session)
    while low < high:
        middle = (low + high + 1) // 2
        newest = select(_event.c.id, _event.c.recorded_at).where(_event.c.id <= middle).order_by(_event.c.id.desc())
        found = session.execute(newest.limit(1)).first()
        if found is None or found.recorded_at < moment:
            low = middle
        else:
            high = found.id - 1
    return low


def newest_event(session: Session) -> tuple[int, str]:
    """Return the id and the transaction of the newest event, 0 and "" when there is none."""
    row = session.execute(select(_event.c.id, _event.c.txn).order_by(_event.c.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, "")


def touched_after(session: Session, newest: tuple[int, str], board_id: int, most: int) -> dict[str, set[int]] | None:
    """Return by kind which things of a board, or of no board, the events after the newest one known are about.

    None when there are more than `most` events, or when the one known is not there: the store is another one by now.
    """
    id, txn = newest
    if id and session.scalar(select(_event.c.txn).where(_event.c.id == id)) != txn:
        return None
    query = select(_event.c.board_id, _event.c.kind, _event.c.object_id).where(_event.c.id > id)
    rows = session.execute(query.order_by(_event.c.id).limit(most + 1)).all()
    if len(rows) > most:
        return None
    found: dict[str, set[int]] = {}
    for board, kind, thing in rows:
        if board in (board_id, None):
            found.setdefault(kind, set()).add(thing)
    return found


def events(
    session: Session,
    *,
    after: int = 0,
    limit: int | None = None,
    ref: str | None = None,
    board_id: int | None = None,
    author: str | None = None,
    newest: bool = False,
) -> tuple[EventRow, ...]:
    """Return events oldest first; with `newest` and a limit the last ones instead of the first."""
    query = _select().where(_event.c.id > after)
    if ref is not None:
        query = query.where(_event.c.ref == ref)
    if board_id is not None:
        query = query.where(_event.c.board_id == board_id)
    if author is not None:
        query = query.where(_event.c.actor == author)
    query = query.order_by(_event.c.id.desc() if newest else _event.c.id).limit(limit)
    found = _rows(session, query)
    return found[::-1] if newest else found


def last_about(session: Session, board_id: int, ref: str) -> int:
    """Return the id of the last event about something on a board, 0 when there is none."""
    mine = (_event.c.ref == ref) & (_event.c.board_id == board_id)
    return session.scalar(select(func.max(_event.c.id)).where(mine)) or 0


def actors_after(session: Session, board_id: int, after: int) -> frozenset[str]:
    """Return who did something on a board after an event."""
    query = select(_event.c.actor).where(_event.c.id > after, _event.c.board_id == board_id).distinct()
    return frozenset(session.scalars(query))


def events_about(
    session: Session, board_id: int, refs: Collection[str], kinds: Collection[str]
) -> tuple[EventRow, ...]:
    """Return the events of some kinds about some things of a board, oldest first."""
    here = _event.c.ref.in_(refs) & (_event.c.board_id == board_id) & _event.c.kind.in_(kinds)
    return _rows(session, _select().where(here).order_by(_event.c.id)) if refs else ()


def happened(session: Session, board_id: int, after: int) -> tuple[EventRow, ...]:
    """Return what happened on a board after an event, oldest first: of tasks what moved them on, blocked or freed them.

    What only changed words is left out, and so are the parts of a plan that is tried.
    """
    moved = (_event.c.kind == "task") & _event.c.flow.is_not(None)
    others = ("issue", "inspection", "reading", "downtime", "demand", "plan_line")
    where = (_event.c.id > after, _event.c.board_id == board_id, or_(moved, _event.c.kind.in_(others)))
    return _rows(session, _select().where(*where).order_by(_event.c.id))


def concerning(
    session: Session, after: int, login: str, where: ColumnElement[bool], again: Collection[int] = ()
) -> tuple[EventRow, ...]:
    """Return the events of others that may concern somebody, oldest first: more than do, never fewer.

    They come after an id, or are among earlier ones that are asked for `again`; `where` is what holds of all of them.
    What an import brought is left out, and so is the history of a board that was imported.
    """
    said = _event.c.kind.in_(("comment", "issue_comment", "standup_note")) & _holds("@")
    task = (_event.c.kind == "task") & (_holds(f'"{login}"') | _event.c.flow.contains("-blocked"))
    issue = (_event.c.kind == "issue") & _event.c.before.is_(None) & _holds('"andon":true')
    check = (_event.c.kind == "inspection") & _holds('"waiting"')
    shift = (_event.c.kind == "handover") & _event.c.before.is_(None)
    here = _event.c.via != Via.IMPORT.value
    concerns = (_event.c.actor != login, here, or_(said, task, issue, check, shift), where)
    # One query for both would read the whole log.
    parts = ([_event.c.id.in_(again)] if again else []) + [_event.c.id > after]
    asked = (_select().where(part, *concerns).order_by(_event.c.id) for part in parts)
    brought = _brought(session, after)
    return tuple(row for query in asked for row in _rows(session, query) if row.id > brought.get(row.board or "", 0))


def _brought(session: Session, after: int) -> dict[str, int]:
    """Return the boards that were imported after an event, each with the event that says so, behind its history."""
    told = (_event.c.kind == "board") & (_event.c.via == Via.IMPORT.value) & _event.c.board_id.is_(None)
    query = select(_board.c.key, func.max(_event.c.id)).join_from(_event, _board, _event.c.object_id == _board.c.id)
    return {key: id for key, id in session.execute(query.where(_event.c.id > after, told).group_by(_board.c.key))}


def _holds(text: str) -> ColumnElement[bool]:
    return type_coerce(_event.c.after, Text).contains(text, autoescape=True)


def events_of(session: Session, txns: Collection[str]) -> tuple[EventRow, ...]:
    """Return the events of some transactions, oldest first."""
    return _rows(session, _select().where(_event.c.txn.in_(txns)).order_by(_event.c.id))


def of_change(
    session: Session, txn: str, kinds: Collection[str] | None = None, limit: int | None = None
) -> tuple[EventRow, ...]:
    """Return the first events of a transaction, oldest first; those of some kinds when `kinds` are given."""
    query = _select().where(_event.c.txn == txn)
    if kinds is not None:
        query = query.where(_event.c.kind.in_(kinds))
    return _rows(session, query.order_by(_event.c.id).limit(limit))


def made_or_brought(session: Session, board_id: int, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield id and new values for each event by which a thing of a board was made, or changed by an import, in order.

    What was taken back again counts as well: the file did say so.
    """
    made = _event.c.before.is_(None) | (_event.c.via == Via.IMPORT.value)
    query = select(_event.c.object_id, _event.c.after).where(
        _event.c.board_id == board_id, _event.c.kind == kind, _event.c.after.is_not(None), made
    )
    yield from ((id, after) for id, after in session.execute(query.order_by(_event.c.id)))


class Told(NamedTuple):
    """What an event says about a thing: its fields after it, None when it is gone."""

    kind: str
    object_id: int
    ref: str
    version: int
    after: dict[str, Any] | None


def told_by(session: Session, board_id: int, kinds: Collection[str], at: datetime) -> Iterator[Told]:
    """Yield what was told about things of a board by a moment, in the order in which it was recorded."""
    columns = (_event.c[name] for name in Told._fields)
    here = (_event.c.board_id == board_id) & _event.c.kind.in_(kinds) & (_event.c.at <= at)
    rows = session.execute(select(*columns).where(here).order_by(_event.c.id).execution_options(yield_per=1_000))
    return map(Told._make, rows)


def last_of(session: Session, board_id: int, ref: str, command: str) -> EventRow | None:
    """Return the newest event of a command about something on a board, None when there is none."""
    mine = (_event.c.ref == ref) & (_event.c.board_id == board_id) & (_event.c.command == command)
    found = _rows(session, _select().where(mine).order_by(_event.c.id.desc()).limit(1))
    return found[0] if found else None


def recent_txns(
    session: Session,
    actor: str,
    typed_by: str | None,
    board_id: int | None,
    limit: int,
    *,
    without: Collection[str] = (),
) -> dict[str, str | None]:
    """Return the transactions among somebody's last `limit` events, oldest first, each with the one that it undoes.

    Events that belong to no board count on every board; those of the commands `without` are left out.
    """
    same_hand = _event.c.typed_by.is_(None) if typed_by is None else _event.c.typed_by == typed_by
    query = (
        select(_event.c.txn, _event.c.undoes)
        .where(_event.c.actor == actor, same_hand, _event.c.command.not_in(without))
        .order_by(_event.c.id.desc())
        .limit(limit)
    )
    if board_id is not None:
        query = query.where(or_(_event.c.board_id == board_id, _event.c.board_id.is_(None)))
    return {txn: undoes for txn, undoes in reversed(session.execute(query).all())}


class Touched(NamedTuple):
    """What an event is about, who did it, and in which transaction."""

    kind: str
    object_id: int
    ref: str
    actor: str
    txn: str


def touched_since(
    session: Session, board_id: int, after: int, limit: int, *, without: Collection[str] = ()
) -> list[Touched]:
    """Return what the events of a board after an id are about, oldest first, at most `limit`.

    Events of the kinds `without` are left out.
    """
    query = (
        select(_event.c.kind, _event.c.object_id, _event.c.ref, _event.c.actor, _event.c.txn)
        .where(_event.c.id > after, _event.c.board_id == board_id, _event.c.kind.not_in(without))
        .order_by(_event.c.id)
        .limit(limit)
    )
    return [Touched(*row) for row in session.execute(query)]


def _select() -> Select[tuple[object, ...]]:
    columns = [
        _board.c.key.label("board") if name == "board" else _event.c[name] for name in EventRow.__dataclass_fields__
    ]
    return select(*columns).outerjoin_from(_event, _board, _event.c.board_id == _board.c.id)


def _rows(session: Session, query: Select[tuple[object, ...]]) -> tuple[EventRow, ...]:
    return tuple(EventRow(**(dict(row) | {"via": Via(row["via"])})) for row in session.execute(query).mappings().all())
