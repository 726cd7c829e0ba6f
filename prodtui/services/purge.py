"""Deleting archived tasks for good: the one verb that takes something away, on record and only what nothing needs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.errors import Refused
from prodtui.services.change import begin
from prodtui.services.links import disconnect
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import marks
from prodtui.storage.queries import tasks as queries
from prodtui.storage.queries.named import has_materials
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)


def purge(ws: Workspace, refs: str | Sequence[str], *, request_id: str | None = None) -> Done[tuple[str, ...]]:
    """Delete archived tasks for good; the event keeps what they were.

    Raises Refused for one that is not archived, or at which an issue was seen.
    """
    with begin(ws, "task.purge", need=Permission.PURGE, request_id=request_id, body={"refs": refs}) as change:
        if change.first_answer:
            return Done(tuple(change.first_answer["value"]), replayed=True)
        book = TaskBook(change)
        found = book.find_all(refs)
        kept = [f"{board.key}-{task.number}" for board, task in found if task.archived_at is None]
        if kept:
            raise Refused(
                f"Only archived tasks can be purged; {', '.join(kept)} {'is' if len(kept) == 1 else 'are'} not.",
                hint="Archive them first with `prodtui task archive`.",
            )
        for board, task in found:
            _refuse_inspected(book, board, task)
            _cut_loose(book, board, task)
            book.record(board, task, book.state(board, task), None)
            change.session.execute(delete(_task).where(_task.c.id == task.id))
            change.session.expunge(task)
        return change.done(tuple(f"{board.key}-{task.number}" for board, task in found))


def _refuse_inspected(book: TaskBook, board: BoardRow, task: Task) -> None:
    """Raise Refused for a task that was inspected: the record would name nothing any more."""
    refs = marks.inspected_by(book.change.session, board, task.id or 0)
    if refs:
        raise Refused(
            f"{board.key}-{task.number} cannot be purged: {', '.join(refs[:5])}{' …' if refs[5:] else ''} "
            f"{'is' if len(refs) == 1 else 'are'} about it.",
            hint="Leave it archived; the record of quality keeps its task.",
            details={"refs": list(refs)},
        )


def _cut_loose(book: TaskBook, board: BoardRow, task: Task) -> None:
    """Take away on record what would refer to a purged task: its children's parent, its dependencies, its issues."""
    from prodtui.services import issue_parts, shortages

    session = book.change.session
    issue_parts.let_go_of(book.change, board, task)
    if has_materials(session, board.id, archived=True):
        shortages.let_go_of(book.change, board, task)
    for child in session.scalars(select(Task).where(_task.c.parent_id == task.id)).all():
        book.apply(board, child, {"parent": None})
    for before, after in queries.links_of(session, task.id or 0):
        ends = [session.get_one(Task, id) for id in (before, after)]
        disconnect(book, board, *ends)
