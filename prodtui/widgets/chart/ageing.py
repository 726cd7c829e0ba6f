"""Open tasks by step and age, over the ages by which others had left each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from prodtui.domain.chart_scale import Scale, spread
from prodtui.domain.chart_words import figure, in_order, is_old
from prodtui.domain.rows_charts import Ageing, AgeingStep
from prodtui.widgets.chart.picture import Pen, Picture
from prodtui.widgets.chart.plot import Frame, Look, Plot, line_labels, open_plot
from prodtui.widgets.spans import cells, clip, plain

_GAP = 1


@dataclass(frozen=True, slots=True)
class _Column:
    """The cells of one step in a plot."""

    step: AgeingStep
    x: int
    width: int


def ageing_picture(row: Ageing, look: Look) -> Picture:
    """Return a column for each step; steps whose names do not fit are numbered and named above."""
    values = [task.value for step in row.steps for task in step.tasks]
    lines = [line.value for each in (row.lines, *(step.bands for step in row.steps)) for line in each]
    most = max(*values, *lines, 0.0)
    right = line_labels(row.lines, figure)
    names = [plain(step.name) for step in row.steps]
    room = (look.width - max((cells(label.text) for label in right), default=0) - 8) // len(names) - _GAP
    fit = max(map(cells, names)) <= room
    signs = look.glyphs
    legend = () if fit else tuple(f"{number} {name}" for number, name in enumerate(names, 1))
    keys = (f"{signs.marked} past 85 %", f"{signs.blocked} blocked")
    plot = open_plot(row, look, lambda ticks: Scale.over(0, most, ticks), Frame((*legend, *keys), right))
    columns = [_Column(step, x, width) for step, (x, width) in zip(row.steps, _shares(plot, len(names)), strict=True)]
    for column, name in zip(columns, names if fit else map(str, range(1, len(names) + 1)), strict=True):
        _draw_zones(plot, column)
        plot.sheet.write(plot.left + column.x, plot.floor + 1, clip(name, column.width, signs.more), Pen.QUIET)
    for line in row.lines:
        plot.level(line.value, signs.level, Pen.LINE)
    for column in columns:
        _name_zones(plot, column)
    _draw_tasks(plot, row, columns, look.selected)
    return plot.sheet.picture()


def _shares(plot: Plot, count: int) -> list[tuple[int, int]]:
    edges = [plot.width * at // count for at in range(count + 1)]
    return [(begin, max(end - begin - _GAP, 1)) for begin, end in pairwise(edges)]


def _draw_zones(plot: Plot, column: _Column) -> None:
    """Fill what lies above each band with a sign that is the denser the fewer tasks ever were there."""
    edges = sorted(band.value for band in column.step.bands)
    for y in range(plot.top, plot.floor):
        passed = sum(y < plot.y(edge) for edge in edges)
        if passed:
            char = plot.glyphs.zones[min(passed, len(plot.glyphs.zones) - 1)]
            plot.sheet.row(plot.left + column.x, y, char, Pen.AXIS, column.width)


def _name_zones(plot: Plot, column: _Column) -> None:
    """Write the value of each band at its right end, as far as the column is wide enough."""
    down = sorted(column.step.bands, key=lambda band: -band.value)
    texts = [f"{band.label} {figure(band.value)}" for band in down]
    places = spread([plot.y(band.value) - plot.top for band in down], plot.height)
    for text, place in zip(texts, places, strict=False):
        if cells(text) + 3 <= column.width:
            plot.sheet.write(plot.left + column.x + column.width - cells(text), plot.top + place, text, Pen.LINE)


def _draw_tasks(plot: Plot, row: Ageing, columns: Sequence[_Column], selected: int | None) -> None:
    """Draw tasks side by side where their ages are alike; the selected one last, so that it is seen."""
    by_step = {column.step.step: column for column in columns}
    signs, taken = plot.glyphs, dict[tuple[str, int], int]()
    chosen: tuple[int, int] | None = None
    for at, task in enumerate(in_order(row)):
        column, y = by_step[task.step], plot.y(task.value)
        beside = taken.get((task.step, y), 0)
        taken[task.step, y] = beside + 1
        x = column.x + min(1 + beside, column.width - 1) if column.width > 2 else column.x
        old = is_old(task.value, column.step.bands or row.lines)
        char, pen = (signs.blocked, Pen.SIGNAL) if task.blocked else (signs.point, Pen.POINT)
        if old and not task.blocked:
            char, pen = signs.marked, Pen.MARKED
        plot.sheet.put(plot.left + x, y, char, pen)
        plot.sheet.spots[plot.left + x, y] = at
        if at == selected:
            chosen = x, y
    if chosen is not None:
        x, y = chosen
        plot.sheet.put(plot.left + x, y, signs.selected, Pen.SELECTED)
        plot.point_at(x)
