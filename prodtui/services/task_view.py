"""Tasks to look at: one with all that belongs to it, or those that a filter picks."""

from __future__ import annotations

from dataclasses import replace

from prodtui.domain.codec import from_dict
from prodtui.domain.rows import BoardRow, TaskRow
from prodtui.domain.rows_detail import TaskDetail, TaskDueRow, TaskPlan
from prodtui.services.board_view import age_lines
from prodtui.services.change import Change
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import marks, task_detail, task_plan
from prodtui.storage.queries import names as name_queries
from prodtui.storage.queries import tasks as queries
from prodtui.storage.unit_of_work import read


def show(ws: Workspace, ref: str) -> TaskDetail:
    """Return a task with its chain, talk, work, issues and history."""
    from prodtui.services import issue_parts  # its tables cost the other verbs more than they do

    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        board, task = book.find(ref)
        row = book.row(board, task)
        link, output = task_plan.release_of(session, board, row.id), task_plan.output_of(session, row.id)
        before, after = task_detail.chain(session, board, row.id)
        return TaskDetail(
            task=row,
            predecessors=before,
            successors=after,
            children=task_detail.children(session, board, row.id),
            comments=task_detail.comments(session, board, row.id),
            work=task_detail.work(session, board, row.id),
            events=event_queries.events(session, ref=row.ref),
            checks=marks.checks_of(session, board, row.id),
            checks_due=_due(book.change, board, row.id),
            issues=issue_parts.marks_of(session, board, row.id),
            plan=from_dict(TaskPlan, {**(link or {}), **(output or {})}) if link or output else None,
            schedule=task_plan.schedule_of(session, row.id) if _is_open(row) else None,
        )


def list_tasks(ws: Workspace, text: str = "", *, all: bool = False, limit: int | None = None) -> tuple[TaskRow, ...]:
    """Return the open tasks of the board that a filter text picks, by step and rank.

    `all` adds finished and archived tasks, and so does a filter that asks for them. Raises Usage for a filter that
    names what the board does not know, or cannot be read.
    """
    from prodtui.domain.filters import FilterContext, parse_filter  # the other verbs do without

    wanted, now = parse_filter(text), ws.now()
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        if not text.strip():
            where = queries.on_board(board, open_only=not all, archived=all)
            return queries.tasks(session, board, where, now, limit=limit)
        names = name_queries.names(session, board.id)
        context = FilterContext(
            now=now,
            tz=ws.tz(),
            me=ws.actor.login,
            steps={step.key: step for step in names.steps},
            people=names.people,
            labels=names.labels,
            age_lines=age_lines(session, board),
        )
        wanted.check(context)
        done, archived = wanted.asks_for_done(context), wanted.asks_for_archived()
        where = queries.on_board(board, open_only=not (all or done or archived), archived=all or archived)
        rows = queries.tasks(session, board, where, now)
        if wanted.asks_for_signs():
            from prodtui.services import needs  # the other lists do without

            context = replace(context, signs=needs.signs(change, board, rows))
        return tuple(row for row in rows if wanted.matches(row, context))[:limit]


def _is_open(row: TaskRow) -> bool:
    return row.finished_at is None and row.archived_at is None


def _due(change: Change, board: BoardRow, task_id: int) -> tuple[TaskDueRow, ...]:
    if not change.uses(board):
        return ()
    from prodtui.services import needs  # its tables cost more than a board without checklists should pay

    return tuple(TaskDueRow(row.checklist, row.name, row.gate) for row in needs.due(change, board, [task_id]))
