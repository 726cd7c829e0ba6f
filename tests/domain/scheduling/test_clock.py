"""The clock of a schedule and the working time along it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.rows import BoardSettings, CalendarException
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.clock import Clock, WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")
#: Work around the clock on every day, so that each hour of a day shows.
ALWAYS = BoardSettings(workweek=(((0, 1440),),) * 7)
MONDAY = date(2026, 11, 23)


def hours(axis: Axis, clock: Clock, day: date) -> float:
    """Return the hours of work on a day."""
    begin, end = clock.days_off(day, day)
    return (axis.work(end) - axis.work(begin)) / 60


def test_minutes_count_from_the_local_midnight() -> None:
    clock = Clock(MONDAY, MONDAY, BERLIN)
    assert clock.minute(datetime(2026, 11, 23, 7, 0, tzinfo=UTC)) == 8 * 60
    assert clock.minute(datetime(2026, 11, 22, 22, 59, 30, tzinfo=UTC)) == -1
    assert clock.moment(8 * 60) == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("day", "long"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (MONDAY, 24)])
def test_days_on_which_the_clocks_change_have_the_hours_that_they_really_have(day: date, long: int) -> None:
    clock = Clock(day - timedelta(days=1), day + timedelta(days=1), BERLIN)
    assert hours(WorkingTime(clock, ALWAYS).board, clock, day) == long


def test_a_shift_after_the_change_of_clocks_begins_at_its_hour() -> None:
    first = date(2026, 3, 28)
    clock = Clock(first, date(2026, 3, 30), BERLIN)
    week = BoardSettings(workweek=(((480, 720),),) * 7)
    opens = [clock.moment(opens).astimezone(BERLIN) for opens, _ in WorkingTime(clock, week).board.spans]
    assert [(at.day, at.hour) for at in opens] == [(28, 8), (29, 8), (30, 8)]


def test_holidays_and_exceptions_are_the_boards() -> None:
    settings = BoardSettings(
        country="DE",
        holidays=(date(2026, 12, 24),),
        exceptions=(CalendarException(date(2026, 12, 23), ((480, 600),)),),
    )
    clock = Clock(date(2026, 12, 21), date(2026, 12, 31), BERLIN)
    board = WorkingTime(clock, settings).board
    worked = [hours(board, clock, date(2026, 12, day)) for day in (21, 22, 23, 24, 25, 26, 28)]
    assert worked == [8, 8, 2, 0, 0, 0, 8]


def test_an_own_week_is_worked_where_the_board_does_not_close() -> None:
    clock = Clock(MONDAY, MONDAY + timedelta(days=6), BERLIN)
    week = ((), ((540, 660),), (), (), (), ((540, 600),), ())
    own = WorkingTime(clock, BoardSettings(holidays=(date(2026, 11, 24),))).of(week)
    assert [hours(own, clock, MONDAY + timedelta(days=day)) for day in range(7)] == [0, 0, 0, 0, 0, 1, 0]


def test_absences_may_overlap_and_reach_beyond_the_clock() -> None:
    clock = Clock(MONDAY, MONDAY + timedelta(days=4), BERLIN)
    times = WorkingTime(clock, BoardSettings())
    day = [MONDAY + timedelta(days=at) for at in range(-3, 9)]
    gone = times.of(None, away=[(day[0], day[3]), (day[3], day[4]), (day[7], day[11])])
    assert [hours(gone, clock, MONDAY + timedelta(days=at)) for at in range(5)] == [0, 0, 8, 8, 0]


def test_hours_of_a_day_cut_longer_days_at_their_end() -> None:
    clock = Clock(MONDAY, MONDAY, BERLIN)
    axis = WorkingTime(clock, BoardSettings()).of(None, hours=5)
    assert axis.spans == ((480, 720), (780, 840))


def test_overtime_is_added_at_the_end_of_working_days_only() -> None:
    clock = Clock(MONDAY, MONDAY + timedelta(days=6), BERLIN)
    times = WorkingTime(clock, BoardSettings())
    more = [(MONDAY, MONDAY + timedelta(days=1), 2.0), (MONDAY, MONDAY, -1.0)]
    axis = times.of(None, more=more)
    assert [hours(axis, clock, MONDAY + timedelta(days=day)) for day in (0, 1, 2, 5)] == [9, 10, 8, 0]
    assert axis.spans[1] == (780, 1080)
    assert hours(times.of(None, more=[(MONDAY, MONDAY, -9.0)]), clock, MONDAY) == 0


def test_equal_calendars_are_one_axis() -> None:
    clock = Clock(MONDAY, MONDAY, BERLIN)
    times = WorkingTime(clock, BoardSettings())
    assert times.of(BoardSettings().workweek) is times.board
    assert times.of(None, away=[(MONDAY, MONDAY)]) is times.of(((),) * 7)
