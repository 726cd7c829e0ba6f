"""A bar where a reader would like it: moved by columns, or longer or shorter by columns. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.domain.scheduling.axis import Axis
from prodtui.widgets.timeline_scale import Scale, Span

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Trial:
    """By how many columns the start of a bar moves, and by how many its end moves beyond that."""

    moved: int = 0
    longer: int = 0

    @property
    def is_nothing(self) -> bool:
        """Tell whether the bar is where it was."""
        return not self.moved and not self.longer


def tried(row: ScheduledRow, trial: Trial, scale: Scale) -> ScheduledRow:
    """Return a task that has a place as its bar would be drawn; starts and ends that move go to edges of columns."""
    starts, ends = row.starts, row.ends
    if starts is None or ends is None:
        return row
    begin = _moved(scale, starts, trial.moved)
    length = ends - starts
    end = begin + length if trial.moved else ends
    if trial.longer:
        end = max(_moved(scale, end - _MINUTE, trial.longer + 1), begin + _MINUTE)
    return replace(row, starts=begin, ends=end, parts=())


def more_work(row: ScheduledRow, trial: Trial, scale: Scale, working: tuple[Span, ...]) -> int:
    """Return how many minutes of work a bar has more, or fewer, when its end is where a trial puts it.

    They are counted on the board's calendar (`working`); a trial that only moves has none.
    """
    there = tried(row, Trial(0, trial.longer), scale)
    if row.ends is None or there.ends is None or not trial.longer:
        return 0
    axis = Axis(working)
    return axis.work(scale.minute(there.ends)) - axis.work(scale.minute(row.ends))


def _moved(scale: Scale, at: datetime, columns: int) -> datetime:
    """Return the edge that lies so many columns from the one in which an instant lies, itself for none."""
    if not columns:
        return at
    return scale.origin + scale.edge(scale.column(scale.minute(at)) + columns) * _MINUTE
