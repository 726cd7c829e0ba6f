"""Titles of tasks, issues and inspections by reference: for lists of what happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.issues import Issue
from prodtui.storage.tables.quality import ChecklistVersion, Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _issue, _inspection, _version = (table_of(table) for table in (Task, Issue, Inspection, ChecklistVersion))
_CHUNK = 500
_checked = (
    select(_inspection.c.number, _version.c.name, _task.c.title)
    .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
    .outerjoin(_task, _inspection.c.task_id == _task.c.id)
)
_QUERIES: Sequence[tuple[str, Table, Select[Any]]] = (
    ("", _task, select(_task.c.number, _task.c.title)),
    ("I", _issue, select(_issue.c.number, _issue.c.title)),
    ("Q", _inspection, _checked),
)


def titles_of(session: Session, board: BoardRow, refs: Collection[str]) -> dict[str, str]:
    """Return the titles of those tasks, issues and inspections of a board that have one of these references.

    An inspection goes by the name of its checklist and the title of its task.
    """
    found: dict[str, str] = {}
    for letter, table, query in _QUERIES:
        prefix = f"{board.key}-{letter}"
        tails = (ref.removeprefix(prefix) for ref in refs if ref.startswith(prefix))
        numbers = sorted({int(tail) for tail in tails if tail.isdecimal()})
        for start in range(0, len(numbers), _CHUNK):
            here = (table.c.board_id == board.id) & table.c.number.in_(numbers[start : start + _CHUNK])
            for number, *names in session.execute(query.where(here)):
                found[f"{prefix}{number}"] = " of ".join(name for name in names if name)
    return found
