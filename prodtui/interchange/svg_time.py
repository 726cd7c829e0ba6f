"""Charts over time as SVG: cumulative flow, scatter, run and control."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from prodtui.domain.chart_scale import Scale, day_words, spread
from prodtui.domain.chart_words import figure, in_step, range_of, stop
from prodtui.domain.rows_charts import Bands, Control, Line, Run, Scatter
from prodtui.interchange.svg_sheet import LAYERS, LEADING, Paint, Plot, Sheet, fitting, open_plot

_TICKS = 6
_MOST_TOLD = 500
"""Points up to which each says what it is; more would make a page too heavy to read on a phone."""
_NAMES = 130
_MINUTES = 1440


def bands_sheet(row: Bands, head: Sequence[str]) -> Sheet:
    """Return a cumulative flow: each band is painted over the one above it, so that no gap can be between them."""
    scale = Scale.over(row.reached[-1][0], max(row.reached[0]), _TICKS, whole=True)
    names = [fitting(name, _NAMES) for name in row.names]
    plot = open_plot(head, scale, (f"{name}   " for name in names))
    last = len(row.days) - 1
    now = in_step(row, last)
    for at, (name, reached) in enumerate(zip(names, row.reached, strict=True)):
        top = [(plot.x(day / max(last, 1)), plot.y(value)) for day, value in enumerate(reached)]
        if not last:
            top.append((plot.x(1), plot.y(reached[0])))
        corners = ((plot.left, plot.floor), *top, (plot.x(1), plot.floor))
        plot.sheet.area(corners, _layer(row, at), words=f"{name}: {now[at]:,}")
    _name_bands(row, plot, names)
    plot.days(row.days[0], row.days[-1])
    return plot.sheet


def scatter_sheet(row: Scatter, head: Sequence[str]) -> Sheet:
    """Return a scatter with percentile lines; points say what they are while there are not too many."""
    most = max(*(point.value for point in row.points), *(line.value for line in row.lines), 0.0)
    plot = open_plot(head, Scale.over(0, most, _TICKS), (f"{line.label} {figure(line.value)}" for line in row.lines))
    plot.levels(row.lines, figure)
    begin, days = row.first.toordinal(), (row.last - row.first).days + 1
    places = []
    for point in row.points:
        day = point.at.toordinal() - begin + (point.at.hour * 60 + point.at.minute) / _MINUTES
        places.append((plot.x(min(max(day / days, 0.0), 1.0)), plot.y(point.value)))
    told = len(places) <= _MOST_TOLD
    if not told:
        plot.sheet.dots(places)
    for at, ((x, y), point) in enumerate(zip(places, row.points, strict=True)):
        if point.marked:
            plot.sheet.triangle(x, y, Paint.MARKED, words=stop(row, at).words)
        elif told:
            plot.sheet.dot(x, y, words=stop(row, at).words)
    plot.days(row.first, row.last)
    return plot.sheet


def run_sheet(row: Run, head: Sequence[str]) -> Sheet:
    """Return a column for each period; one that is not over is drawn open."""
    most = max(*row.values, *(line.value for line in row.lines), 1)
    scale = Scale.over(0, most, _TICKS, whole=True)
    plot = open_plot(head, scale, (f"{line.label} {figure(line.value)}" for line in row.lines))
    count = len(row.values)
    for at, value in enumerate(row.values):
        x, y = plot.x(at / count), plot.y(value)
        now = row.running and at == count - 1
        plot.sheet.box((x, y), plot.width / count * 0.8, plot.floor - y, Paint.BAR, words=stop(row, at).words, open=now)
    plot.levels(row.lines, figure)
    plot.labels([(plot.x((at + 0.4) / count), day_words(day)) for at, day in enumerate(row.starts)])
    return plot.sheet


def control_sheet(row: Control, head: Sequence[str]) -> Sheet:
    """Return a control chart; signals have a shape of their own."""
    known = (*row.values, row.lower, row.upper, row.mean)
    exact = range_of(known).exact
    limits = (Line("upper", row.upper), Line("lower", row.lower), Line("mean", row.mean))
    scale = Scale.over(min(known), max(known), _TICKS)
    plot = open_plot(head, scale, (f"{line.label} {exact(line.value)}" for line in limits))
    plot.levels(limits, exact)
    count = len(row.values)
    places = [(plot.x((at + 0.5) / count), plot.y(value)) for at, value in enumerate(row.values)]
    plot.sheet.course(places)
    signals = {at for at, _ in row.signals}
    told = count <= _MOST_TOLD
    if not told:
        plot.sheet.dots(places)
    for at, (x, y) in enumerate(places):
        if at in signals:
            plot.sheet.triangle(x, y, Paint.SIGNAL, words=stop(row, at).words)
        elif told:
            plot.sheet.dot(x, y, words=stop(row, at).words)
    plot.labels([(x, fitting(label, 90)) for (x, _), label in zip(places, row.labels, strict=True)])
    return plot.sheet


def _layer(row: Bands, at: int) -> Paint:
    return LAYERS[(len(row.names) - 1 - at) % len(LAYERS)]


def _name_bands(row: Bands, plot: Plot, names: Sequence[str]) -> None:
    """Write the names beside the middles of the ends of the bands."""
    edges = [plot.y(reached[-1]) for reached in row.reached] + [plot.floor]
    middles = [(above + below) / 2 for above, below in pairwise(edges)]
    heights = spread([int(middle) for middle in middles], int(plot.floor) + 1, LEADING)
    for at, (name, y) in enumerate(zip(names, heights, strict=False)):
        plot.sheet.box((plot.x(1) + 6, y - 5), 10, 10, _layer(row, at))
        plot.sheet.text(plot.x(1) + 20, y + 4, name)
