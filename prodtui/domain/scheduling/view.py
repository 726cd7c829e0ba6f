"""From a timetable back to tasks: rows to show, to store and to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from math import inf

from prodtui.domain.board import find_cycle
from prodtui.domain.rows_schedule import LaneRow, PartRow, ScheduledRow, ScheduleView, StartReason
from prodtui.domain.scheduling.build import Built
from prodtui.domain.scheduling.order import latest_starts
from prodtui.domain.scheduling.problem import NOWHERE, Timetable
from prodtui.domain.scheduling.reasons import causes, decisive


def view(built: Built, timetable: Timetable) -> ScheduleView:
    """Return the schedule of a board in the words of its tasks, by start; those without a place come last."""
    rows = _Rows(built, timetable)
    tasks = [rows.row(at) for at in range(len(built.floor.tasks))]
    tasks.sort(key=lambda row: (row.starts is None, row.starts or built.floor.now, row.id))
    lanes = zip(built.lanes, built.problem.resources, strict=True)
    return ScheduleView(
        board=built.floor.board.key,
        timezone=built.floor.board.timezone,
        made_at=built.floor.now,
        origin=built.clock.origin,
        working=tuple(built.problem.base.spans),
        tasks=tuple(tasks),
        lanes=tuple(
            LaneRow(lane.key, lane.name, lane.kind, resource.capacity, tuple(resource.axis.spans))
            for lane, resource in lanes
            if resource.axis is not None
        ),
    )


class _Rows:
    def __init__(self, built: Built, timetable: Timetable) -> None:
        self._built = built
        self._table = timetable
        self._causes = causes(built, timetable)
        self._decisive = decisive(built, self._causes, timetable)
        self._latest = latest_starts(built.problem)

    def row(self, at: int) -> ScheduledRow:
        """Return the row of a task (place)."""
        built, task, left = self._built, self._built.floor.tasks[at], self._built.left[at]
        jobs = built.jobs_of[at]
        placed = all(self._table.starts[job] != NOWHERE for job in jobs)
        ends = built.clock.moment(self._table.ends[jobs[-1]]) if placed else None
        return ScheduledRow(
            id=task.id,
            ref=task.ref,
            title=task.title,
            step=task.step,
            priority=task.priority,
            service_class=task.service_class,
            assignees=task.assignees,
            labels=task.labels,
            product=task.product,
            demand=task.demand,
            due=task.due,
            starts=built.clock.moment(self._table.starts[jobs[0]]) if placed else None,
            ends=ends,
            late=self._late(task.due, jobs[-1]) if placed else 0,
            slack=self._slack(jobs[-1]) if placed else None,
            critical=placed and any(job in self._decisive for job in jobs),
            begun=built.problem.jobs[jobs[0]].begun,
            pinned=task.pinned_start,
            blocked=task.blocked,
            progress=round(left.progress, 3),
            guessed=left.guessed,
            after=self._after(jobs[0]),
            parts=tuple(self._part(job) for job in jobs) if placed else (),
            problem=None if placed else self._problem(at),
        )

    def _late(self, due: datetime | None, last: int) -> int:
        """Return by how much a task is late; a minute at least, even where no work of the board lies between."""
        end, then = self._table.ends[last], None if due is None else self._built.clock.minute(due)
        if then is None or end <= then:
            return 0
        base = self._built.problem.base
        return max(base.work(end) - base.work(then), 1)

    def _slack(self, last: int) -> int | None:
        """Return by how much a task could end later before anything is late that is due."""
        latest = self._latest[last] + self._built.problem.jobs[last].minutes
        return None if latest == inf else int(latest) - self._built.problem.base.work(self._table.ends[last])

    def _after(self, first: int) -> tuple[str, ...]:
        parts, tasks = self._built.parts, self._built.floor.tasks
        return tuple(tasks[parts[link.job].task].ref for link in self._built.problem.jobs[first].after)

    def _part(self, job: int) -> PartRow:
        built, uses = self._built, self._table.uses[job]
        lanes = [built.lanes[use] for use in uses if not built.lanes[use].limit]
        return PartRow(
            step=built.parts[job].step.key,
            starts=built.clock.moment(self._table.starts[job]),
            ends=built.clock.moment(self._table.ends[job]),
            minutes=built.problem.jobs[job].minutes,
            person=tuple(lane.key for lane in lanes if lane.kind == "person"),
            resources=tuple(lane.key for lane in lanes if lane.kind != "person"),
            reason=self._reason(job),
        )

    def _reason(self, job: int) -> StartReason:
        built, cause, start = self._built, self._causes[job], self._table.starts[job]
        what = cause.what if cause.resource is None else built.lanes[cause.resource].name
        ref = None if cause.job is None else built.floor.tasks[built.parts[cause.job].task].ref
        closed = start > cause.minute
        return StartReason(cause.kind, ref, what, built.clock.moment(cause.minute), closed)

    def _problem(self, at: int) -> str:
        """Return why a task has no place: its own problem, a cycle edge by edge, what it waits for, or no time left."""
        built = self._built
        if at in built.problems:
            return f"{built.problems[at]}."
        waits = built.problem.jobs[built.jobs_of[at][0]].after
        missing = [link.job for link in waits if self._table.starts[link.job] == NOWHERE]
        if not missing:
            return self._no_time(at)
        cycle = self._cycle(at)
        if cycle:
            refs = [built.floor.tasks[each].ref for each in cycle]
            return f"It waits for itself: {' waits for '.join(refs)}."
        return f"It waits for {built.floor.tasks[built.parts[missing[0]].task].ref}, which has no place."

    def _no_time(self, at: int) -> str:
        """Return why a task that waits for nothing finds no working time."""
        built = self._built
        if not built.problem.base.total and not built.problem.resources:
            return "The board has no working time."
        for job in built.jobs_of[at]:
            for need in built.problem.jobs[job].needs:
                axes = [built.problem.resources[choice].axis for choice in need.choices]
                if all(axis is not None and not axis.total for axis in axes):
                    names = ", ".join(built.lanes[choice].name for choice in need.choices)
                    return f"{names} {'has' if len(axes) == 1 else 'have'} no working time."
        last = built.clock.midnights[-1]
        late = max(built.parts[built.jobs_of[at][0]].bounds, key=lambda bound: bound.minute)
        end = f"{built.clock.moment(last - 1).astimezone(built.clock.zone):%Y-%m-%d}"
        if late.minute >= last:
            day = f"{built.clock.moment(late.minute).astimezone(built.clock.zone):%Y-%m-%d}"
            return f"It cannot start before {day}, and the schedule ends on {end}."
        return f"There is not enough working time for it before the end of the schedule on {end}."

    def _cycle(self, at: int) -> tuple[int, ...]:
        """Return the tasks (places) of a cycle through a task, it first and last; none when it is in none."""
        ways = (find_cycle(self._before, task, at) for task in self._before[at])
        return next(((at, *way) for way in ways if way), ())

    @cached_property
    def _before(self) -> Mapping[int, Sequence[int]]:
        """The tasks (places) that each task waits for."""
        parts, jobs = self._built.parts, self._built.problem.jobs
        return {
            task: [parts[link.job].task for link in jobs[mine[0]].after]
            for task, mine in enumerate(self._built.jobs_of)
        }
