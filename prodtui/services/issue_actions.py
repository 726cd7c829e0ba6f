"""What is done and said about an issue: its actions, comments, and the further tasks that it touches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ActionKind, IssueState
from prodtui.domain.issue_fields import ACTION
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import ActionRow, IssueCommentRow, IssueRow
from prodtui.domain.text import clean_text
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.issuebook import IssueBook
from prodtui.services.lookup import pick_person
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import issues as queries
from prodtui.storage.tables.issues import Issue, IssueAction, IssueComment, IssueTask
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_action, _comment, _also, _task = (table_of(t) for t in (IssueAction, IssueComment, IssueTask, Task))


def add_action(
    ws: Workspace,
    ref: str,
    text: str,
    *,
    kind: ActionKind | str = ActionKind.CORRECTIVE,
    owner: str | None = None,
    due: datetime | None = None,
    request_id: str | None = None,
) -> Done[ActionRow]:
    """Add an action to an issue. Raises Refused for one that is verifying or closed, but for preventive ones."""
    values = ACTION.clean_all({"text": text, "kind": kind, "owner": owner, "due": due})
    with begin(ws, "issue.action.add", request_id=request_id, body={"ref": ref, **values}) as change:
        if change.first_answer:
            return change.repeat(ActionRow)
        return change.done(create_action(change, ref, values))


def create_action(change: Change, ref: str, values: Mapping[str, Any]) -> ActionRow:
    """Store a new action inside a change and return it; `values` are clean. See `add_action`."""
    book = IssueBook(change)
    board, issue = book.find(ref) if values["kind"] is ActionKind.PREVENTIVE else book.find_live(ref)
    book.must_stand(board, issue)
    natural = book.natural(board, values) | {"issue": book.ref(board, issue)}
    last = change.session.scalar(select(func.max(_action.c.number)).where(_action.c.issue_id == issue.id)) or 0
    action = book.records.insert(board, "issue_action", natural, number=last + 1)
    _must_hold(book, board, action)
    return _row(book, board, action)


def edit_action(
    ws: Workspace,
    ref: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ActionRow]:
    """Set text, kind, owner, due or result of an action such as OPS-I3.2; merges as `edit_issue` does."""
    values = ACTION.clean_all(fields)
    body = {"ref": ref, "fields": values, "version": version}
    with begin(ws, "issue.action.edit", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ActionRow)
        book = IssueBook(change)
        board, action = _find(book, ref)
        values = book.natural(board, values)
        notes = book.merged(board, action, values, base, version, kind="issue_action", fields=ACTION)
        book.records.apply(board, "issue_action", action, values)
        if "kind" in values:
            _must_hold(book, board, action)
        return change.done(_row(book, board, action), notes)


def finish_action(ws: Workspace, ref: str, result: str = "", *, request_id: str | None = None) -> Done[ActionRow]:
    """Mark an action as done, with what came of it; one that is done stays so and a note says it."""
    text = ACTION.clean("result", result)
    with begin(ws, "issue.action.done", request_id=request_id, body={"ref": ref, "result": text}) as change:
        if change.first_answer:
            return change.repeat(ActionRow)
        book = IssueBook(change)
        board, action = _find(book, ref)
        if action.done_at is not None:
            row = _row(book, board, action)
            return change.done(row, [f"{row.issue}.{row.number} was done already by {row.done_by}."])
        values: dict[str, Any] = {"done_at": change.now, "done_by": change.actor.login}
        if text:
            values["result"] = text
        book.records.apply(board, "issue_action", action, values)
        return change.done(_row(book, board, action))


def put_away_action(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[ActionRow]:
    """Take an action that is not wanted any more off its issue; history keeps it."""
    with begin(ws, "issue.action.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(ActionRow)
        book = IssueBook(change)
        board, action = _find(book, ref)
        book.records.apply(board, "issue_action", action, {"archived_at": change.now})
        _must_hold(book, board, action)
        return change.done(_row(book, board, action))


def list_actions(
    ws: Workspace, *, all: bool = False, owner: str | None = None, overdue: bool = False, limit: int | None = None
) -> tuple[ActionRow, ...]:
    """Return the open actions of the issues of the board by due date, those without one last; `all` adds done ones."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        login = pick_person(change.people(), owner).login if owner else None
        late = change.now if overdue else None
        return queries.actions_of_board(session, change.board(), done=all, owner=login, before=late, limit=limit)


def comment_issue(ws: Workspace, ref: str, text: str, *, request_id: str | None = None) -> Done[IssueCommentRow]:
    """Say something about an issue, also about a closed one. Raises Rejected for an empty comment."""
    said = clean_text(text, what="comment").strip()
    if not said:
        raise Rejected("A comment cannot be empty.", hint="Type what should be said.")
    with begin(ws, "issue.comment", request_id=request_id, body={"ref": ref, "text": said}) as change:
        if change.first_answer:
            return change.repeat(IssueCommentRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        values: dict[str, Any] = {"at": change.now, "author": change.actor.login, "text": said}
        new_id = change.unit.insert(_comment, issue_id=issue.id, **values)
        row = IssueCommentRow(id=new_id, issue=book.ref(board, issue), **values)
        book.records.note(board, "issue", issue, "issue_comment", None, to_dict(row))
        return change.done(row)


def link_task(ws: Workspace, ref: str, task: str, *, request_id: str | None = None) -> Done[IssueRow]:
    """Note that an issue touches a further task. Raises Rejected for a task of another board."""
    with begin(ws, "issue.link", request_id=request_id, body={"ref": ref, "task": task}) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        name = book.natural(board, {"task": task})["task"]
        found = TaskBook(change).find(name)[1]
        if found.id == issue.task_id or is_linked(change, issue, found):
            return change.done(book.row(board, issue), [f"{book.ref(board, issue)} touches {name} already."])
        connect(book, board, issue, found)
        return change.done(book.row(board, issue))


def unlink_task(ws: Workspace, ref: str, task: str, *, request_id: str | None = None) -> Done[IssueRow]:
    """Note that an issue does not touch a task after all. Raises NotFound when it never did."""
    with begin(ws, "issue.unlink", request_id=request_id, body={"ref": ref, "task": task}) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        home, found = TaskBook(change).find(task)
        if issue.task_id is not None and issue.task_id == found.id:
            book.apply(board, issue, {"task": None})
        elif is_linked(change, issue, found):
            disconnect(book, board, issue, found)
        else:
            name = book.ref(board, issue)
            raise NotFound(
                f"{name} does not touch {home.key}-{found.number}.", hint=f"See `prodtui issue show {name}`."
            )
        return change.done(book.row(board, issue))


def is_linked(change: Change, issue: Issue, task: Task) -> bool:
    """Tell whether a task is one of the further tasks of an issue."""
    pair = (_also.c.issue_id == issue.id) & (_also.c.task_id == task.id)
    return change.session.scalar(select(_also.c.task_id).where(pair)) is not None


def connect(book: IssueBook, board: BoardRow, issue: Issue, task: Task) -> None:
    """Store a link to a further task inside a change."""
    book.change.session.execute(insert(_also).values(issue_id=issue.id, task_id=task.id))
    book.records.note(board, "issue", issue, "issue_task", None, {"task": f"{board.key}-{task.number}"})


def disconnect(book: IssueBook, board: BoardRow, issue: Issue, task: Task) -> None:
    """Take a link to a further task away inside a change."""
    pair = (_also.c.issue_id == issue.id) & (_also.c.task_id == task.id)
    book.change.session.execute(delete(_also).where(pair))
    book.records.note(board, "issue", issue, "issue_task", {"task": f"{board.key}-{task.number}"}, None)


def _find(book: IssueBook, ref: str) -> tuple[BoardRow, IssueAction]:
    """Return an action that can change: of a closed issue only a preventive one."""
    board, action = book.records.find("issue_action", ref)
    name = book.ref(board, _issue_of(book, action))
    if action.kind == ActionKind.PREVENTIVE:
        book.must_stand(board, _issue_of(book, action))
    else:
        book.find_live(name)
    if action.archived_at is not None:
        raise Refused(f"{name}.{action.number} was put away.", hint="Take that back first with `prodtui undo`.")
    return board, action


def _must_hold(book: IssueBook, board: BoardRow, action: IssueAction) -> None:
    """Raise Refused when an issue cannot stand where it is without what an action was."""
    issue = _issue_of(book, action)
    state = IssueState(issue.state)
    book.check_needs(board, issue, state, f"{book.ref(board, issue)} is {state} and needs this action")


def _issue_of(book: IssueBook, action: IssueAction) -> Issue:
    return book.change.session.get_one(Issue, action.issue_id)


def _row(book: IssueBook, board: BoardRow, action: IssueAction) -> ActionRow:
    issue = _issue_of(book, action)
    return next(row for row in book.actions(board, issue) if row.number == action.number)
