"""Finished tasks by the day of their finish and how long they took, with percentile lines."""

from __future__ import annotations

from prodtui.domain.chart_scale import Scale
from prodtui.domain.chart_words import figure
from prodtui.domain.rows_charts import Scatter
from prodtui.widgets.chart.dots import (
    ACROSS,
    UP,
    Dot,
    are_many,
    claim_points,
    draw_dots,
    draw_selected,
    draw_sign,
    draw_signs,
)
from prodtui.widgets.chart.picture import Pen, Picture
from prodtui.widgets.chart.plot import Frame, Look, Plot, line_labels, open_plot

_MINUTES = 1440


def scatter_picture(row: Scatter, look: Look) -> Picture:
    """Return a scatter; what stands out has a sign of its own."""
    most = max(*(point.value for point in row.points), *(line.value for line in row.lines), 0.0)
    plot = open_plot(row, look, lambda ticks: Scale.over(0, most, ticks), Frame(right=line_labels(row.lines, figure)))
    dots = _dots(row, plot)
    many = are_many(plot, len(dots))
    if many:
        draw_dots(plot, dots, Pen.POINT)
    for line in row.lines:
        plot.level(line.value, look.glyphs.level, Pen.LINE)
    if not many:
        draw_signs(plot, dots, Pen.POINT)
    claim_points(plot, dots)
    for dot, point in zip(dots, row.points, strict=True):
        if point.marked:
            draw_sign(plot, dot, look.glyphs.marked, Pen.MARKED)
    plot.day_axis(row.first, row.last)
    if look.selected is not None:
        draw_selected(plot, dots[look.selected])
    return plot.sheet.picture()


def _dots(row: Scatter, plot: Plot) -> list[Dot]:
    """Return where the points are; there may be ten thousand, so this is a loop without a call for each of them."""
    begin, minutes = row.first.toordinal(), ((row.last - row.first).days + 1) * _MINUTES
    wide, high = plot.width * ACROSS, plot.height * UP
    right, top, per_value = wide - 1, high - 1, high / plot.scale.high
    dots = []
    for point in row.points:
        at = point.at
        x = ((at.toordinal() - begin) * _MINUTES + at.hour * 60 + at.minute) * wide // minutes
        y = int(point.value * per_value)
        dots.append((0 if x < 0 else x if x < right else right, 0 if y < 0 else y if y < top else top))
    return dots
