"""Products of a board."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from prodtui.domain.codec import from_json
from prodtui.domain.enums import Priority
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import NeedRow, ProductRow, RoutingRow
from prodtui.storage.tables.planning import Product
from prodtui.storage.tables.quality import Checklist
from prodtui.storage.tables.types import table_of

_product, _list = table_of(Product), table_of(Checklist)
# Built once: putting a statement together costs more than running it.
_OF_BOARD = (
    select(_product, _list.c.key.label("checklist"))
    .outerjoin_from(_product, _list, _product.c.checklist_id == _list.c.id)
    .where(_product.c.board_id == bindparam("board_id"))
)
_SAME = "id number key name unit lot_size task_title task_notes archived_at version".split()


def products(
    session: Session, board: BoardRow, *, id: int | None = None, keys: Collection[str] | None = None
) -> tuple[ProductRow, ...]:
    """Return the products of a board by name, archived ones too; with `id` that one alone, with `keys` only those."""
    query = _OF_BOARD
    if id is not None:
        query = query.where(_product.c.id == id)
    if keys is not None:
        query = query.where(_product.c.key.in_(keys))
    rows = [_row(board, row) for row in session.execute(query, {"board_id": board.id}).mappings()]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.number)))


def _row(board: BoardRow, row: Mapping[Any, Any]) -> ProductRow:
    return ProductRow(
        **{name: row[name] for name in _SAME},
        ref=f"{board.key}-P{row['number']}",
        routing=from_json(tuple[RoutingRow, ...], row["routing"]),
        materials=from_json(tuple[NeedRow, ...], row["materials"]),
        checklist=row["checklist"],
        task_labels=tuple(row["task_labels"]),
        task_priority=None if row["task_priority"] is None else Priority(row["task_priority"]),
        task_assignees=tuple(row["task_assignees"]),
    )
