"""A problem run backwards."""

from __future__ import annotations

from hypothesis import given

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.mirror import last_first, mirrored
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem, Resource, Timetable
from prodtui.domain.scheduling.schedule import schedule
from tests.helpers.problems import problems
from tests.helpers.schedules import violations

DAY = Axis([(0, 10), (20, 30)])


def test_what_comes_last_comes_first() -> None:
    start = Link(0, DependencyKind.START_START)
    jobs = (Job(4, (Need((0,)),), ready=3, due=9), Job(2, after=(Link(0, lag=1), start)))
    turned = mirrored(Problem(jobs, (Resource(Axis([(5, 25)]), 2), Resource(None, 3)), DAY))
    assert turned.jobs == (Job(4, (Need((0,)),), (Link(1, lag=1),)), Job(2))
    assert turned.base.spans == ((0, 10), (20, 30))
    assert [each.capacity for each in turned.resources] == [2, 3]
    assert turned.resources[0].axis is not None and turned.resources[0].axis.spans == ((5, 25),)
    assert turned.resources[1].axis is None


def test_calendars_that_are_one_stay_one() -> None:
    turned = mirrored(Problem((), (Resource(DAY), Resource(DAY)), DAY))
    assert turned.resources[0].axis is turned.resources[1].axis is turned.base


def test_the_last_to_end_is_first() -> None:
    assert last_first(Timetable((0, 3, 1), (4, 4, 9), ((), (), ()))) == [2, 1, 0]


@given(problems())
def test_backwards_it_is_a_problem_as_well(drawn: Problem) -> None:
    turned = mirrored(drawn)
    back = schedule(turned, last_first(schedule(drawn, by_rule(drawn))))
    assert violations(turned, back) == []
