"""Dates as other programs write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.interchange.dates import DateOrder, DateReader, NotADate, OrderEvidence, check_pattern

BERLIN = ZoneInfo("Europe/Berlin")
ALL = DateReader(UTC, order=DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-05T09:19:14Z", "2026-02-05T09:19:14"),
        ("20160207T091914Z", "2016-02-07T09:19:14"),
        ("2016-02-07 09:19:14 +0200", "2016-02-07T07:19:14"),
        ("2016-02-07 09:19:14 UTC", "2016-02-07T09:19:14"),
        ("2021-01-12T15:45:00.000+0000", "2021-01-12T15:45:00"),
        ("12/Jan/21 3:45 PM", "2021-01-12T15:45:00"),
        ("12/Jan/21 12:05 AM", "2021-01-12T00:05:00"),
        ("Jan 12, 2021 3:45 PM", "2021-01-12T15:45:00"),
        ("Tue, 12 Jan 2021 15:45:00 GMT", "2021-01-12T15:45:00"),
        ("13/02/2021 08:05", "2021-02-13T08:05:00"),
        ("31.12.2020 8:05", "2020-12-31T08:05:00"),
        ("31.12.2020 8:05:06,5", "2020-12-31T08:05:06.500000"),
        ("2011/01/01 00:00:00.0000019", "2011-01-01T00:00:00.000001"),
        ("1454836800", "2016-02-07T09:20:00"),
        ("1454836800000", "2016-02-07T09:20:00"),
        ("20160207091914", "2016-02-07T09:19:14"),
    ],
)
def test_moments_of_many_programs(text: str, expected: str) -> None:
    moment = ALL.read(text)
    assert (moment.at.replace(tzinfo=None).isoformat(), moment.day_only) == (expected, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-05", "2026-02-05"),
        ("20260205", "2026-02-05"),
        ("2026/2/5", "2026-02-05"),
        ("05/02/2026", "2026-02-05"),
        ("5.2.26", "2026-02-05"),
        ("5 February 2026", "2026-02-05"),
        ("Feb 5, 2026", "2026-02-05"),
        ("05-Feb-26", "2026-02-05"),
        ("05/Feb/70", "1970-02-05"),
    ],
)
def test_days_begin_at_midnight_of_the_board(text: str, expected: str) -> None:
    moment = DateReader(BERLIN, order=DateOrder.DAY_FIRST).read(text)
    assert moment.day_only
    assert moment.at.astimezone(BERLIN).isoformat()[:16] == f"{expected}T00:00"


def test_a_due_day_lasts_until_its_last_minute() -> None:
    reader = DateReader(BERLIN)
    assert reader.end_of_day("2026-07-01") == datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    assert reader.end_of_day("2026-07-01T08:00:00") == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)


def test_the_month_comes_first_where_the_column_says_so() -> None:
    assert DateReader(UTC, order=DateOrder.MONTH_FIRST).read("03/04/2021").at == datetime(2021, 3, 4, tzinfo=UTC)
    assert DateReader(UTC, order=DateOrder.DAY_FIRST).read("03/04/2021").at == datetime(2021, 4, 3, tzinfo=UTC)


def test_points_always_mean_day_first() -> None:
    assert DateReader(UTC, order=DateOrder.MONTH_FIRST).read("03.04.2021").at == datetime(2021, 4, 3, tzinfo=UTC)


def test_an_open_order_is_never_guessed() -> None:
    with pytest.raises(NotADate, match="--date-format"):
        DateReader(UTC).read("03/04/2021")
    assert DateReader(UTC).read("04/04/2021").at == datetime(2021, 4, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "2021-02-30",
        "20/20/2020",
        "12/13/2021 25:00",
        "0001-01-01",
        "9999-12-31",
        "99999999999",
        "13:45 PM",
        "٢٠٢١-٠١-٠١",
    ],
)
def test_what_is_no_date_says_why(text: str) -> None:
    with pytest.raises(NotADate, match=r"^(is|lies|has|could)"):
        ALL.read(text)


def test_a_named_pattern_holds_for_every_cell() -> None:
    reader = DateReader(UTC, pattern=check_pattern("%d|%m|%Y %H:%M")[1])
    assert reader.read("05|02|2026 10:30").at == datetime(2026, 2, 5, 10, 30, tzinfo=UTC)
    with pytest.raises(NotADate):
        reader.read("2026-02-05")


@pytest.mark.parametrize("text", ["", "%", "%d", "%Q", "dd.mm.yyyy", "%H:%M"])
def test_a_pattern_must_make_a_whole_date(text: str) -> None:
    with pytest.raises(NotADate):
        check_pattern(text)


def test_evidence_for_the_order_comes_from_unambiguous_cells() -> None:
    evidence = OrderEvidence()
    for line, text in enumerate(
        ["03/04/2021", "2021-01-01", "25.12.2021", "14/02/2021", "02/14/2021", "junk"], start=2
    ):
        evidence.look_at(text, line)
    assert (evidence.day_first, evidence.month_first, evidence.open_line) == (5, 6, 2)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_reason(text: str) -> None:
    try:
        assert ALL.read(text).at.tzinfo is UTC
    except NotADate as error:
        assert str(error)


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2150, 1, 1), timezones=st.just(UTC)))
def test_iso_comes_back(at: datetime) -> None:
    assert DateReader(BERLIN).read(at.isoformat()).at == at
