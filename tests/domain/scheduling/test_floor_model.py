"""Whatever stands on a board, its schedule is one that people could work by: checked from its rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings

from prodtui.domain.enums import DependencyKind, StartKind
from prodtui.domain.rows_schedule import LaneRow, PartRow, ScheduledRow, ScheduleView
from prodtui.domain.scheduling.chain import chain, sooner
from prodtui.domain.scheduling.floor import Floor, OpenWork
from prodtui.domain.scheduling.words import reason_words
from tests.helpers.floors import NOW, ZONE, made
from tests.helpers.random_floors import floors

SKILLS = {"cut": {"ann", "cy"}, "weld": {"bo", "cy"}}
MINUTE = timedelta(minutes=1)


def worked(view: ScheduleView, lane: LaneRow, starts: datetime, ends: datetime) -> int:
    """Return how many minutes of a lane's working time lie between two instants."""
    first, last = ((at - view.origin) // MINUTE for at in (starts, ends))
    return sum(max(min(close, last) - max(opens, first), 0) for opens, close in lane.working)


def peak(parts: Sequence[PartRow]) -> int:
    """Return how many parts run at once at the most."""
    steps = sorted(
        [(part.starts, 1) for part in parts] + [(part.ends, -1) for part in parts], key=lambda s: (s[0], s[1])
    )
    most = running = 0
    for _, step in steps:
        running += step
        most = max(most, running)
    return most


def check(floor: Floor, view: ScheduleView) -> None:
    lanes = {lane.key: lane for lane in view.lanes}
    tasks = {task.id: task for task in floor.tasks}
    rows = {row.id: row for row in view.tasks}
    assert rows.keys() == tasks.keys()
    for row in view.tasks:
        assert (row.problem is None) == bool(row.parts), row
        for part in row.parts:
            check_part(view, tasks[row.id], row, part, lanes)
        for before, after in pairwise(row.parts):
            assert before.ends <= after.starts
        check_dates(tasks[row.id], row)
    for key, lane in lanes.items():
        mine = [part for row in view.tasks for part in row.parts if key in (*part.person, *part.resources)]
        assert peak(mine) <= lane.capacity, key
    for link in floor.waits:
        before, after = rows[link.predecessor], rows[link.successor]
        if after.starts is not None:
            over = before.ends if link.kind is DependencyKind.FINISH_START else before.starts
            assert over is not None
            assert after.starts >= over
            base = LaneRow("", "", "", 1, view.working)
            assert worked(view, base, over, after.starts) >= link.lag_hours * 60


def check_part(view: ScheduleView, task: OpenWork, row: ScheduledRow, part: PartRow, lanes: dict[str, LaneRow]) -> None:
    assert part.starts >= NOW
    assert part.person
    begun = row.begun and part is row.parts[0]
    able = set(task.assignees) if begun and task.assignees else SKILLS[part.step]
    assert set(part.person) <= able
    for key in (*part.person, *part.resources):
        assert worked(view, lanes[key], part.starts, part.ends) >= part.minutes, "not enough working time"
        assert worked(view, lanes[key], part.starts, part.starts + MINUTE) == 1, "it starts outside working time"
    assert part.reason.until is None or part.reason.until <= part.starts
    if part.reason.until is not None and not part.reason.closed:
        assert part.reason.until == part.starts
    if part.reason.kind is StartKind.BUSY:
        assert part.reason.ref != row.ref or len(row.parts) > 1
    assert reason_words(part.reason, NOW, ZONE)


def check_dates(task: OpenWork, row: ScheduledRow) -> None:
    if row.starts is None or row.ends is None:
        return
    dates = (task.wait_until,) if row.begun else (task.wait_until, task.planned_start, task.pinned_start)
    assert all(row.starts >= at.replace(second=0) for at in dates if at is not None)
    assert (row.late > 0) == (task.due is not None and row.ends > task.due)


@settings(deadline=None)
@given(floors())
def test_every_schedule_of_a_board_can_be_worked_by(floor: Floor) -> None:
    view = made(floor)
    check(floor, view)
    for row in view.tasks:
        causes = chain(view, row)
        assert bool(causes) == bool(row.parts)
        assert bool(sooner(causes)) == bool(row.parts)


@settings(deadline=None)
@given(floors())
def test_what_a_schedule_promises_is_a_schedule_that_can_be_worked_by(floor: Floor) -> None:
    """Made again with its own parts as promises it still stands, and nothing in the frozen time starts sooner."""
    first = made(floor)
    until = NOW + timedelta(days=3)
    again = Floor(
        **{**vars(floor), "promised": {row.id: row.parts for row in first.tasks if row.parts}, "frozen_until": until}
    )
    second = made(again)
    check(again, second)
    before = {row.id: row for row in first.tasks}
    for row in second.tasks:
        old = before[row.id].starts
        if old is not None and old < until and row.starts is not None:
            assert row.starts >= old
