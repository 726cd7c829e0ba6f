"""Hours that there are, by step, role and pool of resources.

A role has the hours of the active people who can do it; whoever can do several roles of the board is divided evenly
among them, so that no hour counts twice. A step has the hours of its role; one without a role has those of the pools
that only it uses. A pool has the hours of its resources, times how many work at once. Where nobody said how many hours
there are (a role that nobody was ever given, a pool without resources), there is None, never 0. Changes leave no day
fewer than 0 hours, so that a week is the sum of its days. Of the period of today only what is left of it counts, and
of today itself the working time from now on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from prodtui.domain.enums import CapacityKind, LoadKind, ResourceKind, StepKind
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.rows_planning import (
    AbsenceRow,
    CapacityChangeRow,
    PeriodRow,
    ProductRow,
    ResourceRow,
    Workweek,
)

#: The hours that the calendar has on a day: of the given week, or of the board's when None; none on days off.
HoursOn = Callable[[date, Workweek | None], float]
#: How many of the first so many hours of today are still ahead, in a week of one's own or in the board's when None.
HoursAhead = Callable[[float, Workweek | None], float]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """Hours of a step, role or pool by period, None where nobody said how many."""

    kind: LoadKind
    key: str
    name: str
    hours: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Capacities:
    """The rows of load against capacity, steps first, then roles, then pools; `roles` says whose hours a step takes."""

    rows: tuple[CapacityRow, ...]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shop:
    """Who and what works on a board, and when."""

    steps: Sequence[StepRow]
    products: Sequence[ProductRow]
    people: Iterable[PersonRow]
    resources: Iterable[ResourceRow]
    absences: Iterable[AbsenceRow]
    changes: Iterable[CapacityChangeRow]
    hours_on: HoursOn
    hours_ahead: HoursAhead


def capacities(columns: Sequence[PeriodRow], shop: Shop, today: date) -> Capacities:
    """Return the capacity of active steps and of others that a routing names, of their roles, and of pools."""
    days = _Days(columns, shop, today)
    used = _steps_by_pool(shop.products)
    routed = {step for steps in used.values() for step in steps} | _routed(shop.products)
    steps = [step for step in shop.steps if step.kind is StepKind.ACTIVE or step.key in routed]
    roles = {step.key: step.role for step in steps if step.role}
    by_role = _role_hours(days, shop, list(dict.fromkeys(roles.values())))
    by_pool, names = _pool_hours(days, shop)
    rows = []
    for step in steps:
        alone = [by_pool[pool] for pool, users in used.items() if users == {step.key} and pool in by_pool]
        hours = by_role[step.role] if step.role else _sum(alone)
        more = days.changed(CapacityKind.STEP, step.key)
        if more is not None and step.role:
            by_role[step.role] = _sum([by_role[step.role], more])
        rows.append(CapacityRow(LoadKind.STEP, step.key, step.name, days.by_period(_sum([hours, more]))))
    rows += [CapacityRow(LoadKind.ROLE, role, role, days.by_period(hours)) for role, hours in by_role.items()]
    for pool in dict.fromkeys((*by_pool, *used)):
        rows.append(CapacityRow(LoadKind.POOL, pool, names.get(pool, pool), days.by_period(by_pool.get(pool))))
    return Capacities(tuple(rows), roles)


class _Days:
    """The days of the periods, and what the calendars and the changes of capacity say of them."""

    def __init__(self, columns: Sequence[PeriodRow], shop: Shop, today: date) -> None:
        self._hours_on, self._hours_ahead, self._today = shop.hours_on, shop.hours_ahead, today
        self._count = len(columns)
        self._weeks: dict[Workweek | None, list[tuple[date, int, float]]] = {}
        self._changes = tuple(shop.changes)
        self._away: dict[tuple[str | None, str | None], list[AbsenceRow]] = {}
        for absence in shop.absences:
            self._away.setdefault((absence.person, absence.resource), []).append(absence)
        self._first, self._ends = columns[0].starts, columns[-1].ends
        self._places = [
            (day, at)
            for at, column in enumerate(columns)
            for day in _span(column.starts, column.ends)
            if day >= today or column.ends <= today
        ]

    def nothing(self) -> list[float]:
        """Return no hours on any day."""
        return [0.0] * len(self._places)

    def by_period(self, hours: Sequence[float] | None) -> tuple[float | None, ...]:
        """Return hours of the days summed by period, None in each where nobody said how many there are."""
        if hours is None:
            return (None,) * self._count
        sums = [0.0] * self._count
        for (_, at), each in zip(self._places, hours, strict=True):
            sums[at] += each
        return tuple(sums)

    def working(self, week: Workweek | None) -> list[tuple[date, int, float]]:
        """Return the working days of a week of one's own, or of the board's: day, its place, hours."""
        if week not in self._weeks:
            hours = ((day, at, self._hours_on(day, week)) for at, (day, _) in enumerate(self._places))
            self._weeks[week] = [entry for entry in hours if entry[2] > 0]
        return self._weeks[week]

    def ahead(self, day: date, week: Workweek | None, hours: float) -> float:
        """Return how many of the hours of a day are still to come."""
        return self._hours_ahead(hours, week) if day == self._today else hours

    def away(self, person: str | None = None, resource: str | None = None) -> set[date]:
        """Return the days on which a person or a resource is away."""
        return {
            day
            for absence in self._away.get((person, resource), ())
            for day in _span(max(absence.starts, self._first), min(absence.ends + _DAY, self._ends))
        }

    def more(self, kind: CapacityKind, target: str) -> dict[date, float]:
        """Return by day the hours that changes add to what they are about; days off among them."""
        found: dict[date, float] = {}
        for change in self._changes:
            if change.kind is kind and change.target == target:
                for day in _span(max(change.starts, self._first), min(change.ends + _DAY, self._ends)):
                    found[day] = found.get(day, 0.0) + change.hours
        return found

    def changed(self, kind: CapacityKind, target: str) -> list[float] | None:
        """Return by day the hours that changes add on the board's working days, None without a change."""
        more = self.more(kind, target)
        if not more:
            return None
        sums = self.nothing()
        for day, at, hours in self.working(None):
            sums[at] += self.ahead(day, None, hours + more.get(day, 0.0)) - self.ahead(day, None, hours)
        return sums


def _role_hours(days: _Days, shop: Shop, roles: Sequence[str]) -> dict[str, list[float] | None]:
    sums: dict[str, list[float]] = {}
    for person in shop.people:
        able = [role for role in roles if role in person.skills or role == person.role]
        for role in able:
            sums.setdefault(role, days.nothing())
        if not able or not person.active:
            continue
        away = days.away(person=person.login)
        more = days.more(CapacityKind.PERSON, person.login)
        own = days.nothing()
        for day, at, hours in days.working(person.workweek):
            if day not in away:
                works = max(min(hours, person.hours_per_day) + more.get(day, 0.0), 0.0)
                own[at] += days.ahead(day, person.workweek, works)
        for role in able:
            sums[role] = [had + hours / len(able) for had, hours in zip(sums[role], own, strict=True)]
    return {role: _sum([sums.get(role), days.changed(CapacityKind.ROLE, role)]) for role in roles}


def _pool_hours(days: _Days, shop: Shop) -> tuple[dict[str, list[float] | None], dict[str, str]]:
    """Return hours and names of pools; a resource without one is a pool of its own."""
    sums: dict[str, list[float]] = {}
    names: dict[str, str] = {}
    for resource in shop.resources:
        if resource.kind is ResourceKind.MATERIAL or resource.archived_at is not None:
            continue
        pool = resource.pool or resource.key
        names[pool] = resource.pool or resource.name
        own = sums.setdefault(pool, days.nothing())
        away = days.away(resource=resource.key)
        for day, at, hours in days.working(resource.workweek):
            if day not in away:
                own[at] += days.ahead(day, resource.workweek, hours) * resource.parallel
    return {pool: _sum([hours, days.changed(CapacityKind.POOL, pool)]) for pool, hours in sums.items()}, names


def _steps_by_pool(products: Sequence[ProductRow]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for product in products:
        for row in product.routing:
            if row.pool:
                used.setdefault(row.pool, set()).add(row.step)
    return used


def _routed(products: Sequence[ProductRow]) -> set[str]:
    return {row.step for product in products for row in product.routing}


def _sum(parts: Iterable[Sequence[float] | None]) -> list[float] | None:
    """Return the sum by day of what is known, on none below 0, None when nothing is."""
    known = [part for part in parts if part is not None]
    return [max(sum(hours), 0.0) for hours in zip(*known, strict=True)] if known else None


def _span(first: date, ends: date) -> Iterator[date]:
    """Yield the days from `first` up to but not including `ends`."""
    for ordinal in range(first.toordinal(), ends.toordinal()):
        yield date.fromordinal(ordinal)
