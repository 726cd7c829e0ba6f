"""Improvements of a board."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from prodtui.domain.enums import ImprovementState, Outcome
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.storage.tables.issues import Improvement, Issue
from prodtui.storage.tables.types import table_of

_improvement, _issue = table_of(Improvement), table_of(Issue)
_OTHER = ("board", "ref", "state", "outcome", "issue")


def improvements(session: Session, board: BoardRow, *, id: int | None = None) -> tuple[ImprovementRow, ...]:
    """Return the improvements of a board that were not put away, newest first; with `id` that one in any case."""
    query = (
        select(_improvement, _issue.c.number.label("issue_number"))
        .outerjoin_from(_improvement, _issue, _improvement.c.issue_id == _issue.c.id)
        .where(_improvement.c.board_id == board.id)
        .order_by(_improvement.c.number.desc())
    )
    query = query.where(_improvement.c.archived_at.is_(None) if id is None else _improvement.c.id == id)
    names = [name for name in ImprovementRow.__dataclass_fields__ if name not in _OTHER]
    return tuple(
        ImprovementRow(
            **{name: row[name] for name in names},
            board=board.key,
            ref=f"{board.key}-K{row['number']}",
            state=ImprovementState(row["state"]),
            outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
            issue=None if row["issue_number"] is None else f"{board.key}-I{row['issue_number']}",
        )
        for row in session.execute(query).mappings()
    )
