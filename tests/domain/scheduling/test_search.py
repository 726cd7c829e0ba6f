"""The search: never worse, the same twice, stopped when told, and as good as published problems ask."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.instances import best_known, read_sm
from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.goals import cost
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Job, Need, Problem, Resource
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.search import by_rules, improve
from tests.helpers.problems import problems
from tests.helpers.schedules import violations

PSPLIB = Path(__file__).parents[2] / "fixtures" / "psplib"
INSTANCES = sorted(PSPLIB.glob("*.sm"))
ALWAYS = Axis([(0, 10_000)])


def late(count: int = 12) -> Problem:
    """Return jobs for one resource that come in the worst order: the long ones first, all due at once."""
    jobs = tuple(Job(100 - at, (Need((0,)),), due=100, weight=1 + at % 3) for at in range(count))
    return Problem(jobs, (Resource(ALWAYS),), ALWAYS)


@given(problems(), st.sampled_from(ScheduleGoal), st.integers(0, 99))
@settings(deadline=None)
def test_what_is_found_is_feasible_never_worse_and_what_its_order_gives(
    problem: Problem, goal: ScheduleGoal, seed: int
) -> None:
    order = by_rule(problem)
    before = cost(problem, schedule(problem, order), goal)
    found = improve(problem, order, goal, seed=seed, steps=12)
    assert violations(problem, found.timetable) == []
    assert found.before == before >= found.cost == cost(problem, found.timetable, goal)
    assert schedule(problem, found.order) == found.timetable


@given(problems())
@settings(deadline=None)
def test_the_rules_for_an_early_end_leave_no_job_out_for_it(problem: Problem) -> None:
    order = by_rule(problem)
    found = by_rules(problem, order)
    assert violations(problem, found) == []
    assert found.ends.count(-1) <= schedule(problem, order).ends.count(-1)


@pytest.mark.parametrize("goal", ScheduleGoal)
def test_the_same_seed_and_steps_give_the_same(goal: ScheduleGoal) -> None:
    problem = read_sm(INSTANCES[0]) if goal is ScheduleGoal.MAKESPAN else late()
    first, second = (improve(problem, by_rule(problem), goal, seed=7, steps=60) for _ in range(2))
    assert first == second
    assert first.cost < first.before


@pytest.mark.parametrize("goal", ScheduleGoal)
def test_progress_counts_the_tries_and_never_gets_worse(goal: ScheduleGoal) -> None:
    problem, told = late(), []
    found = improve(problem, by_rule(problem), goal, steps=40, progress=lambda step, best: told.append((step, best)))
    assert [step for step, _ in told] == list(range(1, found.steps + 1))
    assert all(before >= after for (_, before), (_, after) in pairwise(told))
    assert told[-1][1] == found.cost


def test_it_stops_when_told() -> None:
    problem, left = late(), [True] * 3
    found = improve(problem, by_rule(problem), ScheduleGoal.LATENESS, stop=lambda: not left or not left.pop())
    assert found.steps == 3


def test_it_stops_by_itself_when_nothing_is_late() -> None:
    problem = Problem((Job(5, (Need((0,)),), due=900), Job(5, (Need((0,)),))), (Resource(ALWAYS),), ALWAYS)
    assert improve(problem, [0, 1], ScheduleGoal.LATENESS).steps < 10


def test_late_work_gets_less_late() -> None:
    problem = late()
    found = improve(problem, by_rule(problem), ScheduleGoal.LATENESS, steps=300)
    assert found.cost < 0.9 * found.before


@pytest.mark.parametrize("goal", ScheduleGoal)
@pytest.mark.parametrize("count", [0, 1])
def test_where_there_is_nothing_to_order_nothing_is_tried_for_long(count: int, goal: ScheduleGoal) -> None:
    problem = Problem((Job(5),) * count, (), ALWAYS)
    assert improve(problem, list(range(count)), goal).steps < 10


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda path: path.stem)
def test_published_problems(instance: Path) -> None:
    problem, best = read_sm(instance), best_known(PSPLIB)[instance.name]
    by_rules_alone = by_rules(problem, by_rule(problem))
    found = improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN, steps=100)
    assert violations(problem, by_rules_alone) == violations(problem, found.timetable) == []
    assert best <= found.timetable.makespan <= by_rules_alone.makespan <= 1.2 * best
