"""Dependencies of one row of a chart as lines with arrows, drawn where nothing else is. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.widgets.spans import Ink
from prodtui.widgets.timeline_bars import Chart, Extent, Track, extent
from prodtui.widgets.timeline_model import TimelineModel

#: So many lines to each side are drawn at most: more would only hide each other.
MOST_ARROWS = 12
_INK = Ink.HERE


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of the chart that are seen: a track for each entry from `top` on."""

    model: TimelineModel
    top: int
    tracks: Sequence[Track]

    def y(self, row: ScheduledRow) -> int | None:
        """Return the row of the screen of a task, below 0 or too great where it is hidden, None when left out."""
        place = self.model.places.get(row.id)
        return None if place is None else place - self.top


def draw_arrows(chart: Chart, window: Window, row: ScheduledRow) -> None:
    """Draw what a task waits for, and what waits for it."""
    model = window.model
    before = _known(model.by_ref, row.after)
    behind = _known(model.by_ref, model.followers.get(row.ref, ()))
    for other in before:
        _draw(chart, window, other, row)
    for other in behind:
        _draw(chart, window, row, other)


def _known(by_ref: Mapping[str, ScheduledRow], refs: Sequence[str]) -> Iterator[ScheduledRow]:
    found = (by_ref[ref] for ref in refs if ref in by_ref)
    return (row for _, row in zip(range(MOST_ARROWS), found, strict=False))


def _draw(chart: Chart, window: Window, first: ScheduledRow, then: ScheduledRow) -> None:
    above, below = window.y(first), window.y(then)
    source, target = _where(chart, first), _where(chart, then)
    if above is None or below is None or source is None or target is None or above == below:
        return
    signs, last = chart.bars, len(window.tracks) - 1
    down = below > above
    leave, enter = source.after, target.first
    turn = max(leave, enter - 2)
    _across(chart, window, above, leave, turn)
    if turn < 0:
        if 0 <= below <= last:
            _into(chart, window.tracks[below], -1, enter)
        return
    steps = range(min(above, below) + 1, max(above, below))
    for y in range(max(steps.start, 0), min(steps.stop, last + 1)):
        window.tracks[y].under(turn, signs.upright, _INK)
    if 0 <= above <= last:
        window.tracks[above].under(turn, signs.left_down if down else signs.left_up, _INK)
    else:
        _edge(chart, window, above, turn)
    if not 0 <= below <= last:
        _edge(chart, window, below, turn)
    elif turn < enter:
        corner = signs.right_up if down else signs.right_down
        window.tracks[below].under(turn, corner if turn < enter - 1 else signs.into, _INK)
        _into(chart, window.tracks[below], turn, enter)


def _where(chart: Chart, row: ScheduledRow) -> Extent | None:
    return None if row.starts is None or row.ends is None else extent(chart, row.starts, row.ends)


def _across(chart: Chart, window: Window, y: int, begin: int, end: int) -> None:
    """Draw the level part of a line, and at the edge of the chart that it goes on."""
    if not 0 <= y < len(window.tracks):
        return
    track = window.tracks[y]
    for column in range(max(begin, 0), min(end, chart.width)):
        track.under(column, chart.bars.across, _INK)
    if begin < chart.width <= end:
        track.put(chart.width - 1, chart.signs.right, _INK)


def _into(chart: Chart, track: Track, begin: int, end: int) -> None:
    """Draw the last part of a line up to the head of its arrow; one from beyond the chart begins at its edge."""
    if begin < 0 < end:
        track.under(0, chart.signs.left, _INK)
    for column in range(max(begin + 1, 0), min(end - 1, chart.width)):
        track.under(column, chart.bars.across, _INK)
    track.under(end - 1, chart.bars.into, _INK)


def _edge(chart: Chart, window: Window, y: int, column: int) -> None:
    """Hint at the edge that the other end lies above or below of what is seen."""
    last = len(window.tracks) - 1
    if 0 <= column < chart.width and last >= 0:
        window.tracks[0 if y < 0 else last].put(column, chart.bars.above if y < 0 else chart.bars.below, _INK)
