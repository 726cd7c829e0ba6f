"""What is taken of a resource, minute by minute beside a plain list of bookings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.busy import One, Several, nothing_taken
from prodtui.domain.scheduling.problem import Resource

LAST = 60
requests = st.lists(st.tuples(st.integers(0, LAST), st.integers(1, 9), st.integers(1, 3)), max_size=12)


def free(booked: list[tuple[int, int, int]], start: int, end: int, most: int) -> bool:
    """Whether never more than `most` is taken in a span."""
    return all(sum(n for a, b, n in booked if a <= minute < b) <= most for minute in range(start, end))


@given(st.integers(1, 3), requests)
def test_the_first_place_that_is_free(capacity: int, requested: list[tuple[int, int, int]]) -> None:
    busy, booked = nothing_taken(Resource(Axis([(0, LAST)]), capacity)), []
    for start, length, wanted in requested:
        amount = min(wanted, capacity)
        expected = next(s for s in range(start, 999) if free(booked, s, s + length, capacity - amount))
        found = busy.fit(start, length, amount)
        assert found == expected
        busy.book(found, found + length, amount)
        booked.append((found, found + length, amount))


@given(st.integers(1, 3), requests, st.integers(0, LAST), st.integers(1, 30))
def test_from_when_on_it_is_free(capacity: int, requested: list[tuple[int, int, int]], start: int, length: int) -> None:
    busy, booked = nothing_taken(Resource(Axis([(0, LAST)]), capacity)), []
    for begin, minutes, wanted in requested:
        amount = min(wanted, capacity)
        found = busy.fit(begin, minutes, amount)
        busy.book(found, found + minutes, amount)
        booked.append((found, found + minutes, amount))
    end = start + length
    # It may say the end of what is in the way even where that lies behind the span: nothing earlier will do either.
    expected = next((s for s in range(end - 1, start - 1, -1) if not free(booked, s, s + 1, capacity - 1)), None)
    found = busy.free_from(start, end, 1)
    if expected is None:
        assert found == start
    else:
        assert found > expected
        assert not free(booked, expected, found, capacity - 1) and free(booked, found, end, capacity - 1)


def test_more_than_there_is_can_be_taken_of_a_limit() -> None:
    busy = Several(1)
    busy.book(0, 10, 1)
    busy.book(0, 10, 1)
    assert (busy.fit(0, 5, 1), busy.free_from(0, 5, 1)) == (10, 10)


def test_one_at_a_time_needs_no_amounts() -> None:
    axis = Axis([(0, 9)])
    assert isinstance(nothing_taken(Resource(axis)), One)
    assert all(isinstance(nothing_taken(each), Several) for each in (Resource(axis, 2), Resource(None)))
