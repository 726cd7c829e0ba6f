"""What the dashboard reads: figures and charts of a window, and what its filter may name; all in a worker thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.dates import parse_when
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.window import window_days
from prodtui.domain.rows import BoardRow, PersonRow
from prodtui.domain.rows_board import BoardNames
from prodtui.domain.rows_charts import Chart
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_figures import FigurePage
from prodtui.errors import Rejected
from prodtui.screens import deferred

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from prodtui.services.flowmemory import FlowMemory
    from prodtui.services.kpi import Look
    from prodtui.services.workspace import Workspace

MOST_NEWS = 100
#: Figures that are older are read anew: work grows older, though nobody does anything.
LASTING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the window in words such as 30d, the filter, how to count, and as of which day.

    `conventions` are the board's when None.
    """

    window: str = "30d"
    text: str = ""
    conventions: Conventions | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class DashboardLog:
    """Figures and charts as they were read; `titles` are those of the charts, and `events` what has changed since.

    `conventions` are those in force, `names` and `products` (key and name) what a filter may name; `memory` makes the
    next reading cheap. `nearest` is a day on which something was finished, where nothing was in the window.
    """

    wish: Wish
    board: BoardRow
    boards: tuple[BoardRow, ...]
    people: tuple[PersonRow, ...]
    names: BoardNames
    products: tuple[tuple[str, str], ...]
    conventions: Conventions
    page: FigurePage
    charts: Mapping[str, Chart | None]
    titles: Mapping[str, str]
    read_at: datetime
    last_event: int
    events: tuple[EventRow, ...]
    nearest: date | None
    memory: FlowMemory = field(compare=False, repr=False)

    @property
    def has_tasks(self) -> bool:
        """Tell whether there was any task that counts by the end of the window."""
        return any(each.figure.kpi == "throughput" and each.figure.value is not None for each in self.page.figures)


def read_dashboard(ws: Workspace, wish: Wish, shown: DashboardLog | None) -> DashboardLog:
    """Read what a reader wants to see. Raises Rejected for a window that is none, Usage for a filter."""
    last = deferred.history.last_event(ws)
    events = () if shown is None else tuple(deferred.history.events_after(ws, shown.last_event, MOST_NEWS))
    board = deferred.boards.show_board(ws)
    memory = deferred.flowmemory.FlowMemory() if shown is None else shown.memory
    look = look_of(ws, wish)
    read = deferred.dashboard.dashboard(ws, look, memory)
    nearest = deferred.nearest.nearest_finish(ws, look.first, look.last)
    return DashboardLog(
        wish=wish,
        board=board,
        boards=deferred.boards.list_boards(ws),
        people=deferred.people.list_people(ws),
        names=deferred.filters.names(ws),
        products=tuple((row.key, row.name) for row in deferred.products.list_products(ws)),
        conventions=wish.conventions or Conventions.of(board.settings),
        page=read.page,
        charts=read.charts,
        titles={key: kind.label for key, kind in deferred.charts.CHARTS.items()},
        read_at=ws.now(),
        last_event=last,
        events=events,
        nearest=nearest.day if nearest is not None and nearest.day <= (wish.as_of or nearest.day) else None,
        memory=memory,
    )


def look_of(ws: Workspace, wish: Wish) -> Look:
    """Return what services are asked for, for a worker thread. Raises Rejected for a window that is none."""
    first, last = days_of(wish, ws.now(), ws.tz())
    return deferred.kpi.Look(first, last, wish.text, wish.conventions, wish.as_of)


def days_of(wish: Wish, now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day of a window. Raises Rejected for one that is none."""

    def day(text: str) -> date:
        return parse_when(text, now, zone).astimezone(zone).date()

    first, last = window_days(wish.window, wish.as_of or now.astimezone(zone).date(), day)
    if last < first:
        raise Rejected(f"The window ends on {last}, before it begins on {first}.", hint="Exchange the two days.")
    return first, last
