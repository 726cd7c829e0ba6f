"""Which shifts nobody has taken over yet: what the header of every open board tells, so it reads little."""

from __future__ import annotations

from prodtui.services.workspace import Workspace
from prodtui.storage.queries import daily as queries
from prodtui.storage.tables.daily import Handover
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_handover = table_of(Handover)


def not_taken_over(ws: Workspace) -> tuple[str, ...]:
    """Return the references of the hand-overs of the current board that nobody acknowledged, newest first."""
    with read(ws.store) as session:
        rows = queries.handovers(session, ws.need_board(), _handover.c.acknowledged_at.is_(None))
    return tuple(row.ref for row in rows)
