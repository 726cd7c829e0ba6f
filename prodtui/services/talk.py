"""What is said about a task and the time spent on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prodtui.domain.codec import to_dict
from prodtui.domain.rows_detail import CommentRow, WorkRow
from prodtui.domain.task_fields import moment
from prodtui.domain.text import clean_line, clean_text
from prodtui.errors import Rejected
from prodtui.services.change import Change, begin
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Work
from prodtui.storage.tables.types import table_of

_MOST_MINUTES = 100 * 60


def comment(ws: Workspace, ref: str, text: str, *, request_id: str | None = None) -> Done[CommentRow]:
    """Say something about a task. Raises Rejected for an empty comment."""
    text = clean_text(text, what="comment").strip()
    if not text:
        raise Rejected("A comment cannot be empty.", hint="Type what should be said.")
    with begin(ws, "task.comment", request_id=request_id, body={"ref": ref, "text": text}) as change:
        if change.first_answer:
            return change.repeat(CommentRow)
        book = TaskBook(change)
        board, task = book.find(ref)
        values: dict[str, Any] = {"at": change.now, "author": change.actor.login, "text": text}
        new_id = change.unit.insert(table_of(Comment), task_id=task.id, **values)
        row = CommentRow(id=new_id, ref=f"{board.key}-{task.number}", **values)
        book.record(board, task, None, to_dict(row), kind="comment", object_id=row.id)
        return change.done(row)


def log_work(
    ws: Workspace,
    ref: str,
    minutes: int,
    *,
    note: str = "",
    at: datetime | None = None,
    request_id: str | None = None,
) -> Done[WorkRow]:
    """Note time spent on a task, in minutes. Raises Rejected for none or more than 100 hours, or a moment to come."""
    text = check_work(minutes, note)
    body = {"ref": ref, "minutes": minutes, "note": text, "at": at}
    with begin(ws, "task.log", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(WorkRow)
        when = moment(at, "The time") or change.now
        if when > change.now:
            raise Rejected("Time cannot be logged in the future.", hint="Leave --at out to log it now.")
        return change.done(add_work(change, ref, minutes, text, when))


def check_work(minutes: int, note: str) -> str:
    """Return a clean note. Raises Rejected for no time, or more than 100 hours of it."""
    if not 0 < minutes <= _MOST_MINUTES:
        raise Rejected(f"{minutes} minutes must lie between 1 minute and 100 hours.", hint="Write it like 90m or 1h30.")
    return clean_line(note, what="note") if note else ""


def add_work(change: Change, ref: str, minutes: int, note: str, at: datetime) -> WorkRow:
    """Note time inside a change and return it; what is given is checked already."""
    book = TaskBook(change)
    board, task = book.find(ref)
    values: dict[str, Any] = {"at": at, "person": change.actor.login, "minutes": minutes, "note": note}
    new_id = change.unit.insert(table_of(Work), task_id=task.id, **values)
    row = WorkRow(id=new_id, ref=f"{board.key}-{task.number}", **values)
    book.record(board, task, None, to_dict(row), kind="work", object_id=row.id)
    return row
