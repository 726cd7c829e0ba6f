"""Which hours a day has: exceptions over holidays, these over working weekends, these over the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.calendar import (
    check_country,
    is_working_day,
    name_of_day,
    public_days,
    spans_on,
    working_hours,
    working_minutes,
)
from prodtui.domain.rows import BoardSettings, CalendarException
from prodtui.domain.weeks import parse_week
from prodtui.errors import Rejected

BAVARIA = BoardSettings(country="DE", subdivision="BY")
HUNGARY = BoardSettings(country="HU")
USUAL = ((480, 720), (780, 1020))


@pytest.mark.parametrize(
    ("settings", "day", "spans", "name"),
    [
        (BAVARIA, date(2026, 12, 25), (), "Christmas Day"),
        (BAVARIA, date(2026, 1, 6), (), "Epiphany"),
        (replace(BAVARIA, subdivision=None), date(2026, 1, 6), USUAL, ""),
        (BAVARIA, date(2026, 12, 24), USUAL, ""),
        (BAVARIA, date(2026, 12, 26), (), "Second Day of Christmas"),
        (HUNGARY, date(2026, 8, 8), USUAL, "working day"),  # a Saturday for Friday the 21st
        (HUNGARY, date(2026, 8, 21), (), "Day off (substituted from 08/08/2026)"),
        (HUNGARY, date(2026, 8, 15), (), ""),
        (BoardSettings(country="CN"), date(2026, 2, 28), USUAL, "working day"),
        (BoardSettings(), date(2026, 12, 25), USUAL, ""),
    ],
)
def test_the_days_of_a_country(settings: BoardSettings, day: date, spans: object, name: str) -> None:
    assert spans_on(day, settings) == spans
    assert name_of_day(day, settings) == name
    assert is_working_day(day, settings) is bool(spans)


def test_an_exception_wins_over_all() -> None:
    short = CalendarException(date(2026, 12, 25), ((480, 600),), "Inventory")
    off = CalendarException(date(2026, 8, 8), (), "Trip")
    board = replace(HUNGARY, exceptions=(off, short), holidays=(date(2026, 8, 8), date(2026, 12, 2)))
    assert (spans_on(short.day, board), name_of_day(short.day, board)) == (((480, 600),), "Inventory")
    assert (spans_on(off.day, board), name_of_day(off.day, board)) == ((), "Trip")
    assert (spans_on(date(2026, 12, 2), board), name_of_day(date(2026, 12, 2), board)) == ((), "holiday")
    assert working_hours(short.day, board) == 2


def test_a_week_of_ones_own_gives_way_where_the_board_closes() -> None:
    nights = parse_week("mon-wed 18:00-24:00, sat 8:00-12:00")
    half = CalendarException(date(2026, 12, 21), ((480, 1140),))
    board = replace(HUNGARY, exceptions=(half, CalendarException(date(2026, 12, 22))))
    assert working_hours(date(2026, 12, 14), board, nights) == 6
    assert working_hours(date(2026, 12, 17), board, nights) == 0
    assert working_hours(half.day, board, nights) == 1  # what both share
    assert working_hours(date(2026, 12, 22), board, nights) == 0
    assert working_hours(date(2026, 12, 25), board, parse_week("mon-sun 0-24")) == 0
    assert working_hours(date(2026, 8, 8), board, parse_week("mon-fri 8-16")) == 0


def test_working_time_passes_over_holidays_and_counts_exceptions() -> None:
    board = replace(BAVARIA, exceptions=(CalendarException(date(2026, 12, 27), ((480, 540),)),))
    start, end = datetime(2026, 12, 24, tzinfo=UTC), datetime(2026, 12, 29, tzinfo=UTC)
    assert working_minutes(start, end, board, ZoneInfo("Europe/Berlin")) == 8 * 60 + 60 + 8 * 60


def test_a_country_and_its_parts_are_known_by_code_and_name() -> None:
    assert check_country("de", "bayern") == ("DE", "BY")
    assert check_country("DE", "by") == ("DE", "BY")
    assert check_country("GB", "") == ("GB", None)
    for country, part, sentence in (
        ("XX", None, 'of the country "XX" are not known'),
        ("DE", "ZZ", 'of "ZZ" in DE are not known'),
    ):
        with pytest.raises(Rejected, match=sentence):
            check_country(country, part)
    with pytest.raises(Rejected) as caught:
        check_country("DE", "ZZ")
    assert "BY" in caught.value.hint


def test_the_days_of_a_country_are_made_once() -> None:
    assert public_days("DE", None, 2026) is public_days("DE", None, 2026)
    with pytest.raises(Rejected, match="not known"):
        public_days("XX", None, 2026)
