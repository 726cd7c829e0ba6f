"""Demand lines, the rules that make them, and the tasks that were released for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.planning import Demand, DemandRule, Product, Release
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_demand, _rule, _product, _release, _task = (table_of(t) for t in (Demand, DemandRule, Product, Release, Task))

_ASKED = ("id number external_key product_id quantity due priority customer closed created_at archived_at").split()
_CHUNK = 500

_WHOLE = (
    select(
        _demand,
        _product.c.key.label("product"),
        _product.c.unit.label("unit"),
        _rule.c.number.label("rule_number"),
    )
    .join_from(_demand, _product, _demand.c.product_id == _product.c.id)
    .outerjoin(_rule, _demand.c.rule_id == _rule.c.id)
)


def demands(
    session: Session,
    board: BoardRow,
    *,
    ids: Sequence[int] | None = None,
    product_id: int | None = None,
    archived: bool = False,
    kind: str | None = None,
) -> Iterator[RowMapping]:
    """Yield demand lines with all their columns, `product` by key, its `unit` and `rule_number`, by day and number.

    They are read as they are asked for. Archived ones come only on request, or by `ids`.
    """
    query = _WHOLE.where(_demand.c.board_id == board.id)
    if ids is not None:
        pieces = (query.where(_demand.c.id.in_(ids[at : at + _CHUNK])) for at in range(0, len(ids), _CHUNK))
        found = [row for piece in pieces for row in session.execute(piece).mappings()]
        yield from sorted(found, key=lambda row: (row["due"], row["number"]))
        return
    if not archived:
        query = query.where(_demand.c.archived_at.is_(None))
    if product_id is not None:
        query = query.where(_demand.c.product_id == product_id)
    if kind is not None:
        query = query.where(_demand.c.kind == kind)
    query = query.order_by(_demand.c.due, _demand.c.number).execution_options(yield_per=_CHUNK)
    yield from session.execute(query).mappings()


def number_with_key(session: Session, board: BoardRow, key: str) -> tuple[int, int] | None:
    """Return id and number of the line with an external key, archived or not."""
    query = select(_demand.c.id, _demand.c.number)
    found = session.execute(query.where(_demand.c.board_id == board.id, _demand.c.external_key == key)).first()
    return None if found is None else (found[0], found[1])


def released_for(session: Session, board: BoardRow, demand_id: int) -> tuple[str, ...]:
    """Return the references of the tasks that were released for a line."""
    query = select(_task.c.number).join_from(_release, _task, _release.c.task_id == _task.c.id)
    numbers = session.scalars(query.where(_release.c.demand_id == demand_id).order_by(_task.c.number))
    return tuple(f"{board.key}-{number}" for number in numbers)


def rules(session: Session, board: BoardRow, *, stopped: bool = False) -> Sequence[DemandRule]:
    """Return the rules of a board by number; `stopped` adds those that make no more lines."""
    query = select(DemandRule).where(_rule.c.board_id == board.id).order_by(_rule.c.number)
    if not stopped:
        query = query.where(_rule.c.archived_at.is_(None))
    return session.scalars(query).all()


def made_for(session: Session, rule_id: int, first: date) -> frozenset[date]:
    """Return the occurrences from a day on for which a rule has made lines, whatever became of those."""
    query = select(_demand.c.occurrence).where(_demand.c.rule_id == rule_id, _demand.c.occurrence >= first)
    return frozenset(day for day in session.scalars(query) if day is not None)


def keyed(session: Session, board: BoardRow) -> Sequence[RowMapping]:
    """Return what an import asks about every line, archived ones too."""
    columns: list[Any] = [_demand.c[name] for name in _ASKED]
    return session.execute(select(*columns).where(_demand.c.board_id == board.id)).mappings().all()


def ids_between(session: Session, board: BoardRow, first: int, last: int) -> dict[int, int]:
    """Return the ids of the lines from one number to another, by number."""
    query = select(_demand.c.number, _demand.c.id).where(_demand.c.board_id == board.id)
    return {number: id for number, id in session.execute(query.where(_demand.c.number.between(first, last)))}
