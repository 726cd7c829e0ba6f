"""What-ifs, and the changes of capacity of the plan and of each of them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import CapacityKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import CapacityChangeRow, WhatIfRow
from prodtui.storage.tables.planning import CapacityChange, PlanLine, WhatIf
from prodtui.storage.tables.types import table_of

_what_if, _change, _line = (table_of(t) for t in (WhatIf, CapacityChange, PlanLine))
_SAME = "id name created_at created_by applied_at archived_at version".split()


def what_ifs(
    session: Session, board: BoardRow, *, closed: bool = False, id: int | None = None
) -> tuple[WhatIfRow, ...]:
    """Return what-ifs oldest first; `closed` adds those that were applied or thrown away, `id` picks one."""
    lines = (
        select(_line.c.what_if_id, func.count().label("lines"))
        .where(_line.c.board_id == board.id, _line.c.what_if_id.is_not(None), _line.c.quantity > 0)
        .group_by(_line.c.what_if_id)
        .subquery()
    )
    query = (
        select(_what_if, func.coalesce(lines.c.lines, 0).label("lines"))
        .outerjoin_from(_what_if, lines, lines.c.what_if_id == _what_if.c.id)
        .where(_what_if.c.board_id == board.id)
        .order_by(_what_if.c.number)
    )
    if id is not None:
        query = query.where(_what_if.c.id == id)
    elif not closed:
        query = query.where(_what_if.c.archived_at.is_(None), _what_if.c.applied_at.is_(None))
    return tuple(
        WhatIfRow(**{name: row[name] for name in _SAME}, ref=f"{board.key}-W{row['number']}", lines=row["lines"])
        for row in session.execute(query).mappings()
    )


def capacity_changes(
    session: Session,
    board: BoardRow,
    *,
    what_if_id: int | None = None,
    removed: bool = False,
    id: int | None = None,
) -> tuple[CapacityChangeRow, ...]:
    """Return changes of capacity by first day, of the plan or of a what-if; `removed` adds those taken away."""
    query = (
        select(_change, _what_if.c.number.label("of"))
        .outerjoin_from(_change, _what_if, _change.c.what_if_id == _what_if.c.id)
        .where(_change.c.board_id == board.id)
        .order_by(_change.c.starts, _change.c.number)
    )
    if id is not None:
        query = query.where(_change.c.id == id)
    else:
        query = query.where(
            _change.c.what_if_id.is_(None) if what_if_id is None else _change.c.what_if_id == what_if_id
        )
        if not removed:
            query = query.where(_change.c.archived_at.is_(None))
    return tuple(
        CapacityChangeRow(
            id=row["id"],
            ref=f"{board.key}-C{row['number']}",
            kind=CapacityKind(row["kind"]),
            target=row["target"],
            starts=row["starts"],
            ends=row["ends"],
            hours=row["hours"],
            reason=row["reason"],
            what_if=None if row["of"] is None else f"{board.key}-W{row['of']}",
            archived_at=row["archived_at"],
            version=row["version"],
        )
        for row in session.execute(query).mappings()
    )
