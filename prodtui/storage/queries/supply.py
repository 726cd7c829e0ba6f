"""Resources of a board, the movements of its materials, and who or what is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import ResourceKind, StockKind
from prodtui.domain.materials import Claim
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import AbsenceRow, ResourceRow, StockRow
from prodtui.storage.queries.boards import week_of
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.planning import Absence, Resource, StockMove
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_resource, _move, _absence = (table_of(t) for t in (Resource, StockMove, Absence))
_task, _person = table_of(Task), table_of(Person)
_SAME = "id number key name pool parallel unit reorder_level archived_at version".split()
_MOVE = "id number quantity day note at by version".split()
_AWAY = "id number starts ends reason uid archived_at version".split()
#: How a movement of each kind changes what lies in stock; the other kinds do not.
_SIGNS = {StockKind.RECEIPT: 1, StockKind.ISSUE: -1, StockKind.CORRECTION: 1}


def resources(session: Session, board: BoardRow, *, id: int | None = None) -> tuple[ResourceRow, ...]:
    """Return the resources of a board by name, archived ones too; with `id` that one alone."""
    query = select(_resource).where(_resource.c.board_id == board.id)
    if id is not None:
        query = query.where(_resource.c.id == id)
    found = session.execute(query).mappings().all()
    amounts = _amounts(session, board, id) if any(row["kind"] == ResourceKind.MATERIAL for row in found) else {}
    rows = [_row(board, row, amounts.get(row["id"], (0.0, 0.0, 0.0))) for row in found]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.number)))


def claims(session: Session, board: BoardRow) -> dict[int, tuple[Claim, ...]]:
    """Return by the id of the material what is promised to open tasks and was not issued to them yet."""
    first, kinds = func.min(_move.c.number), (StockKind.RESERVED, StockKind.ISSUE)
    query = _sums(board).add_columns(first).where(_move.c.task_id.is_not(None), _move.c.kind.in_(kinds))
    promised: dict[tuple[int, int], Claim] = {}
    issued = defaultdict[tuple[int, int], float](float)
    for material, task, kind, quantity, is_open, _, number in session.execute(query):
        if kind == StockKind.ISSUE:
            issued[material, task] += quantity
        elif is_open:
            promised[material, task] = Claim(task, number, quantity)
    found = defaultdict[int, list[Claim]](list)
    for (material, task), claim in promised.items():
        left = claim.quantity - issued[material, task]
        if left > 0:
            found[material].append(replace(claim, quantity=left))
    return {material: tuple(listed) for material, listed in found.items()}


def next_delivery(session: Session, resource_id: int) -> date | None:
    """Return the day on which more of a material is expected next."""
    waits = (_move.c.kind == StockKind.EXPECTED) & _move.c.archived_at.is_(None)
    day: date | None = session.scalar(select(func.min(_move.c.day)).where(_move.c.resource_id == resource_id, waits))
    return day


def moves(
    session: Session, board: BoardRow, *, id: int | None = None, resource_id: int | None = None,
    task_id: int | None = None, kind: StockKind | None = None, since: date | None = None, limit: int | None = None,
) -> tuple[StockRow, ...]:  # fmt: skip
    """Return the movements of materials that count, newest day first; with `id` that one in any case."""
    query = (
        select(_move, _resource.c.key.label("resource"), _task.c.number.label("task_number"))
        .join_from(_move, _resource, _move.c.resource_id == _resource.c.id)
        .outerjoin(_task, _move.c.task_id == _task.c.id)
        .where(_move.c.board_id == board.id)
        .order_by(_move.c.day.desc(), _move.c.number.desc())
    )
    query = query.where(_move.c.archived_at.is_(None) if id is None else _move.c.id == id)
    for column, wanted in ((_move.c.resource_id, resource_id), (_move.c.task_id, task_id), (_move.c.kind, kind)):
        if wanted is not None:
            query = query.where(column == wanted)
    if since is not None:
        query = query.where(_move.c.day >= since)
    return tuple(_move_row(board, row) for row in session.execute(query.limit(limit)).mappings())


def absences(
    session: Session, board: BoardRow, *, id: int | None = None, first: date | None = None, last: date | None = None,
    archived: bool = False,
) -> tuple[AbsenceRow, ...]:  # fmt: skip
    """Return the absences of a board that touch the days from `first` to `last`, earliest first."""
    query = (
        select(_absence, _person.c.login.label("person"), _resource.c.key.label("resource"))
        .outerjoin_from(_absence, _person, _absence.c.person_id == _person.c.id)
        .outerjoin(_resource, _absence.c.resource_id == _resource.c.id)
        .where(_absence.c.board_id == board.id)
        .order_by(_absence.c.starts, _absence.c.number)
    )
    if id is not None:
        query = query.where(_absence.c.id == id)
    elif not archived:
        query = query.where(_absence.c.archived_at.is_(None))
    if first is not None:
        query = query.where(_absence.c.ends >= first)
    if last is not None:
        query = query.where(_absence.c.starts <= last)
    return tuple(
        AbsenceRow(
            **{name: row[name] for name in _AWAY},
            ref=f"{board.key}-A{row['number']}",
            person=row["person"],
            resource=row["resource"],
        )
        for row in session.execute(query).mappings()
    )


def _sums(board: BoardRow) -> Any:
    """Return a query for quantities by material, task and kind, and whether that task is still to be done, or done."""
    is_done = _task.c.finished_at.is_not(None)
    is_open = _task.c.archived_at.is_(None) & ~is_done
    return (
        select(_move.c.resource_id, _move.c.task_id, _move.c.kind, func.sum(_move.c.quantity), is_open, is_done)
        .outerjoin_from(_move, _task, _move.c.task_id == _task.c.id)
        .where(_move.c.board_id == board.id, _move.c.archived_at.is_(None))
        .group_by(_move.c.resource_id, _move.c.task_id, _move.c.kind)
    )


def _amounts(session: Session, board: BoardRow, id: int | None) -> dict[int, tuple[float, float, float]]:
    """Return by material what lies in stock, what is promised to open tasks, and what is expected.

    A finished task has used up what was promised to it and not issued.
    """
    query = _sums(board) if id is None else _sums(board).where(_move.c.resource_id == id)
    stock, expected = defaultdict[int, float](float), defaultdict[int, float](float)
    promised, done = defaultdict[tuple[int, int | None], float](float), set[int | None]()
    for material, task, word, quantity, is_open, is_done in session.execute(query):
        kind = StockKind(word)
        stock[material] += _SIGNS.get(kind, 0) * quantity
        if kind is StockKind.EXPECTED:
            expected[material] += quantity
        elif kind is StockKind.RESERVED and (is_open or is_done):
            promised[material, task] += quantity
            if is_done:
                done.add(task)
        elif kind is StockKind.ISSUE and task is not None:
            promised[material, task] -= quantity
    kept = defaultdict[int, float](float)
    for (material, task), quantity in promised.items():
        if task in done:
            stock[material] -= max(quantity, 0.0)
        else:
            kept[material] += max(quantity, 0.0)
    return {material: (stock[material], kept[material], expected[material]) for material in {*stock, *kept, *expected}}


def _row(board: BoardRow, row: Mapping[Any, Any], amounts: tuple[float, float, float]) -> ResourceRow:
    stock, kept, expected = amounts
    return ResourceRow(
        **{name: row[name] for name in _SAME},
        ref=f"{board.key}-F{row['number']}",
        kind=ResourceKind(row["kind"]),
        workweek=week_of(row["workweek"]),
        stock=stock,
        reserved=kept,
        expected=expected,
    )


def _move_row(board: BoardRow, row: Mapping[Any, Any]) -> StockRow:
    return StockRow(
        **{name: row[name] for name in _MOVE},
        ref=f"{board.key}-M{row['number']}",
        resource=row["resource"],
        kind=StockKind(row["kind"]),
        task=None if row["task_number"] is None else f"{board.key}-{row['task_number']}",
    )
