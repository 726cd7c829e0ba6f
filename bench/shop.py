"""A made-up shop for the scheduler: people with skills and days off, machines, limits, and more work than time."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem, Resource

_DAY, _MORNING, _AFTERNOON = 1440, (480, 720), (780, 1020)
_SKILLS, _MACHINES, _STEPS = 5, 5, 4
_MEAN_MINUTES = 240


def make_shop(tasks: int, people: int, seed: int = 1, load: float = 1.15) -> Problem:
    """Return the problem of a shop whose work is due in so much less time than it takes, `load` times as fast.

    Everybody works forty hours a week, half of them with some days off. Of the tasks two in five may be done by whoever
    has the skill, the others by one person; some need a machine too, all of them count at a step with a limit.
    """
    random = Random(seed)
    span = int(tasks * _MEAN_MINUTES / people / 480 * _DAY * 7 / 5)
    days = 2 * span // _DAY + 180
    base = _weeks(days)
    resources = [Resource(base if random.random() < 0.5 else _weeks(days, _days_off(random))) for _ in range(people)]
    resources += [Resource(base, 2)] * _MACHINES + [Resource(None, people // 2)] * _STEPS
    able = [tuple(range(skill, people, _SKILLS)) for skill in range(_SKILLS)]
    jobs = []
    for at in range(tasks):
        minutes = max(15, int(random.lognormvariate(0, 0.8) * _MEAN_MINUTES * 0.72) // 15 * 15)
        needs = [Need((random.randrange(people),) if random.random() < 0.6 else random.choice(able))]
        if random.random() < 0.15:
            needs.append(Need((people + random.randrange(_MACHINES),)))
        needs.append(Need((people + _MACHINES + random.randrange(_STEPS),)))
        after = (Link(random.randrange(max(0, at - 30), at)),) if at > 5 and random.random() < 0.3 else ()
        due = int(random.uniform(0.05, 1) * span / load) if random.random() < 0.9 else None
        ready = int(random.random() * 0.3 * span) if random.random() < 0.2 else 540
        weight = random.choice((8, 4, 2, 2, 2, 1))
        jobs.append(Job(minutes, tuple(needs), after, ready=ready, due=due, weight=weight))
    return Problem(tuple(jobs), tuple(resources), base)


def _days_off(random: Random) -> Collection[int]:
    first = random.randrange(120)
    return range(first, first + random.randint(1, 10))


def _weeks(days: int, off: Collection[int] = ()) -> Axis:
    return Axis(
        (day * _DAY + opens, day * _DAY + closes)
        for day in range(days)
        if day % 7 < 5 and day not in off
        for opens, closes in (_MORNING, _AFTERNOON)
    )
