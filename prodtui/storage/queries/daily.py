"""Stand-ups with their notes, and hand-overs between shifts, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import NoteKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_standup import HandoverRow, StandupNoteRow, StandupRow
from prodtui.storage.tables.daily import Handover, Standup, StandupNote
from prodtui.storage.tables.types import table_of

_standup, _note, _handover = table_of(Standup), table_of(StandupNote), table_of(Handover)
_OWN = [name for name in StandupRow.__dataclass_fields__ if name not in ("board", "ref", "notes")]
_OF_HANDOVER = [name for name in HandoverRow.__dataclass_fields__ if name not in ("board", "ref")]
_OF_NOTE = [name for name in StandupNoteRow.__dataclass_fields__ if name not in ("standup", "ref")]


def standups(
    session: Session, board: BoardRow, *where: ColumnElement[bool], limit: int | None = None
) -> tuple[StandupRow, ...]:
    """Return the stand-ups of a board, newest first, without those put away."""
    query = select(*(_standup.c[name] for name in _OWN)).where(_standup.c.board_id == board.id, *where)
    query = query.where(_standup.c.archived_at.is_(None)).order_by(_standup.c.number.desc()).limit(limit)
    rows = session.execute(query).mappings().all()
    refs = {row["id"]: f"{board.key}-U{row['number']}" for row in rows}
    notes = _notes(session, refs)
    return tuple(
        StandupRow(
            **dict(row) | {"people": tuple(row["people"])},
            board=board.key,
            ref=refs[row["id"]],
            notes=tuple(notes.get(row["id"], ())),
        )
        for row in rows
    )


def running(session: Session, board: BoardRow) -> StandupRow | None:
    """Return the stand-up of a board that is not over, None when there is none."""
    found = standups(session, board, _standup.c.ended_at.is_(None), limit=1)
    return found[0] if found else None


def last_ended(session: Session, board: BoardRow) -> StandupRow | None:
    """Return the stand-up of a board that ended last, None when there is none."""
    found = standups(session, board, _standup.c.ended_at.is_not(None), limit=1)
    return found[0] if found else None


def handovers(
    session: Session, board: BoardRow, *where: ColumnElement[bool], limit: int | None = None, put_away: bool = False
) -> tuple[HandoverRow, ...]:
    """Return the hand-overs of a board, newest first; `put_away` adds those written by mistake."""
    query = select(*(_handover.c[name] for name in _OF_HANDOVER)).where(_handover.c.board_id == board.id, *where)
    if not put_away:
        query = query.where(_handover.c.archived_at.is_(None))
    rows = session.execute(query.order_by(_handover.c.number.desc()).limit(limit)).mappings()
    return tuple(HandoverRow(**row, board=board.key, ref=f"{board.key}-H{row['number']}") for row in rows)


def note(session: Session, board: BoardRow, id: int) -> StandupNoteRow:
    """Return one note, one that was put away too."""
    query = _select_notes().add_columns(_standup.c.number.label("owner")).join(_standup).where(_note.c.id == id)
    row = dict(session.execute(query).mappings().one())
    return _note_row(row, f"{board.key}-U{row.pop('owner')}")


def last_note(session: Session, standup_id: int) -> int:
    """Return the number of the last note of a stand-up, 0 without any."""
    return session.scalar(select(func.max(_note.c.number)).where(_note.c.standup_id == standup_id)) or 0


def _notes(session: Session, refs: dict[int, str]) -> dict[int, list[StandupNoteRow]]:
    query = _select_notes().where(_note.c.standup_id.in_(list(refs)), _note.c.archived_at.is_(None))
    found = defaultdict[int, list[StandupNoteRow]](list)
    for row in session.execute(query.order_by(_note.c.standup_id, _note.c.number)).mappings():
        found[row["standup_id"]].append(_note_row(dict(row), refs[row["standup_id"]]))
    return found


def _select_notes() -> Select[Any]:
    return select(*(_note.c[name] for name in _OF_NOTE), _note.c.standup_id)


def _note_row(plain: Mapping[str, Any], owner: str) -> StandupNoteRow:
    own = {name: plain[name] for name in _OF_NOTE} | {"kind": NoteKind(plain["kind"])}
    return StandupNoteRow(**own, standup=owner, ref=f"{owner}.{plain['number']}")
