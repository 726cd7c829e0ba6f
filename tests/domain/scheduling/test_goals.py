"""What a schedule costs, in working hours."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.goals import cost
from prodtui.domain.scheduling.problem import Job, Problem, Timetable

#: Days of eight hours.
BASE = Axis((day * 1440 + 480, day * 1440 + 960) for day in range(5))
NOON, NEXT_NOON = 720, 1440 + 720


def costs(job: Job, start: int, end: int, goal: ScheduleGoal = ScheduleGoal.LATENESS, promise: float = 0.5) -> float:
    return cost(Problem((job,), (), BASE), Timetable((start,), (end,), ((),)), goal, promise)


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        pytest.param(Job(60), 0, id="never due"),
        pytest.param(Job(60, due=NEXT_NOON), 0, id="in time"),
        pytest.param(Job(60, due=NOON), 8, id="late by working hours"),
        pytest.param(Job(60, due=NOON, weight=4), 32, id="late and important"),
        pytest.param(Job(60, promised=NEXT_NOON - 60), 0, id="as promised"),
        pytest.param(Job(60, promised=NOON - 60), 4, id="moved"),
        pytest.param(Job(60, promised=2 * 1440 + NOON - 60), 4, id="moved, though sooner"),
    ],
)
def test_lateness_and_moved_promises(job: Job, expected: float) -> None:
    assert costs(job, NEXT_NOON - 60, NEXT_NOON) == pytest.approx(expected, abs=0.01)


def test_an_end_in_the_night_is_as_late_as_the_evening() -> None:
    evening = costs(Job(60, due=960), 1440, 1440 + 480)
    assert evening == pytest.approx(0, abs=0.01)


def test_of_two_that_are_equally_late_the_sooner_is_better() -> None:
    assert costs(Job(60), 480, 540) < costs(Job(60), 540, 600)


def test_the_end_of_all_is_what_counts_for_an_early_end() -> None:
    late = Job(60, due=0, weight=9)
    assert costs(late, NEXT_NOON - 60, NEXT_NOON, ScheduleGoal.MAKESPAN) == pytest.approx(12)


@pytest.mark.parametrize("goal", ScheduleGoal)
def test_work_without_a_place_is_worse_than_any_that_has_one(goal: ScheduleGoal) -> None:
    assert costs(Job(60, due=0, weight=9), -1, -1, goal) > costs(Job(60, due=0, weight=9), 6000, 7000, goal)
