"""Times in which a step stood still."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import DowntimeRow
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.issues import Downtime, Issue
from prodtui.storage.tables.types import table_of

_down, _step, _issue = table_of(Downtime), table_of(Step), table_of(Issue)

_SAME_COLUMNS = "id number reason started_at started_by ended_at ended_by archived_at version".split()


def downtimes(
    session: Session,
    board: BoardRow,
    *,
    id: int | None = None,
    step_id: int | None = None,
    issue_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    running: bool = False,
    archived: bool = False,
) -> tuple[DowntimeRow, ...]:
    """Return downtimes of a board, newest first: those that touch the time from `since` to `until`."""
    query = (
        select(_down, _step.c.key.label("step"), _issue.c.number.label("issue_number"))
        .join_from(_down, _step, _down.c.step_id == _step.c.id)
        .outerjoin(_issue, _down.c.issue_id == _issue.c.id)
        .where(_down.c.board_id == board.id)
        .order_by(_down.c.started_at.desc(), _down.c.id.desc())
    )
    if id is not None:
        query = query.where(_down.c.id == id)
    elif not archived:
        query = query.where(_down.c.archived_at.is_(None))
    if step_id is not None:
        query = query.where(_down.c.step_id == step_id)
    if issue_id is not None:
        query = query.where(_down.c.issue_id == issue_id)
    if since is not None:
        query = query.where(or_(_down.c.ended_at.is_(None), _down.c.ended_at >= since))
    if until is not None:
        query = query.where(_down.c.started_at < until)
    if running:
        query = query.where(_down.c.ended_at.is_(None))
    return tuple(
        DowntimeRow(
            **{name: row[name] for name in _SAME_COLUMNS},
            board=board.key,
            ref=f"{board.key}-S{row['number']}",
            step=row["step"],
            issue=None if row["issue_number"] is None else f"{board.key}-I{row['issue_number']}",
        )
        for row in session.execute(query).mappings()
    )
