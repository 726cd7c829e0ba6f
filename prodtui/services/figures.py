"""The figures that the program can compute now: one registry, one definition each, for a window of local days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from prodtui.domain import metrics_flow as flow
from prodtui.domain.metrics_flow import NO_DATA, Outcome, Window
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import Figure
from prodtui.domain.text import nearest
from prodtui.errors import Rejected
from prodtui.services.change import Change
from prodtui.services.downtime import minutes_down
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import figures as queries
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.unit_of_work import read

Compute = Callable[[Change, BoardRow, Window], Outcome]


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: its key, its name, its unit, and the convention by which it is computed."""

    key: str
    label: str
    unit: str
    convention: str
    compute: Compute


def _throughput(change: Change, board: BoardRow, over: Window) -> Outcome:
    if not queries.has_tasks(change.session, board, over.ends):
        return NO_DATA
    return flow.per_week(len(queries.finished(change.session, board, over)), over)


def _cycle(share: float) -> Compute:
    def compute(change: Change, board: BoardRow, over: Window) -> Outcome:
        found = queries.finished(change.session, board, over)
        return flow.duration_days(((started, done) for _, started, done in found), share)

    return compute


def _lead(share: float) -> Compute:
    def compute(change: Change, board: BoardRow, over: Window) -> Outcome:
        found = queries.finished(change.session, board, over)
        return flow.duration_days(((created, done) for created, _, done in found), share)

    return compute


def _on_time(change: Change, board: BoardRow, over: Window) -> Outcome:
    session = change.session
    return flow.on_time(queries.promises(session, board, over), over, change.now, queries.undated(session, board, over))


def _wip(change: Change, board: BoardRow, over: Window) -> Outcome:
    if not queries.has_tasks(change.session, board, over.ends):
        return NO_DATA
    return flow.average_open(queries.under_way(change.session, board, over), over, ZoneInfo(board.timezone), change.now)


def _open_issues(change: Change, board: BoardRow, over: Window) -> Outcome:
    if not queries.has_issues(change.session, board, over.ends):
        return NO_DATA
    spans = queries.issue_spans(change.session, board, over)
    count = flow.open_at(spans, min(over.ends, change.now))
    return Outcome(float(count), len(spans))


def _issues_raised(change: Change, board: BoardRow, over: Window) -> Outcome:
    if not queries.has_issues(change.session, board, over.ends):
        return NO_DATA
    spans = queries.issue_spans(change.session, board, over)
    return flow.per_week(sum(span.start in over for span in spans), over)


def _first_pass(change: Change, board: BoardRow, over: Window) -> Outcome:
    return flow.first_pass_yield(queries.inspected(change.session, board, over), over)


def _downtime(change: Change, board: BoardRow, over: Window) -> Outcome:
    if not queries.has_downtime(change.session, board, over.ends):
        return NO_DATA
    found = downtimes(change.session, board, since=over.begins, until=over.ends)
    return Outcome(sum(minutes_down(change, board, over.begins, over.ends).values()) / 60, len(found))


_RANK = "nearest rank, calendar days, tasks finished in the window"

FIGURES: Mapping[str, FigureKind] = {
    kind.key: kind
    for kind in (
        FigureKind("throughput", "Throughput", "tasks/week", "tasks finished, zero weeks included", _throughput),
        FigureKind("cycle-time-50", "Cycle time, 50 %", "days", f"start to finish, {_RANK}", _cycle(0.5)),
        FigureKind("cycle-time-85", "Cycle time, 85 %", "days", f"start to finish, {_RANK}", _cycle(0.85)),
        FigureKind("lead-time-50", "Lead time, 50 %", "days", f"created to finish, {_RANK}", _lead(0.5)),
        FigureKind("lead-time-85", "Lead time, 85 %", "days", f"created to finish, {_RANK}", _lead(0.85)),
        FigureKind(
            "on-time", "On-time delivery", "%", "by the day first promised, undelivered ones included", _on_time
        ),
        FigureKind("wip", "Work in progress", "tasks", "average of the ends of its days", _wip),
        FigureKind("open-issues", "Open issues", "issues", "at the end of the window", _open_issues),
        FigureKind("issues-raised", "Issues raised", "issues/week", "those put away left out", _issues_raised),
        FigureKind("first-pass-yield", "First-pass yield", "%", "good at the first inspection", _first_pass),
        FigureKind("downtime", "Downtime", "hours", "within working hours, all steps together", _downtime),
    )
}


def pick_figure(name: str) -> FigureKind:
    """Return the figure with this key. Raises Rejected with the nearest one."""
    if name not in FIGURES:
        close = nearest(name, FIGURES)
        raise Rejected(
            f"{name[:40]!r} is no figure that the program computes.",
            hint=(f"Did you mean {close!r}? " if close else "") + f"There are: {', '.join(FIGURES)}; or type it in.",
            details={"candidates": list(FIGURES)},
        )
    return FIGURES[name]


def measure(ws: Workspace, kpi: str, first: date, last: date) -> Figure:
    """Return a figure over local days, both ends included. Raises Rejected for a window that is none."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return measured(change, change.board(), kpi, first, last)


def measured(change: Change, board: BoardRow, kpi: str, first: date, last: date) -> Figure:
    """Return what `measure` does, inside a change or a look."""
    kind = pick_figure(kpi)
    check_window(first, last)
    came_to = kind.compute(change, board, flow.window(first, last, ZoneInfo(board.timezone)))
    return Figure(
        kind.key, kind.label, came_to.value, kind.unit, first, last, came_to.n, came_to.left_out, kind.convention
    )


def check_window(first: date, last: date) -> None:
    """Raise Rejected for a window that ends before it begins or is absurdly long."""
    if last < first:
        raise Rejected(f"The window ends on {last}, before it begins on {first}.", hint="Exchange the two days.")
    if (last - first).days > 3660:
        raise Rejected("A window has at most ten years.", hint="Choose a shorter one.")
