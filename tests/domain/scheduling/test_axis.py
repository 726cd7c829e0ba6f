"""Working time laid end to end: there and back, shared, with gaps, backwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.scheduling.axis import Axis, Span
from tests.helpers.problems import HORIZON, calendars

DAYS = Axis([(10, 20), (30, 40), (40, 45)])


def minutes(axis: Axis) -> set[int]:
    """Return the minutes in which it is open."""
    return {minute for opens, closes in axis.spans for minute in range(opens, closes)}


def test_spans_that_touch_are_one_and_empty_ones_are_none() -> None:
    assert Axis([(0, 5), (5, 5), (5, 9), (12, 12), (13, 14)]).spans == ((0, 9), (13, 14))
    assert DAYS.total == 25


@pytest.mark.parametrize(
    ("clock", "work"), [(0, 0), (10, 0), (11, 1), (20, 10), (25, 10), (30, 10), (31, 11), (45, 25), (99, 25)]
)
def test_work_before_a_minute(clock: int, work: int) -> None:
    assert DAYS.work(clock) == work


@pytest.mark.parametrize(
    ("work", "starts", "ends"), [(0, 10, None), (1, 11, 11), (10, 30, 20), (11, 31, 31), (24, 44, 44), (25, None, 45)]
)
def test_between_two_spans_ends_come_first(work: int, starts: int | None, ends: int | None) -> None:
    assert starts is None or DAYS.start(work) == starts
    assert ends is None or DAYS.end(work) == ends


@pytest.mark.parametrize(
    ("clock", "work", "after"),
    [
        (0, 0, 0),
        (0, 1, 11),
        (15, 5, 20),
        (15, 6, 31),
        (22, 1, 31),
        (44, 1, 45),
        (44, 2, None),
        (45, 0, 45),
        (60, 1, None),
    ],
)
def test_so_much_later_or_never(clock: int, work: int, after: int | None) -> None:
    assert DAYS.after(clock, work) == after


def test_without_working_time_nothing_is_ever_later() -> None:
    assert (Axis([]).after(3, 1), Axis([]).after(3, 0), Axis([]).work(9), Axis([]).total) == (None, 3, 0, 0)


@given(calendars)
def test_each_minute_of_work_is_found_again(axis: Axis) -> None:
    starts = [axis.start(work) for work in range(axis.total)]
    assert starts == sorted(minutes(axis))
    assert [axis.work(start) for start in starts] == list(range(axis.total))
    assert [axis.end(work) for work in range(1, axis.total + 1)] == [start + 1 for start in starts]


@given(calendars, calendars)
def test_shared_is_when_both_are_open(some: Axis, other: Axis) -> None:
    assert minutes(some.shared(other)) == minutes(some) & minutes(other)
    assert some.shared(other).spans == other.shared(some).spans


@given(calendars, calendars)
def test_without_is_when_the_one_is_open_and_the_other_closed(some: Axis, gaps: Axis) -> None:
    assert minutes(some.without(gaps.spans)) == minutes(some) - minutes(gaps)


@pytest.mark.parametrize(
    ("gaps", "left"),
    [
        ([], [(10, 20), (30, 45)]),
        ([(-9, -5), (-2, 12)], [(12, 20), (30, 45)]),
        ([(15, 35)], [(10, 15), (35, 45)]),
        ([(12, 12)], [(10, 20), (30, 45)]),
        ([(11, 12), (12, 13), (60, 70)], [(10, 11), (13, 20), (30, 45)]),
        ([(0, 99)], []),
    ],
)
def test_gaps(gaps: list[Span], left: list[Span]) -> None:
    assert list(DAYS.without(gaps).spans) == left


@given(calendars, st.integers(HORIZON, HORIZON + 9))
def test_backwards_twice_is_as_before(axis: Axis, end: int) -> None:
    assert minutes(axis.mirrored(end)) == {end - 1 - minute for minute in minutes(axis)}
    assert axis.mirrored(end).mirrored(end).spans == axis.spans
