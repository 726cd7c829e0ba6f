"""Bringing a whole board back from its document: every row and every event, as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from prodtui.domain.enums import Via
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.errors import Refused, Rejected
from prodtui.services import entities
from prodtui.services.board_document import BoardDocument, read_document
from prodtui.services.board_write import BoardWriter
from prodtui.services.boards import clean_key
from prodtui.services.change import Change, begin
from prodtui.services.people import make_person
from prodtui.services.workspace import Workspace
from prodtui.storage import invariants
from prodtui.storage.bulk import roomy
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.tasks import Recurrence
from prodtui.storage.tables.types import table_of

_event, _board, _filter, _recurrence = (table_of(t) for t in (Event, Board, SavedFilter, Recurrence))
_FEW = 500


@dataclass(frozen=True, slots=True)
class BoardImported:
    """What the import of a board did, or with `dry_run` would do; `created` is False when the store had it already."""

    board: str
    dry_run: bool
    created: bool
    steps: int
    tasks: int
    comments: int
    inspections: int
    issues: int
    events: int
    people: tuple[str, ...]
    notes: tuple[str, ...]
    txn: str | None


def import_board(
    ws: Workspace, document: Any, *, key: str | None = None, dry_run: bool = False, request_id: str | None = None
) -> BoardImported:
    """Make the board of a document, under another key when one is given; a second import of it changes nothing.

    A board of that key that never had a task makes room and is archived under another key. People whom the store knows
    stay as they are. Raises Rejected for a document that does not fit, Refused when the key belongs to another board.
    """
    found = read_document(document)
    wanted = clean_key(key) if key else str(found.board["key"])
    acting, body = ws.with_via(Via.IMPORT), {"board": wanted, "events": [event["txn"] for event in found["events"]]}
    with begin(acting, "import", need=Permission.SET_UP, of_store=True, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(BoardImported).value
        here = queries.board_by_key(change.session, wanted)
        old = {event["txn"] for event in found["events"]}
        if here is not None and _holds(change.session, here, wanted, old):
            note = f"Board {wanted} is here already and holds everything in the file; nothing was changed."
            return BoardImported(wanted, dry_run, False, 0, 0, 0, 0, 0, 0, (), (note,), None)
        notes = (_make_room(change, here),) if here is not None else ()
        before = set(invariants.broken(change.session))
        people = _add_people(change, found)
        try:
            with roomy(change.session):
                BoardWriter(change, found, wanted, _fresh(change.session, wanted, found, old)).write()
        except IntegrityError:
            raise _contradiction("something that must be there once is there twice") from None
        broken = [sentence for sentence in invariants.broken(change.session) if sentence not in before]
        if broken:
            raise _contradiction(broken[0])
        report = _report(change, found, wanted, people, notes, dry_run)
        return report if dry_run else change.done(report).value


def _holds(session: Session, board: BoardRow, key: str, txns: set[str]) -> bool:
    """Tell whether a board has every transaction of a document, under its own name or the one of an earlier import."""
    known = set(session.scalars(select(_event.c.txn).where(_event.c.board_id == board.id).distinct()))
    return txns <= known or {_renamed(key, txn) for txn in txns} <= known


def _fresh(session: Session, key: str, found: BoardDocument, txns: set[str]) -> dict[str, str]:
    """Return a name for each transaction: its own, unless another board of the store has it already."""
    listed = sorted(txns)
    chunks = (listed[start : start + _FEW] for start in range(0, len(listed), _FEW))
    taken = any(session.scalar(select(_event.c.id).where(_event.c.txn.in_(chunk)).limit(1)) for chunk in chunks)
    undone = {event["undoes"] for event in found["events"] if event["undoes"]}
    return {txn: _renamed(key, txn) if taken else txn for txn in txns | undone}


def _renamed(key: str, txn: str) -> str:
    return hashlib.sha256(f"{key}:{txn}".encode()).hexdigest()[:16]


def _make_room(change: Change, here: BoardRow) -> str:
    """Archive a board that was never used under another key; refuse when it was."""
    change.require(Permission.SET_UP, here)
    session = change.session
    row = session.get_one(Board, here.id)
    ruled = session.scalar(select(_recurrence.c.id).where(_recurrence.c.board_id == here.id).limit(1))
    filtered = session.scalar(select(_filter.c.id).where(_filter.c.board_id == here.id).limit(1))
    if row.next_number > 1 or ruled or filtered:
        raise Refused(
            f"There is another board {here.key} already.",
            hint="Import under another key, for example --key NEW; nothing was changed.",
            details={"reasons": [{"ref": here.key, "code": "taken", "text": "is another board", "overridable": False}]},
        )
    keys = set(session.scalars(select(_board.c.key)))
    spare = next(name for name in (f"{here.key[:7]}{number}" for number in range(1000)) if name not in keys)
    values = {"key": spare, "archived_at": here.archived_at or change.now}
    entities.set_columns(change, "board", row, here.key, values, here.id)
    return f"The empty board {here.key} that was here is archived as {spare}."


def _add_people(change: Change, found: BoardDocument) -> tuple[str, ...]:
    known = {person.login.casefold() for person in change.people()}
    missing = [person for person in found["people"] if person["login"].casefold() not in known]
    for person in missing:
        make_person(change, person["login"], {name: value for name, value in person.items() if name != "login"})
    return tuple(person["login"] for person in missing)


def _contradiction(what: str) -> Rejected:
    return Rejected(
        f"The board in the file contradicts itself: {what}.",
        hint="Export the board again; nothing was imported.",
        details={"part": "", "element": 0, "field": ""},
    )


def _report(
    change: Change, found: BoardDocument, key: str, people: Sequence[str], notes: Iterable[str], dry_run: bool
) -> BoardImported:
    board = queries.board_by_key(change.session, key)
    counts = {part: len(found[part]) for part in ("steps", "tasks", "comments", "inspections", "issues", "events")}
    after = {"key": key, "name": found.board["name"], **counts}
    # The board's own history stays as it was; that it was brought here belongs to the store.
    entities.note(change, "board", board.id if board else 0, key, None, after, 1, None)
    return BoardImported(
        board=key,
        dry_run=dry_run,
        created=True,
        **counts,
        people=tuple(people),
        notes=tuple(notes),
        txn=None if dry_run else change.unit.txn,
    )
