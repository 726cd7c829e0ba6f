"""The search with the solver: never worse, feasible, the same twice, stopped when told; and without the solver."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.instances import read_sm
from bench.shop import make_shop
from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling import search
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Problem
from prodtui.domain.scheduling.schedule import schedule
from prodtui.errors import Refused
from prodtui.services import optimise_exact
from tests.helpers.problems import problems
from tests.helpers.schedules import violations

PSPLIB = Path(__file__).parents[1] / "fixtures" / "psplib"
needs_solver = pytest.mark.skipif(
    not optimise_exact.is_installed(), reason="the extra prodtui[optimise] is not installed"
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the search without the solver be short, so that the solver has something to do."""
    monkeypatch.setattr(optimise_exact, "_PLACES", 100)


@needs_solver
@given(problems(), st.sampled_from(ScheduleGoal))
@settings(max_examples=25, deadline=None)
def test_what_is_found_is_feasible_and_never_worse(problem: Problem, goal: ScheduleGoal) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimise_exact, "_PLACES", 10)
        found = optimise_exact.improve(problem, by_rule(problem), goal, steps=6)
    assert violations(problem, found.timetable) == []
    assert found.cost <= found.before
    assert schedule(problem, found.order) == found.timetable


@needs_solver
@pytest.mark.usefixtures("hasty")
def test_a_published_problem_is_solved() -> None:
    """The rules end at 44, the best is 43."""
    problem = read_sm(PSPLIB / "j301_1.sm")
    found = optimise_exact.improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN, steps=40)
    assert found.timetable.makespan == 43
    assert found.steps < 40


@needs_solver
@pytest.mark.usefixtures("hasty")
def test_lateness_gets_less_with_calendars_choices_and_limits() -> None:
    problem = make_shop(60, 6)
    found = optimise_exact.improve(problem, by_rule(problem), ScheduleGoal.LATENESS, steps=6)
    alone = search.improve(problem, by_rule(problem), ScheduleGoal.LATENESS, steps=1)
    assert found.cost < alone.cost <= found.before


@needs_solver
@pytest.mark.usefixtures("hasty")
def test_the_same_seed_and_steps_give_the_same_and_progress_never_gets_worse() -> None:
    problem, told = read_sm(PSPLIB / "j6011_6.sm"), []
    first, second = (
        optimise_exact.improve(
            problem,
            by_rule(problem),
            ScheduleGoal.MAKESPAN,
            seed=3,
            steps=6,
            progress=lambda step, best: told.append((step, best)),
        )
        for _ in range(2)
    )
    assert first == second
    steps = [step for step, _ in told[: len(told) // 2]]
    assert steps == list(range(1, first.steps + 1))
    assert all(before >= after for (_, before), (_, after) in pairwise(told[: len(told) // 2]))


@needs_solver
@pytest.mark.usefixtures("hasty")
def test_a_solver_at_work_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would go on for an hour, and is told the first time it is asked."""
    monkeypatch.setattr(optimise_exact, "_PATIENCE", 3600.0)
    monkeypatch.setattr(optimise_exact, "_WINDOW", 1000.0)
    problem, asked = read_sm(PSPLIB / "j1206_2.sm"), []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 10

    found = optimise_exact.improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN, stop=stop)
    assert found.cost <= found.before


def test_without_the_solver_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools", None)
    problem = read_sm(PSPLIB / "j301_1.sm")
    assert not optimise_exact.is_installed()
    with pytest.raises(Refused) as told:
        optimise_exact.improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN)
    assert "OR-Tools" in told.value.message and "prodtui[optimise]" in told.value.hint
