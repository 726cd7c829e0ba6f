"""The calendar of a board: its week, country and exceptions, and a month of it."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.enums import PeriodKind
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import absences, boards, calendars, resources, undo
from tests.helpers.team import Team


def hours(team: Team, month: date) -> dict[int, float]:
    return {day.day.day: day.hours for day in calendars.show_month(team.sam, month).days}


def test_week_country_and_period_are_set(team: Team) -> None:
    row = calendars.set_calendar(
        team.lea,
        week="mon-thu 8:00-12:00 13:00-17:00, fri 8:00-13:00",
        country="de",
        subdivision="Bayern",
        period="month",
    ).value
    assert (row.settings.country, row.settings.subdivision, row.settings.period) == ("DE", "BY", PeriodKind.MONTH)
    december = hours(team, date(2026, 12, 1))
    assert (december[3], december[4], december[5], december[25]) == (8, 5, 0, 0)
    assert calendars.set_calendar(team.lea, country="GB").value.settings.subdivision is None
    assert calendars.set_calendar(team.lea, country="").value.settings.country is None
    with pytest.raises(Rejected, match="needs the country"):
        calendars.set_calendar(team.lea, subdivision="BY")
    with pytest.raises(Usage, match="Nothing of the calendar"):
        calendars.set_calendar(team.lea)
    with pytest.raises(Rejected, match="no working time"):
        calendars.set_calendar(team.lea, week="mon")
    with pytest.raises(Refused, match="may not change the plan"):
        calendars.set_calendar(team.bo, country="DE")


def test_exceptions_are_added_replaced_and_removed(team: Team) -> None:
    first, last = date(2026, 12, 24), date(2026, 12, 31)
    calendars.add_exception(team.lea, first, last, "off", "Shutdown")
    calendars.add_exception(team.lea, date(2026, 12, 28), None, "8:00-12:00", "Inventory")
    month = calendars.show_month(team.bo, first)
    assert [(day.day.day, day.hours, day.name) for day in month.days if day.name][3:6] == [
        (27, 0, "Shutdown"), (28, 4, "Inventory"), (29, 0, "Shutdown"),
    ]  # fmt: skip
    calendars.remove_exception(team.lea, first, date(2026, 12, 28))
    assert hours(team, first)[24] == 8
    undo.undo(team.lea)
    assert hours(team, first)[24] == 0
    with pytest.raises(NotFound, match="No exception lies on 2026-12-01"):
        calendars.remove_exception(team.lea, date(2026, 12, 1))


def test_a_holiday_of_the_boards_own_list_is_removed_like_an_exception(team: Team) -> None:
    team.settings(holidays=["2026-12-07"])
    assert hours(team, date(2026, 12, 1))[7] == 0
    calendars.remove_exception(team.lea, date(2026, 12, 7))
    assert hours(team, date(2026, 12, 1))[7] == 8


@pytest.mark.parametrize(
    ("first", "last", "text", "sentence"),
    [
        (date(2026, 12, 24), date(2026, 12, 23), "off", "lies before the first day"),
        (date(2026, 1, 1), date(2027, 12, 31), "off", "366 is the most"),
        (date(2026, 12, 24), None, "8-7", "not in order"),
        (date(2026, 12, 24), None, "morning", "no span of working hours"),
    ],
)
def test_what_is_no_exception_is_rejected(team: Team, first: date, last: date | None, text: str, sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence):
        calendars.add_exception(team.lea, first, last, text)


@pytest.mark.parametrize(
    "settings",
    [
        {"country": "XX"},
        {"exceptions": [{"day": "2026-12-24", "spans": [[700, 600]]}]},
        {"exceptions": [{"day": "2026-12-24"}, {"day": "2026-12-24"}]},
        {"exceptions": [{"day": "someday"}]},
        {"period": "quarter"},
    ],
)
def test_settings_of_a_calendar_are_checked_wherever_they_come_from(team: Team, settings: dict[str, object]) -> None:
    with pytest.raises(Rejected):
        boards.edit_board(team.ann, settings=settings)


def test_a_month_shows_who_is_away(team: Team) -> None:
    resources.add_resource(team.ann, "Lathe", "machine")
    absences.add_absence(team.bo, "2026-11-30", "2026-12-02")
    absences.add_absence(team.ann, "2026-12-02", resource="lathe")
    month = calendars.show_month(team.sam, date(2026, 12, 15))
    assert [day.away for day in month.days[:3]] == [("bo",), ("bo", "lathe"), ()]
    assert [each.ref for each in month.absences] == ["OPS-A1", "OPS-A2"]
    assert calendars.show_month(team.sam).first == date(2026, 11, 1)
