"""Where to look when nothing was finished in a window: the finish that is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from prodtui.domain.flow.window import window
from prodtui.services.change import Change
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import tasks as queries
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class NearestFinish:
    """The day on which something was finished that is nearest to a window, and whether that was before it."""

    day: date
    is_before: bool


def nearest_finish(ws: Workspace, first: date, last: date) -> NearestFinish | None:
    """Return the last finish before some local days, or else the first one after; None where there is any in them.

    So it is where nothing was finished at all.
    """
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        zone = ZoneInfo(board.timezone)
        over = window(first, last, zone)
        if queries.finish_from(session, board, over.begins, over.ends) is not None:
            return None
        before = queries.finish_before(session, board, over.begins)
        found = before or queries.finish_from(session, board, over.ends)
        return None if found is None else NearestFinish(found.astimezone(zone).date(), before is not None)
