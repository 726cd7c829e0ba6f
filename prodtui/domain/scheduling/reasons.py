"""Why each piece of work starts when it does: what of all that it waited for was over last."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from prodtui.domain.enums import DependencyKind, StartKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.build import Built
from prodtui.domain.scheduling.problem import Timetable


class Cause(NamedTuple):
    """What a start waited for until `minute`: another job, and where it was for a resource (place) which one."""

    kind: StartKind
    minute: int
    job: int | None = None
    resource: int | None = None
    what: str | None = None


def causes(built: Built, timetable: Timetable) -> dict[int, Cause]:
    """Return why each job starts when it does that has a place."""
    return _Causes(built, timetable).all()


def decisive(built: Built, found: Mapping[int, Cause], timetable: Timetable) -> set[int]:
    """Return the jobs that decide when all is finished: the last one, what it waited for, what that waited for.

    This is the critical path through dependencies and through who and what is busy.
    """
    if not timetable.ends or timetable.makespan <= 0:
        return set()
    at: int | None = max(range(len(timetable.ends)), key=lambda job: (timetable.ends[job], -job))
    path: set[int] = set()
    while at is not None and at not in path:
        path.add(at)
        at = found[at].job
    return path


class _Causes:
    def __init__(self, built: Built, timetable: Timetable) -> None:
        self._built = built
        self._jobs = built.problem.jobs
        self._table = timetable
        self._users: dict[int, list[tuple[int, int]]] = {}
        for job, uses in enumerate(timetable.uses):
            for resource in uses:
                self._users.setdefault(resource, []).append((timetable.ends[job], job))
        for users in self._users.values():
            users.sort()

    def all(self) -> dict[int, Cause]:
        """Return the cause of every job that has a place."""
        return {job: self._of(job) for job, start in enumerate(self._table.starts) if start >= 0}

    def _of(self, at: int) -> Cause:
        job, start = self._jobs[at], self._table.starts[at]
        bounds = self._bounds(at)
        promise = next((cause for cause in bounds if cause.kind is StartKind.PROMISED), None)
        others = [cause for cause in bounds if cause is not promise] or [Cause(StartKind.NOW, job.ready)]
        found = max(others, key=lambda cause: (cause.minute, cause.kind is not StartKind.NOW))
        if start > found.minute:
            for resource in self._table.uses[at]:
                found = self._busy(at, resource, found)
        if promise is not None and start > found.minute and not _closed(self._axes(at), found.minute, start):
            return promise
        if job.begun and found.kind is StartKind.NOW:
            return Cause(StartKind.BEGUN, found.minute)
        return found

    def _bounds(self, at: int) -> list[Cause]:
        """Return what a job could not start before, whoever does it."""
        part, job = self._built.parts[at], self._jobs[at]
        found = [Cause(bound.kind, bound.minute, what=bound.what) for bound in part.bounds]
        for link in job.after:
            times = self._table.ends if link.kind is DependencyKind.FINISH_START else self._table.starts
            minute = self._built.problem.base.after(times[link.job], link.lag)
            if minute is not None:
                found.append(Cause(StartKind.PREDECESSOR, minute, link.job))
        return found

    def _busy(self, at: int, resource: int, found: Cause) -> Cause:
        """Return the job that kept a resource busy until this one starts, where that was longer than what is known.

        Only working time counts: whoever ends in the evening is free in the morning.
        """
        start = self._table.starts[at]
        users = self._users[resource]
        place = bisect_right(users, (start, len(self._jobs))) - 1
        while place >= 0 and users[place][1] == at:
            place -= 1
        if place < 0:
            return found
        end, job = users[place]
        axis = self._built.problem.resources[resource].axis
        axes = self._axes(at) if axis is None else [axis]
        if end <= found.minute or _closed(axes, found.minute, end) or not _closed(axes, end, start):
            return found
        kind = StartKind.LIMIT if axis is None else StartKind.BUSY
        return Cause(kind, end, job, resource)

    def _axes(self, at: int) -> list[Axis]:
        """Return the calendars of all that does a job."""
        problem = self._built.problem
        axes = (problem.resources[use].axis for use in self._table.uses[at])
        return [axis for axis in axes if axis is not None] or [problem.base]


def _closed(axes: Iterable[Axis], begin: int, end: int) -> bool:
    """Tell whether one of several does not work at all from one minute to another."""
    for axis in axes:  # noqa: SIM110 - asked for twice by every start
        if axis.work(begin) == axis.work(end):
            return True
    return False
