"""Orders that are little late: late work drawn forward, and what costs most to keep waiting first on each resource."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, inf
from random import Random

from prodtui.domain.scheduling.makespan import Ordered
from prodtui.domain.scheduling.problem import Problem, Timetable
from prodtui.domain.scheduling.schedule import Scheduler

#: How far ahead of its due date work counts as urgent, in mean lengths of what waits for the same resource.
_LOOKS_AHEAD = (0.5, 1.0, 2.0, 4.0)
#: How many late jobs a step draws forward, and past how many others of their resource each on average.
_DRAWN, _PAST = (1, 2, 4), 4.0


class LeastLateness:
    """Proposes orders of one problem whose schedules are little late, each from the best that it was told of."""

    def __init__(self, problem: Problem, scheduler: Scheduler) -> None:
        self._problem, self._scheduler = problem, scheduler
        self._due, self._weight = _inherited(problem)
        self._best: tuple[float, Ordered] | None = None
        self._late: list[float] = []

    def by_rules(self) -> Iterator[Ordered]:
        """Yield what each resource would do by apparent lateness, on the ground of the best schedule so far."""
        for ahead in _LOOKS_AHEAD:
            if self._best is not None:
                yield self._run(self._resequenced(self._best[1][1], ahead))

    def learn(self, found: Ordered, cost: float) -> None:
        """Go on from an order that is not worse than the best so far."""
        if self._best is None or cost <= self._best[0]:
            self._best = cost, found
            work = self._problem.base.work
            self._late = [
                job.weight * max(work(end) - work(job.due), 0) if job.due is not None and end >= 0 else 0.0
                for job, end in zip(self._problem.jobs, found[1].ends, strict=True)
            ]

    def propose(self, random: Random) -> Ordered | None:
        """Return the best order with some late jobs drawn forward, None when none is late."""
        if self._best is None or not any(self._late):
            return None
        order, table = self._best[1]
        places = {at: float(place) for place, at in enumerate(order)}
        for _ in range(random.choice(_DRAWN)):
            at = self._cause(random.choices(range(len(order)), self._late)[0], table, random)
            rivals = self._rivals(at, order, table)
            if rivals:
                past = rivals[-min(len(rivals), 1 + int(random.expovariate(1 / _PAST)))]
                places[at] = places[past] - 0.5 - random.random() / 100
        return self._run(sorted(order, key=places.__getitem__))

    def _cause(self, at: int, table: Timetable, random: Random) -> int:
        """Return a late job, or more often than not what comes before it and ends last, and so on."""
        while True:
            before = [link.job for link in self._problem.jobs[at].after]
            if not before or random.random() < 0.4:
                return at
            at = max(before, key=lambda job: table.ends[job])

    def _rivals(self, at: int, order: Sequence[int], table: Timetable) -> list[int]:
        """Return the jobs ahead of one in the order that use the same scarcest resource."""
        mine = self._scarcest(table.uses[at])
        ahead = order[: order.index(at)]
        return [other for other in ahead if mine in table.uses[other] and not self._problem.jobs[other].held]

    def _scarcest(self, uses: Sequence[int]) -> int | None:
        return min(uses, key=lambda use: self._problem.resources[use].capacity, default=None)

    def _resequenced(self, table: Timetable, ahead: float) -> list[int]:
        """Return the jobs by when their scarcest resource would do them by apparent tardiness cost.

        The rule is that of Vepsäläinen and Morton (Priority rules for job shops with weighted tardiness costs,
        Management Science 33, 1987): weight per minute, less the further away the due date is.
        """
        jobs, work = self._problem.jobs, self._problem.base.work
        starts = [float(work(max(start, 0))) for start in table.starts]
        heads = [work(max([job.ready, *(table.ends[link.job] for link in job.after)])) for job in jobs]
        queues: dict[int | None, list[int]] = {}
        for at, uses in enumerate(table.uses):
            queues.setdefault(self._scarcest(uses), []).append(at)
        queues.pop(None, None)
        for queue in queues.values():
            reach = ahead * max(sum(jobs[at].minutes for at in queue) / len(queue), 1.0)
            left, now = set(queue), 0
            while left:
                here = [at for at in left if heads[at] <= now]
                if not here:
                    now = min(heads[at] for at in left)
                    continue
                chosen = max(here, key=lambda at: (self._cost_of_waiting(at, now, reach), -jobs[at].minutes, -at))
                starts[chosen] = now
                now += jobs[chosen].minutes
                left.remove(chosen)
        return sorted(range(len(jobs)), key=lambda at: (starts[at], at))

    def _cost_of_waiting(self, at: int, now: int, reach: float) -> float:
        minutes = max(self._problem.jobs[at].minutes, 1)
        if self._due[at] == inf:
            return 0.0
        return self._weight[at] / minutes * exp(-max(self._due[at] - minutes - now, 0.0) / reach)

    def _run(self, order: list[int]) -> Ordered:
        return order, self._scheduler.run(order)


def _inherited(problem: Problem) -> tuple[list[float], list[float]]:
    """Return when each job has to end for all that wait for it, and the weight of the one that says so."""
    due = [problem.latest[at] + job.minutes for at, job in enumerate(problem.jobs)]
    weight = [job.weight for job in problem.jobs]
    for at in reversed(problem.topological):
        own = problem.jobs[at].due
        if (own is None or problem.base.work(own) > due[at]) and problem.followers[at]:
            weight[at] = max(weight[each] for each in problem.followers[at])
    return due, weight
