"""Working time and wall time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.calendar import add_working_hours, check_workweek, is_working_day, working_minutes
from prodtui.domain.dates import local
from prodtui.domain.rows import BoardSettings
from prodtui.errors import Rejected

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = BoardSettings(holidays=(date(2026, 12, 25),))  # Monday to Friday 8-12 and 13-17
NIGHTS = BoardSettings(workweek=(((0, 360), (1320, 1440)),) * 7)  # 22:00 to 06:00, every night


def at(text: str, tz: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz).astimezone(UTC)


def after(start: str, hours: float, calendar: BoardSettings = OFFICE) -> str:
    return local(add_working_hours(at(start), hours, calendar, BERLIN), BERLIN)


def test_working_days():
    assert is_working_day(date(2026, 11, 24), OFFICE)
    assert not is_working_day(date(2026, 11, 28), OFFICE)
    assert not is_working_day(date(2026, 12, 25), OFFICE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 09:00", 1, "2026-11-24 10:00"),
        ("2026-11-24 09:00", 3, "2026-11-24 12:00"),  # the earliest instant, not 13:00
        ("2026-11-24 11:30", 1, "2026-11-24 13:30"),
        ("2026-11-24 12:30", 0.5, "2026-11-24 13:30"),
        ("2026-11-24 16:30", 1, "2026-11-25 08:30"),
        ("2026-11-27 17:00", 1, "2026-11-30 09:00"),
        ("2026-11-28 10:00", 8, "2026-11-30 17:00"),
        ("2026-12-24 16:00", 2, "2026-12-28 09:00"),  # over the holiday and the weekend
        ("2026-11-24 09:00", 40, "2026-12-01 09:00"),
        ("2026-11-24 09:00", 0, "2026-11-24 09:00"),
        ("2026-11-28 10:00", 0, "2026-11-28 10:00"),
        ("2026-11-24 09:00", -1, "2026-11-24 08:00"),
        ("2026-11-24 09:00", -2, "2026-11-23 16:00"),
        ("2026-11-30 08:00", -1, "2026-11-27 16:00"),
    ],
)
def test_add_working_hours(start, hours, end):
    assert after(start, hours) == end


def test_result_is_in_utc_whatever_the_zone_of_the_start():
    start = datetime(2026, 11, 24, 9, tzinfo=BERLIN)
    assert add_working_hours(start, 1, OFFICE, BERLIN) == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert add_working_hours(start, 1, OFFICE, BERLIN).tzinfo is UTC
    assert add_working_hours(start, 0, OFFICE, BERLIN).tzinfo is UTC


def test_night_shift_over_midnight_lasts_as_long_as_it_really_lasts():
    assert after("2026-11-24 22:00", 8, NIGHTS) == "2026-11-25 06:00"
    assert after("2026-03-28 22:00", 7, NIGHTS) == "2026-03-29 06:00"  # the clocks go forward: one hour less
    assert after("2026-10-24 22:00", 9, NIGHTS) == "2026-10-25 06:00"
    assert working_minutes(at("2026-03-28 22:00"), at("2026-03-29 12:00"), NIGHTS, BERLIN) == 7 * 60
    assert working_minutes(at("2026-10-24 22:00"), at("2026-10-25 12:00"), NIGHTS, BERLIN) == 9 * 60


def test_a_span_inside_the_skipped_hour_is_not_counted_twice():
    split = BoardSettings(workweek=(((60, 150), (180, 300)),) * 7)  # 01:00-02:30 and 03:00-05:00
    assert working_minutes(at("2026-03-29 00:00"), at("2026-03-29 12:00"), split, BERLIN) == 3 * 60


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-24 09:00", "2026-11-24 10:30", 90),
        ("2026-11-24 11:00", "2026-11-24 14:00", 120),
        ("2026-11-24 12:00", "2026-11-24 13:00", 0),
        ("2026-11-24 09:00", "2026-11-24 09:00", 0),
        ("2026-11-27 16:00", "2026-11-30 09:00", 120),
        ("2026-11-24 09:00", "2026-12-01 09:00", 40 * 60),
        ("2026-11-24 10:30", "2026-11-24 09:00", -90),
        ("2026-12-25 00:00", "2026-12-25 23:59", 0),
    ],
)
def test_working_minutes(start, end, minutes):
    assert working_minutes(at(start), at(end), OFFICE, BERLIN) == minutes


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 20_000),
    st.sampled_from([OFFICE, NIGHTS, BoardSettings(workweek=((), (), ((1, 2),), (), (), ((90, 200),), ()))]),
    st.sampled_from(["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "UTC"]),
)
def test_adding_hours_and_counting_minutes_are_inverse(start, minutes, calendar, zone):
    tz = ZoneInfo(zone)
    end = add_working_hours(start, minutes / 60, calendar, tz)
    assert abs(working_minutes(start, end + timedelta(milliseconds=1), calendar, tz)) == minutes
    assert working_minutes(start, end - timedelta(seconds=1), calendar, tz) < minutes
    back = add_working_hours(start, -minutes / 60, calendar, tz)
    assert working_minutes(start, back - timedelta(milliseconds=1), calendar, tz) == -minutes


@settings(deadline=None)
@given(*[st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))] * 3)
def test_minutes_add_up(first, second, third):
    first, second, third = sorted(moment.replace(second=0, microsecond=0) for moment in (first, second, third))
    parts = working_minutes(first, second, NIGHTS, BERLIN) + working_minutes(second, third, NIGHTS, BERLIN)
    assert parts == working_minutes(first, third, NIGHTS, BERLIN)


def test_calendar_without_working_time_is_refused():
    empty = BoardSettings(workweek=((),) * 7)
    with pytest.raises(Rejected, match="no working time"):
        add_working_hours(at("2026-11-24 09:00"), 1, empty, BERLIN)
    assert working_minutes(at("2026-11-24 09:00"), at("2026-11-25 09:00"), empty, BERLIN) == 0


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (((480, 480),), "Monday"),
        (((720, 480),), "12:00 to 08:00"),
        (((480, 720), (700, 1020)), "11:40 to 17:00"),
        (((480, 1500),), "Monday"),
        (((-10, 480),), "Monday"),
    ],
)
def test_week_with_spans_out_of_order_is_refused(monday, words):
    with pytest.raises(Rejected, match=words):
        check_workweek(replace(OFFICE, workweek=(monday, *OFFICE.workweek[1:])))


def test_week_needs_seven_days():
    with pytest.raises(Rejected, match="lists 5 days"):
        check_workweek(replace(OFFICE, workweek=OFFICE.workweek[:5]))


@pytest.mark.parametrize("hours", [float("inf"), float("nan"), -1e9, 1e300])
def test_absurd_hours_are_refused(hours):
    with pytest.raises(Rejected, match="out of range"):
        add_working_hours(at("2026-11-24 09:00"), hours, OFFICE, BERLIN)


def test_hours_that_lead_out_of_the_calendar_are_refused():
    minute_a_week = BoardSettings(workweek=(((480, 481),), (), (), (), (), (), ()))
    with pytest.raises(Rejected, match="1970 to 2199"):
        add_working_hours(at("2026-11-24 09:00"), 10_000, minute_a_week, BERLIN)
