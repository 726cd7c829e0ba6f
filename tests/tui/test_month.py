"""The grid of a month: weeks from Monday, what fits into a day, and the way from month to month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.widgets.month import DayBox, MonthGrid, last_day, month_after, month_before

FIRST = date(2026, 12, 1)


def drawn(width: int, height: int, cursor: date = FIRST, **special: object) -> list[str]:
    """Return December 2026 as it is drawn, with the 24th as `special` says."""
    days = [DayBox(FIRST + timedelta(days=number), "8 h", "", False, ()) for number in range(31)]
    given = {"hours": "4 h", "name": "Christmas Eve", "off": False, "away": ("bo", "漢字漢字漢字漢字")} | special
    days[23] = DayBox(days[23].day, **given)  # type: ignore[arg-type]
    grid = MonthGrid()
    grid.show((), days, FIRST, cursor)
    return ["".join(text for cell in row for text, _ in cell.line) for row in grid.draw(width, height)]


@pytest.mark.parametrize(("width", "height"), [(80, 20), (120, 36), (20, 3), (10, 1), (7, 2), (1, 1)])
def test_every_line_has_the_width_of_the_screen(width: int, height: int) -> None:
    from prodtui.widgets.spans import cells

    lines = drawn(width, height)
    assert len(lines) == height
    assert {cells(line) for line in lines} == {width}


def test_weeks_begin_on_monday_with_their_number() -> None:
    lines = drawn(80, 20)
    assert lines[1].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert lines[2].split()[:3] == ["49", "›1", "8"]  # a Tuesday
    assert lines[2].index("›1") > lines[1].index("Mon") + 3


def test_what_is_special_has_a_sign_and_its_name_as_far_as_there_is_room() -> None:
    text = "\n".join(drawn(80, 12))
    assert "4 h*@" in text and "Christma…" in text and "@bo" not in text
    text = "\n".join(drawn(140, 36))
    assert "Christmas Eve" in text and "@bo" in text


def test_a_day_on_which_more_are_away_than_fit_says_how_many() -> None:
    away = tuple(f"p{number:02}" for number in range(48))
    text = "\n".join(drawn(140, 36, away=away))
    assert "@p02" in text and "+45 more" in text and "@p03" not in text
    text = "\n".join(drawn(80, 12, away=away, name=""))
    assert "+48 more" in text
    text = "\n".join(drawn(80, 12, away=away))
    assert "Christma" in text and "more" not in text


def test_a_small_screen_shows_the_week_of_the_cursor() -> None:
    assert "24" in "\n".join(drawn(40, 4, date(2026, 12, 24)))
    assert "24" not in "\n".join(drawn(40, 4, FIRST))


def test_from_month_to_month() -> None:
    assert month_after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert month_after(date(2026, 12, 5)) == date(2027, 1, 5)
    assert month_before(date(2026, 3, 31)) == date(2026, 2, 28)
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_day(date(2026, 12, 9)) == date(2026, 12, 31)
