"""Orders that end soon: a fixed set of rules, and crossing what the best found so far have in common.

Whatever order a schedule came from, running it backwards and forwards again makes it no longer and often shorter
(double justification: Valls, Ballestín and Quintanilla, Justification and RCPSP: a technique that pays, European
Journal of Operational Research 165, 2005). New orders cross two good ones (Hartmann, A competitive genetic algorithm
for resource-constrained project scheduling, Naval Research Logistics 45, 1998).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from prodtui.domain.scheduling.mirror import last_first, mirrored
from prodtui.domain.scheduling.order import by_dispatch, tails
from prodtui.domain.scheduling.problem import Problem, Timetable
from prodtui.domain.scheduling.schedule import Scheduler

#: An order and the schedule that it gives.
Ordered = tuple[list[int], Timetable]

#: How many places the rules may give out in all passes together, so that they take a few milliseconds.
_PLACES = 900
#: How many schedules are crossed with each other: as many as a second can better, of large problems fewer.
_MOST, _FEWEST, _POPULATION_PLACES = 40, 10, 2400
#: How far the ranks of a random dispatch stray, in parts of the longest chain of work.
_STRAYS = (0.03, 0.06, 0.1)
#: How many of the jobs of a cross are moved, one in so many, and how far, in parts of all.
_ONE_IN, _MOVED_BY = 20, 0.1


class SoonestEnd:
    """Proposes orders of one problem whose schedules end soon, each from the best of those it was told of."""

    def __init__(self, problem: Problem, scheduler: Scheduler) -> None:
        self._problem, self._mirror = problem, mirrored(problem)
        self._forward, self._backward = scheduler, Scheduler(self._mirror)
        self._tails, self._heads = ([-float(each) for each in tails(side)] for side in (problem, self._mirror))
        self._most = min(max(_POPULATION_PLACES // max(len(problem.jobs), 1), _FEWEST), _MOST)
        self._known: list[tuple[float, Ordered]] = []

    def by_rules(self) -> Iterator[Ordered]:
        """Yield what fixed rules find, from each end what has most work behind it first."""
        left = _PLACES // max(len(self._problem.jobs), 1)
        for ranks, backwards in ((self._tails, False), (self._heads, True)):
            side = self._mirror if backwards else self._problem
            for chosen in (ranks, [rank + job.minutes for rank, job in zip(ranks, side.jobs, strict=True)]):
                if left < 2:
                    return
                found = self._dispatched(chosen, backwards)
                left -= 2
                yield found
                while left >= 2:
                    left -= 2
                    better = self._justified(found[1])
                    if better[1].makespan >= found[1].makespan:
                        break
                    found = better
                    yield found

    def learn(self, found: Ordered, cost: float) -> None:
        """Take an order into the population, for the worst one when that is full."""
        if any(found[1].starts == other.starts for _, (_, other) in self._known):
            return
        if len(self._known) < self._most:
            self._known.append((cost, found))
            return
        worst = max(range(self._most), key=lambda at: self._known[at][0])
        if cost <= self._known[worst][0]:
            self._known[worst] = cost, found

    def propose(self, random: Random) -> Ordered | None:
        """Return a new order: a random dispatch until there is a population, then a cross of two of it, justified.

        None when there is nothing to order.
        """
        if len(self._problem.jobs) < 2:
            return None
        if len(self._known) < self._most:
            backwards = random.random() < 0.5
            ranks = self._heads if backwards else self._tails
            stray = random.choice(_STRAYS) * max(-min(ranks), 1.0)
            return self._justified(self._dispatched([rank + random.gauss(0, stray) for rank in ranks], backwards)[1])
        return self._run(last_first(self._backward.run(self._crossed(random)[::-1])))

    def _crossed(self, random: Random) -> list[int]:
        """Return an order with a stretch of one good schedule, and what lies before and after it as in another."""
        first, second = (min(random.sample(self._known, 2), key=lambda known: known[0])[1][1] for _ in range(2))
        mine, theirs = _by_start(first), _by_start(second)
        count = len(mine)
        begin = random.randrange(count)
        end = begin + random.randint(count // 4, count - count // 4)
        before, kept = set(mine[:begin]), set(mine[:end])
        crossed = [at for at in theirs if at in before] + mine[begin:end] + [at for at in theirs if at not in kept]
        places = {at: float(place) for place, at in enumerate(crossed)}
        for _ in range(max(1, count // _ONE_IN)):
            places[random.randrange(count)] += random.gauss(0, count * _MOVED_BY)
        return sorted(crossed, key=places.__getitem__)

    def _dispatched(self, ranks: list[float], backwards: bool) -> Ordered:
        if not backwards:
            return self._run(by_dispatch(self._problem, ranks))
        return self._run(last_first(self._backward.run(by_dispatch(self._mirror, ranks))))

    def _justified(self, table: Timetable) -> Ordered:
        return self._run(last_first(self._backward.run(last_first(table))))

    def _run(self, order: list[int]) -> Ordered:
        return order, self._forward.run(order)


def _by_start(table: Timetable) -> list[int]:
    return sorted(range(len(table.starts)), key=lambda at: (table.starts[at], table.ends[at]))
