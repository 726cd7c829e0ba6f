"""The first page of the schedule as it is stored, read alone: a long schedule is seen at once, the rest follows."""

from __future__ import annotations

from datetime import timedelta

from prodtui.domain.rows_schedule import ScheduleView
from prodtui.domain.scheduling.stored import unpacked
from prodtui.services.change import Change
from prodtui.services.schedule_stored import stored_view
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import schedule as queries
from prodtui.storage.queries.tasks import links_of
from prodtui.storage.unit_of_work import read

#: How far ahead the work is read of whoever does the first task.
AHEAD = timedelta(days=35)


def first_page(ws: Workspace, count: int) -> ScheduleView | None:
    """Return the `count` tasks that start first in the schedule as it was stored last, None when it never was.

    It may be out of date: what is open no more is left out, what is new is not in it. With these tasks come those that
    the first one waits for, those that wait for it, and all that whoever does it does in the next weeks.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        last = queries.last_run(session, board)
        kept = queries.kept_first(session, board, count) if last is not None else {}
        if last is None or not kept:
            return None
        first = next(iter(kept.values()))
        beside = {id for link in links_of(session, first.task_id) for id in link} - set(kept)
        kept |= queries.kept_among(session, beside)
        doers = [key for part in unpacked(first.parts) for key in (*part.person, *part.resources)]
        for key in dict.fromkeys(doers):
            kept |= queries.kept_by(session, board, key, last.made_at + AHEAD)
        return stored_view(change, board, kept, last.made_at, only=kept)
