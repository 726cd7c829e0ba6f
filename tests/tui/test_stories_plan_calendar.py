"""Stories of the tab of the calendar: a month to look at, days off, other hours, absences, the working week."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_supply import CalendarDay
from prodtui.services import absences, boards, calendars
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.tui.driver import sitting_at
from tests.tui.planning import stock_up


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with a calendar, two absences and the holidays of Baden-Württemberg; see `stock_up`."""
    return filled(stock_up)


def day_of(team: Team, day: date) -> CalendarDay:
    return next(each for each in calendars.show_month(team.ann, day).days if each.day == day)


CHRISTMAS_EVE = date(2026, 12, 24)


async def test_a_month_shows_hours_holidays_and_who_is_away(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "C")
        ann.sees("November 2026", "holidays of DE-BW", "›24", "All Sain…", "@bo")
        ann.sees("Tue 2026-11-24: 08:00-12:00 13:00-17:00, 8 h")
        await ann.press("L")
        ann.sees("December 2026", "Christma…", "@lathe-1", "off*", "8 h@")
        await ann.press("j", "l")
        ann.sees("January 2027", "New Year's Day")
        await ann.press("t")
        ann.sees("November 2026", "Tue 2026-11-24")


async def test_the_cursor_goes_by_day_week_and_month(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "k", "h")
        ann.sees("Mon 2026-11-16")
        await ann.press("g", "h")
        ann.sees("October 2026", "Sat 2026-10-31")
        await ann.press("<", "<", "<", "<", "<", "<", "<", "<")
        ann.sees("February 2026", "Sat 2026-02-28")
        await ann.press("pagedown", "G")
        ann.sees("March 2026", "Tue 2026-03-31")


async def test_a_day_off_and_other_hours(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", ">", "o")
        assert ann.dialog == "Form"
        await ann.press("tab")
        await ann.type("Bridge day")
        await ann.press("enter")
        day = day_of(mill, CHRISTMAS_EVE)
        assert (day.spans, day.name) == ((), "Bridge day")
        ann.sees("Bridge day", "off*")
        await ann.press("o", *["backspace"] * 3)
        await ann.type("8:00-99:00")
        await ann.press("enter")
        assert ann.dialog == "Form"
        await ann.press(*["backspace"] * 5)
        await ann.type("12:00")
        await ann.press("enter")
        assert day_of(mill, CHRISTMAS_EVE).hours == 4
        await ann.press("x")
        assert day_of(mill, CHRISTMAS_EVE).hours == 8
        await ann.press("u")
        assert day_of(mill, CHRISTMAS_EVE).hours == 4
        ann.sees("4 h*")


async def test_a_working_saturday_over_a_range_of_days(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "o", *["backspace"] * 3)
        await ann.type("8:00-13:00")
        await ann.press("tab")
        await ann.type("Stocktaking")
        await ann.press("tab")
        await ann.press(*["backspace"] * 10)
        await ann.type("2026-11-28")
        await ann.press("enter")
        assert day_of(mill, date(2026, 11, 28)).hours == 5
        assert day_of(mill, date(2026, 11, 24)).hours == 8


async def test_an_absence_is_added_seen_and_taken_away(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "a", *["backspace"] * len("Ann Smith"))
        await ann.type("cy")
        await ann.press("tab", "tab", *["backspace"] * 10)
        await ann.type("+2d")
        await ann.press("tab")
        await ann.type("Fair")
        await ann.press("enter")
        assert ann.notice == "Away: Cy Young, 2026-11-24 to 2026-11-26: Fair. u takes it back."
        assert day_of(mill, date(2026, 11, 26)).away == ("cy",)
        await ann.press("enter")
        ann.sees("Tuesday 2026-11-24", "as every week", "Cy Young, 2026-11-24 to 2026-11-26: Fair")
        await ann.press("escape", "x")
        assert day_of(mill, date(2026, 11, 26)).away == ()
        await ann.press("x")
        assert ann.notice == "Tue 2026-11-24 is no exception of this board, and nobody is away."


async def test_what_is_taken_away_is_chosen_where_there_is_more(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "slash")
        await ann.choose("lathe")
        ann.sees("Wed 2026-12-02", "Away: Bo Berg, Lathe 1")
        await ann.press("x")
        ann.sees("What is taken away?")
        await ann.choose("lathe")
        assert [row.person for row in absences.list_absences(mill.ann)] == ["bo"]


async def test_a_member_says_when_they_are_away_and_nothing_else(mill: Team) -> None:
    async with sitting_at(mill, who="cy") as cy:
        await cy.press("1", "C", "a", "enter")
        assert day_of(mill, date(2026, 11, 24)).away == ("cy",)
        await cy.press("o")
        assert cy.dialog == "" and cy.notice.startswith("Only a lead or a manager")


async def test_the_working_week_and_the_country(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "e", *["backspace"] * len("mon-fri 08:00-12:00 13:00-17:00"))
        await ann.type("mon-thu 8:00-16:00")
        await ann.press("tab", *["backspace"] * 2)
        await ann.type("XX")
        await ann.press("enter")
        ann.sees("not known")
        await ann.press(*["backspace"] * 2)
        await ann.type("AT")
        await ann.press("tab", *["backspace"] * 2, "enter")
        settings = boards.show_board(mill.ann).settings
        assert (settings.country, settings.subdivision, settings.workweek[4]) == ("AT", None, ())
        ann.sees("holidays of AT")


async def test_words_are_found_within_a_year(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "slash")
        await ann.choose("epiphany")
        ann.sees("January 2027", "Wed 2027-01-06: nobody works. Epiphany")
        await ann.press("N")
        ann.sees("Tue 2026-01-06")
        await ann.press("slash", *["backspace"] * len("epiphany"))
        await ann.choose("full moon")
        assert ann.notice == "No day within a year holds full moon."


async def test_a_change_of_another_person_is_seen(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "C")
        absences.add_absence(mill.cy, "2026-11-24", reason="Dentist")
        await ann.beat()
        ann.sees("Away: Cy Young")


async def test_a_click_on_a_day_goes_to_it(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "C")
        await ann.pilot.click("#month", offset=(16, 9))
        await ann.settle()
        ann.sees("Tue 2026-11-10")
        await ann.pilot.click("#month", offset=(16, 9))
        await ann.settle()
        ann.sees("Tuesday 2026-11-10", "as every week")
