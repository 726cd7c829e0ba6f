"""Tasks that come back by rule; no occurrence is ever made twice, and a rule that cannot make its task rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from prodtui.domain.codec import to_json
from prodtui.domain.dates import parse_when
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, RecurrenceRow, TaskRow
from prodtui.domain.task_fields import check_plan, clean_fields, moment
from prodtui.domain.text import quoted
from prodtui.errors import NotFound, ProdtuiError, Refused, Rejected
from prodtui.services import entities
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_step
from prodtui.services.rrules import check_occurs, clean_rule, occurrences
from prodtui.services.taskbook import TaskBook
from prodtui.services.tasks import create
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events
from prodtui.storage.tables.tasks import Recurrence
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_recurrence = table_of(Recurrence)
#: The command of the events that tell that a rule rests.
_REST = "recurring.rest"
_MOST_WORDS = 400
_OWN_FIELDS = ("due_days", "step")


def add_recurring(
    ws: Workspace,
    rule: str,
    fields: Mapping[str, Any],
    *,
    start: datetime | None = None,
    request_id: str | None = None,
) -> Done[RecurrenceRow]:
    """Make a task again and again by an RFC 5545 rule (or daily, weekdays, weekly, monthly, yearly) from `start` on.

    `fields` are the editable fields of a task and `due_days`, after how many days each instance is due. Raises Rejected
    for a rule that cannot be read.
    """
    text, values = clean_rule(rule), clean_template(fields)
    body = {"rule": text, "fields": values, "start": start}
    with begin(ws, "recurring.add", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(RecurrenceRow)
        board = change.board()
        first = (moment(start, "The start") or change.now).replace(second=0, microsecond=0)
        check_occurs(text, _wall(first, ZoneInfo(board.timezone)))
        fields = _check_template(TaskBook(change), board, values)
        row = Recurrence(board_id=board.id, rule=text, start=first, fields=to_json(fields))
        change.session.add(row)
        change.session.flush()  # the reference holds the number
        entities.insert(change, "recurrence", row, _ref(board, row), board.id)
        return change.done(_row(board, row))


def list_recurring(ws: Workspace, *, stopped: bool = False) -> tuple[RecurrenceRow, ...]:
    """Return the rules of the current board; `stopped` adds the ones that make no more tasks."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        board = book.change.board()
        query = select(Recurrence).where(_recurrence.c.board_id == board.id).order_by(_recurrence.c.id)
        if not stopped:
            query = query.where(_recurrence.c.active.is_(True))
        rows = session.scalars(query).all()
        resting = {row.id: _obstacle(book, board, row) for row, _ in _due_rules(book, board, rows) if row.active}
        return tuple(_row(board, row, resting.get(row.id)) for row in rows)


def stop_recurring(ws: Workspace, id: int, *, request_id: str | None = None) -> Done[RecurrenceRow]:
    """Let a rule make no more tasks. Raises NotFound."""
    with begin(ws, "recurring.stop", request_id=request_id, body={"id": id}) as change:
        if change.first_answer:
            return change.repeat(RecurrenceRow)
        board = change.board()
        row = change.session.get(Recurrence, id)
        if row is None or row.board_id != board.id:
            raise NotFound(f"Board {board.key} has no rule {id}.", hint="See `prodtui task repeat list`.")
        entities.set_columns(change, "recurrence", row, _ref(board, row), {"active": False}, board.id)
        return change.done(_row(board, row))


def run_due(ws: Workspace) -> Done[tuple[TaskRow, ...]]:
    """Make the tasks whose time has come on the current board: the latest missed occurrence of each rule.

    Safe to call at any time by any number of programs: an occurrence that was made is not made again. A rule that
    cannot make its task rests: it is said in a note, recorded once for each occurrence, and does not hold the others.
    """
    with begin(ws, "recurring.run") as change:
        board, book = change.board(), TaskBook(change)
        made, notes = [], []
        rules = change.session.scalars(_active_rules(board)).all()
        for row, (occurrence, skipped) in _due_rules(book, board, rules):
            try:
                with change.unit.attempt():
                    _check_rule(book, board, row)
                    made.append(_instance(book, board, row, occurrence))
            except ProdtuiError as error:
                _rest(change, board, row, occurrence, error.message)
                notes.append(_rests(board, row, error.message))
                continue
            if skipped:
                notes.append(f"{_ref(board, row)}: {skipped} earlier occurrences were missed and left out.")
        return change.done(tuple(made), notes)


def catch_up(ws: Workspace) -> Done[tuple[TaskRow, ...]]:
    """Make what is due, as every open board does once a minute; a look is all it costs when nothing can be made.

    The notes tell which rules rest.
    """
    if ws.read_only:
        return Done(())
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        board = book.change.board()
        if board.archived_at is not None or not book.change.may(Permission.WORK, board):
            return Done(())
        due = _due_rules(book, board, session.scalars(_active_rules(board)).all())
        whys = [_obstacle(book, board, row) for row, _ in due]
        notes = tuple(_rests(board, row, why) for (row, _), why in zip(due, whys, strict=True) if why is not None)
        if all(
            why is not None and _rested(session, board, row) == occurrence
            for (row, (occurrence, _)), why in zip(due, whys, strict=True)
        ):
            return Done((), notes)
    return Done(run_due(ws).value, notes)


def _active_rules(board: BoardRow) -> Select[Recurrence]:
    query = select(Recurrence).where(_recurrence.c.board_id == board.id, _recurrence.c.active.is_(True))
    return query.order_by(_recurrence.c.id)


def clean_template(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of each instance, checked. Raises Rejected, Usage."""
    values = clean_fields({name: value for name, value in fields.items() if name not in _OWN_FIELDS})
    if "title" not in values:
        raise Rejected("A rule needs the title of its tasks.", hint="Give a title.")
    if values.get("external_key"):
        raise Rejected("A rule cannot give an external key: each task needs its own.", hint="Leave the key out.")
    days = fields.get("due_days")
    if days is not None:
        if not isinstance(days, int) or not 0 <= days <= 3650:
            raise Rejected(f"Due after {days} days must lie between 0 and 3650.", hint="Give a whole number of days.")
        values["due_days"] = days
    if fields.get("step"):
        values["step"] = str(fields["step"])
    return values


def _check_template(book: TaskBook, board: BoardRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of each instance with people, parent and step by their plain names. Raises NotFound, Usage."""
    fields = book.natural(board, values)
    check_plan(fields.get("planned_start"), fields.get("planned_finish"), ZoneInfo(board.timezone))
    left = [person.login for person in book.change.people() if not person.active]
    gone = next((login for login in fields.get("assignees", ()) if login in left), None)
    if gone is not None:
        raise Rejected(f"{gone} is not active any more.", hint="Choose somebody who is.")
    if fields.get("parent") and book.find(fields["parent"])[0].id != board.id:
        raise Rejected("A parent must be on the same board.", hint=f"Choose a task of {board.key}.")
    if fields.get("step"):
        fields["step"] = pick_step(book.change.steps(board), fields["step"]).key
    return fields


def _ref(board: BoardRow, row: Recurrence) -> str:
    return f"{board.key}-R{row.id}"


def _row(board: BoardRow, row: Recurrence, resting: str | None = None) -> RecurrenceRow:
    return RecurrenceRow(
        row.id or 0, board.key, row.rule, row.start, row.fields, row.last_occurrence, row.active, row.version, resting
    )


def _check_rule(book: TaskBook, board: BoardRow, row: Recurrence) -> None:
    """Raise a ProdtuiError when a rule cannot make its task as things are."""
    if not book.change.steps(board):
        raise Refused(f"Board {board.key} has no step yet.", hint="Add one with `prodtui step add NAME`.")
    _check_template(book, board, clean_template(row.fields))


def _obstacle(book: TaskBook, board: BoardRow, row: Recurrence) -> str | None:
    """Return why a rule cannot make its task as things are, None when it can."""
    try:
        _check_rule(book, board, row)
    except ProdtuiError as error:
        return error.message
    return None


def _rested(session: Session, board: BoardRow, row: Recurrence) -> str | None:
    """Return the last occurrence whose task a rule could not make, as it is recorded."""
    event = events.last_of(session, board.id, _ref(board, row), _REST)
    return None if event is None or event.after is None else event.after["rested"]


def _rest(change: Change, board: BoardRow, row: Recurrence, occurrence: str, why: str) -> None:
    """Record once for each occurrence that a rule could not make its task."""
    before = _rested(change.session, board, row)
    if before == occurrence:
        return
    change.unit.record(
        "recurrence", row.id or 0, _ref(board, row), {"rested": before}, {"rested": occurrence}, row.version,
        board_id=board.id, command=_REST, reason=why[:_MOST_WORDS],
    )  # fmt: skip
    change.unit.touch(*entities.topics_of("recurrence", board.id))


def _rests(board: BoardRow, row: Recurrence, why: str) -> str:
    return f"The rule {_ref(board, row)} {quoted(str(row.fields['title']))} rests until this is mended: {why}"


def _due_rules(book: TaskBook, board: BoardRow, rows: Iterable[Recurrence]) -> list[tuple[Recurrence, tuple[str, int]]]:
    """Return the rules that are due, each with its occurrence and how many before it were missed."""
    found = []
    for row in rows:
        occurrence, skipped = _due(row, ZoneInfo(board.timezone), book.change.now)
        if occurrence is not None:
            found.append((row, (occurrence, skipped)))
    return found


def _due(row: Recurrence, tz: ZoneInfo, now: datetime) -> tuple[str | None, int]:
    """Return the latest occurrence that is due and not made yet, and how many before it were missed."""
    rule = occurrences(row.rule, _wall(row.start, tz))
    since = datetime.fromisoformat(row.last_occurrence) if row.last_occurrence is not None else None
    if since is not None and "COUNT" not in row.rule:
        # A rule that goes on from one of its occurrences gives the same ones, without all the years before.
        rule = rule.replace(dtstart=since)
    latest = rule.before(_wall(now, tz), inc=True)
    if latest is None or (since is not None and latest <= since):
        return None, 0
    return latest.isoformat(timespec="minutes"), len(rule.between(since or datetime.min, latest))


def _wall(at: datetime, tz: ZoneInfo) -> datetime:
    """Return a moment as the clock on the wall shows it: every Monday at 9 stays at 9 when the clocks change."""
    return at.astimezone(tz).replace(tzinfo=None)


def _instance(book: TaskBook, board: BoardRow, row: Recurrence, occurrence: str) -> TaskRow:
    own = {name: row.fields.get(name) for name in _OWN_FIELDS}
    values = clean_fields({name: value for name, value in row.fields.items() if name not in _OWN_FIELDS})
    if own["due_days"] is not None:
        day = datetime.fromisoformat(occurrence).date() + timedelta(days=own["due_days"])
        values["due"] = parse_when(day.isoformat(), book.change.now, ZoneInfo(board.timezone))
    values |= {"recurrence_id": row.id, "occurrence": occurrence}
    task = create(book, board, values, step=own["step"], check=False)
    entities.set_columns(book.change, "recurrence", row, _ref(board, row), {"last_occurrence": occurrence}, board.id)
    return task
