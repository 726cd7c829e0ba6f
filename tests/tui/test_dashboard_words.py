"""The dashboard in words: how it is counted, which days, which file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.enums import DayCount, Reentry, TimeKind
from prodtui.domain.flow.conventions import Conventions
from prodtui.errors import ProdtuiError, Rejected
from prodtui.screens.chart import chart_text
from prodtui.screens.dashboard_desk import report_command
from prodtui.screens.dashboard_log import Wish, days_of
from prodtui.screens.dashboard_look import past_day, window_text
from prodtui.screens.dashboard_words import counted_words, other_way, window_words
from prodtui.screens.forecast_desk import read_number
from tests.helpers.charts import all_charts, control, empty_charts
from tests.helpers.team import NOW

BERLIN = ZoneInfo("Europe/Berlin")


def test_conventions_are_few_words() -> None:
    assert counted_words(Conventions()) == "last entry, calendar time, elapsed"
    other = Conventions(Reentry.FIRST, DayCount.INCLUSIVE, TimeKind.WORKING)
    assert counted_words(other) == "first entry, working time, both days count"


def test_each_convention_can_be_turned_and_turned_back() -> None:
    how = Conventions()
    for name, (turned, _, _) in other_way(how).items():
        assert turned != how
        assert other_way(turned)[name][0] == how


def test_a_window_is_told_by_days_and_length() -> None:
    assert window_words(date(2026, 11, 1), date(2026, 11, 30), "30d") == "1 Nov to 30 Nov 2026, 30 days"
    assert window_words(date(2025, 12, 1), date(2026, 11, 30), "365d") == "1 Dec 2025 to 30 Nov 2026, a year"
    assert window_words(date(2026, 11, 1), date(2026, 11, 1), "1d") == "1 Nov to 1 Nov 2026, 1 day"


def test_days_count_on_the_clock_of_the_board_and_end_on_a_past_day() -> None:
    late = NOW.replace(hour=23, minute=30)
    assert days_of(Wish(window="7d"), late, BERLIN) == (date(2026, 11, 19), date(2026, 11, 25))
    assert days_of(Wish(window="1w", as_of=date(2026, 10, 4)), late, BERLIN) == (date(2026, 9, 28), date(2026, 10, 4))


@pytest.mark.parametrize("text", ["", "x", "7", "0d", "2026-11-08 2026-11-02", "2026-11-08..", "yesterday today now"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ProdtuiError):
        window_text(text, Wish(), NOW, BERLIN)


def test_days_in_words_are_kept_as_days() -> None:
    assert window_text("-1w today", Wish(), NOW, BERLIN) == "2026-11-17..2026-11-24"
    assert window_text(" 45d ", Wish(), NOW, BERLIN) == "45d"


def test_a_past_day_is_over_and_today_is_now() -> None:
    assert past_day("yesterday", NOW, BERLIN) == date(2026, 11, 23)
    assert past_day("", NOW, BERLIN) is None
    assert past_day("today", NOW, BERLIN) is None
    with pytest.raises(Rejected, match="still to come"):
        past_day("tomorrow", NOW, BERLIN)


def test_the_report_is_a_command_of_the_shell() -> None:
    wish = Wish("8w", '-done "a b"', Conventions(days=DayCount.INCLUSIVE), date(2026, 10, 31))
    assert list(report_command(wish, Path("/x/y z.html"))) == [
        "kpi", "report", "--window=8w", "--out=/x/y z.html", '--filter=-done "a b"', "--as-of=2026-10-31",
        "--entry=last", "--days=inclusive", "--time=calendar",
    ]  # fmt: skip
    assert list(report_command(Wish(), Path("/x"))) == ["kpi", "report", "--window=30d", "--out=/x"]


@pytest.mark.parametrize("text", ["", "0", "-1", "ten", "1.5", "12345678", "²"])
def test_what_is_no_number_of_tasks_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="no number of tasks"):
        read_number(text)


def test_a_control_chart_in_words_names_limits_signals_and_rules() -> None:
    said = list(chart_text(control(), "!"))
    assert said[1] == "mean 53.05, limits 45.21 and 60.89 HRC"
    assert "! Q22 outside the limits" in said
    calm = list(chart_text(control((5.0, 6.0) * 10), "!"))
    assert "No signal: nothing but what happens by chance." in calm


@pytest.mark.parametrize("name", all_charts())
def test_every_chart_has_words(name: str) -> None:
    assert len(list(chart_text(all_charts()[name], "!"))) > 2


@pytest.mark.parametrize("name", empty_charts())
def test_an_empty_chart_says_why(name: str) -> None:
    said = list(chart_text(empty_charts()[name], "!"))
    assert len(said) == 1 and said[0].endswith(".")
