"""What other verbs need from the issue log: small parts for undo, links of purged tasks, clocks that must not run."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from prodtui.domain.codec import from_json
from prodtui.domain.enums import IssueState
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_detail import IssueMark
from prodtui.domain.rows_event import EventRow
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.services.downtime import refuse_second
from prodtui.services.issue_actions import connect, disconnect, is_linked
from prodtui.services.issuebook import IssueBook, joined
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import issues as queries
from prodtui.storage.tables.issues import Downtime, Issue, IssueAction, IssueComment
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_action, _comment, _down = table_of(IssueAction), table_of(IssueComment), table_of(Downtime)


def comment(change: Change, event: EventRow) -> str | None:
    """Take back or bring back a comment; return why it cannot be done."""
    book, values = IssueBook(change), dict(event.after or event.before or {})
    board, issue = book.find(event.ref)
    if event.before is None:
        mine = (_comment.c.id == values["id"]) & (_comment.c.issue_id == issue.id)
        if change.session.scalar(select(_comment.c.id).where(mine)) is None:
            return "it is gone already."
        change.session.execute(delete(_comment).where(mine))
        book.records.note(board, "issue", issue, "issue_comment", values, None)
        return None
    at: Any = from_json(type(change.now), values["at"])
    said = {"at": at, "author": values["author"], "text": values["text"]}
    new_id = change.unit.insert(_comment, issue_id=issue.id, **said)
    book.records.note(board, "issue", issue, "issue_comment", None, values | {"id": new_id})
    return None


def task(change: Change, event: EventRow) -> str | None:
    """Take back or bring back a link to a further task; return why it cannot be done."""
    book, values = IssueBook(change), dict(event.after or event.before or {})
    board, issue = book.find(event.ref)
    found = TaskBook(change).find(values["task"])[1]
    if is_linked(change, issue, found) != (event.before is None):
        return "somebody changed it since."
    (disconnect if event.before is None else connect)(book, board, issue, found)
    return None


def marks_of(session: Session, board: BoardRow, task_id: int) -> tuple[IssueMark, ...]:
    """Return the issues beside a task."""
    return queries.of_task(session, board, task_id)


def let_go_of(change: Change, board: BoardRow, task: Task) -> None:
    """Take the links of issues to a task that is purged away on record.

    Raises Refused when an issue was seen at it: the log would not say any more what it is about.
    """
    seen = queries.seen_at(change.session, board, task.id or 0)
    if seen:
        name = f"{board.key}-{task.number}"
        raise Refused(
            f"{name} cannot be purged: {', '.join(seen)} {'was' if len(seen) == 1 else 'were'} seen at it.",
            hint=f"Take the link away first with `prodtui issue unlink {seen[0]} {name}`.",
            details={"ref": name, "issues": seen},
        )
    book = IssueBook(change)
    for id in queries.touching(change.session, task.id or 0):
        disconnect(book, board, change.session.get_one(Issue, id), task)


def about(records: RecordBook, board: BoardRow, kind: str, entity: Any) -> list[str]:
    """Return the reference of the issue that a thing is or belongs to, none for a thing without one."""
    if kind == "issue":
        return [records.ref(board, kind, entity)]
    ref = records.value(board, kind, entity, "issue") if kind in ("issue_action", "downtime") else None
    return [ref] if ref is not None else []


def lacking(change: Change, ref: str) -> str | None:
    """Return what an issue would lack to stand in its state, None when it may; one that is put away may."""
    book = IssueBook(change)
    board, issue = book.find(ref)
    state = IssueState(issue.state)
    missing = () if issue.archived_at is not None else book.missing(board, issue, state)
    return f"{ref} is {state} and would lack {joined(missing)}." if missing else None


def has_actions(change: Change, issue: Issue) -> bool:
    """Tell whether an issue has actions that are not put away."""
    mine = (_action.c.issue_id == issue.id) & _action.c.archived_at.is_(None)
    return change.session.scalar(select(_action.c.id).where(mine).limit(1)) is not None


def stands_still(change: Change, step_id: int) -> bool:
    """Tell whether a downtime runs at a step."""
    running = _down.c.ended_at.is_(None) & _down.c.archived_at.is_(None)
    return change.session.scalar(select(_down.c.id).where(_down.c.step_id == step_id, running)) is not None


def must_run_alone(change: Change, board: BoardRow, down: Downtime) -> None:
    """Raise Refused when a clock would run at a step where another one runs, or at one that is off the board."""
    if down.ended_at is not None or down.archived_at is not None:
        return
    step = change.all_steps(board)[down.step_id]
    if step.archived_at is not None:
        raise Refused(f"{step.name} is not on the board any more, so nothing can stand still there.")
    refuse_second(change, board, step, own=down.id)
