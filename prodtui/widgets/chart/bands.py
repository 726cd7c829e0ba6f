"""A cumulative flow: bands stacked without a gap, each named beside its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prodtui.domain.chart_scale import Scale, spread
from prodtui.domain.rows_charts import Bands
from prodtui.widgets.chart.glyphs import Glyphs
from prodtui.widgets.chart.picture import BANDS, Pen, Picture
from prodtui.widgets.chart.plot import LEAST_WIDTH, Frame, Look, Plot, open_plot
from prodtui.widgets.spans import cells, clip, plain

EIGHTHS = 8


def bands_picture(row: Bands, look: Look) -> Picture:
    """Return a cumulative flow; its axis begins at what had been done before the window, as far as it is round.

    Names stand beside the ends of the bands; where there is no room for them they are a legend above, with signs that
    need no colour.
    """
    names = tuple(plain(name) for name in row.names)
    aside = min(max(map(cells, names)), look.width // 4) + 3
    if look.width - aside < 2 * LEAST_WIDTH:
        aside, look = 0, replace(look, glyphs=replace(look.glyphs, solid=False))
    legend = () if aside else tuple(f"{_sign(look.glyphs, len(names) - at)} {name}" for at, name in enumerate(names, 1))
    least, most = row.reached[-1][0], max(row.reached[0])
    plot = open_plot(row, look, lambda ticks: Scale.over(least, most, ticks, whole=True), Frame(legend, aside=aside))
    ends: tuple[int, ...] = ()
    for x in range(plot.width):
        day = min((2 * x + 1) * len(row.days) // (2 * plot.width), len(row.days) - 1)
        ends = band_ends([reached[day] for reached in row.reached], plot)
        draw_column(plot, x, ends)
        plot.claim(day, x)
    plot.day_axis(row.days[0], row.days[-1])
    if look.selected is not None:
        plot.point_at((2 * look.selected + 1) * plot.width // (2 * len(row.days)))
    if aside:
        _name_bands(plot, names, ends)
    return plot.sheet.picture()


def band_ends(reached: Sequence[int], plot: Plot) -> tuple[int, ...]:
    """Return where each band ends above the axis, from the axis up, in the finest parts that can be drawn.

    Ends are rounded, not heights, so that the heights add up to the whole.
    """
    parts = plot.height * (EIGHTHS if plot.glyphs.solid else 1)
    return tuple(round(plot.scale.share(value) * parts) for value in reversed(reached))


def draw_column(plot: Plot, x: int, ends: Sequence[int]) -> None:
    """Fill a column from the axis to the highest end; `ends` rise."""
    glyphs, x = plot.glyphs, plot.left + x
    if not glyphs.solid:
        below = 0
        for band, end in enumerate(ends):
            for at in range(below, end):
                plot.sheet.put(
                    x, plot.floor - 1 - at, glyphs.layers[band % len(glyphs.layers)], BANDS[band % len(BANDS)]
                )
            below = max(below, end)
        return
    band = 0
    for at in range(-(-ends[-1] // EIGHTHS)):
        while ends[band] <= at * EIGHTHS:
            band += 1
        whole = ends[band] >= (at + 1) * EIGHTHS
        cell = (glyphs.up[EIGHTHS], _pen(band), None) if whole else _shared(ends, at * EIGHTHS, glyphs)
        plot.sheet.put(x, plot.floor - 1 - at, *cell)


def _shared(ends: Sequence[int], low: int, glyphs: Glyphs) -> tuple[str, Pen, Pen | None]:
    """Return a cell that begins `low` eighths above the axis and in which a band ends, as sign, pen and ground.

    A cell has two colours: the two bands that fill most of it are shown, or one where it is not filled to its top.
    Where more bands meet, the thin ones give way, in order and without a gap.
    """
    shares: list[tuple[int, int]] = []
    begin = low
    for band, end in enumerate(ends):
        part = min(end, low + EIGHTHS) - begin
        if part > 0:
            shares.append((part, band))
            begin += part
    filled = begin - low
    if filled < EIGHTHS:
        return glyphs.up[filled], _pen(max(shares)[1]), None
    lower, upper = sorted(sorted(shares, reverse=True)[:2], key=lambda share: share[1])
    rise = sum(part for part, band in shares if band < upper[1])
    return glyphs.up[rise], _pen(lower[1]), _pen(upper[1])


def _name_bands(plot: Plot, names: Sequence[str], ends: Sequence[int]) -> None:
    """Write the names beside the middles of the ends of the bands, the first step on top."""
    parts = EIGHTHS if plot.glyphs.solid else 1
    edges = (0, *ends)
    down = range(len(names) - 1, -1, -1)
    middles = [plot.height - 1 - (edges[at] + edges[at + 1]) // (2 * parts) for at in down]
    x = plot.left + plot.width + 1
    for band, name, place in zip(down, names, spread(middles, plot.height), strict=False):
        plot.sheet.put(x, plot.top + place, _sign(plot.glyphs, band), _pen(band))
        plot.sheet.write(x + 2, plot.top + place, clip(name, plot.sheet.width - x - 2, plot.glyphs.more), Pen.TEXT)


def _sign(glyphs: Glyphs, band: int) -> str:
    return glyphs.layers[0] if glyphs.solid else glyphs.layers[band % len(glyphs.layers)]


def _pen(band: int) -> Pen:
    return BANDS[band % len(BANDS)]
