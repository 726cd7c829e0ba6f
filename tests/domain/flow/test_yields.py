"""Yields: the first inspection of a unit, and units that came out."""

from __future__ import annotations

from prodtui.domain.flow.yields import Inspected, Made, defect_rate, first_pass_yield
from tests.helpers.flow import at, days

WEEK = days(0, 6)


def test_only_the_first_inspection_of_a_unit_counts() -> None:
    """The published example: 80 of 100 good at the first inspection are 80 %."""
    first = [Inspected((unit, 1), unit, f"Q{unit}", unit > 20, at(1)) for unit in range(1, 101)]
    again = [Inspected((unit, 1), 100 + unit, f"Q{100 + unit}", True, at(2)) for unit in range(1, 21)]
    came_to = first_pass_yield([*again, *first], WEEK)
    assert (came_to.value, came_to.n, came_to.left_out) == (80.0, 100, 20)
    assert came_to.excluded[0].note == "inspected before as Q1"
    assert first_pass_yield([], WEEK).value is None


def test_defects_are_units_of_units() -> None:
    assert defect_rate([Made(1, 18, 2), Made(2, 82, 8), Made(3, 0, 0)]).value == 10.0
    assert defect_rate([Made(1, 0, 0)]).value is None
