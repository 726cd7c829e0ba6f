"""What would become of a schedule: a start pinned or not, another estimate, somebody away or at work longer, a task
done by now. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from prodtui.domain.rows_schedule import ScheduleChange, ScheduledRow
from prodtui.domain.scheduling.build import build
from prodtui.domain.scheduling.compare import Drawn, compare
from prodtui.domain.scheduling.floor import Away, Floor, OpenWork
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.trial import Overtime, finished, joined, overtime
from prodtui.domain.scheduling.view import view
from prodtui.domain.text import quoted
from prodtui.errors import NotFound
from prodtui.services.change import Change
from prodtui.services.collector import without_collector
from prodtui.services.lookup import pick_person
from prodtui.services.schedule import task_of
from prodtui.services.schedule_floor import read_floor
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What to try: people (login or name) away or working longer, tasks (refs) done by now, roles of people more."""

    away: tuple[Away, ...] = ()
    overtime: tuple[Overtime, ...] = ()
    done: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What a change of one task would make of the schedule, and of the task, None where it is not open."""

    change: ScheduleChange
    row: ScheduledRow | None


def pinned(ws: Workspace, ref: str, at: datetime | None) -> Tried:
    """Return what follows if the start of a task is pinned to an instant, or no longer pinned."""
    return _of_task(ws, ref, lambda task: task._replace(pinned_start=at))


def estimated(ws: Workspace, ref: str, hours: float) -> Tried:
    """Return what follows if a task is estimated at so many hours."""
    return _of_task(ws, ref, lambda task: task._replace(estimate_hours=hours))


def unordered(ws: Workspace) -> tuple[int, ScheduleChange]:
    """Return how many tasks have a place in an agreed order, and what follows if that is taken away."""
    with read(ws.store) as session, without_collector():
        looking = Change.looking(ws, session)
        floor = read_floor(looking, looking.board())
        tasks = [task._replace(sequence=None) for task in floor.tasks]
        count = sum(task.sequence is not None for task in floor.tasks)
        return count, _between(floor, replace(floor, tasks=tasks))


def away(ws: Workspace, people: Sequence[Away]) -> ScheduleChange:
    """Return what follows if people (login or name, first and last day) are away. Raises NotFound."""
    return what_if(ws, WhatIf(away=tuple(people)))


def what_if(ws: Workspace, tried: WhatIf) -> ScheduleChange:
    """Return what follows of all that is tried at once.

    Raises NotFound for an unknown person, a task that is not open and a role that no step takes.
    """
    with read(ws.store) as session, without_collector():
        looking = Change.looking(ws, session)
        board = looking.board()
        before = read_floor(looking, board)
        people = looking.people()
        after = read_floor(looking, board, away=tried.away) if tried.away else before
        longer = [each._replace(person=pick_person(people, each.person).login) for each in tried.overtime]
        for ref in tried.done:
            if all(task.ref != ref for task in before.tasks):
                raise NotFound(f"{ref} is not open, so it cannot be done sooner.", hint="Name an open task.")
        roles = {step.role for step in before.steps if step.role is not None}
        for role in tried.joining:
            if role not in roles:
                known = ", ".join(sorted(roles)) or "no step takes one"
                raise NotFound(f"No step takes the role {quoted(role)}.", hint=f"The roles: {known}.")
        return _between(before, joined(overtime(finished(after, tried.done), longer), tried.joining))


def _of_task(ws: Workspace, ref: str, change: Callable[[OpenWork], OpenWork]) -> Tried:
    with read(ws.store) as session, without_collector():
        looking = Change.looking(ws, session)
        floor = read_floor(looking, looking.board())
        tasks = [change(task) if task.ref == ref else task for task in floor.tasks]
        then = _drawn(replace(floor, tasks=tasks))
        return Tried(compare(_drawn(floor), then), task_of(view(*then), ref))


def _between(before: Floor, after: Floor) -> ScheduleChange:
    return compare(_drawn(before), _drawn(after))


def _drawn(floor: Floor) -> Drawn:
    built = build(floor)
    return built, schedule(built.problem, built.order())
