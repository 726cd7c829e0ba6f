"""The load of one person or machine along the columns of a chart. Pure functions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from prodtui.domain.rows_schedule import LaneRow
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, clip, line, plain
from prodtui.widgets.timeline_bars import Chart
from prodtui.widgets.timeline_scale import Scale, Unit


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes booked and minutes there are."""

    booked: int
    there: int

    @property
    def share(self) -> float:
        """How full it is; more than 1 when it is over."""
        return self.booked / self.there if self.there else 0.0

    @property
    def over(self) -> bool:
        """Tell whether more is booked than there is."""
        return self.booked > self.there


def loads(lane: LaneRow, booked: Sequence[tuple[int, int]], scale: Scale, first: int, count: int) -> list[Load]:
    """Return the load of each of `count` columns from `first` on: what is booked counts in working time alone."""
    edges = [scale.edge(column) for column in range(first, first + count + 1)]
    there, taken = [0] * count, [0] * count
    at = max(bisect_right(lane.working, (edges[0], 0)) - 1, 0)
    reaching = [span for span in booked[: bisect_left(booked, (edges[-1], 0))] if span[1] > edges[0]]
    for opens, closes in lane.working[at:]:
        if opens >= edges[-1]:
            break
        _add(there, edges, opens, closes, lane.capacity)
        for begin, end in reaching:
            if begin < closes and opens < end:
                _add(taken, edges, max(opens, begin), min(closes, end), 1)
    return [Load(busy, free) for busy, free in zip(taken, there, strict=True)]


def _add(columns: list[int], edges: Sequence[int], begin: int, end: int, weight: int) -> None:
    """Add the minutes of a span to the columns in which they lie."""
    begin, end = max(begin, edges[0]), min(end, edges[-1])
    at = bisect_right(edges, begin) - 1
    while begin < end:
        until = min(edges[at + 1], end)
        columns[at] += (until - begin) * weight
        begin, at = until, at + 1


def bars_line(chart: Chart, columns: Sequence[Load]) -> Line:
    """Return how full each column is, as a block as high as that; what is over has a sign of its own."""
    spans: list[Span] = []
    for load in columns:
        if load.over:
            spans.append((chart.signs.over, Ink.WRONG))
        elif load.booked:
            level = min(int(load.share * len(chart.bars.levels)), len(chart.bars.levels) - 1)
            spans.append((chart.bars.levels[level], Ink.REF))
        else:
            spans.append((" ", Ink.REF))
    return line(spans, len(columns))


def shares_line(units: Sequence[Unit], columns: Sequence[Load], signs: Signs) -> Line:
    """Return how full each head's columns are, in percent where there is room; what is over is marked."""
    spans: list[Span] = []
    for unit in units:
        own = columns[unit.first : unit.first + unit.width]
        load = Load(sum(each.booked for each in own), sum(each.there for each in own))
        over = any(each.over for each in own)
        text = f"{round(load.share * 100)}%{signs.over if over else ''}" if load.there else ""
        shown = text if len(text) < unit.width else text[:-1] if len(text) == unit.width and not over else ""
        spans.append((f"{shown:<{unit.width}}", Ink.WRONG if over else Ink.MUTED))
    return line(spans, len(columns))


def lane_line(lane: LaneRow | None, width: int, signs: Signs) -> Line:
    """Return the name of a lane, and of how many there are."""
    if lane is None:
        return line([(" nobody yet", Ink.MUTED)], width, signs.more)
    many = f" ({lane.capacity} at once)" if lane.capacity > 1 else ""
    name = clip(plain(lane.name), max(width - 2 - len(many), 4), signs.more)
    return line([(f" {name}", Ink.TEXT), (many, Ink.MUTED)], width, signs.more)
