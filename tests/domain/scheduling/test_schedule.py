"""Every schedule is feasible, whatever the problem and the order; a checker of its own says so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.problem import NOWHERE, Job, Link, Need, Problem, Resource
from prodtui.domain.scheduling.schedule import schedule
from tests.helpers.problems import problems
from tests.helpers.schedules import Place, in_turn, soonest, violations

SS = DependencyKind.START_START


@st.composite
def ordered(draw: st.DrawFn) -> tuple[Problem, list[int]]:
    problem = draw(problems())
    return problem, draw(st.permutations(range(len(problem.jobs))))


@given(ordered())
@settings(deadline=None)
def test_every_order_gives_a_feasible_schedule(drawn: tuple[Problem, Sequence[int]]) -> None:
    problem, order = drawn
    assert violations(problem, schedule(problem, order)) == []


@given(ordered())
@settings(deadline=None)
def test_each_job_in_turn_has_the_place_in_which_it_ends_first(drawn: tuple[Problem, Sequence[int]]) -> None:
    problem, order = drawn
    table = schedule(problem, order)
    known: dict[int, Place] = {}
    for at in in_turn(problem, problem.held_first(order)):
        place = soonest(problem, at, known)
        assert table.ends[at] == (NOWHERE if place is None else place.end)
        if place is not None:
            known[at] = Place(table.starts[at], table.ends[at], table.uses[at])


def placed(problem: Problem, *order: int) -> list[tuple[int, int]]:
    table = schedule(problem, order or range(len(problem.jobs)))
    assert violations(problem, table) == []
    return list(zip(table.starts, table.ends, strict=True))


DAY = Axis([(0, 10), (20, 30)])
ANN, BOB = Resource(DAY), Resource(Axis([(5, 15)]))
BOTH = (Need((0,)), Need((1,)))


@pytest.mark.parametrize(
    ("jobs", "resources", "expected"),
    [
        pytest.param([Job(15, (Need((0,)),))], [ANN], [(0, 25)], id="goes on after a break"),
        pytest.param([Job(10, (Need((0,)),)), Job(5, (Need((0,)),))], [ANN], [(0, 10), (20, 25)], id="one at a time"),
        pytest.param([Job(4, (Need((0,)),), ready=12)], [ANN], [(20, 24)], id="ready in a break"),
        pytest.param([Job(21, (Need((0,)),))], [ANN], [(-1, -1)], id="too little working time"),
        pytest.param([Job(5, (Need(()),))], [ANN], [(-1, -1)], id="nobody can"),
        pytest.param([Job(5, BOTH)], [ANN, BOB], [(5, 10)], id="both at work"),
        pytest.param([Job(6, BOTH)], [ANN, BOB], [(-1, -1)], id="hardly ever both at work"),
        pytest.param([Job(6, (Need((0, 1)),))], [ANN, BOB], [(0, 6)], id="whoever ends it first"),
        pytest.param([Job(6, (Need((0, 1)),), ready=5)], [ANN, BOB], [(5, 11)], id="whoever ends it first, later"),
        pytest.param([Job(5, (Need((0, 1)), Need((0, 1))))], [ANN, BOB], [(5, 10)], id="two of a choice are two"),
        pytest.param([Job(5, (Need((0,), 2),))], [ANN], [(-1, -1)], id="more than there is"),
        pytest.param([Job(5, (Need((0,), 2), Need((0,))))], [Resource(DAY, 2)], [(-1, -1)], id="more in all"),
        pytest.param([Job(5, (Need((0, 1), 2),))], [ANN, Resource(DAY, 2)], [(0, 5)], id="the one of which is enough"),
        pytest.param([Job(4, (Need((0, 1), 1, (9, 5)),))], [ANN, ANN], [(0, 5)], id="whoever is quicker"),
        pytest.param([Job(4), Job(4)], [], [(0, 4), (0, 4)], id="nothing needed: the board's hours"),
        pytest.param([Job(0, (Need((0,)),), ready=13)], [ANN], [(13, 13)], id="no time: at once"),
        pytest.param([Job(3, after=(Link(1),)), Job(5)], [], [(5, 8), (0, 5)], id="after what comes before"),
        pytest.param([Job(3, after=(Link(1, lag=7),)), Job(5)], [], [(22, 25), (0, 5)], id="lag is working time"),
        pytest.param([Job(3, after=(Link(1, lag=19),)), Job(5)], [], [(-1, -1), (0, 5)], id="lag without an end"),
        pytest.param([Job(0, after=(Link(1, lag=15),)), Job(5)], [], [(30, 30), (0, 5)], id="lag until the last"),
        pytest.param([Job(3, after=(Link(1, SS, 2),)), Job(5)], [], [(2, 5), (0, 5)], id="after the start"),
        pytest.param([Job(3, after=(Link(1),)), Job(5, (Need(()),))], [], [(-1, -1)] * 2, id="after what has no place"),
        pytest.param([Job(3, after=(Link(1),)), Job(5, after=(Link(0),)), Job(4)], [], [(-1, -1), (-1, -1), (0, 4)],
                     id="a cycle, and the rest"),
        pytest.param([Job(8, (Need((0,)),))] * 2, [Resource(None)], [(0, 8), (8, 26)], id="a limit"),
        pytest.param([Job(12, (Need((0,)),))] * 2, [Resource(None)], [(0, 22), (-1, -1)],
                     id="a limit counts through the break"),
        pytest.param([Job(8, (Need((0,)),)), *[Job(9, (Need((0,)),), held=True, begun=True)] * 2], [Resource(None)],
                     [(9, 27), (0, 9), (0, 9)], id="begun beyond a limit"),
        pytest.param([Job(8, (Need((0,)),)), Job(4, (Need((0,)),), ready=3, held=True)], [ANN], [(7, 25), (3, 7)],
                     id="held keeps its start"),
        pytest.param([Job(5, (Need((0,)),), ready=2, held=True), Job(5, (Need((0,)),), held=True, begun=True)], [ANN],
                     [(5, 10), (0, 5)], id="begun before held"),
        pytest.param([Job(9, (Need((0,)),)), Job(4, (Need((0,)),)), Job(3, (Need((0,)),), (Link(1),), held=True)],
                     [ANN], [(7, 26), (0, 4), (4, 7)], id="what held work waits for is held"),
    ],
)  # fmt: skip
def test_where_jobs_are(jobs: list[Job], resources: list[Resource], expected: list[tuple[int, int]]) -> None:
    assert placed(Problem(tuple(jobs), tuple(resources), DAY)) == expected


def test_a_resource_is_held_while_others_of_its_job_are_closed() -> None:
    machine, ann = Resource(Axis([(0, 100)])), Resource(Axis([(0, 10), (30, 100)]))
    jobs = (Job(15, BOTH), Job(5, (Need((0,)),)))
    assert placed(Problem(jobs, (machine, ann), machine.axis or DAY)) == [(0, 35), (35, 40)]


def test_a_gap_that_is_too_short_overnight_is_long_enough_by_day() -> None:
    """From 0 on the job would hold the machine for 35 minutes, from 36 on only for 15."""
    machine, ann = Resource(Axis([(0, 100)])), Resource(Axis([(0, 10), (30, 100)]))
    taken = tuple(Job(3, (Need((0,)),), ready=at, held=True) for at in (33, 60))
    assert placed(Problem((Job(15, BOTH), *taken), (machine, ann), machine.axis or DAY))[0] == (36, 51)


def test_several_at_once_as_far_as_they_go() -> None:
    jobs = (Job(5, (Need((0,), 2),)), Job(5, (Need((0,), 2),)), Job(3, (Need((0,)),)))
    assert placed(Problem(jobs, (Resource(DAY, 3),), DAY)) == [(0, 5), (5, 10), (0, 3)]


def test_only_what_is_needed_of_those_who_could_is_used() -> None:
    table = schedule(Problem((Job(5, (Need((0, 1)), Need((2,)))),), (ANN, ANN, ANN), DAY), [0])
    assert table.uses == ((0, 2),)
