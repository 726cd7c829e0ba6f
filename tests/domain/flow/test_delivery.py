"""On time, takt and equipment, with the published answers."""

from __future__ import annotations

import pytest

from prodtui.domain.flow.delivery import Equipment, Promise, kept, oee, takt
from prodtui.domain.flow.outcome import Item
from tests.helpers.flow import at, days

WEEK = days(0, 6)


def test_what_never_came_counts_and_what_had_no_date_is_named() -> None:
    promises = [Promise(1, at(1), at(1)), Promise(2, at(1), at(2)), Promise(3, at(1), None), Promise(4, at(-30), at(1))]
    came_to = kept(promises, WEEK, at(3), [Item(5, None, "it had no due date")])
    assert (came_to.value, came_to.n, came_to.left_out) == (pytest.approx(100 / 3), 3, 1)
    early = [Promise(1, at(2), at(1)), Promise(2, at(2), None)]
    assert kept(early, WEEK, at(1)).n == 1, "the other may still come in time"
    assert kept([], WEEK, at(1)).value is None


def test_dates_that_were_moved_are_shown_apart_and_judged_by_the_first() -> None:
    came_to = kept([Promise(1, at(1), at(2), moved_to=at(3)), Promise(2, at(1), at(1))], WEEK, at(9))
    assert (came_to.value, came_to.arithmetic) == (50.0, "1 / 2 x 100; 1 had their date moved")


def test_takt_is_time_for_each_that_is_asked_for() -> None:
    assert takt(820, 80) == 10.25
    assert takt(820, 0) is None


def test_equipment_effectiveness_as_published() -> None:
    """480 min, 60 of breaks, 47 down; 1 s ideal, 19,271 made, 423 rejected."""
    found = oee([Equipment("press", 420, 47, 19_271 / 60, 19_271, 19_271 - 423)])
    assert found is not None
    shown = [round(100 * each, 2) for each in (found.availability, found.performance, found.quality, found.value)]
    assert shown == [88.81, 86.11, 97.8, 74.79]


def test_several_machines_are_added_before_they_are_divided() -> None:
    busy, idle = Equipment("a", 100, 0, 100, 100, 100), Equipment("b", 300, 150, 75, 75, 0)
    found = oee([busy, idle])
    assert found is not None
    assert (found.availability, found.performance, found.quality) == (250 / 400, 175 / 250, 100 / 175)
    assert oee([]) is None
    assert oee([Equipment("a", 100, 100, 1, 1, 1)]) is None, "it never ran"
