"""Materials on their way and promised: what the plan's shortages are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import StockKind
from prodtui.domain.planning.shortages import MaterialNeed, Receipt
from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.planning import Resource, StockMove
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_move, _resource, _task = (table_of(t) for t in (StockMove, Resource, Task))


def receipts(session: Session, board: BoardRow) -> tuple[Receipt, ...]:
    """Return what is expected of materials, by day."""
    query = (
        select(_resource.c.key, _move.c.day, _move.c.quantity)
        .join_from(_move, _resource, _move.c.resource_id == _resource.c.id)
        .where(_move.c.board_id == board.id, _move.c.kind == StockKind.EXPECTED.value, _move.c.archived_at.is_(None))
        .order_by(_move.c.day, _move.c.number)
    )
    return tuple(Receipt(material, day, quantity) for material, day, quantity in session.execute(query).all())


def needs_of_tasks(session: Session, board: BoardRow) -> tuple[MaterialNeed, ...]:
    """Return what is promised to open tasks and was not issued to them yet, by the first day on which it is needed."""
    kinds = (StockKind.RESERVED, StockKind.ISSUE)
    sums = (func.sum(_move.c.quantity).filter(_move.c.kind == kind.value) for kind in kinds)
    needed = func.min(_move.c.day, type_=_move.c.day.type).filter(_move.c.kind == StockKind.RESERVED.value)
    columns: list[Any] = [_resource.c.key, _task.c.number, _task.c.product, *sums, needed]
    query = (
        select(*columns)
        .join_from(_move, _task, _move.c.task_id == _task.c.id)
        .join(_resource, _move.c.resource_id == _resource.c.id)
        .where(
            _move.c.board_id == board.id,
            _move.c.archived_at.is_(None),
            _task.c.archived_at.is_(None),
            _task.c.finished_at.is_(None),
        )
        .group_by(_resource.c.key, _task.c.number, _task.c.product)
        .order_by(_task.c.number, _resource.c.key)
    )
    found = []
    for material, number, product, reserved, issued, day in session.execute(query).all():
        left = (reserved or 0.0) - (issued or 0.0)
        if day is not None and left > 0:
            found.append(MaterialNeed(material, day, left, product, f"{board.key}-{number}"))
    return tuple(found)
