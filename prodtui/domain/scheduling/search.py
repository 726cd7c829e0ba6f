"""The search for a better order, within a number of steps or until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling.goals import PROMISE, cost
from prodtui.domain.scheduling.lateness import LeastLateness
from prodtui.domain.scheduling.makespan import Ordered, SoonestEnd
from prodtui.domain.scheduling.problem import Problem, Timetable
from prodtui.domain.scheduling.schedule import Scheduler


@dataclass(frozen=True, slots=True)
class Found:
    """The best order of a search, its schedule, what that costs, what the first one cost, and how many were tried."""

    order: tuple[int, ...]
    timetable: Timetable
    cost: float
    before: float
    steps: int


def improve(
    problem: Problem,
    order: list[int],
    goal: ScheduleGoal,
    *,
    seed: int = 0,
    steps: int | None = None,
    promise: float = PROMISE,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda step, best: None,
) -> Found:
    """Return the best schedule found from an order on, after `steps` tries or once `stop` says so.

    It is never worse than the first. The same seed and number of steps give the same one. `progress` gets the number of
    tries and the cost of the best.
    """
    scheduler = Scheduler(problem)
    proposer = SoonestEnd(problem, scheduler) if goal is ScheduleGoal.MAKESPAN else LeastLateness(problem, scheduler)
    random = Random(seed)  # noqa: S311 - a search, not a secret
    first = order, scheduler.run(order)
    before = cost(problem, first[1], goal, promise)
    proposer.learn(first, before)
    best, least, tried = first, before, 0

    def proposals() -> Iterator[Ordered | None]:
        while True:
            yield proposer.propose(random)

    for found in chain(proposer.by_rules(), proposals()):
        if found is None or stop():
            break
        tried += 1
        price = cost(problem, found[1], goal, promise)
        proposer.learn(found, price)
        if price < least:
            best, least = found, price
        progress(tried, least)
        if tried == steps:
            break
    return Found(tuple(best[0]), best[1], least, before, tried)


def by_rules(problem: Problem, order: list[int]) -> Timetable:
    """Return the schedule that ends first of an order and of those of the rules for an early end, without a search."""
    scheduler = Scheduler(problem)
    found = (table for _, table in SoonestEnd(problem, scheduler).by_rules())
    return min(chain([scheduler.run(order)], found), key=lambda table: cost(problem, table, ScheduleGoal.MAKESPAN))
