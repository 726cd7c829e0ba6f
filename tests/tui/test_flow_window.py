"""How far back a screen looks, in the words of its reader."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from prodtui.errors import Rejected
from prodtui.screens.flow_window import Back, read_window
from tests.helpers.team import NOW

ZONE, TODAY = ZoneInfo("Europe/Berlin"), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7d", date(2026, 11, 18), TODAY),
        ("8w", date(2026, 9, 30), TODAY),
        ("2026-10-01..2026-10-31", date(2026, 10, 1), date(2026, 10, 31)),
        ("-7d to today", date(2026, 11, 17), TODAY),
    ],
)
def test_lengths_and_two_days(text: str, first: date, last: date) -> None:
    assert read_window(text, NOW, ZONE).span(TODAY) == (first, last)


@pytest.mark.parametrize("text", ["", "0d", "soon", "to", "today", "today to", "today to -7d", "1w to 2w to 3w"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(Rejected):
        read_window(text, NOW, ZONE)


def test_a_length_moves_on_with_the_days_and_two_days_stay() -> None:
    own = read_window("2026-10-01..2026-10-31", NOW, ZONE)
    assert own.span(date(2027, 1, 1)) == own.span(TODAY)
    assert Back(30).span(date(2026, 12, 1)) == (date(2026, 11, 2), date(2026, 12, 1))


def test_a_window_in_words() -> None:
    assert Back(30).words(TODAY) == "30 days, 26 Oct to 24 Nov"
    assert Back(1).words(TODAY) == "1 day, 24 Nov to 24 Nov"
    assert Back(365).words(TODAY) == "365 days, 25 Nov 2025 to 24 Nov"
