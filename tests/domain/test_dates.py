"""Dates and durations as people write and read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.dates import (
    WHEN_EXAMPLES,
    day_bounds,
    human_age,
    human_distance,
    human_due,
    human_minutes,
    local,
    parse_duration,
    parse_when,
    read_when,
)
from prodtui.errors import Rejected

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)  # a Tuesday, 09:12 in Berlin


def when(text: str, *, now: datetime = NOW, tz: ZoneInfo = BERLIN, end_of_day: bool = True) -> str:
    return local(parse_when(text, now, tz, end_of_day=end_of_day), tz)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-24 09:12"),
        ("today", "2026-11-24 23:59"),
        ("Tomorrow", "2026-11-25 23:59"),
        ("yesterday", "2026-11-23 23:59"),
        ("tue", "2026-11-24 23:59"),
        ("wednesday", "2026-11-25 23:59"),
        ("MON", "2026-11-30 23:59"),
        ("+3d", "2026-11-27 23:59"),
        ("-2w", "2026-11-10 23:59"),
        ("+4h", "2026-11-24 13:12"),
        ("-10h", "2026-11-23 23:12"),
        ("eow", "2026-11-29 23:59"),
        ("eom", "2026-11-30 23:59"),
        (" 2026-12-04 ", "2026-12-04 23:59"),
        ("20261204", "2026-12-04 23:59"),
        ("2026-12-04 9:30", "2026-12-04 09:30"),
        ("2026-12-04T09:30:15", "2026-12-04 09:30"),
        ("2026-12-04T09:30Z", "2026-12-04 10:30"),
        ("2026-12-04 09:30+02:00", "2026-12-04 08:30"),
        ("2026-12-04 09:30-0330", "2026-12-04 14:00"),
        ("20261204T093000Z", "2026-12-04 10:30"),
        ("tomorrow 14:00", "2026-11-25 14:00"),
        ("fri 9:30", "2026-11-27 09:30"),
        ("+1w  07:00", "2026-12-01 07:00"),
        ("eom 17:00", "2026-11-30 17:00"),
    ],
)
def test_parse_when(text, expected):
    assert when(text) == expected


def test_start_of_day_on_request():
    assert when("today", end_of_day=False) == "2026-11-24 00:00"
    assert when("fri 14:00", end_of_day=False) == "2026-11-27 14:00"


def test_result_is_in_utc():
    assert parse_when("2026-12-04", NOW, BERLIN) == datetime(2026, 12, 4, 22, 59, tzinfo=UTC)
    assert parse_when("2026-12-04", NOW, BERLIN).tzinfo is UTC


def test_today_is_the_local_day():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert when("today", now=late) == "2026-11-25 23:59"
    assert when("eow", now=datetime(2026, 11, 29, 12, tzinfo=UTC)) == "2026-11-29 23:59"
    assert when("eom", now=datetime(2026, 12, 31, 12, tzinfo=UTC)) == "2026-12-31 23:59"
    assert when("eom", now=datetime(2028, 2, 1, 12, tzinfo=UTC)) == "2028-02-29 23:59"


def test_days_are_local_and_hours_are_real_over_a_change_of_the_clocks():
    before = datetime(2026, 3, 28, 11, tzinfo=UTC)  # Saturday noon; the clocks go forward on Sunday
    assert when("+1d", now=before) == "2026-03-29 23:59"
    assert when("+1d 12:00", now=before) == "2026-03-29 12:00"
    assert when("+24h", now=before) == "2026-03-29 13:00"
    autumn = datetime(2026, 10, 24, 10, tzinfo=UTC)
    assert when("+24h", now=autumn) == "2026-10-25 11:00"


def test_a_skipped_hour_moves_on_and_a_repeated_one_is_the_first():
    assert when("2026-03-29 02:30") == "2026-03-29 03:30"
    assert parse_when("2026-10-25 02:30", NOW, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_day_without_midnight_begins_at_one_and_a_repeated_last_hour_ends_the_second_time():
    havana, beirut = ZoneInfo("America/Havana"), ZoneInfo("Asia/Beirut")
    assert when("2026-03-08", tz=havana, end_of_day=False) == "2026-03-08 01:00"
    assert parse_when("2026-10-24", NOW, beirut) == datetime(2026, 10, 24, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sudnay", "write for example today"),
        ("", "is not a date"),
        ("24.11.2026", "more than one way"),
        ("11/24/26", "more than one way"),
        ("3d", "needs a sign; write +3d"),
        ("+3m", "is not a date"),
        ("2026-02-30", "not a day and time that exists"),
        ("2026-11-24 25:00", "not a day and time that exists"),
        ("2026-11-24 09:30+99:00", "not a day and time that exists"),
        ("fri 25:00", "no valid time of day"),
        ("now 09:00", "is not a date"),
        ("+4h 09:00", "is not a date"),
        ("0026-11-24", "in the year 26; dates from 1970 to 2199"),
        ("2999-01-01", "in the year 2999"),
        ("24112026", "not a day and time that exists"),
        ("24111126", "in the year 2411"),
        ("+999999w", "dates from 1970 to 2199"),
        ("-999999h", "dates from 1970 to 2199"),
        ("-99999d", "dates from 1970 to 2199"),
        ("+99999999999999999d", "is not a date"),
        ("\u0663\u0660", "is not a date"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(text, words):
    with pytest.raises(Rejected) as caught:
        parse_when(text, NOW, BERLIN)
    assert words in caught.value.message


def test_messages_quote_hostile_text_safely():
    for parse in (read_when, parse_duration):
        with pytest.raises(Rejected) as caught:
            parse("x\x1b\u202e" * 1000)
        assert len(caught.value.message) < 250
        assert "\x1b" not in caught.value.message
        assert "\u202e" not in caught.value.message


@settings(deadline=None)
@given(
    st.text(max_size=30)
    | st.from_regex(r"[+-][0-9]{1,7}[hdw]( [0-9]{2}:[0-9]{2})?", fullmatch=True)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}([+-][0-9]{2}:?[0-9]{2}|Z)?)?", fullmatch=True),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "Pacific/Apia", "America/Havana", "Asia/Kathmandu", "UTC"]),
)
def test_any_text_gives_an_instant_or_a_rejection(text, now, zone):
    try:
        instant = parse_when(text, now, ZoneInfo(zone))
    except Rejected:
        return
    assert instant.tzinfo is UTC


@settings(deadline=None)
@given(st.dates(datetime(1971, 1, 1).date(), datetime(2198, 1, 1).date()))
def test_iso_dates_end_within_their_own_day(day):
    for zone in ("Europe/Berlin", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe"):
        tz = ZoneInfo(zone)
        instant = parse_when(day.isoformat(), NOW, tz)
        begins, ends = day_bounds(read_when(day.isoformat()), NOW, tz)
        assert begins <= instant < ends
        assert instant.astimezone(tz).date() == day
        assert begins == parse_when(day.isoformat(), NOW, tz, end_of_day=False)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90),
        ("1h05", 65),
        ("90m", 90),
        ("90 min", 90),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("1h 30m", 90),
        ("1H30M", 90),
        ("2d", 960),
        ("0.5d", 240),
        ("1d 2h 3m", 603),
        ("1d2h", 600),
        ("0h45", 45),
    ],
)
def test_parse_duration(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("90", "write 90m for minutes or 90h for hours"),
        ("1h5", "write for example 1h30"),
        ("1h75", "write for example"),
        ("1d30", "write for example"),
        ("", "write for example"),
        ("-1h", "write for example"),
        ("1.5h30", "write for example"),
        ("h", "write for example"),
        ("0m", "between 1 minute and 10,000 hours"),
        ("0.001h", "between 1 minute"),
        ("99999d", "between 1 minute"),
        ("9" * 5000, "write for example"),
    ],
)
def test_duration_that_cannot_be_read(text, words):
    with pytest.raises(Rejected) as caught:
        parse_duration(text)
    assert words in caught.value.message


@given(st.integers(1, 600_000))
def test_minutes_are_read_back_as_written(minutes):
    assert parse_duration(human_minutes(minutes)) == minutes


def test_human_minutes():
    assert [human_minutes(n) for n in (0, 45, 60, 65, 270, -90)] == ["0m", "45m", "1h", "1h05", "4h30", "-1h30"]


@pytest.mark.parametrize(
    ("due", "text"),
    [
        ("today", "today"),
        ("today 09:12", "today"),
        ("tomorrow 00:01", "1d"),
        ("fri", "3d"),
        ("+14d", "14d"),
        ("+15d", "9 dec"),
        ("2026-12-31", "31 dec"),
        ("2027-01-04", "4 jan"),
        ("2027-11-04", "4 nov 2027"),
        ("today 08:30", "42m late"),
        ("today 00:00", "9h late"),
        ("yesterday", "1d late"),
        ("-3d", "3d late"),
        ("-1w 00:00", "7d late"),
    ],
)
def test_human_due(due, text):
    assert human_due(parse_when(due, NOW, BERLIN), NOW, BERLIN) == text


@pytest.mark.parametrize(
    ("due", "text"),
    [("today", "today"), ("tomorrow 00:01", "in 1d"), ("2026-12-31", "in 37d"), ("-3d", "3d late")],
)
def test_how_far_a_date_is_off_is_told_beside_it_in_days(due, text):
    assert human_distance(parse_when(due, NOW, BERLIN), NOW, BERLIN) == text


def test_human_age():
    ages = (timedelta(seconds=59), timedelta(minutes=5), timedelta(hours=3, minutes=59), timedelta(days=6, hours=23))
    assert [human_age(NOW - age, NOW) for age in ages] == ["0m", "5m", "3h", "6d"]
    assert human_age(NOW + timedelta(hours=1), NOW) == "0m"


@pytest.mark.parametrize("example", WHEN_EXAMPLES.split(", "))
def test_an_example_is_understood_and_does_not_grow_old(example: str) -> None:
    now = datetime(2031, 3, 4, 10, 0, tzinfo=UTC)
    assert abs(parse_when(example, now, ZoneInfo("Europe/Berlin")) - now) < timedelta(days=32)
