"""Absences out of iCalendar files: which days count, what is no holiday, what comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prodtui.domain.rows import BoardSettings
from prodtui.errors import Rejected
from prodtui.interchange.ics_reader import IcsFile, read_absences

NOW, ZONE = datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin")


def read(*events: str, head: str = "") -> IcsFile:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *head.split()]
    for number, event in enumerate(events, start=1):
        own = [] if "UID:" in event else [f"UID:{number}@x"]
        lines += ["BEGIN:VEVENT", *own, *event.strip().splitlines(), "END:VEVENT"]
    text = "\r\n".join([*(line.strip() for line in lines), "END:VCALENDAR", ""])
    return read_absences(text.encode(), BoardSettings(), ZONE, NOW)


def days(found: IcsFile) -> list[tuple[str, str, str]]:
    return [(away.uid, str(away.starts), str(away.ends)) for away in found.found if not away.cancelled]


WHOLE = "SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20261224"


def test_whole_days_end_the_day_before_the_end() -> None:
    found = read(WHOLE, "DTSTART;VALUE=DATE:20261228")
    assert days(found) == [("1@x", "2026-12-21", "2026-12-23"), ("2@x", "2026-12-28", "2026-12-28")]
    assert found.found[0].reason == "Holiday"


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("TRANSP:TRANSPARENT", "marked as free time"),
        ("STATUS:CANCELLED", "was cancelled"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "marked as free or tentative"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "marked as free or tentative"),
        ("STATUS:TENTATIVE", "not certain yet"),
    ],
)
def test_an_event_marked_as_no_holiday_is_none_and_takes_an_earlier_one_away(mark: str, why: str) -> None:
    found = read(f"{WHOLE}\n{mark}", "DTSTART;VALUE=DATE:20261228\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:OOF")
    assert days(found) == [("2@x", "2026-12-28", "2026-12-28")]
    assert [away.uid for away in found.found if away.cancelled] == ["1@x"]
    assert found.skipped == (f'"Holiday" is no absence: it is {why}.'.replace("it is was", "it was"),)


def test_a_calendar_that_cancels_cancels_all_of_it() -> None:
    assert [away.cancelled for away in read(WHOLE, head="METHOD:CANCEL").found] == [True]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261221T080000", "DTEND;TZID=Europe/Berlin:20261221T170000", "21..21"),
        ("DTSTART;TZID=Europe/Berlin:20261221T080000", "DTEND;TZID=Europe/Berlin:20261223T120000", "21..22"),
        ("DTSTART;TZID=Europe/Berlin:20261221T100000", "DTEND;TZID=Europe/Berlin:20261221T110000", ""),
        ("DTSTART:20261221T070000Z", "DTEND:20261221T160000Z", "21..21"),
        ("DTSTART:20261221T000000", "DTEND:20261222T000000", "21..21"),
        ("DTSTART;TZID=Europe/Berlin:20261221T080000", "DURATION:PT9H", "21..21"),
    ],
)
def test_a_time_counts_for_the_days_that_it_covers(start: str, end: str, expected: str) -> None:
    found = read(f"{start}\n{end}")
    assert [f"{away.starts.day}..{away.ends.day}" for away in found.found] == ([expected] if expected else [])
    assert ("covers no whole working day" in "".join(found.skipped)) is not bool(expected)


def test_dates_that_are_listed_count_beside_the_rule() -> None:
    found = read(
        "DTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;COUNT=2\nRDATE;VALUE=DATE:20261209,20261214\n"
        "EXDATE;VALUE=DATE:20261214",
        "DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20261223\nRDATE;VALUE=DATE:20270104",
    )
    assert days(found) == [
        ("1@x/2026-12-04", "2026-12-04", "2026-12-04"), ("1@x/2026-12-09", "2026-12-09", "2026-12-09"),
        ("1@x/2026-12-11", "2026-12-11", "2026-12-11"), ("2@x/2026-12-21", "2026-12-21", "2026-12-22"),
        ("2@x/2027-01-04", "2027-01-04", "2027-01-05"),
    ]  # fmt: skip


def test_a_rule_of_many_years_reaches_the_present() -> None:
    found = read(
        "DTSTART;VALUE=DATE:19700105\nRRULE:FREQ=WEEKLY", "DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=10000"
    )
    weekly = [starts for uid, starts, _ in days(found) if uid.startswith("1@x")]
    assert (weekly[0], weekly[-1], len(weekly)) == ("2025-12-01", "2028-11-20", 156)
    assert len(days(found)) - len(weekly) == 724


def test_a_whole_day_may_end_on_itself_and_lines_may_be_folded() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A very lo\r\n ng ti\r\n\ttle\r\nDTSTART;VA\r\n"
        " LUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261224\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.replace("\r\n", "\n").encode()):
        found = read_absences(data, BoardSettings(), ZONE, NOW)
        assert [(away.reason, away.starts, away.ends) for away in found.found] == [
            ("A very long title", date(2026, 12, 24), date(2026, 12, 24))
        ]


def test_an_unknown_time_zone_is_told_and_read_as_the_boards() -> None:
    found = read("SUMMARY:Trip\nDTSTART;TZID=Mars/Olympus:20261221T080000\nDTEND;TZID=Mars/Olympus:20261221T170000")
    assert days(found) == [("1@x", "2026-12-21", "2026-12-21")]
    assert found.skipped == ('"Trip" is in the unknown time zone "Mars/Olympus"; its times are read as the board\'s.',)


def test_a_change_of_all_later_times_is_told() -> None:
    found = read(
        "UID:w\nDTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;COUNT=3",
        "UID:w\nSUMMARY:Moved\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261211\nDTSTART;VALUE=DATE:20261210",
    )
    assert [starts for _, starts, _ in days(found)] == ["2026-12-04", "2026-12-10", "2026-12-18"]
    assert found.skipped == ('"Moved" changes all later times of an event; only that one was changed.',)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:99991231", "it lasts 3,652,058 days, and 366 are the most"),
        ("DTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY\nEXDATE:rubbish", "its EXDATE is no list of dates"),
        ("DTSTART;VALUE=DATE:20261204\nRDATE:rubbish", "its RDATE is no list of dates"),
        ("DTSTART;VALUE=DATE:20261204\nDTEND;VALUE=DATE:20261206\nDURATION:P3D", "Only one of DTEND and DURATION"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261220", "it covers no whole working day"),
        ("DTSTART:20261204T080000", "it covers no whole working day"),
    ],
    ids=["thousands of years", "odd exdate", "odd rdate", "two ends", "end before start", "no end"],
)
def test_an_odd_event_is_told_in_a_sentence_and_the_others_count(event: str, why: str) -> None:
    found = read(f"SUMMARY:Odd\n{event}", WHOLE)
    assert [uid for uid, _, _ in days(found)] == ["2@x"]
    assert found.skipped[0].startswith('"Odd" is no absence: ') and why in found.skipped[0]


_MANY = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;VALUE=DATE:20261224\r\n{}END:VEVENT\r\n"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (lambda: "".join(_MANY.format(number, "") for number in range(10_001)), "10,001 events and 10,000 is the most"),
        (
            lambda: "".join(_MANY.format(number, "RRULE:FREQ=DAILY\r\n") for number in range(20)),
            "tells of more than 10,000 absences",
        ),
        (lambda: "X-PICTURE:" + "a" * 50_000_000 + "\r\n", "holds 48 MB, and 10 MB is the most"),
    ],
    ids=["events", "times", "50 MB"],
)
def test_a_file_that_is_too_much_is_rejected(inside: Callable[[], str], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        read_absences(f"BEGIN:VCALENDAR\r\n{inside()}END:VCALENDAR\r\n".encode(), BoardSettings(), ZONE, NOW)


def test_what_is_binary_is_no_calendar() -> None:
    with pytest.raises(Rejected, match="not an iCalendar file: it does not begin with BEGIN:VCALENDAR"):
        read_absences(b"\x89PNG\r\n" + bytes(range(256)) * 10_000, BoardSettings(), ZONE, NOW)


def test_an_event_that_comes_again_is_an_absence_each_time() -> None:
    found = read(
        "DTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T100000Z\nEXDATE;VALUE=DATE:20261211"
    )
    assert days(found) == [(f"1@x/2026-12-{day:02}", f"2026-12-{day:02}", f"2026-12-{day:02}") for day in (4, 18, 25)]


def test_one_time_of_a_repeating_event_may_be_moved_or_cancelled() -> None:
    found = read(
        "UID:w\nRECURRENCE-ID;VALUE=DATE:20261211\nDTSTART;VALUE=DATE:20261210",
        "UID:w\nRECURRENCE-ID;VALUE=DATE:20261218\nDTSTART;VALUE=DATE:20261218\nSTATUS:CANCELLED",
        "UID:w\nDTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;COUNT=3",
    )
    assert days(found) == [("w/2026-12-04", "2026-12-04", "2026-12-04"), ("w/2026-12-11", "2026-12-10", "2026-12-10")]
    assert [away.uid for away in found.found if away.cancelled] == ["w/2026-12-18"]


def test_a_rule_without_an_end_is_followed_for_two_years() -> None:
    found = read("DTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY")
    assert len(found.found) == 103
    assert max(away.ends for away in found.found) < date(2028, 11, 25)


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:Nothing",
        "SUMMARY:Odd\nDTSTART:someday",
        "SUMMARY:Fast\nDTSTART;VALUE=DATE:20261204\nRRULE:FREQ=SECONDLY",
        "SUMMARY:Never\nDTSTART;VALUE=DATE:20261204\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_an_event_that_cannot_be_read_is_told_and_the_others_count(event: str) -> None:
    found = read(event, WHOLE)
    assert [uid for uid, _, _ in days(found)] == ["2@x"]
    assert "cannot be read" in found.skipped[0]


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe\x00", b"a,b\n1,2\n"]
)
def test_what_is_no_calendar_is_rejected(data: bytes) -> None:
    with pytest.raises(Rejected):
        read_absences(data, BoardSettings(), ZONE, NOW)


def test_text_from_the_file_is_plain_text() -> None:
    found = read(
        "SUMMARY:x\x1b[2J[bold]\nDTSTART;VALUE=DATE:20261221",
        "SUMMARY:y\x1b\nTRANSP:TRANSPARENT\nDTSTART;VALUE=DATE:20261221",
    )
    assert "\x1b" not in "".join([away.reason for away in found.found] + list(found.skipped))


@settings(deadline=None)
@example(b",", 69)  # two values of VALUE
@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_damaged_file_is_read_or_rejected(noise: bytes, place: int) -> None:
    event = f"BEGIN:VEVENT\nUID:1\n{WHOLE}\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT"
    data = f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()
    try:
        read_absences(data[:place] + noise + data[place:], BoardSettings(), ZONE, NOW)
    except Rejected as error:
        assert error.message.endswith(".")
