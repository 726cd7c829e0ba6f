"""Why work lies elsewhere in another schedule of the board.

The serial pass gives every job the place where it ends first, beside all that has one already. So a job that ends
sooner than before could not lie there before: something was in its way, which has changed. One that ends later finds
something in its way now where it lay before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from prodtui.domain.enums import DependencyKind, MoveKind
from prodtui.domain.rows_schedule import MoveCause
from prodtui.domain.scheduling.axis import Axis, Span
from prodtui.domain.scheduling.build import Built
from prodtui.domain.scheduling.crew import Lane
from prodtui.domain.scheduling.no_place import NoPlace
from prodtui.domain.scheduling.problem import NOWHERE, Timetable


class Side:
    """A schedule that is compared with another one: its jobs by task (id) and step, and who is taken by which."""

    def __init__(self, built: Built, timetable: Timetable) -> None:
        self.built, self.table = built, timetable
        self._users: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for job, uses in enumerate(timetable.uses):
            for resource in uses:
                self._users[resource].append((timetable.starts[job], timetable.ends[job], job))
        for users in self._users.values():
            users.sort()
        self._longest = {use: max(end - start for start, end, _ in users) for use, users in self._users.items()}

    @cached_property
    def jobs(self) -> dict[tuple[int, str], int]:
        """The jobs by the id of their task and the key of their step."""
        tasks = self.built.floor.tasks
        return {(tasks[part.task].id, part.step.key): job for job, part in enumerate(self.built.parts)}

    @cached_property
    def places(self) -> dict[Lane, int]:
        """The resources by what they are."""
        return {lane: place for place, lane in enumerate(self.built.crew.lanes)}

    @cached_property
    def tasks(self) -> set[int]:
        """The ids of the tasks."""
        return {task.id for task in self.built.floor.tasks}

    def span(self, job: int) -> Span:
        """Return when a job is done."""
        return self.table.starts[job], self.table.ends[job]

    def lanes(self, job: int) -> list[Lane]:
        """Return who and what does a job."""
        return [self.built.crew.lanes[use] for use in self.table.uses[job]]

    def ref(self, job: int) -> str:
        """Return the task of a job."""
        return self.built.floor.tasks[self.built.parts[job].task].ref

    def name(self, job: int) -> tuple[int, str]:
        """Return a job as `jobs` knows it."""
        part = self.built.parts[job]
        return self.built.floor.tasks[part.task].id, part.step.key

    def axis(self, lane: Lane) -> Axis | None:
        """Return the working time of somebody who is there, None of a limit."""
        return self.built.problem.resources[self.places[lane]].axis

    def capacity(self, lane: Lane) -> int:
        """Return how many jobs somebody or something does at once."""
        return self.built.problem.resources[self.places[lane]].capacity

    def taken_by(self, lane: Lane, span: Span, own: int) -> list[int]:
        """Return the jobs that leave no room for another one at some time of a span."""
        use = self.places[lane]
        resource, users = self.built.problem.resources[use], self._users[use]
        first = bisect_left(users, (span[0] - self._longest.get(use, 0), -1, -1))
        near = users[first : bisect_left(users, (span[1], -1, -1))]
        over = [each for each in near if each[2] != own and _meet(resource.axis, each, span)]
        for start, _, _ in over:
            at = max(start, span[0])
            here = [job for begin, end, job in over if begin <= at < end]
            if len(here) >= resource.capacity:
                return here
        return []


class Moves:
    """The causes of what differs between two schedules of one board that were made at the same time."""

    def __init__(self, before: Side, after: Side) -> None:
        self._before, self._after = before, after
        origins = [side.built.crew.clock.origin for side in (before, after)]
        self._shift = before.built.crew.clock.minute(origins[1])  # minutes of the one clock ahead of the other

    def cause(self, was: int, now: int) -> MoveCause | None:
        """Return why a task (its place before and after) lies elsewhere; None when it does not.

        That is why the first of its parts does that ends sooner, or later, as the task itself.
        """
        before, after = self._before, self._after
        mine, theirs = before.built.jobs_of[was], after.built.jobs_of[now]
        for side, place, jobs in ((after, now, theirs), (before, was, mine)):
            if side.table.starts[jobs[-1]] == NOWHERE:
                return MoveCause(MoveKind.PLACE, side is before, None, NoPlace(side.built, side.table).of(place))
        known = {before.built.parts[job].step.key: job for job in mine}
        pairs = [(known.get(after.built.parts[job].step.key), job) for job in theirs]
        whole = self._moves(mine[-1], theirs[-1])
        if len(mine) != len(theirs) or any(old is None for old, _ in pairs):
            return MoveCause(MoveKind.WORK, whole[1] < 0, None, None)
        parts = [(old, new, self._moves(old, new)) for old, new in pairs if old is not None]
        alike = (part for part in parts if (part[2][1] * whole[1] > 0 if whole[1] else any(part[2])))
        return next((self._of_part(*part) for part in alike), None)

    def _moves(self, old: int, new: int) -> tuple[int, int]:
        """Return by how many minutes a job starts and ends later."""
        (begins, ends), (start, end) = self._before.span(old), self._after.span(new)
        return start + self._shift - begins, end + self._shift - ends

    def _of_part(self, old: int, new: int, moves: tuple[int, int]) -> MoveCause | None:
        before, after = self._before, self._after
        sooner = moves[1] < 0
        if before.built.problem.jobs[old].minutes != after.built.problem.jobs[new].minutes:
            return MoveCause(MoveKind.WORK, sooner, None, None)
        if not moves[1]:
            names = [lane.name for lane in after.lanes(new) if not lane.limit]
            return MoveCause(MoveKind.CREW, sooner, None, ", ".join(names))
        if sooner:
            start, end = after.span(new)
            return next(self._ways(before, old, (start + self._shift, end + self._shift), after, new), None)
        start, end = before.span(old)
        return next(self._ways(after, new, (start - self._shift, end - self._shift), before, old), None)

    def _ways(self, side: Side, job: int, span: Span, other: Side, same: int) -> Iterator[MoveCause]:
        """Yield what keeps a job of one side away from a span, in which the same job lies on the other one."""
        problem, sooner = side.built.problem, side is self._before
        for link in problem.jobs[job].after:
            over = side.table.ends if link.kind is DependencyKind.FINISH_START else side.table.starts
            met = problem.base.after(over[link.job], link.lag)
            if met is None or met > span[0]:
                yield self._of(MoveKind.PREDECESSOR, side, link.job, None, other)
        lanes, limits = ([lane for lane in other.lanes(same) if lane.limit is kind] for kind in (False, True))
        for lane in lanes:
            yield from self._taken(MoveKind.BUSY, side, lane, span, job, other)
        for lane in lanes:
            mine, theirs = side.axis(lane), other.axis(lane)
            if mine is not None and theirs is not None and _less(mine, span, theirs, other.span(same)):
                yield MoveCause(MoveKind.HOURS, sooner, None, lane.name)
        for bound in side.built.parts[job].bounds:
            if bound.minute > span[0]:
                yield MoveCause(MoveKind.DATE, sooner, None, bound.what)
        for lane in limits:
            yield from self._taken(MoveKind.LIMIT, side, lane, span, job, other)
        allowed = {choice for need in problem.jobs[job].needs for choice in need.choices}
        for lane in other.lanes(same):
            if side.places.get(lane) not in allowed:
                yield MoveCause(MoveKind.CREW, sooner, None, lane.name)

    def _taken(self, kind: MoveKind, side: Side, lane: Lane, span: Span, own: int, other: Side) -> Iterator[MoveCause]:
        """Yield who takes a lane in a span: a job that is not there on the other side, or lies elsewhere on it."""
        if lane not in side.places:
            yield MoveCause(MoveKind.CREW, side is self._before, None, lane.name)
            return
        users = side.taken_by(lane, span, own)
        if users and side.capacity(lane) < other.capacity(lane):
            yield MoveCause(MoveKind.CAPACITY, side is self._before, None, lane.name)
        gone = [job for job in users if side.name(job) not in other.jobs]
        moved = [job for job in users if job not in gone and self._differs(side, job, other)]
        # Begun work may exceed a limit, so that it is full or not by who got a place first, where nobody moves.
        forced = [job for job in users if lane.limit and side.built.problem.jobs[job].begun]
        yield from (self._of(kind, side, job, lane.name, other) for job in (*gone, *moved, *forced))

    def _differs(self, side: Side, job: int, other: Side) -> bool:
        same = other.jobs[side.name(job)]
        shift = self._shift if side is self._before else -self._shift
        there = tuple(each + shift for each in other.span(same))
        return there != side.span(job) or side.lanes(job) != other.lanes(same)

    def _of(self, kind: MoveKind, side: Side, job: int, what: str | None, other: Side) -> MoveCause:
        sooner = side is self._before
        done = sooner and side.name(job)[0] not in other.tasks
        return MoveCause(MoveKind.DONE if done else kind, sooner, side.ref(job), what)


def _meet(axis: Axis | None, user: tuple[int, int, int], span: Span) -> bool:
    """Tell whether a booking and a span share time in which somebody works."""
    start, end = max(user[0], span[0]), min(user[1], span[1])
    return start < end and (axis is None or axis.work(end) > axis.work(start))


def _less(mine: Axis, span: Span, theirs: Axis, there: Span) -> bool:
    """Tell whether a calendar is closed at a time of a span at which another one is open; each has its own clock."""
    shift = span[0] - there[0]
    if not shift and mine.spans == theirs.spans:
        return False
    open_there = Axis((max(a, there[0]) + shift, min(b, there[1]) + shift) for a, b in theirs.spans)
    return mine.shared(open_there).total < open_there.total
