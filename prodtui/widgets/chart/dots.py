"""Points in a plot: as signs where there are few, as braille dots, two by four in a cell, where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from prodtui.widgets.chart.picture import Pen
from prodtui.widgets.chart.plot import Plot

ACROSS, UP = 2, 4
"""Dots in a cell."""
_BLANK = 0x2800
#: Bits of the dots of a cell, from the lowest up, the left column first.
_BITS = (0x40, 0x04, 0x02, 0x01, 0x80, 0x20, 0x10, 0x08)
#: So many points for each hundred cells are still told apart as signs.
_SPARSE = 8

#: A point of a plot in dots from its left lower corner.
Dot = tuple[int, int]


def dot_of(plot: Plot, across: float, value: float) -> Dot:
    """Return the dot of a value at a share of the width, 0 to 1."""
    wide, high = plot.width * ACROSS, plot.height * UP
    return min(int(across * wide), wide - 1), min(int(plot.scale.share(value) * high), high - 1)


def cell_of(plot: Plot, dot: Dot) -> tuple[int, int]:
    """Return the cell of a dot: its column in the plot and its line on the sheet."""
    x, y = dot
    return x // ACROSS, plot.floor - 1 - y // UP


def are_many(plot: Plot, count: int) -> bool:
    """Tell whether so many points are better drawn as dots, so that nearness is seen rather than each of them."""
    return plot.glyphs.dots and count * 100 > plot.width * plot.height * _SPARSE


def draw_dots(plot: Plot, dots: Iterable[Dot], pen: Pen) -> None:
    """Draw points as braille dots."""
    width, bits = plot.width, _BITS
    masks = bytearray(width * plot.height)
    for x, y in dots:
        masks[y // UP * width + x // ACROSS] |= bits[x % ACROSS * UP + y % UP]
    for at, mask in enumerate(masks):
        if mask:
            y, x = divmod(at, width)
            plot.sheet.put(plot.left + x, plot.floor - 1 - y, chr(_BLANK + mask), pen)


def draw_path(plot: Plot, dots: Sequence[Dot], pen: Pen) -> None:
    """Draw a line through points with braille dots, where there are any."""
    if not plot.glyphs.dots:
        return
    path: list[Dot] = []
    for (x0, y0), (x1, y1) in pairwise(dots):
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        path += [(x0 + round((x1 - x0) * at / steps), y0 + round((y1 - y0) * at / steps)) for at in range(steps + 1)]
    draw_dots(plot, path, pen)


def claim_points(plot: Plot, dots: Iterable[Dot]) -> None:
    """Let the cell of each point belong to it; where several share one, to the last."""
    left, floor, spots = plot.left, plot.floor - 1, plot.sheet.spots
    for stop, (x, y) in enumerate(dots):
        spots[left + x // ACROSS, floor - y // UP] = stop


def draw_sign(plot: Plot, dot: Dot, char: str, pen: Pen) -> None:
    """Draw one point as a sign of its own."""
    x, y = cell_of(plot, dot)
    plot.sheet.put(plot.left + x, y, char, pen)


def draw_selected(plot: Plot, dot: Dot) -> None:
    """Draw the selected point and a sign on the axis below it: a line between them would cost 2 KB on the wire."""
    x, y = cell_of(plot, dot)
    plot.sheet.put(plot.left + x, y, plot.glyphs.selected, Pen.SELECTED)
    plot.point_at(x)


def draw_signs(plot: Plot, dots: Iterable[Dot], pen: Pen) -> None:
    """Draw points as signs, which tell one from several in a cell."""
    width, few = plot.width, plot.glyphs.few
    counts = [0] * (width * plot.height)
    for x, y in dots:
        counts[y // UP * width + x // ACROSS] += 1
    for at, count in enumerate(counts):
        if count:
            y, x = divmod(at, width)
            plot.sheet.put(plot.left + x, plot.floor - 1 - y, few[min(count, len(few)) - 1], pen)
