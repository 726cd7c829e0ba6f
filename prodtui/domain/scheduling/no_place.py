"""Why a task has no place in a schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations

from prodtui.domain.board import find_cycle
from prodtui.domain.scheduling.build import Built
from prodtui.domain.scheduling.problem import NOWHERE, Timetable


class NoPlace:
    """Tells why tasks have no place, each in a sentence."""

    def __init__(self, built: Built, timetable: Timetable) -> None:
        self._built, self._clock, self._lanes = built, built.crew.clock, built.crew.lanes
        self._table = timetable

    def of(self, at: int) -> str:
        """Return why a task has no place: its own problem, a cycle edge by edge, what it waits for, or no time left."""
        built = self._built
        if at in built.problems:
            said = built.problems[at]
            return f"{said[0].upper()}{said[1:]}."
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
                    names = ", ".join(self._lanes[choice].name for choice in need.choices)
                    return f"{names} {'has' if len(axes) == 1 else 'have'} no working time."
            apart = self._apart(job)
            if apart:
                return f"{apart} never work at the same time."
        last = self._clock.midnights[-1]
        late = max(built.parts[built.jobs_of[at][0]].bounds, key=lambda bound: bound.minute)
        end = f"{self._clock.moment(last - 1).astimezone(self._clock.zone):%Y-%m-%d}"
        if late.minute >= last:
            day = f"{self._clock.moment(late.minute).astimezone(self._clock.zone):%Y-%m-%d}"
            return f"It cannot start before {day}, and the schedule ends on {end}."
        return f"There is not enough working time for it before the end of the schedule on {end}."

    def _apart(self, job: int) -> str:
        """Return two needs of a job that have no time in common, in words; empty where there are none."""
        needs, resources = self._built.problem.jobs[job].needs, self._built.problem.resources
        for one, other in combinations(needs, 2):
            pairs = [(resources[a].axis, resources[b].axis) for a in one.choices for b in other.choices]
            if pairs and all(a is not None and b is not None and not a.shared(b).total for a, b in pairs):
                names = (", ".join(self._lanes[choice].name for choice in need.choices) for need in (one, other))
                return " and ".join(names)
        return ""

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
