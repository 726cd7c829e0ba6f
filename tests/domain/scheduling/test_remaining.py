"""What is left of a task."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.scheduling.remaining import GUESS, remaining
from tests.helpers.floors import STEPS, a_routing, step_of, work
from tests.helpers.rows import a_step

#: 10 pieces: 2 h of cutting and 1 of set-up, 5 h of welding in the pool `booth`.
CHAIR = a_routing(RoutingRow("cut", 0.2, 1.0), RoutingRow("weld", 0.5, 0.0, "booth"))


def stages(changed: dict[str, Any], product: Any = None, steps: Any = STEPS) -> list[tuple[str, float]]:
    left = remaining(work(1, **changed), product, steps)
    return [(stage.step.key, pytest.approx(stage.hours)) for stage in left.stages]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"step": "ready"}, [("cut", 3), ("weld", 5)]),
        ({"step": "cut"}, [("cut", 3), ("weld", 5)]),
        ({"step": "weld"}, [("weld", 5)]),
        ({"step": "cut", "spent_hours": 2.0}, [("cut", 1), ("weld", 5)]),
        ({"step": "cut", "spent_hours": 9.0}, [("cut", 0.25), ("weld", 5)]),
        ({"step": "weld", "spent_hours": 4.0}, [("weld", 4)]),
        ({"step": "weld", "spent_hours": 2.0}, [("weld", 5)]),
    ],
)
def test_a_products_task_goes_through_the_steps_that_it_has_not_left(
    changed: dict[str, Any], wanted: list[tuple[str, float]]
) -> None:
    """Its estimate does not count; what was spent counts as far as the steps behind did not take it."""
    assert stages({"product": "chair", "quantity": 10.0, **changed}, CHAIR) == wanted


def test_a_products_task_without_a_quantity_is_one() -> None:
    assert stages({"product": "chair", "quantity": None}, CHAIR) == [("cut", 1.2), ("weld", 0.5)]


def test_a_stage_needs_the_pool_of_its_routing() -> None:
    left = remaining(work(1, product="chair"), CHAIR, STEPS)
    assert [stage.pool for stage in left.stages] == [None, "booth"]


def test_progress_of_a_product_is_what_is_behind_it() -> None:
    left = remaining(work(1, product="chair", quantity=10.0, step="weld"), CHAIR, STEPS)
    assert left.progress == pytest.approx(3 / 8)
    assert not left.guessed


def test_a_routing_that_is_behind_leaves_a_quarter_of_an_hour() -> None:
    routing = a_routing(RoutingRow("cut", 0.2))
    assert stages({"product": "chair", "step": "weld"}, routing) == [("weld", 0.25)]


def test_a_routing_of_nothing_is_a_guess() -> None:
    left = remaining(work(1, product="chair", estimate_hours=None), a_routing(RoutingRow("cut", 0.0)), STEPS)
    assert [stage.hours for stage in left.stages] == [0.25]
    assert left.guessed


def test_a_step_of_the_routing_that_the_board_does_not_have_is_done_where_the_task_stands() -> None:
    routing = a_routing(RoutingRow("polish", 1.0), RoutingRow("weld", 2.0))
    assert stages({"product": "chair", "step": "cut"}, routing) == [("cut", 1), ("weld", 2)]


@pytest.mark.parametrize(
    ("changed", "wanted", "progress"),
    [
        ({"step": "ready"}, [("cut", 4)], 0),
        ({"step": "weld"}, [("weld", 4)], 0),
        ({"spent_hours": 3.0}, [("cut", 1)], 0.75),
        ({"spent_hours": 5.0}, [("cut", 0.25)], 0.9375),
    ],
)
def test_an_estimate_is_done_at_the_first_active_step(
    changed: dict[str, Any], wanted: list[tuple[str, float]], progress: float
) -> None:
    assert stages(changed) == wanted
    assert remaining(work(1, **changed), None, STEPS).progress == pytest.approx(progress)


def test_without_an_estimate_the_standard_hours_of_the_steps_ahead_count() -> None:
    steps = [
        a_step("ready", StepKind.QUEUE, 0, standard_hours=9.0),
        a_step("cut", StepKind.ACTIVE, 1, standard_hours=2.0),
        a_step("look", StepKind.ACTIVE, 2),
        a_step("weld", StepKind.ACTIVE, 3, standard_hours=3.0),
    ]
    plain = {"estimate_hours": None}
    assert stages({**plain, "step": "ready"}, None, steps) == [("cut", 2), ("weld", 3)]
    assert stages({**plain, "step": "cut", "spent_hours": 1.5}, None, steps) == [("cut", 0.5), ("weld", 3)]
    assert stages({**plain, "step": "look"}, None, steps) == [("weld", 3)]
    assert not remaining(work(1, **plain), None, steps).guessed


@pytest.mark.parametrize("estimate", [None, 0.0])
def test_what_nobody_estimated_is_guessed(estimate: float | None) -> None:
    left = remaining(work(1, estimate_hours=estimate), None, STEPS)
    assert left.guessed
    assert [(stage.step.key, stage.hours) for stage in left.stages] == [("cut", GUESS)]
    assert remaining(work(1, estimate_hours=estimate, spent_hours=9.0), None, STEPS).stages[0].hours == 0.25


def test_a_task_behind_every_active_step_is_finished_where_it_stands() -> None:
    steps = [step_of("cut"), a_step("shelf", StepKind.QUEUE, 2), step_of("done")]
    assert stages({"step": "shelf"}, None, steps) == [("shelf", 4)]
