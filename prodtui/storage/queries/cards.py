"""Tasks as the cards of a board."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_board import CardRow
from prodtui.storage.queries.tasks import assignees, few, labels_of, unmet
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _step = table_of(Task), table_of(Step)


_CARD_COLUMNS = (
    _task.c.id,
    _task.c.number,
    _task.c.title,
    _task.c.notes,
    _step.c.key,
    _task.c.rank,
    _task.c.priority,
    _task.c.service_class,
    _task.c.due,
    _task.c.blocked_reason,
    _task.c.blocked_since,
    _task.c.entered_at,
    _task.c.started_at,
    _task.c.finished_at,
    _task.c.wait_until,
    _task.c.archived_at,
    _task.c.version,
    _task.c.product,
    _task.c.quantity,
    _task.c.unit,
)


def cards(session: Session, board: BoardRow, where: ColumnElement[bool], now: datetime) -> tuple[CardRow, ...]:
    """Return the cards that `where` picks, by step and rank."""
    query = (
        select(*_CARD_COLUMNS)
        .join_from(_task, _step, _task.c.step_id == _step.c.id)
        .where(where)
        .order_by(_step.c.position, _task.c.rank, _task.c.id)
    )
    rows = session.execute(query).all()
    ids = few([row[0] for row in rows])
    people, labels = assignees(session, board, ids), labels_of(session, board, ids)
    waits = unmet(session, board, now, ids)
    priorities, classes = {p.value: p for p in Priority}, {c.value: c for c in ServiceClass}
    prefix = f"{board.key}-"
    return tuple(
        CardRow(
            id, number, prefix + str(number), title, notes, step, rank, priorities[priority], classes[service],
            people.get(id, ()), labels.get(id, ()), due, reason, since,
            tuple(held.ref for held in waits[id]) if id in waits else (),
            entered, started, finished, wait, archived, version, product, quantity, unit,
        )
        for (
            id, number, title, notes, step, rank, priority, service, due, reason, since,
            entered, started, finished, wait, archived, version, product, quantity, unit,
        ) in rows
    )  # fmt: skip
