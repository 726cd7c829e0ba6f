"""A floor as it would be: tasks done by now, somebody at work longer, one person more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from prodtui.domain.enums import CapacityKind, Role
from prodtui.domain.rows import PersonRow
from prodtui.domain.rows_planning import CapacityChangeRow
from prodtui.domain.scheduling.floor import Floor

_HOURS_PER_DAY = 24.0


class Overtime(NamedTuple):
    """Days, both included, on which a person (login) would work so many hours longer."""

    person: str
    starts: date
    ends: date
    hours: float


def finished(floor: Floor, refs: Collection[str]) -> Floor:
    """Return a floor on which some tasks are done at this moment."""
    done = {task.id for task in floor.tasks if task.ref in refs}
    return replace(
        floor,
        tasks=tuple(task for task in floor.tasks if task.id not in done),
        waits=tuple(
            waits._replace(since=floor.now) if waits.predecessor in done and waits.since is None else waits
            for waits in floor.waits
            if waits.successor not in done
        ),
    )


def overtime(floor: Floor, more: Iterable[Overtime]) -> Floor:
    """Return a floor on which people work longer."""
    changes = [
        CapacityChangeRow(0, "", CapacityKind.PERSON, who, starts, ends, hours, "", None, None, 1)
        for who, starts, ends, hours in more
    ]
    return replace(floor, changes=(*floor.changes, *changes))


def joined(floor: Floor, roles: Sequence[str]) -> Floor:
    """Return a floor with one person more of each of these roles, on the calendar of the board."""
    people = [
        PersonRow(
            id=-number,
            login=f"+{number}",
            name=f"Another {role}",
            initials="+",
            role=Role.MEMBER,
            skills=(role,),
            hours_per_day=_HOURS_PER_DAY,
            wip_limit=None,
            active=True,
            version=1,
        )
        for number, role in enumerate(roles, start=1)
    ]
    return replace(floor, people=(*floor.people, *people))
