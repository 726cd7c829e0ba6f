"""What the plan is made of: planned lines, what of them was released, orders by due day, what was finished by day.

Demand and lines name a product by its id, tasks by its key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.planning.load import OpenTask
from prodtui.domain.planning.pegging import PegOrder
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.rows_planning import PlanLineRow
from prodtui.storage.tables.planning import Demand, Output, PlanLine, Product, Release, WhatIf
from prodtui.storage.tables.schedule import ScheduleTask
from prodtui.storage.tables.tasks import Task, Work
from prodtui.storage.tables.types import table_of

_line, _demand, _product, _what_if = (table_of(t) for t in (PlanLine, Demand, Product, WhatIf))
_scheduled = table_of(ScheduleTask)
_release, _output, _task, _work = (table_of(t) for t in (Release, Output, Task, Work))

#: A task that says no quantity stands for one.
_QUANTITY = func.coalesce(_task.c.quantity, 1.0)
_COUNTS = or_(_task.c.archived_at.is_(None), _task.c.finished_at.is_not(None))
_OPEN = and_(_task.c.archived_at.is_(None), _task.c.finished_at.is_(None))


#: When an open task is done: as the schedule that is stored has it, else as planned, else when it is due.
_READY: ColumnElement[Any] = func.coalesce(_scheduled.c.ends, _task.c.planned_finish, _task.c.due)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task gave or is to give: good quantity and local day of a finished one, what is planned of an open one.

    `demand_id` is the demand line that it was released for, `line` the first day of the plan line that it was released
    from. `day` is None for an open task without any date.
    """

    product: str
    quantity: float
    day: date | None
    demand_id: int | None
    line: date | None = None


def lines(
    session: Session,
    board: BoardRow,
    *,
    what_if_id: int | None = None,
    product_id: int | None = None,
    first: date | None = None,
    end: date | None = None,
) -> tuple[PlanLineRow, ...]:
    """Return planned lines by product and day, empty ones too, of the plan or of a what-if.

    `first` and `end` pick those that start from one day up to, but not including, the other. What is released of a
    line in a what-if is what is released of the plan on that day.
    """
    where = [_line.c.board_id == board.id]
    where.append(_line.c.what_if_id.is_(None) if what_if_id is None else _line.c.what_if_id == what_if_id)
    if product_id is not None:
        where.append(_line.c.product_id == product_id)
    if first is not None:
        where.append(_line.c.starts >= first)
    if end is not None:
        where.append(_line.c.starts < end)
    query = (
        select(
            _line.c.id, _line.c.number, _line.c.product_id, _product.c.key, _line.c.starts, _line.c.quantity,
            _line.c.version, _what_if.c.number.label("what_if"),
        )
        .join_from(_line, _product, _line.c.product_id == _product.c.id)
        .outerjoin(_what_if, _line.c.what_if_id == _what_if.c.id)
        .where(*where)
        .order_by(_line.c.product_id, _line.c.starts, _line.c.id)
    )  # fmt: skip
    out = released(session, board, product_id=product_id)
    return tuple(
        PlanLineRow(
            id=row.id,
            ref=f"{board.key}-L{row.number}",
            product=row.key,
            starts=row.starts,
            quantity=row.quantity,
            released=out.get((row.product_id, row.starts), 0.0),
            what_if=None if row.what_if is None else f"{board.key}-W{row.what_if}",
            version=row.version,
        )
        for row in session.execute(query).all()
    )


def released(session: Session, board: BoardRow, *, product_id: int | None = None) -> dict[tuple[int, date], float]:
    """Return by product and first day of a planned line what of it has become tasks.

    Tasks that were archived before they were finished do not count: nobody makes them any more.
    """
    query = (
        select(_line.c.product_id, _line.c.starts, func.sum(_QUANTITY))
        .join_from(_release, _line, _release.c.plan_line_id == _line.c.id)
        .join(_task, _release.c.task_id == _task.c.id)
        .where(_line.c.board_id == board.id, _COUNTS)
        .group_by(_line.c.product_id, _line.c.starts)
    )
    if product_id is not None:
        query = query.where(_line.c.product_id == product_id)
    return {(product, starts): quantity for product, starts, quantity in session.execute(query).all()}


def released_of_line(session: Session, line_id: int) -> float:
    """Return what of one line has become tasks."""
    query = select(func.sum(_QUANTITY)).join_from(_release, _task, _release.c.task_id == _task.c.id)
    return float(session.scalar(query.where(_release.c.plan_line_id == line_id, _COUNTS)) or 0.0)


def orders(session: Session, board: BoardRow, *, product_id: int | None = None) -> dict[int, list[PegOrder]]:
    """Return by product the orders that are neither cancelled nor archived, by due day and number."""
    columns = [_demand.c[name] for name in "product_id id number due quantity priority closed".split()]
    query = (
        select(*columns)
        .where(asked_for(board, product_id), _demand.c.kind == DemandKind.ORDER.value)
        .order_by(_demand.c.due, _demand.c.number)
    )
    priorities = {each.value: each for each in Priority}
    found: dict[int, list[PegOrder]] = defaultdict(list)
    for product, id, number, due, quantity, priority, closed in session.execute(query).all():
        found[product].append(PegOrder(id, number, due, quantity, priorities[priority], closed is not None))
    return found


def foreseen(session: Session, board: BoardRow, *, product_id: int | None = None) -> dict[int, dict[date, float]]:
    """Return by product and due day what is foreseen."""
    query = (
        select(_demand.c.product_id, _demand.c.due, func.sum(_demand.c.quantity))
        .where(asked_for(board, product_id), _demand.c.kind == DemandKind.FORECAST.value)
        .group_by(_demand.c.product_id, _demand.c.due)
    )
    found: dict[int, dict[date, float]] = defaultdict(dict)
    for product, due, quantity in session.execute(query).all():
        found[product][due] = quantity
    return found


def first_asked(session: Session, board: BoardRow, *, product_id: int | None = None) -> dict[int, datetime]:
    """Return by product when the first of its orders was entered."""
    query = select(_demand.c.product_id, func.min(_demand.c.created_at, type_=_demand.c.created_at.type))
    orders = _demand.c.kind == DemandKind.ORDER.value
    query = query.where(asked_for(board, product_id), orders).group_by(_demand.c.product_id)
    return {product: at for product, at in session.execute(query)}


def finished(
    session: Session, board: BoardRow, zone: ZoneInfo, *, product: str | None = None, since: date | None = None
) -> tuple[Made, ...]:
    """Return what finished tasks of products gave, by number; archived ones count.

    With `since` only what was finished on that day or later, or released from a plan line that begins then or later.
    """
    good = func.coalesce(_output.c.good, _QUANTITY)
    links = [_release.c.demand_id, _line.c.starts]
    columns: list[ColumnElement[Any]] = [_task.c.product, good, _task.c.finished_at, *links]
    query = (
        select(*columns)
        .outerjoin_from(_task, _output, _output.c.task_id == _task.c.id)
        .outerjoin(_release, _release.c.task_id == _task.c.id)
        .outerjoin(_line, _release.c.plan_line_id == _line.c.id)
        .where(_task.c.board_id == board.id, _task.c.finished_at.is_not(None), _of_product(product))
        .order_by(_task.c.number)
    )
    if since is not None:
        begins = datetime.combine(since, time(), tzinfo=zone)
        query = query.where(or_(_task.c.finished_at >= begins, _line.c.starts >= since))
    return tuple(
        Made(key, quantity, at.astimezone(zone).date(), demand, line)
        for key, quantity, at, demand, line in session.execute(query).all()
    )


def under_way(session: Session, board: BoardRow, zone: ZoneInfo, *, product: str | None = None) -> tuple[Made, ...]:
    """Return what open tasks that were released are to give, by number."""
    columns: list[ColumnElement[Any]] = [_task.c.product, _QUANTITY, _READY, _release.c.demand_id, _line.c.starts]
    query = (
        select(*columns)
        .join_from(_task, _release, _release.c.task_id == _task.c.id)
        .outerjoin(_line, _release.c.plan_line_id == _line.c.id)
        .outerjoin(_scheduled, _scheduled.c.task_id == _task.c.id)
        .where(_task.c.board_id == board.id, _OPEN, _of_product(product))
        .order_by(_task.c.number)
    )
    return tuple(
        Made(key, quantity, _local_day(ready, zone), demand, line)
        for key, quantity, ready, demand, line in session.execute(query).all()
    )


def open_tasks(session: Session, board: BoardRow, steps: Mapping[int, StepRow], zone: ZoneInfo) -> tuple[OpenTask, ...]:
    """Return the open tasks that take hours: those of products and those with an estimate, by number."""
    mine = aliased(_task)
    spent = (
        select(_work.c.task_id, func.sum(_work.c.minutes).label("minutes"))
        .join_from(_work, mine, _work.c.task_id == mine.c.id)
        .where(mine.c.board_id == board.id, mine.c.finished_at.is_(None))
        .group_by(_work.c.task_id)
        .subquery()
    )
    names = "number step_id product quantity estimate_hours".split()
    columns: list[ColumnElement[Any]] = [*(_task.c[name] for name in names), spent.c.minutes, _READY]
    query = (
        select(*columns)
        .outerjoin_from(_task, spent, spent.c.task_id == _task.c.id)
        .outerjoin(_scheduled, _scheduled.c.task_id == _task.c.id)
        .where(
            _task.c.board_id == board.id,
            _OPEN,
            or_(_task.c.product.is_not(None), _task.c.estimate_hours.is_not(None)),
        )
        .order_by(_task.c.number)
    )
    return tuple(
        OpenTask(
            f"{board.key}-{number}", steps[step].key, product, quantity, estimate, (minutes or 0) / 60,
            _local_day(ready, zone),
        )
        for number, step, product, quantity, estimate, minutes, ready in session.execute(query).all()
    )  # fmt: skip


def asked_for(board: BoardRow, product_id: int | None) -> ColumnElement[bool]:
    """Return the condition that picks demand that is neither cancelled nor archived, of a product or of all."""
    asked = and_(
        _demand.c.board_id == board.id,
        _demand.c.archived_at.is_(None),
        or_(_demand.c.closed.is_(None), _demand.c.closed != DemandStatus.CANCELLED.value),
    )
    return asked if product_id is None else and_(asked, _demand.c.product_id == product_id)


def _of_product(product: str | None) -> ColumnElement[bool]:
    return _task.c.product.is_not(None) if product is None else _task.c.product == product


def _local_day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return None if at is None else at.astimezone(zone).date()
