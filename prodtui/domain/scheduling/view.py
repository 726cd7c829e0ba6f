"""From a timetable back to tasks: rows to show, to store and to compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import inf
from typing import NamedTuple

from prodtui.domain.rows_schedule import LaneRow, PartRow, ScheduledRow, ScheduleView, StartReason
from prodtui.domain.scheduling.build import Built
from prodtui.domain.scheduling.crew import Crew
from prodtui.domain.scheduling.floor import Floor, OpenWork
from prodtui.domain.scheduling.no_place import NoPlace
from prodtui.domain.scheduling.problem import NOWHERE, Timetable
from prodtui.domain.scheduling.reasons import causes, decisive
from prodtui.domain.scheduling.remaining import Remaining, is_begun, what_is_left
from prodtui.domain.scheduling.schedule import schedule


class Placing(NamedTuple):
    """What of a task's row the schedule decides; the manner is that of ScheduledRow."""

    starts: datetime | None
    ends: datetime | None
    late: int
    slack: int | None
    critical: bool
    parts: tuple[PartRow, ...]
    problem: str | None = None


def by_the_order(built: Built) -> ScheduleView:
    """Return the schedule that the board's own order makes."""
    return view(built, schedule(built.problem, built.order()))


def view(built: Built, timetable: Timetable) -> ScheduleView:
    """Return the schedule of a board in the words of its tasks, by start; those without a place come last."""
    return view_of(built.floor, built.left, built.crew, placings(built, timetable), built.floor.now)


def placings(built: Built, timetable: Timetable) -> list[Placing]:
    """Return what a schedule decides of each task, in the order of the tasks."""
    found = _Placings(built, timetable)
    return [found.of(at) for at in range(len(built.floor.tasks))]


def view_of(
    floor: Floor, left: Sequence[Remaining], crew: Crew, placings: Sequence[Placing], made_at: datetime
) -> ScheduleView:
    """Return a schedule that was made at an instant, from what it decided of each task and what is left of it."""
    after = _open_before(floor)
    tasks = [
        _row(task, ahead, placing, after.get(task.id, ()))
        for task, ahead, placing in zip(floor.tasks, left, placings, strict=True)
    ]
    tasks.sort(key=lambda row: (row.starts is None, row.starts or floor.now, row.id))
    lanes = zip(crew.lanes, crew.resources, strict=True)
    return ScheduleView(
        board=floor.board.key,
        timezone=floor.board.timezone,
        made_at=made_at,
        origin=crew.clock.origin,
        working=tuple(crew.times.board.spans),
        tasks=tuple(tasks),
        lanes=tuple(
            LaneRow(lane.key, lane.name, lane.kind, resource.capacity, tuple(resource.axis.spans))
            for lane, resource in lanes
            if resource.axis is not None
        ),
    )


def shown(floor: Floor, placings: Sequence[Placing], made_at: datetime) -> ScheduleView:
    """Return a schedule that was made at an instant, from what it decided of each task alone."""
    left = what_is_left(floor)
    return view_of(floor, left, Crew(floor, left), placings, made_at)


def _open_before(floor: Floor) -> dict[int, tuple[str, ...]]:
    """Return the open tasks (references) that tasks (ids) wait for."""
    here = {task.id for task in floor.tasks}
    found: dict[int, tuple[str, ...]] = {}
    for waits in floor.waits:
        if waits.since is None and waits.predecessor in here:
            found[waits.successor] = (*found.get(waits.successor, ()), waits.ref)
    return found


def _row(task: OpenWork, left: Remaining, placing: Placing, after: tuple[str, ...]) -> ScheduledRow:
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
        starts=placing.starts,
        ends=placing.ends,
        late=placing.late,
        slack=placing.slack,
        critical=placing.critical,
        begun=is_begun(task, left),
        pinned=task.pinned_start,
        blocked=task.blocked,
        progress=round(left.progress, 3),
        guessed=left.guessed,
        after=after,
        parts=placing.parts,
        problem=placing.problem,
    )


class _Placings:
    def __init__(self, built: Built, timetable: Timetable) -> None:
        self._built, self._clock, self._lanes = built, built.crew.clock, built.crew.lanes
        self._table = timetable
        self._causes = causes(built, timetable)
        self._decisive = decisive(built, self._causes, timetable)
        self._latest = built.problem.latest
        self._no_place = NoPlace(built, timetable)
        self._known_doers: dict[tuple[int, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(self, at: int) -> Placing:
        """Return what the schedule says of a task (place)."""
        built, jobs = self._built, self._built.jobs_of[at]
        if self._table.starts[jobs[-1]] == NOWHERE:  # no part has a place when one before it has none
            return Placing(None, None, 0, None, False, (), self._no_place.of(at))
        parts = tuple([self._part(job) for job in jobs])
        return Placing(
            starts=parts[0].starts,
            ends=parts[-1].ends,
            late=self._late(built.floor.tasks[at].due, jobs[-1]),
            slack=self._slack(jobs[-1]),
            critical=not self._decisive.isdisjoint(jobs),
            parts=parts,
        )

    def _late(self, due: datetime | None, last: int) -> int:
        """Return by how much a task is late; a minute at least, even where no work of the board lies between."""
        end, then = self._table.ends[last], None if due is None else self._clock.minute(due)
        if then is None or end <= then:
            return 0
        base = self._built.problem.base
        return max(base.work(end) - base.work(then), 1)

    def _slack(self, last: int) -> int | None:
        """Return by how much a task could end later before anything is late that is due."""
        latest = self._latest[last] + self._built.problem.jobs[last].minutes
        return None if latest == inf else int(latest) - self._built.problem.base.work(self._table.ends[last])

    def _part(self, job: int) -> PartRow:
        built = self._built
        person, resources = self._doers(self._table.uses[job])
        return PartRow(
            step=built.parts[job].step.key,
            starts=self._clock.moment(self._table.starts[job]),
            ends=self._clock.moment(self._table.ends[job]),
            minutes=built.problem.jobs[job].minutes,
            person=person,
            resources=resources,
            reason=self._reason(job),
        )

    def _doers(self, uses: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the people and the resources among some places; the same few of them stand for most jobs."""
        if uses not in self._known_doers:
            lanes = [self._lanes[use] for use in uses if not self._lanes[use].limit]
            person = tuple(lane.key for lane in lanes if lane.kind == "person")
            self._known_doers[uses] = person, tuple(lane.key for lane in lanes if lane.kind != "person")
        return self._known_doers[uses]

    def _reason(self, job: int) -> StartReason:
        built, cause, start = self._built, self._causes[job], self._table.starts[job]
        what = cause.what if cause.resource is None else self._lanes[cause.resource].name
        ref = None if cause.job is None else built.floor.tasks[built.parts[cause.job].task].ref
        closed = start > cause.minute
        return StartReason(cause.kind, ref, what, self._clock.moment(cause.minute), closed)
