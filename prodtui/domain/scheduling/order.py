"""Orders in which a schedule may give out places: by the rules of the board, and by trying out what waits when.

None of them decides when anything happens; that is `schedule` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from prodtui.domain.scheduling.problem import Job, Problem


def by_rule(problem: Problem, classes: Sequence[tuple[float, ...]] | None = None) -> list[int]:
    """Return the jobs in the board's order: what is held, then by `classes`, least slack to due, and as they came.

    `classes` has the ranks of each job that come before slack, least first: its place in a locked sequence, its class
    of service. What has to come before a job goes with it: it is as urgent as the most urgent of those after it.
    """
    latest = problem.latest
    keys = [(*(classes[at] if classes else ()), latest[at], -job.weight, at) for at, job in enumerate(problem.jobs)]
    for at in reversed(problem.topological):
        keys[at] = min([keys[at], *((*keys[follower][:-1], at) for follower in problem.followers[at])])
    return list(problem.held_first(sorted(range(len(keys)), key=keys.__getitem__)))


def tails(problem: Problem) -> list[int]:
    """Return how many minutes of work lie between the start of each job and the end of all, with endless capacity."""
    found = [0] * len(problem.jobs)
    for at in reversed(problem.topological):
        found[at] = problem.jobs[at].minutes + max((found[each] for each in problem.followers[at]), default=0)
    return found


def by_dispatch(problem: Problem, ranks: Sequence[float]) -> list[int]:
    """Return the jobs as they would begin if whatever is free took the waiting job of the least rank at once.

    This is the parallel scheme of Kolisch (1996) without calendars and lags, good at leaving nothing idle.
    """
    free = [resource.capacity for resource in problem.resources]
    waits = [len(job.after) for job in problem.jobs]
    waiting = sorted((ranks[at], at) for at, count in enumerate(waits) if not count)
    running: list[tuple[int, int, list[tuple[int, int]]]] = []
    order: list[int] = []
    now = 0
    while waiting:
        left = []
        for entry in waiting:
            at = entry[1]
            takes = _takes(problem.jobs[at], free)
            if takes is None:
                left.append(entry)
                continue
            for resource, amount in takes:
                free[resource] -= amount
            heappush(running, (now + problem.jobs[at].minutes, at, takes))
            order.append(at)
        if not running:  # what is left can never begin; it has no place in a schedule either
            break
        now = running[0][0]
        waiting = left
        while running and running[0][0] == now:
            _, at, takes = heappop(running)
            for resource, amount in takes:
                free[resource] += amount
            for follower in problem.followers[at]:
                waits[follower] -= 1
                if not waits[follower]:
                    waiting.append((ranks[follower], follower))
        waiting.sort()
    known = set(order)
    return order + [at for at in range(len(problem.jobs)) if at not in known]


def _takes(job: Job, free: Sequence[int]) -> list[tuple[int, int]] | None:
    """Return what a job would take of what is free, None when something that it needs is not."""
    found = []
    for need in job.needs:
        if len(need.choices) == 1:
            choice = need.choices[0]
            if free[choice] < need.amount:
                return None
        else:
            able = [each for each in need.choices if free[each] >= need.amount]
            if not able:
                return None
            minutes = dict(zip(need.choices, need.minutes, strict=True)) if need.minutes else {}
            choice = min(able, key=lambda each: minutes.get(each, 0))
        found.append((choice, need.amount))
    return found
