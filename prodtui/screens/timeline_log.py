"""What the timeline reads: the schedule and the rows that are made of it, all in a worker thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_schedule import ScheduleView
from prodtui.domain.scheduling.floor import Away
from prodtui.screens import deferred
from prodtui.screens.issue_entry import Place, read_place
from prodtui.widgets.timeline_model import Grouped, TimelineModel, timeline_model

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

MOST_NEWS = 100
#: A schedule that is older is made anew: work goes on, and what starts "now" starts later.
LASTING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the filter, what rows are grouped by, and the schedule or a what-if."""

    text: str = ""
    grouped: Grouped = Grouped.NOTHING
    away: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLog:
    """The schedule as it was read, and as it is shown; `events` are what has changed since the time before.

    `model` is that of the what-if where one is wished for, `schedule` always that of the board itself. A `page`
    holds the first tasks alone, an `outline` the dates that people gave, for as long as there is no schedule yet.
    """

    wish: Wish
    here: Place
    boards: tuple[BoardRow, ...]
    schedule: ScheduleView
    model: TimelineModel
    read_at: datetime
    last_event: int
    events: tuple[EventRow, ...] = field(default=())
    page: bool = False
    outline: bool = False

    def still_holds(self, last_event: int, now: datetime) -> bool:
        """Tell whether nothing has happened since that could have changed the schedule."""
        return not self.page and self.last_event == last_event and now - self.schedule.made_at < LASTING


def read_first_page(ws: Workspace, count: int) -> TimelineLog | None:
    """Read the first `count` rows, for a worker thread; None where no task is open.

    They are those of the schedule as it was stored, or with the dates that people gave them where it never was.
    """
    last = deferred.history.last_event(ws)
    stored = deferred.schedule_page.first_page(ws, count)
    schedule = stored or deferred.schedule_outline.outline(ws, count)
    if schedule is None:
        return None
    model, boards = timeline_model(schedule), deferred.boards.list_boards(ws)
    place, now = read_place(ws), ws.now()
    return TimelineLog(Wish(), place, boards, schedule, model, now, last, page=True, outline=stored is None)


def read_timeline(ws: Workspace, wish: Wish, shown: TimelineLog | None) -> TimelineLog:
    """Read the schedule, made anew and stored where something changed since; for a worker thread.

    Another wish over a schedule that still holds, such as other groups, does without reading that again. Raises Usage
    for a filter that names what the board does not know.
    """
    last = deferred.history.last_event(ws)
    events = () if shown is None else tuple(deferred.history.events_after(ws, shown.last_event, MOST_NEWS))
    known = shown.schedule if shown is not None and shown.wish != wish and shown.still_holds(last, ws.now()) else None
    schedule = known or deferred.schedule.current(ws)
    view = deferred.schedule.look(ws, away=wish.away) if wish.away else schedule
    keep = None
    if wish.text:
        keep = frozenset(task.id for task in deferred.task_view.list_tasks(ws, wish.text))
    model = timeline_model(view, wish.grouped, keep=keep, before=schedule if wish.away else None)
    boards = deferred.boards.list_boards(ws)
    return TimelineLog(wish, read_place(ws), boards, schedule, model, ws.now(), last, events)
