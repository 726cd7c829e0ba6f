"""A control chart: values in order between their limits, signals marked and named."""

from __future__ import annotations

from prodtui.domain.chart_scale import Scale
from prodtui.domain.chart_words import range_of, signal_words
from prodtui.domain.rows_charts import Control, Line
from prodtui.widgets.chart.dots import cell_of, dot_of, draw_dots, draw_path, draw_selected, draw_sign
from prodtui.widgets.chart.picture import Pen, Picture
from prodtui.widgets.chart.plot import Frame, Look, line_labels, open_plot
from prodtui.widgets.spans import cells, plain

_LONGEST_LABEL = 14
_MOST_SIGNALS = 4


def control_picture(row: Control, look: Look) -> Picture:
    """Return a control chart; values are counted below it where their labels would be too long."""
    known = (*row.values, row.lower, row.upper, row.mean)
    exact = range_of(known).exact
    limits = (Line("upper", row.upper), Line("lower", row.lower))
    right = (*line_labels(limits, exact, Pen.LIMIT), *line_labels((Line("mean", row.mean),), exact))
    plot = open_plot(
        row, look, lambda ticks: Scale.over(min(known), max(known), ticks), Frame(_signal_notes(row, look), right)
    )
    count = len(row.values)
    dots = [dot_of(plot, (at + 0.5) / count, value) for at, value in enumerate(row.values)]
    columns = [cell_of(plot, dot)[0] for dot in dots]
    plot.level(row.mean, look.glyphs.mean, Pen.LINE)
    for limit in limits:
        plot.level(limit.value, look.glyphs.level, Pen.LIMIT)
    if count <= plot.width:
        draw_path(plot, dots, Pen.AXIS)
        for dot in dots:
            draw_sign(plot, dot, look.glyphs.point, Pen.POINT)
    else:
        draw_dots(plot, dots, Pen.POINT)
    for at, _ in row.signals:
        draw_sign(plot, dots[at], look.glyphs.marked, Pen.SIGNAL)
    for column, at in {column: at for at, column in enumerate(columns)}.items():
        plot.claim(at, column)
    plot.label_axis(list(zip(columns, _labels(row), strict=True)))
    if look.selected is not None:
        draw_selected(plot, dots[look.selected])
    return plot.sheet.picture()


def _labels(row: Control) -> tuple[str, ...]:
    fit = all(cells(plain(label)) <= _LONGEST_LABEL for label in row.labels)
    return row.labels if fit else tuple(str(at) for at in range(1, len(row.labels) + 1))


def _signal_notes(row: Control, look: Look) -> tuple[str, ...]:
    """Return the last signals with their sign, and how many there are beside."""
    said = [f"{look.glyphs.marked} {words}" for words in signal_words(row)]
    more = len(said) - _MOST_SIGNALS
    return (*said[-_MOST_SIGNALS:], f"and {more} before") if more > 0 else tuple(said)
