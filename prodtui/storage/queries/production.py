"""What was said of plan and demand, and what left the plan, for figures of days that are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from prodtui.domain.enums import DemandKind
from prodtui.domain.rows import BoardRow
from prodtui.storage.queries.planning import asked_for
from prodtui.storage.queries.tasks import portions
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.planning import Demand, PlanLine, Release
from prodtui.storage.tables.types import table_of

_event, _line, _release, _demand = (table_of(each) for each in (Event, PlanLine, Release, Demand))


class Said(NamedTuple):
    """What an event said of a thing: its id and reference, when, and its fields after it, None when it is gone."""

    id: int
    ref: str
    at: datetime
    after: dict[str, Any] | None


def said(session: Session, board: BoardRow, kind: str, letter: str, until: datetime) -> Iterator[Said]:
    """Yield what was said up to a moment of the things of a kind, whose references have a letter, in its order."""
    # By the index of references, in which digits end before the colon: a scan of all events takes a second.
    first, behind = f"{board.key}-{letter}", f"{board.key}-{letter}:"
    return _said(session, kind, until, and_(_event.c.ref > first, _event.c.ref < behind))


def said_of(session: Session, kind: str, refs: Sequence[str], until: datetime) -> Iterator[Said]:
    """Yield what was said up to a moment of some things of a kind, of each in its order."""
    for some in portions(refs):
        yield from _said(session, kind, until, _event.c.ref.in_(some))


def _said(session: Session, kind: str, until: datetime, which: ColumnElement[bool]) -> Iterator[Said]:
    columns = _event.c.object_id, _event.c.ref, _event.c.at, _event.c.after
    query = select(*columns).where(which, _event.c.kind == kind, _event.c.at <= until).order_by(_event.c.id)
    return map(Said._make, session.execute(query))


class Due(NamedTuple):
    """An order: its number, its product, the day it is due, and its quantity."""

    number: int
    product_id: int
    due: date
    quantity: float


def due_from(session: Session, board: BoardRow, first: date) -> list[Due]:
    """Return the orders that are due on a day or later, those that were cancelled or put away left out."""
    query = (
        select(*(_demand.c[name] for name in Due._fields))
        .where(asked_for(board, None), _demand.c.kind == DemandKind.ORDER.value, _demand.c.due >= first)
        .order_by(_demand.c.number)
    )
    return [Due(*row) for row in session.execute(query)]


def released_from(session: Session, board: BoardRow) -> dict[int, date]:
    """Return the first day of the plan line that each task was released from, by the id of the task."""
    query = select(_release.c.task_id, _line.c.starts).join_from(_release, _line, _release.c.plan_line_id == _line.c.id)
    return {task: starts for task, starts in session.execute(query.where(_line.c.board_id == board.id))}
