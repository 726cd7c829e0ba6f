"""Tiles of figures: what they say, in words and signs, at any width."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_figures import FigureTrend
from prodtui.domain.rows_issues import Figure
from prodtui.widgets.signs import ASCII, UNICODE
from prodtui.widgets.spans import Ink, Line, width_of
from prodtui.widgets.tiles import FIRST, Tile, chosen, tile_lines


def tile(
    value: float | None,
    before: float | None = None,
    better: int = 0,
    *,
    kpi: str = "throughput",
    unit: str = "tasks/week",
    label: str = "Throughput",
    left_out: int = 0,
    course: tuple[float | None, ...] = (1.0, None, 3.0),
    parts: tuple[tuple[str, float], ...] = (),
) -> Tile:
    shown = Figure(kpi, label, value, unit, date(2026, 11, 1), date(2026, 11, 30), 12, left_out, "as agreed")
    return Tile(FigureTrend(shown, before, better, course, parts))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def inks(lines: tuple[Line, ...]) -> set[Ink]:
    return {ink for line in lines for text, ink in line if text.strip()}


def test_a_tile_says_name_value_trend_and_course() -> None:
    lines = tile_lines(tile(12.4, 10.1, 1), 19, UNICODE)
    assert texts(lines) == [" Throughput", " 12.4 tasks/week", " ↑ better, was 10.1", " ▁ █ n 12"]
    assert Ink.GOOD in inks(lines)


def test_worse_is_a_word_and_a_colour() -> None:
    lines = tile_lines(tile(3.0, 9.0, -1), 19, UNICODE)
    assert texts(lines)[2] == " ↓ worse, was 9"
    assert Ink.SOON in inks(lines)


def test_a_change_that_is_neither_is_only_told() -> None:
    lines = tile_lines(tile(3.0, 9.0, 0), 19, UNICODE)
    assert texts(lines)[2] == " ↓ was 9"
    assert not {Ink.SOON, Ink.GOOD} & inks(lines)


def test_what_looks_alike_did_not_change() -> None:
    assert texts(tile_lines(tile(3.01, 3.02, 1), 19, UNICODE))[2] == " as before"


def test_no_data_is_said_and_what_it_was_before() -> None:
    assert texts(tile_lines(tile(None, course=()), 19, UNICODE))[1:3] == [" no data", ""]
    assert texts(tile_lines(tile(None, 50.0), 19, UNICODE))[1:3] == [" no data", " was 50"]


def test_zero_is_a_value() -> None:
    assert texts(tile_lines(tile(0.0, unit="%"), 19, UNICODE))[1] == " 0 %"


def test_one_thing_is_no_things() -> None:
    assert texts(tile_lines(tile(1.0, unit="issues"), 19, UNICODE))[1] == " 1 issue"
    assert texts(tile_lines(tile(1.0, unit="tasks/week"), 19, UNICODE))[1] == " 1 tasks/week"


def test_what_was_left_out_is_counted_and_the_course_gives_way() -> None:
    course = tuple(float(at) for at in range(10))
    last = texts(tile_lines(tile(1.0, left_out=5, course=course), 19, UNICODE))[3]
    assert last.endswith(" n 12, 5 out")
    assert len(last) <= 19


SEVERITIES = (("critical", 1.0), ("major", 2.0), ("minor", 3.0))


@pytest.mark.parametrize(
    ("width", "said"),
    [(40, " ▁ █ 1 critical, 2 major, 3 minor"), (25, " ▁ █ 1 critical + 5"), (19, " ▁ █ 1 critical + 5")],
)
def test_what_a_figure_is_made_of_stands_in_place_of_n(width: int, said: str) -> None:
    assert texts(tile_lines(tile(6.0, unit="issues", parts=SEVERITIES), width, UNICODE))[3] == said


def test_parts_that_are_none_are_not_told() -> None:
    parts = (("critical", 0.0), ("major", 2.0), ("minor", 0.0))
    assert texts(tile_lines(tile(2.0, unit="issues", parts=parts), 19, UNICODE))[3].endswith(" 2 major")
    nothing = tuple((name, 0.0) for name, _ in SEVERITIES)
    assert texts(tile_lines(tile(0.0, unit="issues", parts=nothing), 19, UNICODE))[3].endswith(" n 12")


def test_a_plain_terminal_gets_ascii() -> None:
    assert all(text.isascii() for text in texts(tile_lines(tile(12.4, 10.1, 1), 19, ASCII)))


def test_the_cursor_is_a_bar_over_all_lines() -> None:
    assert inks(tile_lines(tile(12.4, 10.1, 1), 19, UNICODE, here=True)) == {Ink.CURSOR}


@pytest.mark.parametrize("width", range(1, 40))
@pytest.mark.parametrize("here", [True, False])
def test_every_line_has_its_width(width: int, here: bool) -> None:
    for line in tile_lines(tile(123456.789, 3.0, 1, label="漢字 long name", left_out=100), width, UNICODE, here=here):
        assert width_of(line) == width


def many(told: set[str], *more: str) -> list[FigureTrend]:
    return [tile(1.0 if key in told else None, kpi=key).trend for key in (*more, *FIRST)]


def test_tiles_stand_in_the_order_in_which_a_sponsor_asks() -> None:
    found = chosen(many(set(FIRST), "downtime"), len(FIRST))
    assert [each.key for each in found] == list(FIRST)


def test_where_there_is_no_room_for_all_both_cycle_times_share_a_tile() -> None:
    found = chosen(many(set(FIRST), "downtime"), 12)
    assert [each.key for each in found] == [key for key in FIRST if key != "cycle-time-50"]
    assert texts(tile_lines(found[1], 19, UNICODE))[:2] == [" Cycle time 50/85 %", " 1 / 1 tasks/week"]


def test_a_figure_without_data_gives_its_place_to_one_that_has_some() -> None:
    told = set(FIRST) - {"defect-rate"}
    assert "defect-rate" not in [each.key for each in chosen(many(told), 12)]
    others = chosen(many(told | {"downtime"}, "downtime"), len(FIRST))
    assert [each.key for each in others if each.trend.figure.value is None] == []


def test_where_there_is_room_no_data_is_told_too() -> None:
    found = chosen(many({"throughput"}), len(FIRST))
    assert [each.key for each in found] == list(FIRST)
