"""The map of a workflow: ways back with their rate, waiting for a step, and the bottleneck with its reasons."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.workmap import against_limit, bottleneck, full_since, queue_hours, rework, standing
from prodtui.domain.rows_flow import MapStep, MapWay
from tests.helpers.flow import at, days, flow_of, life

WEEK = days(0, 6)


def test_ways_back_with_the_stays_that_they_are_of() -> None:
    told = [
        life((0, "weld"), (1, "test"), (2, "weld"), (3, "test"), (4, "done"), task=1),
        life((0, "weld"), (1, "test"), (5, "done"), (5.5, "test"), task=2),
        life((0, "weld"), (8, "test"), (9, "weld"), task=3),
    ]
    ways = rework(flow_of(told, 20), WEEK)
    assert ways == (MapWay("test", "weld", 1, 3), MapWay("done", "test", 1, 2))
    assert ways[0].rate == pytest.approx(1 / 3)


def test_waiting_is_the_queue_right_before_and_being_blocked_not_the_stock_of_work() -> None:
    told = life((0, "ready"), (3, "weld"), (4, "dry"), (4.5, "test"), (5, "+blocked"), (5.25, "-blocked"), (6, "done"))
    assert queue_hours(flow_of([told], 20), WEEK) == {"weld": 0.0, "test": 18.0}


def test_since_when_a_step_is_full() -> None:
    lives = [life((0, "weld"), task=1), life((1, "weld"), (2, "test"), task=2), life((3, "weld"), task=3)]
    flow = flow_of(lives, 9)
    assert full_since(flow, "weld", 2) == at(3)
    assert full_since(flow, "weld", 1) == at(0)
    assert full_since(flow, "weld", 3) is None
    assert full_since(flow, "weld", None) is None


def test_what_stands_where_and_what_of_it_is_blocked() -> None:
    lives = [
        life((0, "weld"), (1, "+blocked"), task=1),
        life((0, "weld"), task=2),
        life((0, "weld"), (1, "+away"), task=3),
    ]
    assert standing(flow_of(lives, 9)) == {"weld": (2, 1, 0)}
    assert standing(flow_of(lives, 9), expedited={2, 3}) == {"weld": (2, 1, 1)}


def test_a_limit_does_not_count_what_is_expedited() -> None:
    flow = flow_of([life((0, "weld"), task=1), life((1, "weld"), task=2)], 9)
    assert (full_since(flow, "weld", 2), full_since(flow, "weld", 2, {2})) == (at(1), None)
    told = [
        against_limit(a_step("weld", here=here, expedited=1, wip_limit=limit)) for here, limit in ((3, 3), (3, None))
    ]
    assert told == ["2/3 +1", "3"]


def a_step(key: str, kind: StepKind = StepKind.ACTIVE, **known: Any) -> MapStep:
    plain: dict[str, Any] = {
        "role": None, "wip_limit": 3, "criteria": "", "standard_hours": None, "gates": (), "here": 0, "blocked": 0,
        "median": None, "most": None, "waiting": None, "n": 0, "queue": None, "load": None, "full_since": None,
    }  # fmt: skip
    return MapStep(key=key, name=key, kind=kind, **plain | known)


@pytest.mark.parametrize(
    ("steps", "wanted", "reasons"),
    [
        (
            [a_step("weld", queue=30.0, load=0.4), a_step("test", queue=2.0, load=1.2, full_since=at(0))],
            "test",
            ("120% of its hours are planned, the most of all steps", "it is at its limit of 3 tasks"),
        ),
        (
            [a_step("weld", queue=30.0, load=0.4), a_step("test", queue=2.0, load=0.8)],
            "weld",
            ("tasks wait 1.2 days for it, longer than for any other step",),
        ),
        (
            [a_step("weld", full_since=at(2)), a_step("test", full_since=at(1))],
            "test",
            ("it is at its limit of 3 tasks",),
        ),
        ([a_step("weld", queue=0.0, load=0.0), a_step("ready", StepKind.QUEUE, full_since=at(1))], None, ()),
        ([], None, ()),
    ],
    ids=["overloaded", "waited for", "full", "nothing says so", "no step"],
)
def test_the_bottleneck_and_every_reason_for_it(
    steps: list[MapStep], wanted: str | None, reasons: tuple[str, ...]
) -> None:
    assert bottleneck(steps) == (wanted, reasons)
