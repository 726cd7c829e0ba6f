"""Whether anything comes back by rule, asked without the tables of the plan: every open board asks once a minute."""

from __future__ import annotations

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

_rule = table("demand_rule", column("id"), column("board_id"), column("archived_at"))


def demand_repeats(session: Session, board_id: int) -> bool:
    """Tell whether a rule of a board makes demand lines."""
    mine = select(_rule.c.id).where(_rule.c.board_id == board_id, _rule.c.archived_at.is_(None))
    return session.scalar(mine.limit(1)) is not None
