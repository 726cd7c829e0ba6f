"""The widget of charts: keys, selection, what it tells, and how it looks in each theme."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise

import pytest
from textual.pilot import Pilot

from prodtui.domain.rows_charts import Chart as ChartRow
from prodtui.widgets.chart.pens import pen_style
from prodtui.widgets.chart.picture import BANDS, Pen
from prodtui.widgets.chart.widget import Chart
from tests.helpers.chart_app import ChartApp
from tests.helpers.charts import (
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

SIZE = (80, 24)


CLICKED = [scatter(), ageing(), control(), run(), histogram(), pareto(), step_times(), flow(40)]


@asynccontextmanager
async def shown(row: ChartRow | None, *, theme: str = "dark") -> AsyncIterator[tuple[ChartApp, Pilot[None]]]:
    app = ChartApp({"Title": row}, theme=theme)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        yield app, pilot


def words(app: ChartApp) -> str:
    return app.chart.picture.texts[-1].strip()


@pytest.mark.parametrize(
    "row", [scatter(), ageing(), control(), run(), pareto(), flow()], ids=lambda row: type(row).__name__
)
async def test_keys_select_points(row: ChartRow) -> None:
    async with shown(row) as (app, pilot):
        assert app.chart.selected is None and words(app) == ""
        last = app.chart.count - 1
        await pilot.press("l")
        assert app.chart.selected == last
        told = words(app)
        await pilot.press("h")
        assert app.chart.selected == last - 1 and words(app) != told
        await pilot.press("right", "right")
        assert app.chart.selected == last and words(app) == told
        await pilot.press("g", "left")
        assert app.chart.selected == 0
        await pilot.press("G")
        await pilot.pause()
        assert [index for index, _ in app.told] == [last, last - 1, last, 0, last]


async def test_enter_opens_the_task_of_the_point() -> None:
    async with shown(scatter()) as (app, pilot):
        await pilot.press("enter")
        assert app.opened == []
        await pilot.press("l", "h", "enter")
        await pilot.pause()
        ref = scatter().points[-2].ref
        assert app.opened == [ref] and app.told[-1] == (58, ref)


async def test_a_value_of_a_control_chart_may_be_a_task() -> None:
    row = replace(control(), refs=tuple(f"OPS-{at}" for at in range(len(control().values))))
    async with shown(row) as (app, pilot):
        await pilot.press("g", "l", "enter")
        await pilot.pause()
        assert app.opened == ["OPS-1"]


async def test_a_point_that_is_no_task_opens_nothing() -> None:
    async with shown(pareto()) as (app, pilot):
        await pilot.press("l", "enter")
        await pilot.pause()
        assert app.opened == [] and app.told == [(5, None)]


def cells(app: ChartApp) -> list[list[tuple[str, Pen, Pen | None]]]:
    lines = app.chart.picture.lines
    return [[(char, piece.pen, piece.ground) for piece in line for char in piece.text] for line in lines]


def spot(app: ChartApp, stop: int) -> tuple[int, int]:
    return next(place for place, at in app.chart.picture.spots.items() if at == stop)


@pytest.mark.parametrize("row", CLICKED, ids=lambda row: type(row).__name__)
async def test_a_click_selects_a_point(row: ChartRow) -> None:
    async with shown(row) as (app, pilot):
        for at in (0, app.chart.count - 1, app.chart.count // 2):
            await pilot.click(app.chart, offset=spot(app, at))
            assert app.chart.selected == at
        await pilot.click(app.chart, offset=(0, 0))
        assert app.chart.selected == app.chart.count // 2


async def test_a_double_click_opens_the_task_of_the_point_or_of_the_one_beside_it() -> None:
    async with shown(ageing()) as (app, pilot):
        await pilot.click(app.chart, offset=spot(app, 7), times=2)
        assert app.opened == ["OPS-28"]
        x, y = spot(app, 7)
        await pilot.click(app.chart, offset=(x + 1, y + 1))
        assert app.chart.selected == 7


async def test_the_selection_stays_on_its_task() -> None:
    async with shown(scatter()) as (app, pilot):
        await pilot.press("g", "l", "l")
        ref = app.chart.selected_ref
        app.chart.show(replace(scatter(), points=scatter().points[1:]), "Title")
        assert (app.chart.selected, app.chart.selected_ref) == (1, ref)
        app.chart.show(replace(scatter(), points=scatter().points[5:]), "Title")
        assert app.chart.selected is None and words(app) == ""


@pytest.mark.parametrize("name", empty_charts())
async def test_an_empty_chart_has_nothing_to_select(name: str) -> None:
    async with shown(empty_charts()[name]) as (app, pilot):
        await pilot.press("l", "h", "g", "G", "enter")
        await pilot.pause()
        assert app.told == [] and app.opened == []
        assert "choose" in " ".join(app.chart.picture.texts)


async def test_bands_have_patterns_where_colours_cannot_be_relied_on() -> None:
    async with shown(flow()) as (app, pilot):
        assert "░" not in "".join(app.chart.picture.texts)
        for theme in ("mono", "terminal16"):
            app.theme = theme
            await pilot.pause()
            assert "░" in "".join(app.chart.picture.texts)
        app.theme = "light"
        await pilot.pause()
        assert "░" not in "".join(app.chart.picture.texts)


async def test_no_colour_has_patterns_in_every_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(flow()) as (app, _):
        assert "░" in "".join(app.chart.picture.texts)


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "colour-blind"])
async def test_bands_that_touch_differ_in_colour(theme: str) -> None:
    async with shown(flow(), theme=theme) as (app, _):
        own, tokens = app.chart.rich_style, app.theme_variables
        styles = [pen_style(pen, None, own, tokens, focused=True) for pen in BANDS]
        colours = [style.color.get_truecolor() for style in styles if style.color is not None]
        assert len(colours) == 8
        for below, above in pairwise(colours):
            assert sum(abs(a - b) for a, b in zip(below, above, strict=True)) > 60


async def test_another_theme_has_other_colours_at_once() -> None:
    async with shown(flow()) as (app, pilot):
        dark = {segment.style.color for y in range(SIZE[1]) for segment in app.chart.render_line(y) if segment.style}
        app.theme = "light"
        await pilot.pause()
        light = {segment.style.color for y in range(SIZE[1]) for segment in app.chart.render_line(y) if segment.style}
        assert not dark & light


async def test_nothing_is_said_before_a_chart_is_shown() -> None:
    app = ChartApp({})
    async with app.run_test(size=SIZE) as pilot:
        chart = Chart()
        await app.mount(chart)
        await pilot.pause()
        assert "".join(chart.picture.texts).strip() == ""
        chart.show(None, "Title")
        assert "There is too little in this window" in " ".join(chart.picture.texts)
        chart.move(1)
        assert chart.selected is None


async def test_a_boundary_has_both_colours() -> None:
    async with shown(flow()) as (app, _):
        pieces = [piece for line in app.chart.picture.lines for piece in line if piece.ground is not None]
        assert pieces and all(piece.ground is not piece.pen for piece in pieces)
        y = next(y for y, line in enumerate(app.chart.picture.lines) if any(piece.ground for piece in line))
        strip = app.chart.render_line(y)
        grounds = {str(segment.style.bgcolor) for segment in strip if segment.style is not None}
        assert len(grounds) > 1


@pytest.mark.parametrize("row", CLICKED, ids=lambda row: type(row).__name__)
async def test_a_step_changes_few_cells(row: ChartRow) -> None:
    """Two columns of a run chart, or two lines from points to the axis, would be too much for a slow link."""
    async with shown(row) as (app, pilot):
        await pilot.press("g", "l")
        before = cells(app)
        await pilot.press("l")
        changed = [y for y, (old, new) in enumerate(zip(before, cells(app), strict=True)) if old != new]
        assert 1 <= len(changed) <= 6
        assert sum(old != new for y in changed[:-1] for old, new in zip(before[y], cells(app)[y], strict=True)) <= 140


@pytest.mark.parametrize("size", [(10, 3), (20, 5), (40, 9), (200, 60)])
async def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    app = ChartApp(all_charts())
    async with app.run_test(size=size) as pilot:
        await pilot.press("l", "h")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert all(len(chart.picture.lines) == chart.size.height for chart in app.charts)


async def test_every_pen_has_a_look_and_fewer_stand_out_while_the_keys_go_elsewhere() -> None:
    app = ChartApp({"One": scatter(), "Two": scatter()})
    async with app.run_test(size=(160, 24)) as pilot:
        tokens, own = app.theme_variables, app.chart.rich_style
        here = {pen: pen_style(pen, None, own, tokens, focused=True) for pen in Pen}
        away = {pen: pen_style(pen, None, own, tokens, focused=False) for pen in Pen}
        assert [pen for pen in Pen if here[pen] == own] == [Pen.TEXT]
        assert {pen for pen in Pen if here[pen] != away[pen]} == {Pen.TITLE, Pen.SELECTED}
        titles = [next(iter(chart.render_line(0))).style for chart in app.charts]
        assert titles == [here[Pen.TITLE], away[Pen.TITLE]]
        await pilot.press("tab")
        assert [next(iter(chart.render_line(0))).style for chart in app.charts] == titles[::-1]
