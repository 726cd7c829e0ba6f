"""The rows of a chart as cells: ground, bars with what they say, and where a task has no bar. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.domain.scheduling.words import late_words
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, plain
from prodtui.widgets.timeline_scale import Scale, Shade
from prodtui.widgets.timeline_signs import BarSigns


@dataclass(frozen=True, slots=True)
class Chart:
    """What bars are drawn on: `width` columns of a scale from `first` on, at the minute `now`."""

    scale: Scale
    first: int
    width: int
    now: int
    signs: Signs
    bars: BarSigns

    def column(self, minute: int) -> int:
        """Return the column of the screen in which a minute lies."""
        return self.scale.column(minute) - self.first

    def half(self, minute: int) -> int:
        """Return the half column of the screen in which a minute lies."""
        return self.scale.half(minute) - 2 * self.first


@dataclass(frozen=True, slots=True)
class Extent:
    """The half columns that a bar takes, the last one not included, one at least."""

    begin: int
    end: int

    @property
    def first(self) -> int:
        """The first column that the bar touches."""
        return self.begin // 2

    @property
    def after(self) -> int:
        """The first column behind the bar."""
        return (self.end - 1) // 2 + 1


class Track:
    """One row of a chart while it is drawn: a piece of text for each cell, and whether more than ground lies there."""

    def __init__(self, ground: Sequence[Span]) -> None:
        self._cells = list(ground)
        self._taken = [False] * len(self._cells)
        self._lines: set[int] = set()

    def put(self, column: int, text: str, ink: Ink) -> None:
        """Draw signs of one cell each from a column on, over whatever is there; what is outside is left out."""
        for at, sign in enumerate(text, start=column):
            if 0 <= at < len(self._cells):
                self._cells[at] = (sign, ink)
                self._taken[at] = True

    def under(self, column: int, sign: str, ink: Ink) -> None:
        """Draw a part of a line where only ground is, or another line."""
        if 0 <= column < len(self._cells) and (not self._taken[column] or column in self._lines):
            self.put(column, sign, ink)
            self._lines.add(column)

    def write(self, column: int, text: str, ink: Ink) -> None:
        """Write words into cells that are free, all of them or none."""
        end = column + cells(text)
        if column >= 0 and end <= len(self._cells) and not any(self._taken[column:end]):
            self._cells[column] = (text, ink)
            self._cells[column + 1 : end] = [("", ink)] * (end - column - 1)
            self._taken[column:end] = [True] * (end - column)

    def line(self) -> Line:
        """Return the row with neighbours of one ink as one piece."""
        return tuple(
            ("".join(text for text, _ in piece), ink) for ink, piece in groupby(self._cells, key=lambda cell: cell[1])
        )


def ground(chart: Chart, shades: Sequence[Shade]) -> list[Span]:
    """Return a row without anything on it: shades of nights and days off, and the line of now."""
    signs = {
        Shade.WORK: (" ", Ink.TEXT),
        Shade.NIGHT: (chart.bars.night, Ink.SHADE),
        Shade.DAY_OFF: (chart.bars.day_off, Ink.SHADE),
    }
    row = [signs[shade] for shade in shades]
    now = chart.column(chart.now)
    if 0 <= now < len(row):
        row[now] = (chart.bars.now, Ink.HERE)
    return row


def extent(chart: Chart, starts: datetime, ends: datetime) -> Extent:
    """Return where a bar lies on the screen."""
    whole, first = extent_on(chart.scale, starts, ends), 2 * chart.first
    return Extent(whole.begin - first, whole.end - first)


def extent_on(scale: Scale, starts: datetime, ends: datetime) -> Extent:
    """Return where a bar lies on a scale, from its first column on."""
    begin, end = scale.half(scale.minute(starts)), scale.half(scale.minute(ends))
    return Extent(begin, max(end, begin + 1))


def bar_ink(row: ScheduledRow) -> Ink:
    """Return the ink of a bar as far as it is not late."""
    return Ink.URGENT if row.critical else Ink.REF


def late_ink(chart: Chart, row: ScheduledRow) -> Ink:
    """Return the ink of what is late: wrong once the due date is over, before that a warning."""
    over = row.due is not None and chart.scale.minute(row.due) <= chart.now
    return Ink.WRONG if over else Ink.SOON


def draw_row(chart: Chart, track: Track, row: ScheduledRow, ghost: tuple[datetime, datetime] | None = None) -> None:
    """Draw a task: its bar, the due mark and how late it is, or why it has no place."""
    if ghost is not None:
        where = extent(chart, *ghost)
        for column in range(max(where.first, 0), min(where.after, chart.width)):
            track.put(column, chart.bars.ghost, Ink.MUTED)
    if row.starts is None or row.ends is None:
        if row.problem is None:
            _draw_due(chart, track, row)
            return
        words = clip(plain(row.problem), max(chart.width - 2, 0), chart.signs.more)
        track.write(1, f"{chart.signs.failed} {clip(words, max(chart.width - 4, 0), chart.signs.more)}", Ink.WRONG)
        return
    where = extent(chart, row.starts, row.ends)
    _draw_bar(chart, track, row, where)
    after = where.after
    due = _draw_due(chart, track, row)
    if due is not None and due >= after - 1:
        after = max(after, due + len(chart.signs.fixed_date))
    ink = late_ink(chart, row) if row.late else Ink.MUTED
    if where.after <= 0:
        track.put(0, chart.signs.left, ink)
    elif where.first >= chart.width:
        track.put(chart.width - 1, chart.signs.right, ink)
    elif row.late:
        track.write(after, f" {late_words(row.late)} ", ink)


def _draw_due(chart: Chart, track: Track, row: ScheduledRow) -> int | None:
    """Draw the mark of the due date and return its column, None without a date."""
    if row.due is None:
        return None
    due = chart.column(chart.scale.minute(row.due))
    track.put(due, chart.signs.fixed_date, late_ink(chart, row) if row.late else Ink.MUTED)
    return due


def _draw_bar(chart: Chart, track: Track, row: ScheduledRow, where: Extent) -> None:
    signs, ink = chart.bars, bar_ink(row)
    rest = signs.critical if row.critical else signs.rest
    done = where.begin + round(row.progress * (where.end - where.begin))
    late = where.end if row.due is None or not row.late else chart.half(chart.scale.minute(row.due))
    gaps = _gaps(chart, row)
    for column in range(max(where.first, 0), min(where.after, chart.width)):
        begin, end = 2 * column, 2 * column + 2
        is_late = begin >= late
        own = late_ink(chart, row) if is_late else ink
        if where.begin > begin:
            sign = signs.opens
        elif where.end < end:
            sign = signs.closes
        elif any(opens <= begin and end <= closes for opens, closes in gaps):
            sign = signs.gap
        elif end <= done:
            sign = signs.done
        else:
            sign = signs.late if is_late else rest
        track.put(column, sign, own)


def _gaps(chart: Chart, row: ScheduledRow) -> list[tuple[int, int]]:
    """Return the half columns in which a task waits between two steps."""
    if len(row.parts) < 2:
        return []
    minute = chart.scale.minute
    return [
        (chart.half(minute(part.ends)), chart.half(minute(following.starts)))
        for part, following in pairwise(row.parts)
        if part.ends < following.starts
    ]
