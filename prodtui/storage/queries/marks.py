"""What checklists and issues leave on cards: asked with every board, so without the classes of their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.orm import Session

from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_detail import TaskCheckRow
from prodtui.storage.tables.types import UtcDateTime

_COUNTS = (
    "i.archived_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM inspection l WHERE l.corrects_id = i.id AND l.archived_at IS NULL)"
)
_MADE = (
    "SELECT i.task_id, v.checklist_id, i.state, i.result, i.completed_at "  # noqa: S608 (no value goes into the text)
    "FROM task t JOIN inspection i ON i.task_id = t.id JOIN checklist_version v ON i.version_id = v.id "
    f"WHERE t.board_id = :board_id AND t.archived_at IS NULL AND t.finished_at IS NULL AND {_COUNTS}{{}} "
    "ORDER BY i.number"
)
_ISSUES = (
    "SELECT task_id, count(*) FROM (SELECT task_id, id FROM issue "
    "WHERE board_id = :board_id AND archived_at IS NULL AND state <> 'closed' AND task_id IS NOT NULL "
    "UNION SELECT o.task_id, i.id FROM issue i JOIN issue_task o ON o.issue_id = i.id "
    "WHERE i.board_id = :board_id AND i.archived_at IS NULL AND i.state <> 'closed') AS t WHERE 1 = 1{} "
    "GROUP BY task_id"
)
_OF_INSPECTIONS = "SELECT id, task_id FROM inspection WHERE task_id IS NOT NULL AND id IN :ids"
_OF_ISSUES = (
    "SELECT id, task_id FROM issue WHERE task_id IS NOT NULL AND id IN :ids "
    "UNION SELECT issue_id, task_id FROM issue_task WHERE issue_id IN :ids"
)
_NUMBERS_OF_TASK = "SELECT number FROM inspection WHERE task_id = :task_id ORDER BY number"
_OF_TASK = (
    "SELECT i.number, v.name, i.state, i.result, i.answered, i.questions, i.failed, i.signed_by "
    "FROM inspection i JOIN checklist_version v ON i.version_id = v.id "
    "WHERE i.task_id = :task_id AND i.archived_at IS NULL ORDER BY i.number DESC"
)


@dataclass(frozen=True, slots=True)
class Made:
    """An inspection that counts for an open task: not put away, not replaced by a correction."""

    task_id: int
    checklist_id: int
    state: InspectionState
    result: InspectionResult | None
    completed_at: datetime | None


def _some(query: str, condition: str) -> tuple[TextClause, TextClause]:
    """Return a query about a whole board, and about some tasks of it."""
    named = text(query.format(f" AND {condition} IN :ids")).bindparams(bindparam("ids", expanding=True))
    return text(query.format("")), named


_ALL_MADE, _SOME_MADE = (query.columns(completed_at=UtcDateTime()) for query in _some(_MADE, "t.id"))
_ALL_ISSUES, _SOME_ISSUES = _some(_ISSUES, "t.task_id")
_TASKS_OF = {
    kind: text(query).bindparams(bindparam("ids", expanding=True))
    for kind, query in (("inspection", _OF_INSPECTIONS), ("issue", _OF_ISSUES))
}


def made(session: Session, board: BoardRow, ids: Collection[int] | None = None) -> Mapping[int, tuple[Made, ...]]:
    """Return the inspections that count, oldest first, by their open task; of the whole board when `ids` is None."""
    rows = _run(session, _ALL_MADE, _SOME_MADE, board, ids)
    found = defaultdict[int, list[Made]](list)
    for task_id, checklist_id, state, result, completed in rows:
        judged = None if result is None else InspectionResult(result)
        found[task_id].append(Made(task_id, checklist_id, InspectionState(state), judged, completed))
    return {task_id: tuple(all_of_it) for task_id, all_of_it in found.items()}


def open_issues(session: Session, board: BoardRow, ids: Collection[int] | None = None) -> Mapping[int, int]:
    """Return how many open issues each task has, raised about it or linked to it."""
    return {task_id: count for task_id, count in _run(session, _ALL_ISSUES, _SOME_ISSUES, board, ids)}


def tasks_of(session: Session, kind: str, ids: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Return (id, task id) of inspections or issues, once for each task that such a thing belongs to."""
    return tuple((id, task_id) for id, task_id in session.execute(_TASKS_OF[kind], {"ids": list(ids)}))


def inspected_by(session: Session, board: BoardRow, task_id: int) -> tuple[str, ...]:
    """Return the references of the inspections of a task: it cannot go while they name it."""
    numbers = session.scalars(text(_NUMBERS_OF_TASK), {"task_id": task_id})
    return tuple(f"{board.key}-Q{number}" for number in numbers)


def checks_of(session: Session, board: BoardRow, task_id: int) -> tuple[TaskCheckRow, ...]:
    """Return the inspections of a task, newest first."""
    rows = session.execute(text(_OF_TASK), {"task_id": task_id}).mappings()
    return tuple(
        TaskCheckRow(
            ref=f"{board.key}-Q{row['number']}", name=row["name"], state=InspectionState(row["state"]),
            result=None if row["result"] is None else InspectionResult(row["result"]), answered=row["answered"],
            questions=row["questions"], failed=row["failed"], signed_by=row["signed_by"],
        )
        for row in rows
    )  # fmt: skip


def _run(
    session: Session, whole: Any, some: Any, board: BoardRow, ids: Collection[int] | None
) -> Any:  # fmt: skip
    if ids is None:
        return session.execute(whole, {"board_id": board.id})
    return session.execute(some, {"board_id": board.id, "ids": list(ids)})
