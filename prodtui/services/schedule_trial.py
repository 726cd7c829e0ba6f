"""What would become of a schedule: a start pinned or not, another estimate, somebody away. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from prodtui.domain.rows_schedule import ScheduleChange, ScheduledRow
from prodtui.domain.scheduling.build import build
from prodtui.domain.scheduling.compare import compare
from prodtui.domain.scheduling.floor import Away, OpenWork
from prodtui.domain.scheduling.view import by_the_order
from prodtui.services.change import Change
from prodtui.services.schedule import look, task_of
from prodtui.services.schedule_floor import read_floor
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class Tried:
    """What a change of one task would make of the schedule, and of the task, None where it is not open."""

    change: ScheduleChange
    row: ScheduledRow | None


def pinned(ws: Workspace, ref: str, at: datetime | None) -> Tried:
    """Return what follows if the start of a task is pinned to an instant, or no longer pinned."""
    return _tried(ws, ref, lambda task: task._replace(pinned_start=at))


def estimated(ws: Workspace, ref: str, hours: float) -> Tried:
    """Return what follows if a task is estimated at so many hours."""
    return _tried(ws, ref, lambda task: task._replace(estimate_hours=hours))


def unordered(ws: Workspace) -> tuple[int, ScheduleChange]:
    """Return how many tasks have a place in an agreed order, and what follows if that is taken away."""
    with read(ws.store) as session:
        looking = Change.looking(ws, session)
        floor = read_floor(looking, looking.board())
    tasks = [task._replace(sequence=None) for task in floor.tasks]
    count = sum(task.sequence is not None for task in floor.tasks)
    return count, compare(by_the_order(build(floor)), by_the_order(build(replace(floor, tasks=tasks))))


def away(ws: Workspace, people: Sequence[Away]) -> ScheduleChange:
    """Return what follows if people (login or name, first and last day) are away. Raises NotFound."""
    return compare(look(ws, fresh=True), look(ws, away=people))


def _tried(ws: Workspace, ref: str, change: Callable[[OpenWork], OpenWork]) -> Tried:
    with read(ws.store) as session:
        looking = Change.looking(ws, session)
        floor = read_floor(looking, looking.board())
    tasks = [change(task) if task.ref == ref else task for task in floor.tasks]
    then = by_the_order(build(replace(floor, tasks=tasks)))
    return Tried(compare(by_the_order(build(floor)), then), task_of(then, ref))
