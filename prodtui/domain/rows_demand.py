"""Frozen rows about demand that nothing is planned with: a line with all that belongs to it, what is foreseen."""

from __future__ import annotations

from dataclasses import dataclass

from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import DemandRow


@dataclass(frozen=True, slots=True)
class DemandDetail:
    """A demand line, the references of the tasks that were released for it, and its history."""

    demand: DemandRow
    tasks: tuple[str, ...]
    events: tuple[EventRow, ...]
