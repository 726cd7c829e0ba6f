"""The schedule as it is stored, in the words of its tasks, without making it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_schedule import ScheduleView
from prodtui.domain.scheduling.stored import unpacked
from prodtui.domain.scheduling.view import Placing, shown
from prodtui.services.change import Change
from prodtui.services.schedule_floor import read_work
from prodtui.storage.queries.schedule import Kept


def stored_view(
    change: Change,
    board: BoardRow,
    kept: Mapping[int, Kept],
    made_at: datetime,
    only: Collection[int] | None = None,
) -> ScheduleView | None:
    """Return the open tasks of a board, of them `only` unless None, as the schedule of an instant has them stored.

    None when one of them is not in it.
    """
    floor = read_work(change, board, only=only)
    if any(task.id not in kept for task in floor.tasks):
        return None
    return shown(floor, [_placing(kept[task.id]) for task in floor.tasks], made_at)


def _placing(row: Kept) -> Placing:
    return Placing(row.starts, row.ends, row.late, row.slack, row.critical, unpacked(row.parts), row.problem)
