"""A number for each period as columns, with lines such as their mean; classes of a histogram are columns too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prodtui.domain.chart_scale import Scale, day_words
from prodtui.domain.chart_words import figure
from prodtui.domain.rows_charts import Bars, Run
from prodtui.widgets.chart.picture import Pen, Picture
from prodtui.widgets.chart.plot import Frame, Look, Plot, line_labels, open_plot

_WIDEST = 12
_EIGHTHS = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """How a number of columns is laid out: `every` so many share one, each takes `width` cells, `gap` of them free."""

    every: int
    width: int
    gap: int

    @classmethod
    def of(cls, count: int, room: int) -> Columns:
        """Return columns as wide as fit, no wider than can be read."""
        every = max(-(-count // max(room, 1)), 1)
        width = max(min(room * every // max(count, 1), _WIDEST), 1)
        return cls(every, width, 1 if width > 2 else 0)

    def x(self, at: int) -> int:
        """Return the first cell of a column."""
        return at // self.every * self.width


def run_picture(row: Run, look: Look) -> Picture:
    """Return a run chart; a period that is not over is drawn open, and several that share a column say so."""
    most = max(*row.values, *(line.value for line in row.lines), 1)
    right = line_labels(row.lines, figure)
    columns = Columns.of(len(row.values), look.width - 8)
    notes = (f"each column is the highest of {columns.every}",) if columns.every > 1 else ()
    plot = open_plot(row, look, lambda ticks: Scale.over(0, most, ticks, whole=True), Frame(notes, right))
    columns = Columns.of(len(row.values), plot.width)
    last = len(row.values) - 1
    open_at = last // columns.every if row.running else None
    draw_columns(plot, columns, row.values, here=look.selected, open_at=open_at)
    for line in row.lines:
        plot.level(line.value, look.glyphs.level, Pen.LINE)
    starts = [(columns.x(at), day_words(row.starts[at])) for at in range(0, last + 1, columns.every)]
    plot.label_axis(starts)
    if look.selected is not None:
        plot.point_at(columns.x(look.selected) + (columns.width - columns.gap) // 2)
    return plot.sheet.picture()


def histogram_picture(row: Bars, look: Look) -> Picture:
    """Return classes in order as columns; their lines belong to the axis of the classes and are told above it."""
    notes = tuple(f"{line.label} {figure(line.value)}" for line in row.lines)
    values = [bar.value for bar in row.bars]
    whole = all(value == int(value) for value in values)
    plot = open_plot(row, look, lambda ticks: Scale.over(0, max(values), ticks, whole=whole), Frame(notes))
    columns = Columns.of(len(values), plot.width)
    draw_columns(plot, columns, values, here=look.selected)
    plot.label_axis([(columns.x(at), row.bars[at].name) for at in range(0, len(values), columns.every)])
    if look.selected is not None:
        plot.point_at(columns.x(look.selected) + (columns.width - columns.gap) // 2)
    return plot.sheet.picture()


def draw_columns(
    plot: Plot, columns: Columns, values: Sequence[float], *, here: int | None = None, open_at: int | None = None
) -> None:
    """Draw columns from the axis up, each to an eighth of a cell."""
    for at in range(0, len(values), columns.every):
        value, column = max(values[at : at + columns.every]), at // columns.every
        eighths = round(plot.scale.share(value) * plot.height * _EIGHTHS)
        chosen, is_open = here is not None and here // columns.every == column, column == open_at
        plot.claim(at, columns.x(at), columns.width)
        lines = -(-eighths // _EIGHTHS)
        for rise in range(lines):
            char = plot.glyphs.so_far if is_open else plot.glyphs.up[min(eighths - rise * _EIGHTHS, _EIGHTHS)]
            # Only the top of the selected column stands out: all of it would cost 2 KB on the wire.
            pen = Pen.POINT if chosen and rise == lines - 1 else Pen.REST if is_open else Pen.BAR
            plot.sheet.row(plot.left + columns.x(at), plot.floor - 1 - rise, char, pen, columns.width - columns.gap)
