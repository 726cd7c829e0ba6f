"""Orders of the board's rules, and of trying out what waits when."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.order import by_dispatch, by_rule, tails
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem, Resource
from tests.helpers.problems import problems

DAY = Axis([(0, 10), (20, 30)])
SS = DependencyKind.START_START


def problem(*jobs: Job, resources: tuple[Resource, ...] = ()) -> Problem:
    return Problem(jobs, resources, DAY)


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        pytest.param([Job(1), Job(1)], [0, 1], id="as they came"),
        pytest.param([Job(1), Job(1, due=9), Job(1, due=5)], [2, 1, 0], id="due first"),
        pytest.param([Job(1, due=9), Job(8, due=10)], [1, 0], id="least slack"),
        pytest.param([Job(1, due=9), Job(1, due=9, weight=2)], [1, 0], id="what counts more"),
        pytest.param([Job(1, due=1), Job(1, held=True), Job(1, held=True, begun=True)], [2, 1, 0], id="held first"),
        pytest.param([Job(1, due=5), Job(1), Job(1, after=(Link(1),), due=3)], [1, 2, 0], id="goes with what waits"),
        pytest.param([Job(1, due=1), Job(1), Job(1, after=(Link(1),), held=True)], [1, 2, 0], id="held goes with it"),
    ],
)
def test_the_rules_of_the_board(jobs: list[Job], expected: list[int]) -> None:
    assert by_rule(problem(*jobs)) == expected


def test_classes_come_before_slack_but_not_before_what_is_held() -> None:
    jobs = (Job(1, due=1), Job(1), Job(1, after=(Link(1),)), Job(1, held=True))
    assert by_rule(problem(*jobs), [(1,), (1,), (0,), (9,)]) == [3, 1, 2, 0]


@pytest.mark.parametrize(
    ("jobs", "latest"),
    [
        pytest.param([Job(4)], [inf], id="never due"),
        pytest.param([Job(4, due=25)], [11], id="in working time"),
        pytest.param([Job(4), Job(3, after=(Link(0, lag=2),), due=30)], [11, 17], id="before what waits, and lag"),
        pytest.param([Job(4), Job(3, after=(Link(0, SS, 2),), due=30)], [15, 17], id="its start"),
        pytest.param([Job(4, after=(Link(1),), due=9), Job(3, after=(Link(0),))], [inf, inf], id="a cycle"),
    ],
)
def test_latest_starts(jobs: list[Job], latest: list[float]) -> None:
    assert problem(*jobs).latest == tuple(latest)


def test_tails_are_the_longest_chain_behind() -> None:
    assert tails(problem(Job(2), Job(5, after=(Link(0),)), Job(3, after=(Link(0),)), Job(1, after=(Link(2),)))) == [
        7,
        5,
        4,
        1,
    ]


def test_a_dispatch_leaves_nothing_idle() -> None:
    """The second job is first in rank, but what it needs is not there yet; the third one begins meanwhile."""
    need = (Need((0,)),)
    jobs = (Job(5, need), Job(5, need, (Link(2),)), Job(9), Job(1, need))
    assert by_dispatch(problem(*jobs, resources=(Resource(DAY),)), [3, 0, 1, 2]) == [2, 3, 0, 1]


@given(problems())
def test_every_order_holds_every_job_once(drawn: Problem) -> None:
    jobs = list(range(len(drawn.jobs)))
    assert sorted(by_rule(drawn)) == jobs
    assert sorted(by_dispatch(drawn, [0.0] * len(jobs))) == jobs


@given(problems())
def test_held_work_comes_first_with_all_that_it_waits_for(drawn: Problem) -> None:
    order = list(drawn.held_first(range(len(drawn.jobs))))
    assert sorted(order) == list(range(len(drawn.jobs)))
    waited: set[int] = {at for at, job in enumerate(drawn.jobs) if job.held}
    known = set(drawn.topological)
    while more := {link.job for at in waited for link in drawn.jobs[at].after} & known - waited:
        waited |= more
    assert set(order[: len(waited)]) == waited
