"""Plan attainment, takt and equipment effectiveness: by hand, with the published answers, and of nothing."""

from __future__ import annotations

import pytest

from prodtui.domain.flow.outcome import Item
from prodtui.domain.flow.production import (
    Asked,
    Piece,
    Planned,
    Stand,
    effectiveness,
    plan_attainment,
    takt_time,
)


def planned(ref: str, planned: float, made: float, *, unit: str = "pcs", hours: float | None = None) -> Planned:
    return Planned(ref, f"Frame, {ref}", unit, hours, planned, made)


def test_more_of_one_line_makes_up_for_nothing_else() -> None:
    came = plan_attainment([planned("L1", 40, 30), planned("L2", 60, 90), planned("L3", 20, 0), planned("L4", 0, 5)])
    assert (came.value, came.n) == (75.0, 3)
    assert came.arithmetic == "90 of 120 pcs x 100"
    assert came.items[1] == Item("L2", 100.0, "Frame, L2: 60 of 60 pcs, 30 more do not count")


def test_units_that_differ_are_weighed_by_their_standard_time() -> None:
    lines = [
        planned("L1", 10, 5, hours=2),
        planned("L2", 100, 100, unit="kg", hours=0.2),
        planned("L3", 1, 1, unit="t"),
    ]
    came = plan_attainment(lines)
    assert (came.value, came.n, came.arithmetic) == (75.0, 2, "30 of 40 h of standard time x 100")
    assert came.excluded == (Item("L3", None, "Frame, L3: it has no standard time"),)


def test_nothing_planned_is_no_data() -> None:
    assert plan_attainment([]).value is None
    assert plan_attainment([planned("L1", 0, 5)]).value is None
    assert plan_attainment([planned("L1", 1, 1), planned("L2", 1, 1, unit="kg")]).left_out == 2


def test_takt_as_published_and_of_units_that_differ() -> None:
    """820 min for 80 are 10.25 min each."""
    orders = [Asked("D1", "Frame", "pcs", 30), Asked("D2", "Gate", "pcs", 50)]
    came = takt_time(820, orders)
    assert (came.value, came.n, came.arithmetic) == (10.25, 2, "820 min / 80 pcs = 10.25")
    mixed = takt_time(820, [*orders, Asked("D3", "Paint", "kg", 41)])
    assert (mixed.value, mixed.n, mixed.left_out) == (None, 0, 3)
    assert mixed.arithmetic.startswith("820 min / 80 pcs = 10.25; 820 min / 41 kg = 20.00; units differ")
    assert takt_time(820, []).value is None
    assert takt_time(0, orders).value == 0.0


def test_equipment_as_published() -> None:
    """480 min with 60 of breaks, 47 down; 1 s ideal, 19,271 made, 423 rejected: 88.81, 86.11, 97.80, 74.79 %."""
    came = effectiveness(
        [("press", 420)], [Stand("S1", "press", "die", 47)], [Piece(1, "press", 19_271 / 60, 19_271, 19_271 - 423)]
    )
    assert came.value is not None
    assert (round(came.value, 2), came.n) == (74.79, 1)
    assert came.arithmetic == (
        "availability 373 / 420 min = 88.81 %, performance 321.2 / 373 min = 86.11 %, "
        "quality 314.1 / 321.2 min = 97.80 %, multiplied"
    )
    lost = {item.thing: round(item.value or 0, 2) for item in came.items}
    assert lost == {"S1": 47, "press": 51.82, 1: 7.05}
    assert sum(lost.values()) == pytest.approx(420 * (1 - came.value / 100), abs=0.01), "the losses are all there is"


def test_several_steps_are_added_before_they_are_divided() -> None:
    minutes = [("saw", 100.0), ("press", 300.0)]
    pieces = [Piece(1, "saw", 100, 10, 10), Piece(2, "press", 75, 5, 0), Piece(2, "saw", 0, 5, 0)]
    came = effectiveness(minutes, [Stand("S1", "press", "die", 150)], pieces)
    assert came.value == pytest.approx(100 * 250 / 400 * 175 / 250 * 100 / 175)
    assert came.n == 2


def test_equipment_that_made_nothing_or_never_ran_is_no_data() -> None:
    stand = Stand("S1", "press", "die", 100)
    nothing = effectiveness([("press", 100)], [], [], [Item(7, None, "it has no standard time at press")])
    assert (nothing.value, nothing.n, nothing.left_out) == (None, 0, 1)
    assert effectiveness([("press", 100)], [stand], [Piece(1, "press", 5, 1, 1)]).value is None
