"""Hand-overs between people, by hand: who had a task in a step, and how long it lay until somebody else had it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.domain.flow.handover import Crew, hand_overs, told
from prodtui.domain.flow.lives import Life
from prodtui.domain.rows_flow import HandOvers
from tests.helpers.flow import at, days, flow_of, life

DAY = timedelta(days=1)
ANN, BO, CY = ("ann",), ("bo",), ("cy",)
Told = list[tuple[str, str, str, str, float]]


def crew(*assigned: tuple[float, tuple[str, ...]]) -> list[Crew]:
    return [Crew(at(day), people) for day, people in assigned]


def between(lived: Life, crews: list[Crew], now: float = 20) -> Told:
    """Return steps, people and the days in between of each hand-over."""
    return [
        (one.source, one.target, "+".join(one.giver), "+".join(one.taker), (one.taken - one.left) / DAY)
        for one in hand_overs(lived, crews, at(now))
    ]


THROUGH = life((0, "ready"), (1, "weld"), (3, "dry"), (5, "test"), (6, "done"))
"""A task that is welded for two days, dries for two, and is tested for one."""


@pytest.mark.parametrize(
    ("crews", "expected"),
    [
        pytest.param([(0, ANN), (5, BO)], [("weld", "test", "ann", "bo", 2.0)], id="assigned-with-the-move"),
        pytest.param([(0, ANN), (5.25, BO)], [("weld", "test", "ann", "bo", 2.25)], id="assigned-after-the-move"),
        pytest.param([(0, ANN), (3.5, BO)], [("weld", "test", "ann", "bo", 2.0)], id="assigned-while-it-dried"),
        pytest.param([(0, ANN), (2.75, BO)], [("weld", "test", "ann", "bo", 2.0)], id="assigned-just-before-the-move"),
        pytest.param([(0, ANN), (3, ()), (5.5, BO)], [("weld", "test", "ann", "bo", 2.5)], id="nobody-in-between"),
        pytest.param([(0, ANN)], [], id="the-same-person-goes-on"),
        pytest.param([(0, ("ann", "bo")), (5, BO)], [], id="one-of-two-goes-on"),
        pytest.param([(0, ("ann", "bo")), (5, CY)], [("weld", "test", "ann+bo", "cy", 2.0)], id="two-give-to-one"),
        pytest.param([(5, BO)], [], id="nobody-known-before"),
        pytest.param([(0, ANN), (2, ())], [], id="nobody-known-after"),
        pytest.param([], [], id="nobody-ever"),
        pytest.param([(0, ANN), (1.5, CY), (5, BO)], [("weld", "test", "cy", "bo", 2.0)], id="the-longest-had-it"),
        pytest.param([(0, ANN), (2, CY), (5, BO)], [("weld", "test", "ann", "bo", 2.0)], id="a-tie-is-of-the-first"),
    ],
)
def test_between_two_steps(crews: list[tuple[float, tuple[str, ...]]], expected: Told) -> None:
    assert between(THROUGH, crew(*crews)) == expected


def test_a_move_from_step_to_step_takes_no_time_and_a_way_back_counts() -> None:
    lived = life((0, "weld"), (2, "test"), (3, "weld"), (4, "done"))
    assert between(lived, crew((0, ANN), (2, BO), (3.5, ANN))) == [("weld", "test", "ann", "bo", 0.0)], (
        "bo and ann had the second weld for half a day each, and bo had it first"
    )
    assert between(lived, crew((0, ANN), (2, BO), (3.25, ANN))) == [
        ("weld", "test", "ann", "bo", 0.0),
        ("test", "weld", "bo", "ann", 0.25),
    ]


def test_what_was_done_in_between_was_not_handed_over() -> None:
    lived = life((0, "weld"), (2, "done"), (9, "test"), (10, "done"))
    assert between(lived, crew((0, ANN), (9, BO))) == []


def test_a_task_that_nobody_has_yet_is_not_handed_over() -> None:
    running = life((0, "weld"), (2, "dry"), (4, "test"))
    assert between(running, crew((0, ANN), (2, ())), 6) == []
    assert between(running, crew((0, ANN), (2, ()), (5, BO)), 6) == [("weld", "test", "ann", "bo", 3.0)]


def test_a_stay_without_time_is_in_the_hands_of_whoever_came_with_it() -> None:
    lived = life((0, "weld"), (1, "dry"), (2, "test"), (2, "done"))
    assert between(lived, crew((0, ANN), (2, BO))) == [("weld", "test", "ann", "bo", 1.0)]


def test_they_are_told_by_people_and_steps_for_those_that_ended_in_a_window() -> None:
    starts = ((0, 2), (1, 6), (2, 4), (10, 11))
    lives = [life((day, "weld"), (day, "dry"), (end, "test"), task=task) for task, (day, end) in enumerate(starts)]
    lives[0] = life((-1, "weld"), (0, "dry"), (2, "test"), task=0)
    flow = flow_of(lives, 20)
    found = [
        one for each, (_, end) in zip(lives, starts, strict=True)
        for one in hand_overs(each, crew((-2, ANN), (end, BO)), at(20))
    ]  # fmt: skip
    assert told(flow, days(0, 6), found) == (HandOvers("weld", "test", ANN, BO, 3, 48.0, 120.0),)
