"""What other verbs need from the stock: what a task lacks, and what of it names a task that is purged."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from prodtui.domain.enums import StockKind
from prodtui.domain.materials import Short, free_for, is_short
from prodtui.domain.rows import BoardRow
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import products as product_queries
from prodtui.storage.queries import supply as queries
from prodtui.storage.tables.planning import StockMove
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_move = table_of(StockMove)


def short_for(change: Change, board: BoardRow, task: Task) -> tuple[Short, ...]:
    """Return the materials that a task lacks, by name.

    It needs what is promised to it; without any promise what its product takes for its quantity, less what it got.
    """
    claims = queries.claims(change.session, board)
    wanted = _wanted(change, board, task)
    found = []
    for row in queries.resources(change.session, board):
        listed = claims.get(row.id, ())
        own = [claim.quantity for claim in listed if claim.task == task.id]
        needed = sum(own) if own else wanted.get(row.key, 0.0)
        free = free_for(task.id or 0, row.stock, listed)
        if row.archived_at is None and is_short(needed, free):
            day = queries.next_delivery(change.session, row.id)
            found.append(Short(row.key, row.name, row.unit, needed, free, day))
    return tuple(found)


def _wanted(change: Change, board: BoardRow, task: Task) -> dict[str, float]:
    """Return by material what a task without a promise takes: as much as its product says, less what it got.

    One that ever had a promise needs no more than that.
    """
    if not task.product or queries.moves(change.session, board, task_id=task.id, kind=StockKind.RESERVED, limit=1):
        return {}
    key = task.product.casefold()
    products = product_queries.products(change.session, board)
    product = next((row for row in products if key in (row.key, row.name.casefold())), None)
    if product is None:
        return {}
    got: dict[str, float] = {}
    for move in queries.moves(change.session, board, task_id=task.id, kind=StockKind.ISSUE):
        got[move.resource] = got.get(move.resource, 0.0) + move.quantity
    quantity = 1.0 if task.quantity is None else task.quantity
    return {need.material: need.per_unit * quantity - got.get(need.material, 0.0) for need in product.materials}


def let_go_of(change: Change, board: BoardRow, task: Task) -> None:
    """Let movements name a purged task no more, on record.

    What was reserved for it alone is put away, or becomes an issue when it was finished: that used it up.
    """
    records = RecordBook(change)
    mine = change.session.scalars(select(StockMove).where(_move.c.task_id == task.id).order_by(_move.c.number)).all()
    counted = [move for move in mine if move.archived_at is None]
    issued = defaultdict[int, float](float)
    for move in counted:
        issued[move.resource_id] += move.quantity if move.kind == StockKind.ISSUE else 0
    for move in mine:
        values: dict[str, Any] = {"task": None}
        if move.kind == StockKind.RESERVED and move in counted:
            got = min(issued[move.resource_id], move.quantity)
            issued[move.resource_id] -= got
            is_used = task.finished_at is not None and move.quantity > got
            values |= (
                {"kind": StockKind.ISSUE, "quantity": move.quantity - got} if is_used else {"archived_at": change.now}
            )
        records.apply(board, "stock_move", move, values)
