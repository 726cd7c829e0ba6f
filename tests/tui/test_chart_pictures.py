"""Charts as pictures: nothing is cut, nothing is hidden, and bands lie on each other without a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from prodtui.domain.chart_scale import Scale
from prodtui.domain.chart_words import stop_count
from prodtui.domain.rows_charts import Bands, Bar, Bars, Chart, Line, Point, Run, Scatter, StepTime, StepTimes
from prodtui.widgets.chart.bands import draw_column
from prodtui.widgets.chart.dots import draw_dots
from prodtui.widgets.chart.draw import chart_picture
from prodtui.widgets.chart.glyphs import Glyphs, glyphs_for
from prodtui.widgets.chart.picture import BANDS, Pen, Picture, Sheet
from prodtui.widgets.chart.plot import Look, Plot
from prodtui.widgets.chart.sparkline import sparkline
from prodtui.widgets.signs import ASCII, UNICODE
from tests.helpers.charts import (
    FIRST,
    ageing,
    all_charts,
    control,
    empty_charts,
    flow,
    histogram,
    pareto,
    run,
    scatter,
    step_times,
)
from tests.tui.test_hostile import HOSTILE

COLOUR, MONO, PLAIN = glyphs_for(UNICODE, solid=True), glyphs_for(UNICODE, solid=False), glyphs_for(ASCII, solid=True)
CHARTS = all_charts()
Cells = list[tuple[str, Pen, Pen | None]]


def drawn(row: Chart, width: int = 80, height: int = 24, glyphs: Glyphs = MONO, selected: int | None = None) -> Picture:
    return chart_picture(row, Look(width, height, glyphs, "Title", selected))


def grid(picture: Picture) -> list[Cells]:
    return [[(char, piece.pen, piece.ground) for piece in line for char in piece.text] for line in picture.lines]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("glyphs", [COLOUR, MONO, PLAIN], ids=["colour", "mono", "ascii"])
def test_every_size_is_filled_exactly(name: str, glyphs: Glyphs) -> None:
    for width in (1, 7, 20, 33, 60, 121):
        for height in (1, 2, 5, 9, 24, 41):
            texts = drawn(CHARTS[name], width, height, glyphs, selected=0).texts
            assert [cell_len(text) for text in texts] == [width] * height


@pytest.mark.parametrize("name", CHARTS)
def test_ascii_is_ascii(name: str) -> None:
    row = CHARTS[name]
    assert "".join(drawn(row, glyphs=PLAIN, selected=0).texts).isascii()


# Labels


@pytest.mark.parametrize("size", [(60, 14), (80, 24), (120, 40)])
def test_lines_are_labelled_with_their_values(size: tuple[int, int]) -> None:
    seen = "\n".join(drawn(scatter(), *size).texts)
    for line in scatter().lines:
        assert f"{line.label} {line.value:g}" in seen
    seen = "\n".join(drawn(control(), *size).texts)
    for words in ("upper 60.89", "mean 53.05", "lower 45.21", "▲ Q22 outside the limits"):
        assert words in seen
    assert f"mean {sum(run().values) / 12:.1f}" in "\n".join(drawn(run(), *size).texts)
    assert "50 % 4.4 · 85 % 9" in "\n".join(drawn(histogram(), *size).texts)


def test_lines_that_lie_close_are_all_labelled() -> None:
    row = replace(scatter(), lines=(Line("50 %", 3.0), Line("70 %", 3.1), Line("85 %", 3.2), Line("95 %", 3.3)))
    texts = drawn(row).texts
    found = [
        next(y for y, text in enumerate(texts) if text.rstrip().endswith(f"{line.label} {line.value:g}"))
        for line in row.lines
    ]
    assert found == sorted(found, reverse=True) and len(set(found)) == 4


@pytest.mark.parametrize("row", [scatter(5_000), run(60)], ids=["dots", "columns"])
def test_lines_are_seen_through_what_is_dense(row: Scatter | Run) -> None:
    dashes = "".join(drawn(row).texts).count("┄")
    assert dashes >= 20 * len(row.lines)


def test_a_line_lies_on_the_colour_of_the_columns() -> None:
    over = [ground for line in grid(drawn(run(60), glyphs=COLOUR)) for char, _, ground in line if char == "┄"]
    assert over.count(Pen.BAR) >= 10 and None in over


def test_a_narrow_chart_tells_its_lines_above() -> None:
    assert "50 % 3.1 · 85 % 4.6" in "\n".join(drawn(scatter(), 26, 16).texts)


@pytest.mark.parametrize("width", range(24, 130, 3))
def test_labels_below_an_axis_are_whole_and_apart(width: int) -> None:
    for row in (flow(), scatter(), run(), run(90), control(), histogram()):
        texts = drawn(row, width, 20).texts
        at = next(y for y, text in enumerate(texts) if "└" in text)
        ticks = [x for x, char in enumerate(texts[at]) if char == "┬"]
        labels = re.findall(r"\S+(?: \S+)*", texts[at + 1])
        assert ticks and len(ticks) == len(labels)
        assert [match.start() for match in re.finditer(r"\S+(?: \S+)*", texts[at + 1])] == ticks
        assert all(re.fullmatch(r"\d+ [A-Z][a-z]{2}|[A-Z][a-z]{2}(?: \d{4})?|Q\d+|\d+-\d+", label) for label in labels)


def test_steps_whose_names_do_not_fit_are_numbered() -> None:
    steps = tuple(replace(step, name=f"{step.name} of the long hall") for step in ageing().steps)
    seen = "\n".join(drawn(replace(ageing(), steps=steps), 60, 20).texts)
    assert all(f"{at} {step.name}" in seen for at, step in enumerate(steps, start=1))


def test_a_day_that_would_be_cut_at_the_edge_is_left_out() -> None:
    for width in range(40, 90):
        row = replace(scatter(), lines=(), first=date(2026, 11, 2), last=date(2026, 11, 23))
        texts = drawn(row, width, 16).texts
        labels = texts[next(y for y, text in enumerate(texts) if "└" in text) + 1].split("  ")
        assert {label.strip() for label in labels} - {""} <= {f"{day} Nov" for day in range(1, 31)}


# Where things are


def test_points_lie_where_their_day_and_value_are() -> None:
    day = datetime(2026, 11, 16, 12, tzinfo=UTC)
    row = Scatter(
        date(2026, 11, 1), date(2026, 11, 30), "days", (Point("A-1", "a", day, 5.0), Point("A-2", "b", day, 10.0)), ()
    )
    spots = {at: place for place, at in drawn(row, 63, 24).spots.items()}
    left, width, floor, high = 3, 60, 20, 20
    assert spots[0] == (left + width * 31 // 60, floor - high // 2)
    assert spots[1] == (left + width * 31 // 60, 1)


def test_braille_dots_are_where_points_are() -> None:
    plot = Plot(Sheet(2, 2), MONO, Scale(0, 1, 1), 0, 0, 2, 2)
    draw_dots(plot, [(0, 0), (0, 7), (3, 0), (1, 4)], Pen.POINT)
    assert plot.sheet.picture().texts == ("⢁ ", "⡀⢀")


def test_bars_are_as_long_as_their_values() -> None:
    row = Bars("issues", (Bar("a", 40.0, 0.4), Bar("b", 30.0, 0.7), Bar("c", 20.0, 0.9), Bar("d", 10.0, 1.0)))
    lengths = [text.count("█") for text in drawn(row).texts[2:6]]
    assert lengths[0] > 50 and [round(length / lengths[0] * 4) for length in lengths] == [4, 3, 2, 1]
    texts = drawn(StepTimes((StepTime("a", "A", 10.0, 40.0, 0.4, 9), StepTime("b", "B", 0.0, 0.0, 0.0, 1)))).texts
    waiting, working, reach = (texts[2].count(sign) for sign in "░█─")
    assert abs(waiting + working + reach + 1 - (waiting + working) * 4) <= 2  # each end is rounded to a cell
    assert round(waiting / (waiting + working), 1) == 0.4
    assert not any(sign in texts[3] for sign in "░█─┤")


def test_columns_are_as_high_as_their_values() -> None:
    row = Run((date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)), (16, 8, 0), "tasks")
    texts = drawn(row, 80, 20).texts
    heights = [sum(text[3 + 12 * at] == "█" for text in texts) for at in range(3)]
    assert heights == [16, 8, 0]


def test_signals_are_marked_at_their_values() -> None:
    picture = drawn(control())
    marked = [(x, y) for y, line in enumerate(grid(picture)) for x, (_, pen, _) in enumerate(line) if pen is Pen.SIGNAL]
    assert [picture.spots[place] for place in marked] == [21]


def test_zones_are_the_denser_the_fewer_were_older() -> None:
    column = [text[10] for text in drawn(ageing(), 100, 40).texts]
    zones = [char for char in column if char in MONO.zones[1:]]
    assert list(dict.fromkeys(zones)) == list(reversed(MONO.zones[1:]))


def test_the_head_says_unit_window_and_number() -> None:
    head, more = drawn(scatter(), 40, 16).texts[:2]
    assert head.strip() == "Title · days · 60 tasks finished"
    assert more.strip() == "1 Sep to 27 Nov 2026"


def test_many_periods_share_columns_and_say_so() -> None:
    row = Run(tuple(FIRST + timedelta(days=at) for at in range(300)), (*(1,) * 299, 9), "tasks")
    picture = drawn(row, 80, 20)
    assert "each column is the highest of 5" in picture.texts[1] + picture.texts[2]
    highest = picture.texts[3].rstrip()
    assert highest.endswith("█")


def test_bars_that_find_no_room_are_counted() -> None:
    row = Bars("issues", tuple(Bar(f"Cause {at}", 1.0, (at + 1) / 50) for at in range(50)))
    seen = drawn(row, 80, 24).texts
    assert seen[-2].strip() == "… 30 after" and sum("Cause" in text for text in seen) == 20
    seen = drawn(row, 80, 24, selected=25).texts
    assert seen[-2].strip() == "… 15 before and 15 after"
    assert any(text.startswith("◆ Cause 25 ") for text in seen)
    assert drawn(row, 80, 24, selected=49).texts[-2].strip() == "… 30 before"


# Meaning without colour


def test_signs_say_what_colours_say() -> None:
    assert "▲" in "".join(drawn(scatter()).texts)
    seen = "".join(drawn(ageing()).texts[2:])
    assert seen.count("×") == 1 and seen.count("▲") == 3
    assert [text[0] for text in drawn(pareto()).texts[2:6]] == ["●", "●", "●", " "]
    seen = "\n".join(drawn(step_times()).texts)
    assert all(sign in seen for sign in ("░", "█", "┤"))
    assert "░" in "".join(drawn(run()).texts)


@pytest.mark.parametrize("glyphs", [MONO, PLAIN], ids=["unicode", "ascii"])
def test_bands_differ_without_colour(glyphs: Glyphs) -> None:
    texts = drawn(flow(), glyphs=glyphs).texts
    for sign, name in zip(glyphs.layers, ("Done", "Inspect", "Machining", "Ready"), strict=False):
        assert any(f"{sign} {name}" in text for text in texts)
    assert len(set(glyphs.layers)) == len(BANDS) == len(glyphs.layers)
    assert len(set(glyphs.zones)) == len(glyphs.zones)


# Bands


@st.composite
def flows(draw: st.DrawFn) -> Bands:
    """Return any cumulative flow: rows that never fall, each no higher than the one before it."""
    names, days = draw(st.integers(1, 10)), draw(st.integers(1, 60))
    standing = draw(st.lists(st.integers(0, 300), min_size=names, max_size=names))
    rows: list[list[int]] = [[] for _ in range(names)]
    for _ in range(days):
        standing[0] += draw(st.integers(0, 9))
        for at in range(names - 1):
            moved = draw(st.integers(0, min(standing[at], 5)))
            standing[at], standing[at + 1] = standing[at] - moved, standing[at + 1] + moved
        for at, row in enumerate(rows):
            row.append(sum(standing[at:]))
    under_way = tuple(top - bottom for top, bottom in zip(rows[0], rows[-1], strict=True))
    return Bands(
        tuple(date(2026, 1, 1) + timedelta(days=at) for at in range(days)),
        tuple(f"Step {at}" for at in range(names)), tuple(map(tuple, rows)), under_way,
    )  # fmt: skip


def columns(row: Bands, glyphs: Glyphs, width: int, height: int) -> tuple[list[Cells], int]:
    """Return the cells of each column of a drawn flow from the axis up, and how high the plot is."""
    picture = drawn(row, width, height, glyphs)
    cells, texts = grid(picture), picture.texts
    floor = max(y for y, text in enumerate(texts) if glyphs.corner in text)
    left = next(x for x, (char, pen, _) in enumerate(cells[floor]) if char == glyphs.corner and pen is Pen.AXIS) + 1
    right = left
    while right < width and cells[floor][right][1] is Pen.AXIS:
        right += 1
    top = next(y for y in range(height) if cells[y][left - 1][1] is Pen.AXIS)
    return [[cells[y][x] for y in range(floor - 1, top - 1, -1)] for x in range(left, right)], floor - top


@settings(deadline=None)
@given(flows(), st.integers(40, 100), st.integers(9, 40), st.sampled_from([COLOUR, MONO, PLAIN]))
def test_bands_have_no_gap_and_add_up(row: Bands, width: int, height: int, glyphs: Glyphs) -> None:
    if not any(map(any, row.reached)):
        return
    found, high = columns(row, glyphs, width, height)
    scale = Scale.over(row.reached[-1][0], max(row.reached[0]), max(high // 2, 1), whole=True)
    parts = 8 if glyphs.solid else 1
    for x, cells in enumerate(found):
        day = min((2 * x + 1) * len(row.days) // (2 * len(found)), len(row.days) - 1)
        wanted = [round(scale.share(reached[day]) * high * parts) for reached in reversed(row.reached)]
        filled = [cell for cell in cells if cell[0] != " "]
        assert cells[: len(filled)] == filled, "a blank between the axis and the top"
        size = sum(parts if ground else 1 if parts == 1 else glyphs.up.index(char) for char, _, ground in filled)
        assert size == wanted[-1], "the heights add up to the whole"
        pens = [pen for _, pen, ground in filled for pen in (pen, ground) if pen is not None]
        shown = [BANDS.index(pen) for pen in pens]
        if len(row.names) <= len(BANDS):
            assert shown == sorted(shown), "the bands lie in their order"
            heights = [after - before for before, after in zip([0, *wanted], wanted, strict=False)]
            assert all(heights[band] > 0 for band in shown), "a band of no height takes no cell"
            assert all(band in shown for band, size in enumerate(heights) if size >= 2 * parts)
        if parts == 1:
            assert [glyphs.layers.index(char) for char, _, _ in filled] == shown


def test_a_cell_in_which_three_bands_end_shows_the_two_largest_in_order() -> None:
    plot = Plot(Sheet(1, 2), COLOUR, Scale(0, 8, 1), 0, 0, 1, 1)
    for ends, cell in (
        ([1, 4, 8], ("▄", BANDS[1], BANDS[2])),
        ([3, 4, 8], ("▄", BANDS[0], BANDS[2])),
        ([4, 5, 8], ("▅", BANDS[0], BANDS[2])),
        ([0, 4, 8], ("▄", BANDS[1], BANDS[2])),
        ([1, 4, 6], ("▆", BANDS[1], None)),
        ([8, 8, 8], ("█", BANDS[0], None)),
    ):
        draw_column(plot, 0, ends)
        assert grid(plot.sheet.picture())[0] == [cell]


def test_the_axis_of_a_flow_begins_at_what_was_done_before() -> None:
    row = flow()
    done = tuple(tuple(value + 5_000 for value in reached) for reached in row.reached)
    texts = drawn(replace(row, reached=done)).texts
    assert next(text for text in reversed(texts) if "│" in text).startswith("5,0")


# Selection, empty charts, hostile text


@pytest.mark.parametrize("name", CHARTS)
def test_the_selected_point_is_told_on_the_last_line(name: str) -> None:
    assert drawn(CHARTS[name]).texts[-1].strip() == ""
    picture = drawn(CHARTS[name], selected=0)
    assert picture.texts[-1].strip()
    assert any(pen is Pen.SELECTED for line in grid(picture) for _, pen, _ in line)


@pytest.mark.parametrize("name", [name for name in CHARTS if name not in ("pareto", "step-times")])
def test_a_sign_on_the_axis_shows_where_the_selected_point_is(name: str) -> None:
    for at in range(stop_count(CHARTS[name])):
        texts = drawn(CHARTS[name], selected=at).texts
        assert next(text for text in texts if "└" in text).count("▲") == 1


@pytest.mark.parametrize("name", empty_charts())
def test_an_empty_chart_says_why(name: str) -> None:
    words = " ".join(" ".join(drawn(empty_charts()[name], 50, 12).texts).split())
    assert words.startswith("Title ") and words.endswith(".") and "choose" in words


@pytest.mark.parametrize("text", [*HOSTILE, "試験" * 40])
def test_hostile_names_are_only_text(text: str) -> None:
    rows = (
        replace(scatter(), points=tuple(replace(each, title=text, ref=text) for each in scatter().points), unit=text),
        replace(flow(), names=(text,) * 4),
        replace(ageing(), steps=tuple(replace(each, name=text) for each in ageing().steps)),
        replace(control(), labels=(text,) * len(control().labels), unit=text),
        replace(pareto(), bars=tuple(replace(each, name=text) for each in pareto().bars)),
        replace(histogram(), bars=tuple(replace(each, name=text) for each in histogram().bars)),
        replace(step_times(), steps=tuple(replace(each, name=text) for each in step_times().steps)),
        replace(run(), unit=text, lines=(Line(text, 3.0),)),
    )
    for row in rows:
        for size in ((9, 4), (40, 12), (80, 24)):
            texts = chart_picture(row, Look(*size, MONO, text, 0)).texts
            assert [cell_len(line) for line in texts] == [size[0]] * size[1]
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for line in texts for char in line)


# Sparklines


def test_sparklines() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, None, 7], 8) == "▁ █"
    assert sparkline([3, 3], 8) == "▅▅"
    assert sparkline([9, 1, 2], 2) == "▁█"
    assert sparkline([None, None], 5) == "  "
    assert sparkline([1, 2], 0) == sparkline([], 9) == ""
    assert sparkline([0, 1, None], 5, ascii=True) == ".# "
