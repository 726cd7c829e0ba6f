"""The issue log: issues in the order of their urgency, their actions, talk, downtime."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from prodtui.domain.enums import ActionKind, CauseCategory, IssueState, Severity
from prodtui.domain.issues import Trace, is_check_ready
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_detail import IssueMark
from prodtui.domain.rows_issues import ActionRow, IssueCommentRow, IssueRow
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.issues import Issue, IssueAction, IssueComment, IssueTask
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_issue, _action, _comment, _also = (table_of(t) for t in (Issue, IssueAction, IssueComment, IssueTask))
_task, _step, _inspection, _event = (table_of(t) for t in (Task, Step, Inspection, Event))

_CHUNK = 200
_SAME_COLUMNS = (
    "id number title notes category owner andon raised_at raised_by containment cause evidence check_days check_items "
    "verifying_at check_due effective checked_at checked_by closed_at closed_by archived_at version"
).split()
# Literals, not parameters: SQLite takes the index of open issues only where it can see that the condition is the same.
_IS_OPEN = _issue.c.archived_at.is_(None) & (_issue.c.state != literal_column("'closed'"))
_ACTION_OPEN = _action.c.done_at.is_(None) & _action.c.archived_at.is_(None)


def urgent_first(
    session: Session, board: BoardRow, now: datetime, *, closed: bool = False, archived: bool = False
) -> Iterator[int]:
    """Yield the ids of issues: those with the longest overdue action, then by severity and age, then closed ones.

    Each part walks along an index, so whoever stops early has read little.
    """
    mine, seen = _issue.c.board_id == board.id, set[int]()
    # A join would be turned round and read every issue; a subquery is asked for one action after the other.
    home = select(_issue.c.board_id).where(_issue.c.id == _action.c.issue_id, _IS_OPEN).scalar_subquery()
    late = select(_action.c.issue_id).where(_ACTION_OPEN, _action.c.due < now, home == board.id).order_by(_action.c.due)
    rest = select(_issue.c.id).where(mine, _IS_OPEN).order_by(_issue.c.severity, _issue.c.number)
    shut = _issue.c.archived_at.is_(None) & (_issue.c.state == IssueState.CLOSED.value)
    away = _issue.c.archived_at.is_not(None)
    parts = [late, rest]
    if closed:
        parts.append(select(_issue.c.id).where(mine, shut).order_by(_issue.c.number.desc()))
    if archived:
        parts.append(select(_issue.c.id).where(mine, away).order_by(_issue.c.number.desc()))
    for part in parts:
        with session.execute(part) as found:
            for id in found.scalars():
                if id not in seen:
                    seen.add(id)
                    yield id


def open_of(session: Session, board: BoardRow, severity: Severity) -> list[int]:
    """Return the ids of the open issues of a severity, oldest first."""
    mine = (_issue.c.board_id == board.id, _issue.c.severity == severity.value, _IS_OPEN)
    return list(session.scalars(select(_issue.c.id).where(*mine).order_by(_issue.c.number)))


def issues(session: Session, board: BoardRow, ids: Sequence[int], now: datetime) -> list[IssueRow]:
    """Return issues by id, in the order of `ids`."""
    rows: list[IssueRow] = []
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        found = {row["id"]: row for row in session.execute(_WHOLE.where(_issue.c.id.in_(some))).mappings()}
        acts = _actions_in_figures(session, some, now)
        rows.extend(_issue_row(session, board, found[id], acts.get(id, (0, 0, None)), now) for id in some)
    return rows


def open_counts(session: Session, board: BoardRow, now: datetime) -> tuple[int, int]:
    """Return how many issues are open, and how many of those have an overdue action."""
    mine = _issue.c.board_id == board.id
    late = (
        select(func.count(_action.c.issue_id.distinct()))
        .join_from(_action, _issue, _action.c.issue_id == _issue.c.id)
        .where(_ACTION_OPEN, _action.c.due < now, mine, _IS_OPEN)
    )
    number_open = select(func.count()).select_from(_issue).where(mine, _IS_OPEN)
    return session.scalar(number_open) or 0, session.scalar(late) or 0


def actions(session: Session, ref: str, issue_id: int) -> tuple[ActionRow, ...]:
    """Return the actions of an issue by number, those put away too; `ref` is the issue's reference."""
    query = select(_action).where(_action.c.issue_id == issue_id).order_by(_action.c.number)
    return tuple(_action_row(ref, row) for row in session.execute(query).mappings())


def actions_of_board(
    session: Session, board: BoardRow, *, done: bool, owner: str | None, before: datetime | None, limit: int | None
) -> tuple[ActionRow, ...]:
    """Return open actions of issues that are not put away by due date, those without one last; `done` adds the rest.

    Of one owner, and with `before` only what was due by then and is not done.
    """
    query = (
        select(_action, _issue.c.number.label("issue_number"))
        .join_from(_action, _issue, _action.c.issue_id == _issue.c.id)
        .where(_issue.c.board_id == board.id, _issue.c.archived_at.is_(None), _action.c.archived_at.is_(None))
        .order_by(_action.c.due.is_(None), _action.c.due, _action.c.id)
        .limit(limit)
    )
    if not done or before is not None:
        query = query.where(_ACTION_OPEN)
    if owner is not None:
        query = query.where(_action.c.owner == owner)
    if before is not None:
        query = query.where(_action.c.due < before)
    rows = session.execute(query).mappings()
    return tuple(_action_row(f"{board.key}-I{row['issue_number']}", row) for row in rows)


def _action_row(ref: str, row: Any) -> ActionRow:
    names = [name for name in ActionRow.__dataclass_fields__ if name not in ("issue", "kind")]
    return ActionRow(issue=ref, kind=ActionKind(row["kind"]), **{name: row[name] for name in names})


def comments(session: Session, ref: str, issue_id: int) -> tuple[IssueCommentRow, ...]:
    """Return what was said about an issue, oldest first."""
    query = select(_comment.c.id, _comment.c.at, _comment.c.author, _comment.c.text)
    query = query.where(_comment.c.issue_id == issue_id).order_by(_comment.c.at, _comment.c.id)
    return tuple(IssueCommentRow(id, ref, at, author, text) for id, at, author, text in session.execute(query))


def further_tasks(session: Session, board: BoardRow, issue_id: int) -> tuple[str, ...]:
    """Return the references of the further tasks that an issue touches."""
    query = select(_task.c.number).join_from(_also, _task, _also.c.task_id == _task.c.id)
    numbers = session.scalars(query.where(_also.c.issue_id == issue_id).order_by(_task.c.number))
    return tuple(f"{board.key}-{number}" for number in numbers)


def recurrences(session: Session, board: BoardRow, issue_id: int) -> tuple[str, ...]:
    """Return the references of the issues that repeat this one."""
    query = select(_issue.c.number).where(_issue.c.recurs_id == issue_id, _issue.c.archived_at.is_(None))
    return tuple(f"{board.key}-I{number}" for number in session.scalars(query.order_by(_issue.c.number)))


def of_task(session: Session, board: BoardRow, task_id: int) -> tuple[IssueMark, ...]:
    """Return the issues that were seen at a task or touch it, newest first."""
    also = select(_also.c.issue_id).where(_also.c.task_id == task_id)
    query = select(_issue.c.number, _issue.c.title, _issue.c.severity, _issue.c.state)
    query = query.where(or_(_issue.c.task_id == task_id, _issue.c.id.in_(also)), _issue.c.archived_at.is_(None))
    return tuple(
        IssueMark(f"{board.key}-I{number}", title, Severity(severity), IssueState(state))
        for number, title, severity, state in session.execute(query.order_by(_issue.c.number.desc()))
    )


def seen_at(session: Session, board: BoardRow, task_id: int) -> list[str]:
    """Return the references of the issues that were seen at a task, those put away too."""
    numbers = session.scalars(select(_issue.c.number).where(_issue.c.task_id == task_id).order_by(_issue.c.number))
    return [f"{board.key}-I{number}" for number in numbers]


def touching(session: Session, task_id: int) -> list[int]:
    """Return the ids of the issues of which a task is a further one."""
    return list(session.scalars(select(_also.c.issue_id).where(_also.c.task_id == task_id).order_by(_also.c.issue_id)))


def andons_since(session: Session, board: BoardRow, after: int, without: Container[str] = ()) -> list[int]:
    """Return the issues raised with an andon after an event, oldest first, but for some transactions."""
    query = (
        select(_issue.c.id, _event.c.txn)
        .join_from(_event, _issue, _event.c.object_id == _issue.c.id)
        .where(_event.c.id > after, _event.c.board_id == board.id, _event.c.kind == "issue", _event.c.before.is_(None))
        .where(_issue.c.andon.is_(True), _issue.c.archived_at.is_(None))
        .order_by(_event.c.id)
    )
    return [id for id, txn in session.execute(query) if txn not in without]


def still_open(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Return which of some issues, by their ids, are neither closed nor put away."""
    return frozenset(session.scalars(select(_issue.c.id).where(_issue.c.id.in_(ids), _IS_OPEN)))


def older_like(
    session: Session, board: BoardRow, step_id: int, category: str | None, cause: str | None, before: int
) -> Iterator[Trace]:
    """Yield older issues found at a step with this category or category of cause, newest first."""
    like = or_(
        (_issue.c.category == category) if category is not None else literal_column("0"),
        (_issue.c.cause_category == cause) if cause is not None else literal_column("0"),
    )
    columns = (_issue.c.number, _step.c.key, _issue.c.category, _issue.c.cause_category)
    query = (
        select(*columns, _issue.c.raised_at, _issue.c.closed_at)
        .join_from(_issue, _step, _issue.c.step_id == _step.c.id)
        .where(_issue.c.board_id == board.id, _issue.c.step_id == step_id, like)
        .where(_issue.c.archived_at.is_(None), _issue.c.number < before)
        .order_by(_issue.c.number.desc())
    )
    with session.execute(query) as found:
        for number, step, of, why, raised, closed in found:
            yield Trace(number, step, of, None if why is None else CauseCategory(why), raised, closed)


def names_for_pareto(session: Session, board: BoardRow, by: str, since: datetime | None) -> list[str | None]:
    """Return category, step key or category of cause of the issues raised since a moment, put away ones left out."""
    column = {"category": _issue.c.category, "step": _step.c.key, "cause": _issue.c.cause_category}[by]
    query = select(column).outerjoin_from(_issue, _step, _issue.c.step_id == _step.c.id)
    query = query.where(_issue.c.board_id == board.id, _issue.c.archived_at.is_(None))
    if since is not None:
        query = query.where(_issue.c.raised_at >= since)
    return list(session.scalars(query))


def finished_since(session: Session, board_id: int, since: datetime) -> int:
    """Return how many tasks of a board were finished since a moment."""
    query = select(func.count()).select_from(_task)
    return session.scalar(query.where(_task.c.board_id == board_id, _task.c.finished_at >= since)) or 0


_older = aliased(_issue)
_WHOLE = (
    select(
        _issue,
        _step.c.key.label("step"),
        _task.c.number.label("task_number"),
        _inspection.c.number.label("inspection_number"),
        _older.c.number.label("recurs_number"),
    )
    .outerjoin_from(_issue, _step, _issue.c.step_id == _step.c.id)
    .outerjoin(_task, _issue.c.task_id == _task.c.id)
    .outerjoin(_inspection, _issue.c.inspection_id == _inspection.c.id)
    .outerjoin(_older, _issue.c.recurs_id == _older.c.id)
)


def _actions_in_figures(session: Session, ids: Sequence[int], now: datetime) -> dict[int, tuple[int, int, Any]]:
    """Return by issue how many actions are open, how many overdue, and the earliest day of an open one."""
    late: ColumnElement[int] = func.sum(case((_action.c.due < now, 1), else_=0))
    query = select(_action.c.issue_id, func.count(), late, func.min(_action.c.due))
    query = query.where(_action.c.issue_id.in_(ids), _ACTION_OPEN).group_by(_action.c.issue_id)
    return {id: (number, overdue, due) for id, number, overdue, due in session.execute(query)}


def _issue_row(
    session: Session, board: BoardRow, plain: Any, acts: tuple[int, int, datetime | None], now: datetime
) -> IssueRow:
    state, items, since = IssueState(plain["state"]), plain["check_items"], plain["verifying_at"]
    finished = 0
    if state is IssueState.VERIFYING and items is not None and since is not None:
        finished = finished_since(session, board.id, since)
    cause = plain["cause_category"]
    return IssueRow(
        **{name: plain[name] for name in _SAME_COLUMNS},
        board=board.key,
        ref=f"{board.key}-I{plain['number']}",
        severity=Severity(plain["severity"]),
        state=state,
        step=plain["step"],
        task=_ref(f"{board.key}-", plain["task_number"]),
        inspection=_ref(f"{board.key}-Q", plain["inspection_number"]),
        whys=tuple(plain["whys"]),
        cause_category=None if cause is None else CauseCategory(cause),
        check_ready=is_check_ready(state, plain["check_due"], items, finished, now),
        recurs=_ref(f"{board.key}-I", plain["recurs_number"]),
        actions_open=acts[0],
        actions_overdue=acts[1],
        next_due=acts[2],
    )


def _ref(prefix: str, number: int | None) -> str | None:
    return None if number is None else f"{prefix}{number}"
