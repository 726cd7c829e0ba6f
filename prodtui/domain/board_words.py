"""A board in words."""

from __future__ import annotations

from datetime import tzinfo

from prodtui.domain.rows_board import Ended
from prodtui.domain.text import counted


def nothing_open(ended: Ended, zone: tzinfo) -> tuple[str, str]:
    """Return that nothing is open on a board that shows no task, and what became of those that it had."""
    parts = []
    if ended.last is not None:
        last = (
            f", the last one on {ended.last.astimezone(zone):%Y-%m-%d}"
            if ended.finished > 1
            else (f" since {ended.last.astimezone(zone):%Y-%m-%d}")
        )
        parts.append(f"{_tasks(ended.finished)} finished{last}")
    if ended.archived:
        parts.append(f"{_tasks(ended.archived)} archived without being finished")
    return "Nothing is open.", f"{'; '.join(parts)}."


def _tasks(count: int) -> str:
    return f"{counted(count, 'task')} {'is' if count == 1 else 'are'}"
