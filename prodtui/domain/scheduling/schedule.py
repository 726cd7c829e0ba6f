"""The one place that decides when work can be: a serial pass that gives every job, in some order, its first free place.

Serial schedule generation (Kolisch, Serial and parallel resource-constrained project scheduling methods revisited,
European Journal of Operational Research 90, 1996), in the working time of each resource. Whatever order it is given,
nothing is booked beyond its capacity, work lies in working time, and what comes before comes first; all else in this
package only proposes an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import heapify, heappop, heappush
from itertools import product

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.busy import nothing_taken
from prodtui.domain.scheduling.problem import NOWHERE, Job, Problem, Timetable


def schedule(problem: Problem, order: Sequence[int]) -> Timetable:
    """Return the schedule that gives the jobs their places in an order, each as soon as all before it have theirs.

    `order` holds every job once; what is held goes first all the same. Jobs that are in a cycle, or come after one that
    found no place, find none.
    """
    return Scheduler(problem).run(order)


@dataclass(slots=True)
class _Team:
    """Resources that work together, and the time in which all of them do.

    `alike` are those whose own time that is, each with how much of it is needed, `others` the rest; `forced` are
    limits that hold the job already.
    """

    axis: Axis
    alike: list[tuple[int, int]]
    others: list[tuple[int, int]]
    forced: list[tuple[int, int]]


@dataclass(slots=True)
class _Way:
    """A choice of resources for a job, which takes them `minutes` of the time of the team that they are."""

    team: _Team
    minutes: int
    uses: tuple[int, ...]


class Scheduler:
    """Serial passes over one problem; what they share is worked out once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._jobs = problem.jobs
        self._axes = [resource.axis for resource in problem.resources]
        self._shared: dict[frozenset[Axis], Axis] = {}
        self._teams: dict[tuple[tuple[int, ...], tuple[int, ...], bool], _Team | None] = {}
        self._ways: list[dict[tuple[int, ...], _Way | None]] = [{} for _ in problem.jobs]
        self._single = [self._only_way(at) for at in range(len(problem.jobs))]
        self._before = [
            [(link.job, link.kind is DependencyKind.FINISH_START, link.lag) for link in job.after]
            for job in problem.jobs
        ]

    def run(self, order: Sequence[int]) -> Timetable:
        """Return the schedule of an order; see `schedule`."""
        count, followers = len(self._jobs), self._problem.followers
        self._busy = [nothing_taken(resource) for resource in self._problem.resources]
        order = self._problem.held_first(order)
        ranks = [0] * count
        for rank, at in enumerate(order):
            ranks[at] = rank
        starts, ends = [NOWHERE] * count, [NOWHERE] * count
        uses: list[tuple[int, ...]] = [()] * count
        waits = [len(before) for before in self._before]
        heap = [ranks[at] for at in range(count) if not waits[at]]
        heapify(heap)
        while heap:
            at = order[heappop(heap)]
            ready = self._ready(at, starts, ends)
            if ready is not None and not self._jobs[at].minutes:
                starts[at] = ends[at] = ready
            elif ready is not None and (found := self._find(at, ready)) is not None:
                start, way = found
                self._book(way, start)
                axis = way.team.axis
                starts[at], ends[at], uses[at] = axis.start(start), axis.end(start + way.minutes), way.uses
            for follower in followers[at]:
                waits[follower] -= 1
                if not waits[follower]:
                    heappush(heap, ranks[follower])
        return Timetable(tuple(starts), tuple(ends), tuple(uses))

    def _ready(self, at: int, starts: list[int], ends: list[int]) -> int | None:
        """Return when all is done that comes before a job, None when some of it has no place."""
        ready = self._jobs[at].ready
        for job, finish, lag in self._before[at]:
            then = ends[job] if finish else starts[job]
            if then < 0:
                return None
            if lag:
                passed = self._problem.base.after(then, lag)
                if passed is None:
                    return None
                then = passed
            if then > ready:
                ready = then
        return ready

    def _find(self, at: int, ready: int) -> tuple[int, _Way] | None:
        """Return the way with which a job ends first, of equals the first one, and its start in the time of the way."""
        way = self._single[at]
        if way is None:
            return self._choose(at, ready)
        start = self._first(way, ready)
        return None if start is None else (start, way)

    def _choose(self, at: int, ready: int) -> tuple[int, _Way] | None:
        """Do what `_find` does where there is something to choose.

        What each choice could do alone comes first: once that is no better than the best so far, nothing is.
        """
        ways = sorted(map(_together, product(*self._alternatives(at, ready))))
        best, best_end = None, 0
        for bound, uses in ways:
            if best is not None and bound >= best_end:
                break
            way = self._way(at, uses)
            start = None if way is None else self._first(way, ready)
            if way is not None and start is not None:
                end = way.team.axis.end(start + way.minutes)
                if best is None or end < best_end:
                    best, best_end = (start, way), end
        return best

    def _alternatives(self, at: int, ready: int) -> list[list[tuple[int, int]]]:
        """Return the choices for each need of a job, each with when the job would end if that were its only need."""
        found, job, axes, busy, resources = [], self._jobs[at], self._axes, self._busy, self._problem.resources
        passed: dict[Axis, int] = {}  # many share a calendar
        for need in job.needs:
            ends: list[tuple[int, int]] = []
            found.append(ends)
            if len(need.choices) == 1:
                ends.append((0, need.choices[0]))
                continue
            for choice, minutes in zip(need.choices, need.minutes or (job.minutes,) * len(need.choices), strict=True):
                axis = axes[choice]
                if axis is None:
                    ends.append((0, choice))
                    continue
                if need.amount > resources[choice].capacity:
                    continue
                if axis not in passed:
                    passed[axis] = axis.work(ready)
                end = busy[choice].fit(passed[axis], minutes, need.amount) + minutes
                if end <= axis.total:
                    ends.append((axis.end(end), choice))
        return found

    def _first(self, way: _Way, ready: int) -> int | None:
        """Return the first start, in the time of the way, at which all of it is free; None when there is none."""
        team, minutes, busy = way.team, way.minutes, self._busy
        axis = team.axis
        start, settled = axis.work(ready), False
        while not settled:
            settled = True
            for resource, amount in team.alike:
                later = busy[resource].fit(start, minutes, amount)
                if later != start:
                    start, settled = later, False
            if start + minutes > axis.total:
                return None
            if not settled:
                continue
            for resource, amount in team.others:
                begins, ends = self._span(way, resource, start)
                later = busy[resource].free_from(begins, ends, amount)
                if later > begins:
                    own = self._axes[resource]
                    if own is not None and later >= own.total:
                        return None
                    start, settled = axis.work(later if own is None else own.start(later)), False
                    break
        return start

    def _book(self, way: _Way, start: int) -> None:
        for resource, amount in way.team.alike:
            self._busy[resource].book(start, start + way.minutes, amount)
        for resource, amount in (*way.team.others, *way.team.forced):
            self._busy[resource].book(*self._span(way, resource, start), amount)

    def _span(self, way: _Way, resource: int, start: int) -> tuple[int, int]:
        """Return from when to when a resource is taken in its own time: also while the others of the way are closed."""
        begins, ends = way.team.axis.start(start), way.team.axis.end(start + way.minutes)
        own = self._axes[resource]
        return (begins, ends) if own is None else (own.work(begins), own.work(ends))

    def _only_way(self, at: int) -> _Way | None:
        """Return the way of a job that leaves no choice."""
        needs = self._jobs[at].needs
        if any(len(need.choices) != 1 for need in needs):
            return None
        return self._way(at, tuple([need.choices[0] for need in needs]))

    def _way(self, at: int, uses: tuple[int, ...]) -> _Way | None:
        """Return a way to do a job, None when it takes more of something than there is."""
        ways = self._ways[at]
        if uses not in ways:
            ways[uses] = self._made(self._jobs[at], uses)
        return ways[uses]

    def _made(self, job: Job, uses: tuple[int, ...]) -> _Way | None:
        key = uses, tuple([need.amount for need in job.needs]), job.begun
        if key not in self._teams:
            self._teams[key] = self._team(*key)
        team = self._teams[key]
        several = zip(job.needs, uses, strict=True)
        minutes = [need.minutes[need.choices.index(use)] for need, use in several if need.minutes]
        return None if team is None else _Way(team, max(minutes, default=job.minutes), uses)

    def _team(self, uses: tuple[int, ...], amounts: tuple[int, ...], begun: bool) -> _Team | None:
        """Return resources as a team, so much of each for begun work or not; None when that is more than there is."""
        axes = {axis for resource in uses if (axis := self._axes[resource]) is not None}
        several = frozenset(axes)
        if len(axes) > 1 and several not in self._shared:
            self._shared[several] = reduce(Axis.shared, sorted(axes, key=lambda each: each.total))
        axis = self._problem.base if not axes else axes.pop() if len(axes) == 1 else self._shared[several]
        team = _Team(axis, [], [], [])
        taken: dict[int, int] = {}
        for use, amount in zip(uses, amounts, strict=True):
            taken[use] = taken.get(use, 0) + amount
        for use, amount in taken.items():
            own = self._axes[use]
            kind = team.alike if own is axis else team.forced if own is None and begun else team.others
            if kind is not team.forced and amount > self._problem.resources[use].capacity:
                return None
            kind.append((use, amount))
        return team


def _together(choices: tuple[tuple[int, int], ...]) -> tuple[int, tuple[int, ...]]:
    """Return when a job can end at the earliest with a choice for each of its needs, and the choices."""
    ends, uses = zip(*choices, strict=True)
    return max(ends), uses
