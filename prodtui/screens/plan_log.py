"""What the grid of the plan reads: all of it at first, then only the products that an edit has touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import period_of
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import PlanGrid
from prodtui.screens import deferred

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

#: How many periods before today's are shown, and how many from it on.
BEFORE: Mapping[PeriodKind, int] = {PeriodKind.DAY: 7, PeriodKind.WEEK: 4, PeriodKind.MONTH: 3}
AHEAD: Mapping[PeriodKind, int] = {PeriodKind.DAY: 91, PeriodKind.WEEK: 52, PeriodKind.MONTH: 24}
MOST_NEWS = 100
#: Changes that the grid does not show.
_UNSEEN = frozenset({"issue", "issue_action", "issue_comment", "inspection", "reading", "comment", "improvement"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the length of the periods, the board's own when None, and the plan or a what-if."""

    kind: PeriodKind | None = None
    what_if: str | None = None


@dataclass(frozen=True, slots=True)
class PlanLog:
    """The plan as it was read; `changed` are the cells (product, first day) in which a what-if differs from it.

    `events` are what has changed since the time before.
    """

    wish: Wish
    board: BoardRow
    boards: tuple[BoardRow, ...]
    grid: PlanGrid
    changed: frozenset[tuple[str, date]] = frozenset()
    events: tuple[EventRow, ...] = field(default=())


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
        if shown.wish == wish and shown.board == board and shown.grid.today == today and len(known) < MOST_NEWS:
            grid = _moved_on(ws, shown.grid, known, events)
            if grid is not None:
                return replace(shown, boards=boards, grid=grid, changed=_changed(ws, wish, grid), events=events)
    kind = wish.kind or board.settings.period
    first, count = span(kind, today)
    grid = deferred.plan_grid.grid(ws, kind=kind, first=first, count=count, what_if=wish.what_if)
    return PlanLog(wish, board, boards, grid, _changed(ws, wish, grid), events)


def span(kind: PeriodKind, today: date) -> tuple[date, int]:
    """Return the first day of the grid and the number of its periods."""
    first = period_of(kind, today).starts
    for _ in range(BEFORE[kind]):
        first = period_of(kind, first - timedelta(days=1)).starts
    return first, BEFORE[kind] + AHEAD[kind]


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
