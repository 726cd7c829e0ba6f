"""Charts of steps and classes as SVG: ageing, Pareto, histogram and time in step."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.chart_scale import Scale
from prodtui.domain.chart_words import figure, in_order, is_old, stop, vital_few
from prodtui.domain.rows_charts import Ageing, AgeingStep, Bars, StepTimes
from prodtui.interchange.svg_sheet import ROW, WIDTH, Paint, Plot, Sheet, fitting, open_plot, units, write_head

_TICKS = 6
_NAMES = 180.0
_THICK = 24
_MOST_BARS = 30


def ageing_sheet(row: Ageing, head: Sequence[str]) -> Sheet:
    """Return a column for each step with its percentile bands; what is past 85 % or blocked has a shape of its own."""
    values = [task.value for step in row.steps for task in step.tasks]
    lines = [line.value for each in (row.lines, *(step.bands for step in row.steps)) for line in each]
    scale = Scale.over(0, max(*values, *lines, 0.0), _TICKS)
    plot = open_plot(head, scale, (f"{line.label} {figure(line.value)}" for line in row.lines))
    each = plot.width / len(row.steps)
    for at, step in enumerate(row.steps):
        left = plot.left + at * each
        _draw_bands(plot, step, left, each - 8)
        plot.sheet.text(left + each / 2, plot.floor + ROW, fitting(step.name, each - 8), anchor="middle")
    plot.levels(row.lines, figure, "2 4")
    beside = dict.fromkeys((step.step for step in row.steps), 0)
    column = {step.step: (at, step) for at, step in enumerate(row.steps)}
    for at, task in enumerate(in_order(row)):
        place, step = column[task.step]
        room = max(int((each - 24) / 2 / 10), 1)  # the right half is for the values of the bands
        x = plot.left + place * each + 12 + beside[task.step] % room * 10
        beside[task.step] += 1
        y, words = plot.y(task.value), stop(row, at).words
        if task.blocked:
            plot.sheet.cross(x, y, Paint.SIGNAL, words=words)
        elif is_old(task.value, step.bands or row.lines):
            plot.sheet.triangle(x, y, Paint.MARKED, words=words)
        else:
            plot.sheet.dot(x, y, words=words)
    return plot.sheet


def pareto_sheet(row: Bars, head: Sequence[str]) -> Sheet:
    """Return bars with their values and cumulative shares; the vital few have a mark."""
    vital, most = vital_few(row), max(bar.value for bar in row.bars)
    figures = [f"{figure(bar.value)} · {bar.cumulative * 100:.0f} %" for bar in row.bars]
    sheet, top, left, width = _rows(head, [bar.name for bar in row.bars], figures)
    for at, (bar, text) in enumerate(zip(row.bars[:_MOST_BARS], figures, strict=False)):
        y, few = top + at * _THICK, at < vital
        paint = Paint.BAR if few else Paint.REST
        sheet.box((left, y + 2), bar.value / most * width, _THICK - 4, paint, words=stop(row, at).words)
        name = ("● " if few else "") + fitting(bar.name, left - 24)
        sheet.text(left - 6, y + _THICK / 2 + 4, name, anchor="end", bold=few)
        sheet.text(WIDTH, y + _THICK / 2 + 4, text, anchor="end")
    return sheet


def histogram_sheet(row: Bars, head: Sequence[str]) -> Sheet:
    """Return a column for each class."""
    plot = open_plot(head, Scale.over(0, max(bar.value for bar in row.bars), _TICKS))
    count = len(row.bars)
    for at, bar in enumerate(row.bars):
        y = plot.y(bar.value)
        corner = (plot.x((at + 0.05) / count), y)
        plot.sheet.box(corner, plot.width / count * 0.9, plot.floor - y, Paint.BAR, words=stop(row, at).words)
    plot.labels([(plot.x((at + 0.5) / count), fitting(bar.name, 120)) for at, bar in enumerate(row.bars)])
    return plot.sheet


def step_times_sheet(row: StepTimes, head: Sequence[str]) -> Sheet:
    """Return a bar up to the median of each step, its waiting part open, and a line on to 85 %."""
    figures = [f"{figure(step.median)} / {figure(step.most)} h · n {step.n:,}" for step in row.steps]
    sheet, top, left, width = _rows(head, [step.name for step in row.steps], figures)
    most = max(*(step.most for step in row.steps), *(step.median for step in row.steps)) or 1.0
    for at, (step, text) in enumerate(zip(row.steps[:_MOST_BARS], figures, strict=False)):
        y, words = top + at * _THICK, stop(row, at).words
        middle = y + _THICK / 2
        half, waiting = step.median / most * width, step.median * (step.waiting or 0.0) / most * width
        sheet.box((left, y + 3), waiting, _THICK - 6, Paint.REST, words=words, open=True)
        sheet.box((left + waiting, y + 3), half - waiting, _THICK - 6, Paint.BAR, words=words)
        end = left + step.most / most * width
        sheet.line((left + half, middle), (end, middle), faint=False)
        sheet.line((end, y + 5), (end, y + _THICK - 5), faint=False)
        sheet.text(left - 6, middle + 4, fitting(step.name, left - 10), anchor="end")
        sheet.text(WIDTH, middle + 4, text, anchor="end")
    return sheet


def _draw_bands(plot: Plot, step: AgeingStep, left: float, width: float) -> None:
    """Draw the ages by which tasks had left a step, each with its value, apart from each other."""
    below = plot.floor + ROW
    for band in sorted(step.bands, key=lambda band: band.value):
        y = plot.y(band.value)
        plot.sheet.line((left, y), (left + width, y), faint=False)
        below = min(y - 3, below - ROW + 3)
        if width >= 110 and below > plot.top:
            plot.sheet.text(left + width, below, f"{band.label} {figure(band.value)}", anchor="end")


def _rows(head: Sequence[str], names: Sequence[str], figures: Sequence[str]) -> tuple[Sheet, float, float, float]:
    """Return a sheet with room for bars, which says how many it leaves out: their top, their left end, their width."""
    sheet = Sheet()
    top = write_head(sheet, head)
    shown = min(len(names), _MOST_BARS)
    sheet.height = top + shown * _THICK + 4
    if len(names) > shown:
        sheet.text(0, sheet.height + ROW - 4, f"and {len(names) - shown:,} more")
        sheet.height += ROW + 4
    left = min(max(units(fitting(name, _NAMES)) for name in names) + 30, _NAMES + 30)
    return sheet, top, left, WIDTH - left - max(map(units, figures)) - 10
