"""Windows of local days, also over a change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.flow.window import window, window_days
from prodtui.errors import Usage

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = window(date(2026, 11, 23), date(2026, 11, 29), BERLIN)


def test_a_window_is_whole_local_days() -> None:
    assert (WEEK.begins, WEEK.ends) == (datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC))
    assert (WEEK.days, WEEK.weeks) == (7, 1.0)
    assert WEEK.begins in WEEK and WEEK.ends not in WEEK
    assert (WEEK.before.first, WEEK.before.last) == (date(2026, 11, 16), date(2026, 11, 22))


def test_a_day_may_have_23_or_25_hours() -> None:
    for day, hours in ((date(2026, 10, 25), 25), (date(2026, 3, 29), 23)):
        one = window(day, day, BERLIN)
        assert (one.days, one.ends - one.begins) == (1, timedelta(hours=hours))
        assert list(one.day_ends()) == [one.ends]


def test_a_window_is_written_as_a_length_or_as_two_days() -> None:
    last = date(2026, 11, 30)
    assert window_days("30d", last, date.fromisoformat) == (date(2026, 11, 1), last)
    assert window_days("2w", last, date.fromisoformat) == (date(2026, 11, 17), last)
    days = date(2026, 10, 1), date(2026, 10, 31)
    assert window_days("2026-10-01..2026-10-31", last, date.fromisoformat) == days


@pytest.mark.parametrize("text", ["", "d", "0d", "-3d", "3", "3m", "x..y", "2026-10-01..", "999999d", "²d"])
def test_what_is_no_window_says_how_to_write_one(text: str) -> None:
    known = {"2026-10-01": date(2026, 10, 1)}
    with pytest.raises(Usage, match="is no window"):
        window_days(text, date(2026, 11, 30), known.get)
