"""What a schedule is made of, and what it is when it is made: frozen rows without a word of tasks or people.

Times are minutes on the clock of the schedule, lengths are minutes of work. Jobs and resources go by their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that works, `capacity` at once, on its own calendar.

    Without one it is a limit on work in progress, which counts around the clock.
    """

    axis: Axis | None
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a job takes from its start to its end: `amount` of one of `choices`, places of resources.

    `minutes` says how long the job is with each of them, where that differs; none is shorter than the job says.
    """

    choices: tuple[int, ...]
    amount: int = 1
    minutes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A job that comes before; `lag` minutes of work on the board's calendar lie between."""

    job: int
    kind: DependencyKind = DependencyKind.FINISH_START
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work that is not interrupted but by the calendars of what it needs.

    It starts at `ready` or later. `held` keeps its place before all that is free to move: it was begun, or its start
    was pinned to `ready`. Begun work holds its place under a limit even where that is exceeded. `promised` is the start
    that a plan already shows.
    """

    minutes: int
    needs: tuple[Need, ...] = ()
    after: tuple[Link, ...] = ()
    ready: int = 0
    due: int | None = None
    weight: float = 1.0
    held: bool = False
    begun: bool = False
    promised: int | None = None


@dataclass(frozen=True)
class Problem:
    """Jobs without a cycle, what they need, and the calendar that lags and lateness are counted on."""

    jobs: tuple[Job, ...]
    resources: tuple[Resource, ...]
    base: Axis

    @cached_property
    def followers(self) -> tuple[tuple[int, ...], ...]:
        """Return the jobs that come after each, once for each link."""
        found: list[list[int]] = [[] for _ in self.jobs]
        for at, job in enumerate(self.jobs):
            for link in job.after:
                found[link.job].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def topological(self) -> tuple[int, ...]:
        """Return the jobs with each after all that come before it; jobs of a cycle and after it are left out."""
        waits = [len(job.after) for job in self.jobs]
        found = [at for at, count in enumerate(waits) if not count]
        for at in found:
            for follower in self.followers[at]:
                waits[follower] -= 1
                if not waits[follower]:
                    found.append(follower)
        return tuple(found)

    @cached_property
    def latest(self) -> tuple[float, ...]:
        """Return when each job has to start at the latest, in minutes of work on the board's calendar.

        That is what its due date and those of all that wait for it allow with endless capacity, infinite without any.
        """
        found = [inf] * len(self.jobs)
        for at in reversed(self.topological):
            found[at] = self._latest_end(at, found) - self.jobs[at].minutes
        return tuple(found)

    def _latest_end(self, at: int, latest: Sequence[float]) -> float:
        job = self.jobs[at]
        end = inf if job.due is None else float(self.base.work(job.due))
        for follower in self.followers[at]:
            for link in self.jobs[follower].after:
                if link.job == at:
                    before = 0 if link.kind is DependencyKind.FINISH_START else job.minutes
                    end = min(end, latest[follower] - link.lag + before)
        return end

    def held_first(self, order: Sequence[int]) -> Sequence[int]:
        """Return an order with what was begun first, then what else is held, each with all that it waits for."""
        return sorted(order, key=self._turns.__getitem__) if self._turns else order

    @cached_property
    def _turns(self) -> list[int]:
        turns = [0 if job.begun else 1 if job.held else 2 for job in self.jobs]
        for at in reversed(self.topological):
            turns[at] = min([turns[at], *(turns[follower] for follower in self.followers[at])])
        return turns if min(turns, default=2) < 2 else []


@dataclass(frozen=True, slots=True)
class Timetable:
    """Start and end of each job, and which resource it has for each of its needs, in the order of the needs.

    A job that found no place (nobody can do it, there is no working time, or something before it found none) has -1.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    uses: tuple[tuple[int, ...], ...]

    @property
    def makespan(self) -> int:
        """Return the end of the last job."""
        return max(self.ends, default=0)


NOWHERE = -1
