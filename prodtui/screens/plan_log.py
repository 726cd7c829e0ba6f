"""What the grid of the plan reads: all of it at first, then only the products that an edit has touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import MAX_DAYS, period_of
from prodtui.domain.planning.periods import periods as planned_periods
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import PeriodRow, PlanGrid
from prodtui.screens import deferred

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

#: How many periods before today's are shown, and how many from it on.
BEFORE: Mapping[PeriodKind, int] = {PeriodKind.DAY: 7, PeriodKind.WEEK: 4, PeriodKind.MONTH: 3}
AHEAD: Mapping[PeriodKind, int] = {PeriodKind.DAY: 91, PeriodKind.WEEK: 52, PeriodKind.MONTH: 24}
MOST_NEWS = 100
STALE = timedelta(minutes=10)
"""After so long the plan is read anew: what is left of today becomes less."""
_DAY = timedelta(days=1)
#: Changes that the grid does not show.
_UNSEEN = frozenset({"issue", "issue_action", "issue_comment", "inspection", "reading", "comment", "improvement"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the length of the periods, the board's own when None, and the plan or a what-if.

    `first` is the first day, that of `span` when None.
    """

    kind: PeriodKind | None = None
    what_if: str | None = None
    first: date | None = None


@dataclass(frozen=True, slots=True)
class PlanLog:
    """The plan as it was read; `changed` are the cells (product, first day) in which a what-if differs from it.

    `events` are what has changed since the time before; all of the plan was read at `read_at`.
    """

    wish: Wish
    board: BoardRow
    boards: tuple[BoardRow, ...]
    grid: PlanGrid
    read_at: datetime
    changed: frozenset[tuple[str, date]] = frozenset()
    events: tuple[EventRow, ...] = field(default=())

    def is_fresh(self, now: datetime, today: date) -> bool:
        """Tell whether the plan was read today (on the board's calendar) and not long ago."""
        return self.grid.today == today and now - self.read_at < STALE


def read_plan(ws: Workspace, wish: Wish, shown: PlanLog | None) -> PlanLog:
    """Read the plan; for a worker thread. `shown` is what stands on the screen, of which as much as possible is kept.

    Raises NotFound or Refused for a what-if that is gone.
    """
    boards = deferred.boards.list_boards(ws)
    board = deferred.boards.show_board(ws)
    today = ws.now().astimezone(ws.tz()).date()
    events: tuple[EventRow, ...] = ()
    if shown is not None:
        known = deferred.history.events_after(ws, shown.grid.last_event, MOST_NEWS)
        events = tuple(event for event in known if event.board in (None, board.key))
        as_before = shown.wish == wish and shown.board == board and shown.is_fresh(ws.now(), today)
        if as_before and len(known) < MOST_NEWS:
            grid = _moved_on(ws, shown.grid, known, events)
            if grid is not None:
                return replace(shown, boards=boards, grid=grid, changed=_changed(ws, wish, grid), events=events)
    kind = wish.kind or board.settings.period
    first, count = span(kind, today)
    grid = deferred.plan_grid.grid(ws, kind=kind, first=wish.first or first, count=count, what_if=wish.what_if)
    return PlanLog(wish, board, boards, grid, ws.now(), _changed(ws, wish, grid), events)


def make_ready(ws: Workspace, grid: PlanGrid) -> None:
    """Load what the first edit of a grid needs, so that it is as quick as the next ones; for a worker thread."""
    _ = deferred.plan  # to name it is to load it
    deferred.plan_grid.redrawn(ws, grid, {row.key for row in grid.products[:1]})


def span(kind: PeriodKind, today: date) -> tuple[date, int]:
    """Return the first day of the grid and the number of its periods."""
    return _before(kind, period_of(kind, today).starts, BEFORE[kind]), BEFORE[kind] + AHEAD[kind]


def turned(periods: Sequence[PeriodRow], today: date, way: int) -> date | None:
    """Return the first day of a view half as long further on (1) or back (-1), None where the horizon is reached.

    Half of the periods stay in sight, so that a cursor at the edge keeps its place.
    """
    kind, steps = periods[0].kind, 0
    edge = periods[-1] if way > 0 else periods[0]
    while steps < len(periods) // 2:
        edge = period_of(kind, edge.ends if way > 0 else edge.starts - _DAY)
        if abs((edge.starts - today).days) > MAX_DAYS:
            break
        steps += 1
    if not steps:
        return None
    return periods[steps].starts if way > 0 else _before(kind, periods[0].starts, steps)


def holding(kind: PeriodKind, today: date, day: date) -> date | None:
    """Return the first day of a view that holds a day, None where that of `span` does."""
    first, count = span(kind, today)
    usual = first <= day < planned_periods(kind, first, count)[-1].ends
    return None if usual else _before(kind, period_of(kind, day).starts, BEFORE[kind])


def _before(kind: PeriodKind, first: date, count: int) -> date:
    """Return the first day of the period so many periods before that which begins on a day."""
    for _ in range(count):
        first = period_of(kind, first - _DAY).starts
    return first


def _moved_on(ws: Workspace, grid: PlanGrid, known: Sequence[EventRow], events: Sequence[EventRow]) -> PlanGrid | None:
    """Return a grid after some events that it need not be read anew for, None when it must be."""
    touched: set[str] = set()
    keys: dict[str, str] = {}
    product_of = {line.ref: line.product for line in grid.lines}
    for event in events:
        if event.kind in _UNSEEN:
            continue
        if event.kind != "plan_line":
            return None
        new = (event.after or {}).get("product")
        if event.ref not in product_of and new is not None:
            keys = keys or {row.ref: row.key for row in deferred.products.list_products(ws, archived=True)}
            product_of[event.ref] = keys[new]
        if event.ref not in product_of:
            return None  # a line outside of these periods, or of another what-if
        touched.add(product_of[event.ref])
    last = max((event.id for event in known), default=grid.last_event)
    return replace(deferred.plan_grid.redrawn(ws, grid, touched) if touched else grid, last_event=last)


def _changed(ws: Workspace, wish: Wish, grid: PlanGrid) -> frozenset[tuple[str, date]]:
    if wish.what_if is None:
        return frozenset()
    kind = grid.periods[0].kind
    first, count = grid.periods[0].starts, len(grid.periods)
    return deferred.plan_compare.changed_cells(ws, wish.what_if, kind=kind, first=first, count=count)
