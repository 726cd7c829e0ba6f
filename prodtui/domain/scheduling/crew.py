"""Who and what works on a board: people, machines and limits, each on its own calendar along one clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from prodtui.domain.dates import MAX_YEAR
from prodtui.domain.enums import CapacityKind, ResourceKind, Role
from prodtui.domain.rows import PersonRow
from prodtui.domain.scheduling.clock import Clock, WorkingTime
from prodtui.domain.scheduling.floor import Floor
from prodtui.domain.scheduling.problem import Resource
from prodtui.domain.scheduling.remaining import Remaining

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: Days beyond the last date that anybody named and beyond twice the work of whoever has most, and the most of them.
_MARGIN, _FARTHEST = 180, 3 * 366
#: How many days back lateness is counted.
_BACK = 366
_HOURS_PER_CALENDAR_DAY = 5.0


@dataclass(frozen=True, slots=True)
class Lane:
    """What a resource of the problem is: a person (login), a resource (key), or the limit of a step (key)."""

    key: str
    name: str
    kind: str
    limit: bool = False


class Crew:
    """The lanes of a floor and what they can do, as places: of people by login, of resources by key and by pool.

    `resources` are those of the problem, one for each of `lanes`; `limits` go by the key of the step. The clock runs
    long enough for all that is left to do.
    """

    def __init__(self, floor: Floor, left: Sequence[Remaining]) -> None:
        from zoneinfo import ZoneInfo  # it loads more than the rest of the domain together

        zone = ZoneInfo(floor.board.timezone)
        self.clock = Clock(*_days(floor, left, zone), zone)
        self.times = WorkingTime(self.clock, floor.board.settings)
        self.lanes: list[Lane] = []
        self.resources: list[Resource] = []
        self.people: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        self.pools: dict[str, list[int]] = defaultdict(list)
        self.limits: dict[str, int] = {}
        self._floor = floor
        self._able: dict[str | None, tuple[int, ...]] = {}
        self._add_people()
        self._add_resources()
        self._add_limits()

    def able_to(self, role: str | None) -> tuple[int, ...]:
        """Return the people who have a role, everybody where none is asked for."""
        if role not in self._able:
            people = (person for person in self._floor.people if person.login in self.people)
            self._able[role] = tuple(
                self.people[person.login]
                for person in people
                if role is None or role in person.skills or role == person.role
            )
        return self._able[role]

    def _add_people(self) -> None:
        away, more = self._away("person"), defaultdict[str, list[tuple[date, date, float]]](list)
        for change in self._floor.changes:
            if change.kind is CapacityKind.PERSON:
                more[change.target].append((change.starts, change.ends, change.hours))
        for person in self._floor.people:
            if not person.active or person.role is Role.SPONSOR:
                continue
            axis = self.times.of(
                person.workweek,
                hours=self._hours(person),
                more=more.get(person.login, ()),
                away=away.get(person.login, ()),
            )
            self.people[person.login] = self._add(Lane(person.login, person.name, "person"), Resource(axis))

    def _hours(self, person: PersonRow) -> float | None:
        """Return the most hours of a person's day, None where their days are no longer than that anyhow."""
        week = person.workweek or self._floor.board.settings.workweek
        longest = max(sum(end - begin for begin, end in day) for day in week)
        return person.hours_per_day if person.hours_per_day * 60 < longest else None

    def _add_resources(self) -> None:
        away = self._away("resource")
        for resource in self._floor.resources:
            if resource.kind is not ResourceKind.MATERIAL and resource.archived_at is None:
                axis = self.times.of(resource.workweek, away=away.get(resource.key, ()))
                lane = Lane(resource.key, resource.name, resource.kind.value)
                place = self._add(lane, Resource(axis, resource.parallel))
                self.keys[resource.key] = place
                self.pools[resource.pool or resource.key].append(place)

    def _add_limits(self) -> None:
        for step in self._floor.steps:
            if step.wip_limit is not None:
                lane = Lane(step.key, step.name, "limit", limit=True)
                self.limits[step.key] = self._add(lane, Resource(None, max(step.wip_limit, 1)))

    def _add(self, lane: Lane, resource: Resource) -> int:
        self.lanes.append(lane)
        self.resources.append(resource)
        return len(self.lanes) - 1

    def _away(self, whose: str) -> Mapping[str, list[tuple[date, date]]]:
        found: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for absence in self._floor.absences:
            key = absence.person if whose == "person" else absence.resource
            if key is not None:
                found[key].append((absence.starts, absence.ends))
        return found


def _days(floor: Floor, left: Sequence[Remaining], zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day of a schedule: long enough that whoever has most to do gets through it."""
    dated = ((task.due, task.planned_start, task.pinned_start, task.wait_until) for task in floor.tasks)
    named = [floor.now, *(at for dates in dated for at in dates if at is not None)]
    today, earliest, latest = (at.astimezone(zone).date() for at in (floor.now, min(named), max(named)))
    load: dict[str, float] = defaultdict(float)
    for task, each in zip(floor.tasks, left, strict=True):
        hours = sum([stage.hours for stage in each.stages])
        for login in task.assignees or ("",):
            load[login] += hours / max(len(task.assignees), 1)
    anyone = load.pop("", 0.0) / max(sum(person.active for person in floor.people), 1)
    most = 2 * (max(load.values(), default=0.0) + anyone) / _HOURS_PER_CALENDAR_DAY
    last = latest + timedelta(days=_MARGIN + ceil(min(most, _FARTHEST - _MARGIN)))
    end = min(last, today + timedelta(days=10 * 366), date(MAX_YEAR, 12, 31))
    return max(earliest, today - timedelta(days=_BACK)), end
