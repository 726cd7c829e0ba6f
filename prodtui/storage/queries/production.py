"""What was said of plan and demand, and what left the plan, for figures of days that are over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.planning import PlanLine, Release
from prodtui.storage.tables.types import table_of

_event, _line, _release = table_of(Event), table_of(PlanLine), table_of(Release)


class Said(NamedTuple):
    """What an event said of a thing: its id and reference, when, and its fields after it, None when it is gone."""

    id: int
    ref: str
    at: datetime
    after: dict[str, Any] | None


def said(session: Session, board: BoardRow, kind: str, letter: str, until: datetime) -> Iterator[Said]:
    """Yield what was said up to a moment of the things of a kind, whose references have a letter, in its order."""
    columns = _event.c.object_id, _event.c.ref, _event.c.at, _event.c.after
    # By the index of references, in which digits end before the colon: a scan of all events takes a second.
    first, behind = f"{board.key}-{letter}", f"{board.key}-{letter}:"
    mine = and_(_event.c.ref > first, _event.c.ref < behind, _event.c.kind == kind, _event.c.at <= until)
    return map(Said._make, session.execute(select(*columns).where(mine).order_by(_event.c.id)))


def released_from(session: Session, board: BoardRow) -> dict[int, date]:
    """Return the first day of the plan line that each task was released from, by the id of the task."""
    query = select(_release.c.task_id, _line.c.starts).join_from(_release, _line, _release.c.plan_line_id == _line.c.id)
    return {task: starts for task, starts in session.execute(query.where(_line.c.board_id == board.id))}
