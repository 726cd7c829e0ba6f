"""Windows of local days, also over a change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.flow.window import window

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
