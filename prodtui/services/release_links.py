"""The link of a task to the planned quantity that it was released for, and to the order that it serves."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert

from prodtui.domain.rows import BoardRow
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import task_plan as queries
from prodtui.storage.tables.planning import Release
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_release = table_of(Release)


def store(book: TaskBook, board: BoardRow, task: Task, link: Mapping[str, str | None] | None) -> None:
    """Link a task to `plan_line` and `demand` (references), or to nothing for None, and record it."""
    session, records = book.change.session, RecordBook(book.change)
    known = queries.release_of(session, board, task.id or 0)
    session.execute(delete(_release).where(_release.c.task_id == task.id))
    if link is not None:
        line = records.find("plan_line", str(link["plan_line"]))[1]
        demand = records.find("demand", link["demand"])[1].id if link["demand"] else None
        session.execute(insert(_release).values(task_id=task.id, plan_line_id=line.id, demand_id=demand))
    book.record(board, task, known, None if link is None else dict(link), kind="release", object_id=task.id)
    book.change.unit.touch(f"plan:{board.id}")
