"""What is kept of a stand-up: who was there, what was gone through, decided, parked, and what came of it.

There is one at a time on a board: whoever starts another joins it, and each note is a change of its own, so that two
terminals never stand in each other's way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import ActionKind, NoteKind
from prodtui.domain.issue_fields import ACTION
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_standup import StandupNoteRow, StandupRow
from prodtui.domain.task_fields import choice, clean_fields
from prodtui.domain.text import clean_line, quoted
from prodtui.errors import NotFound, Refused
from prodtui.services.change import Change, begin
from prodtui.services.kinds import kind_of
from prodtui.services.lookup import pick_person
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import daily as queries
from prodtui.storage.tables.daily import Standup
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_standup = table_of(Standup)
#: One that was started longer ago and never ended is over: nobody stands so long.
LASTS = timedelta(hours=12)
#: What was begun while one ran still belongs to it when it ended no longer ago: nobody types so long.
LATE = timedelta(hours=1)


def start_standup(ws: Workspace, *, request_id: str | None = None) -> Done[StandupRow]:
    """Start the stand-up of the current board, or join the one that runs; the actor is there from now on."""
    with begin(ws, "standup.start", request_id=request_id) as change:
        if change.first_answer:
            return change.repeat(StandupRow)
        from prodtui.services.standup import since_of  # it reads what the other verbs do without

        board, records, me = change.board(), RecordBook(change), change.actor.login
        found, notes = queries.running(change.session, board), list[str]()
        if found is not None and found.started_at + LASTS < change.now:
            _end(records, board, found, found.notes[-1].at if found.notes else found.started_at, found.started_by)
            notes.append(f"{found.ref} of {found.started_by} was never ended; it is over now.")
            found = None
        if found is None:
            values = {
                "started_at": change.now,
                "started_by": me,
                "since": since_of(change, board, "last").at,
                "people": [me],
            }
            records.insert(board, "standup", values)
        else:
            notes.append(f"{found.started_by} started {found.ref} already; you are in it.")
            _set_people(records, board, found, [*found.people, me])
        return change.done(_running(change, board), notes)


def attend(
    ws: Workspace, names: Collection[str], *, there: bool = True, request_id: str | None = None
) -> Done[StandupRow]:
    """Say who is in the stand-up that runs, or with `there` False who is not. Raises NotFound for an unknown name."""
    with begin(ws, "standup.there", request_id=request_id, body={"names": list(names), "there": there}) as change:
        if change.first_answer:
            return change.repeat(StandupRow)
        board = change.board()
        found = _running(change, board)
        logins = [pick_person(change.people(), name).login for name in names]
        people = [*found.people, *logins] if there else [login for login in found.people if login not in logins]
        _set_people(RecordBook(change), board, found, people)
        return change.done(_running(change, board))


def add_note(
    ws: Workspace,
    kind: NoteKind | str,
    text: str,
    *,
    about: str | None = None,
    issue: str | None = None,
    owner: str | None = None,
    due: datetime | None = None,
    standup: str | None = None,
    request_id: str | None = None,
) -> Done[StandupNoteRow]:
    """Write something down in the stand-up that runs; `about` is the reference of what it is about.

    `standup` is the one during which it was begun: it goes there even when that one ended up to an hour ago. An action
    becomes a task of the board with its owner and due date, or an action of `issue`. Whoever writes is there. Raises
    Refused when no stand-up runs, or the one that is meant ended earlier, NotFound for an unknown reference.
    """
    said, text = choice(NoteKind, kind, "The kind of note"), clean_line(text, limit=500, what="note")
    about = clean_line(about, limit=60, what="reference") if about else None
    body = {
        "kind": said, "text": text, "about": about, "issue": issue, "owner": owner, "due": due, "standup": standup,
    }  # fmt: skip
    with begin(ws, "standup.note", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(StandupNoteRow)
        board, found = _meant(change, standup)
        about = _known(change, about) if about else None
        made = None
        if said is NoteKind.ACTION:
            # Without the key of the board, which another one gets when it is imported under another key.
            made = _make(change, board, text, issue, owner, due, f"From stand-up {found.ref.partition('-')[2]}")
            text = _promised(change, board, text, owner, due)
        return change.done(_write(change, board, found, said, text, about, made), _late(found))


def mark_talked(
    ws: Workspace,
    key: str,
    text: str,
    *,
    talked: bool = True,
    standup: str | None = None,
    request_id: str | None = None,
) -> Done[StandupRow]:
    """Mark an item of the stand-up, by its key, as talked about, or with `talked` False take the mark away.

    `text` is what the item said, `standup` as with `add_note`. What is so already stays so. Whoever marks is there.
    """
    body = {"key": key, "text": text, "talked": talked, "standup": standup}
    with begin(ws, "standup.talked", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(StandupRow)
        text = clean_line(text, limit=500, what="note")
        board, found = _meant(change, standup)
        notes = _late(found)
        marks = [note for note in found.notes if note.kind is NoteKind.TALKED and note.about == key]
        if talked == bool(marks):
            notes.append(f"{quoted(text)} was {'marked already' if talked else 'not marked'}.")
        elif talked:
            _write(change, board, found, NoteKind.TALKED, text, key, None)
        else:
            _put_away(change, marks[0].ref)
        return change.done(_again(change, board, found.id), notes)


def put_away_note(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[StandupNoteRow]:
    """Take a note that was written by mistake out of its stand-up. Raises NotFound."""
    with begin(ws, "standup.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(StandupNoteRow)
        board, entity = _put_away(change, ref)
        return change.done(queries.note(change.session, board, entity.id))


def finish_standup(ws: Workspace, *, request_id: str | None = None) -> Done[StandupRow]:
    """End the stand-up that runs; the next one tells what changed since. Raises Refused when none runs."""
    with begin(ws, "standup.finish", request_id=request_id) as change:
        if change.first_answer:
            return change.repeat(StandupRow)
        board = change.board()
        found = _running(change, board)
        _end(RecordBook(change), board, found, change.now, change.actor.login)
        return change.done(_again(change, board, found.id))


def list_standups(ws: Workspace, *, limit: int | None = None) -> tuple[StandupRow, ...]:
    """Return the stand-ups of the current board, newest first."""
    with read(ws.store) as session:
        return queries.standups(session, Change.looking(ws, session).board(), limit=limit)


def show_standup(ws: Workspace, ref: str | None = None) -> StandupRow:
    """Return a stand-up, the newest one without a reference. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        if ref is None:
            board = change.board()
            found = queries.standups(session, board, limit=1)
        else:
            board, entity = RecordBook(change).find("standup", ref)
            found = queries.standups(session, board, _standup.c.id == entity.id)
        if not found:
            raise NotFound(f"There is no stand-up of {board.key} yet.", hint="Start one with `prodtui standup start`.")
        return found[0]


def _running(change: Change, board: BoardRow) -> StandupRow:
    found = queries.running(change.session, board)
    if found is None:
        raise Refused(f"No stand-up of {board.key} runs.", hint="Start one with `prodtui standup start`.")
    return found


def _meant(change: Change, ref: str | None) -> tuple[BoardRow, StandupRow]:
    """Return the stand-up that a change belongs to and its board: the one that runs, or one that ended just now."""
    if ref is None:
        board = change.board()
        return board, _running(change, board)
    board, entity = RecordBook(change).find("standup", ref)
    again = "What you typed is kept; write it down anew, and another stand-up begins."
    if entity.archived_at is not None:
        raise Refused(f"{ref} was taken back meanwhile.", hint=again)
    if entity.ended_at is not None and entity.ended_at + LATE < change.now:
        raise Refused(f"{ref} ended more than an hour ago.", hint=again)
    return board, _again(change, board, entity.id)


def _late(found: StandupRow) -> list[str]:
    return [f"{found.ref} was ended meanwhile; it is written down there."] if found.ended_at else []


def _known(change: Change, ref: str) -> str:
    """Return the whole reference of a task or of anything else with a number. Raises NotFound."""
    kind = kind_of(ref)
    if kind is None:
        board, task = TaskBook(change).find(ref)
        return f"{board.key}-{task.number}"
    records = RecordBook(change)
    board, entity = records.find(kind, ref)
    return records.ref(board, kind, entity)


def _again(change: Change, board: BoardRow, id: int) -> StandupRow:
    """Return a stand-up as it stands now."""
    return queries.standups(change.session, board, _standup.c.id == id)[0]


def _end(records: RecordBook, board: BoardRow, row: StandupRow, at: datetime, by: str) -> None:
    records.apply(board, "standup", records.find("standup", row.ref)[1], {"ended_at": at, "ended_by": by})


def _set_people(records: RecordBook, board: BoardRow, row: StandupRow, people: Collection[str]) -> None:
    records.apply(board, "standup", records.find("standup", row.ref)[1], {"people": list(dict.fromkeys(people))})


def _write(
    change: Change, board: BoardRow, found: StandupRow, kind: NoteKind, text: str, about: str | None, made: str | None
) -> StandupNoteRow:
    records, me = RecordBook(change), change.actor.login
    _set_people(records, board, found, [*found.people, me])
    number = queries.last_note(change.session, found.id) + 1
    values: Mapping[str, Any] = {
        "standup": found.ref, "kind": kind, "text": text, "about": about, "made": made, "at": change.now,
        "by": me,
    }  # fmt: skip
    entity = records.insert(board, "standup_note", values, number=number)
    return queries.note(change.session, board, entity.id)


def _put_away(change: Change, ref: str) -> tuple[BoardRow, Any]:
    records = RecordBook(change)
    board, entity = records.find("standup_note", ref)
    records.apply(board, "standup_note", entity, {"archived_at": entity.archived_at or change.now})
    return board, entity


def _promised(change: Change, board: BoardRow, text: str, owner: str | None, due: datetime | None) -> str:
    """Return an action with who does it and by when, as the record of the stand-up tells it."""
    who = pick_person(change.people(), owner).name if owner else ""
    day = due.astimezone(ZoneInfo(board.timezone)) if due else None
    when = f"by {day:%a} {day.day} {day:%b}" if day else ""
    told = ", ".join(part for part in (who, when) if part)
    return f"{text} ({told})" if told else text


def _make(
    change: Change, board: BoardRow, text: str, issue: str | None, owner: str | None, due: datetime | None, notes: str
) -> str:
    """Make what an action becomes, and return its reference; a task has `notes` that say where it comes from."""
    if issue is not None:
        from prodtui.services.issue_actions import create_action

        values = ACTION.clean_all({"text": text, "kind": ActionKind.CORRECTIVE, "owner": owner, "due": due})
        row = create_action(change, issue, values)
        return f"{row.issue}.{row.number}"
    from prodtui.services.tasks import create

    fields = {"title": text, "assignees": (owner,) if owner else (), "due": due, "notes": notes}
    return create(TaskBook(change), board, clean_fields(fields)).ref
