"""What undo and redo need to know about the issue log: its small parts, and what must not come back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from prodtui.domain.codec import from_json
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.services.downtime import refuse_second
from prodtui.services.issue_actions import connect, disconnect, is_linked
from prodtui.services.issuebook import IssueBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.tables.issues import Downtime, Issue, IssueAction, IssueComment
from prodtui.storage.tables.types import table_of

_action, _comment = table_of(IssueAction), table_of(IssueComment)


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


def has_actions(change: Change, issue: Issue) -> bool:
    """Tell whether an issue has actions that are not put away."""
    mine = (_action.c.issue_id == issue.id) & _action.c.archived_at.is_(None)
    return change.session.scalar(select(_action.c.id).where(mine).limit(1)) is not None


def must_run_alone(change: Change, board: BoardRow, down: Downtime) -> None:
    """Raise Refused when a clock would run at a step where another one runs, or at one that is off the board."""
    if down.ended_at is not None or down.archived_at is not None:
        return
    step = change.all_steps(board)[down.step_id]
    if step.archived_at is not None:
        raise Refused(f"{step.name} is not on the board any more, so nothing can stand still there.")
    refuse_second(change, board, step, own=down.id)
