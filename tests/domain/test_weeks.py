"""Working weeks: read from text, written so that they can be read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.weeks import hours_after, hours_of, parse_spans, parse_week, spans_text, week_text
from prodtui.errors import Rejected

OFFICE = (((480, 720), (780, 1020)),) * 5 + ((), ())


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("mon-fri 8:00-12:00 13:00-17:00", OFFICE),
        ("Monday-Friday 8-12 13-17", OFFICE),
        ("mon-fri 8:00-12:00, mon-fri 13:00-17:00", OFFICE),
        ("sat 0:00-24:00", ((), (), (), (), (), ((0, 1440),), ())),
        ("tue 6-14; thu 14-22", ((), ((360, 840),), (), ((840, 1320),), (), (), ())),
    ],
)
def test_a_week_is_read(text: str, week: object) -> None:
    assert parse_week(text) == week
    assert parse_week(week_text(parse_week(text))) == week


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no working time"),
        ("mon", "has no working time"),
        ("fri-mon 8-12", "names no weekdays"),
        ("day 8-12", "names no weekdays"),
        ("mon 8:00-25:00", "not in order"),
        ("mon 8:70-9:00", "no span of working hours"),
        ("mon 22:00-6:00", "not in order"),
        ("mon 8-12 11-13", "not in order"),
        ("mon eight", "no span of working hours"),
    ],
)
def test_what_is_no_week_is_named(text: str, sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence):
        parse_week(text)


@pytest.mark.parametrize("value", [None, 5, [1] * 7, [[[1, 2, 3]]] * 7, [[["a", "b"]]] * 7, [[]] * 6])
def test_what_is_no_list_of_days_is_rejected(value: object) -> None:
    with pytest.raises(Rejected):
        parse_week(value)


_DAY = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
    lambda marks: tuple(zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)


@given(st.lists(_DAY, min_size=7, max_size=7).map(tuple).filter(any))
def test_every_week_can_be_written_and_read(week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    assert parse_week(week_text(week)) == week
    assert parse_week([list(map(list, day)) for day in week]) == week


def test_the_hours_of_a_day() -> None:
    assert parse_spans("off") == ()
    assert hours_of(parse_spans("8:00-12:00 13:00-17:30")) == 8.5
    assert spans_text(()) == "off"


@pytest.mark.parametrize(
    ("clock", "hours", "ahead"),
    [
        ("7:00", 8, 8),
        ("9:30", 8, 6.5),
        ("12:30", 8, 4),
        ("17:00", 8, 0),
        ("17:00", 10, 2),
        ("9:30", 4.5, 3),
        ("13:30", 4.5, 0),
        ("9:30", 0, 0),
        ("9:30", -3, 0),
    ],
)
def test_of_the_first_hours_of_a_day_those_behind_a_minute_are_left(clock: str, hours: float, ahead: float) -> None:
    hour, minute = map(int, clock.split(":"))
    assert hours_after(OFFICE[0], hour * 60 + minute, hours) == ahead


def test_a_day_off_has_no_hours_left() -> None:
    assert hours_after((), 0, 8) == 0
