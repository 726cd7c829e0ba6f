"""From the open work of a board to a problem: who and what may do it, and what it cannot start before.

At each step a task needs those of its assignees who can do the step's role, or else one of the people who can, and one
resource of the pool that its routing names. Work that was begun is its assignees' alone. The hours are divided among
several assignees, who then work side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from math import ceil, inf
from typing import NamedTuple

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.enums import DependencyKind, Priority, ServiceClass, StartKind
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_schedule import PartRow
from prodtui.domain.scheduling.crew import Crew
from prodtui.domain.scheduling.floor import Floor, OpenWork
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem
from prodtui.domain.scheduling.remaining import Remaining, Stage, is_begun, what_is_left

_WEIGHTS = {Priority.URGENT: 4.0, Priority.HIGH: 2.0, Priority.NORMAL: 1.0, Priority.LOW: 0.5}
_CLASS_WEIGHTS = {ServiceClass.STANDARD: 1.0, ServiceClass.FIXED_DATE: 2.0, ServiceClass.EXPEDITE: 4.0}
_CLASS_RANKS = {ServiceClass.EXPEDITE: 0, ServiceClass.FIXED_DATE: 1, ServiceClass.STANDARD: 2}

#: Why work keeps its place, first what does so before all else.
_BEGUN, _PINNED, _PROMISED, _FREE = range(4)


class Bound(NamedTuple):
    """What a task cannot start before: a minute of the clock, and why."""

    minute: int
    kind: StartKind
    what: str | None = None


class Part(NamedTuple):
    """What a job of the problem is: the work of a task (place) at a step, and what it cannot start before."""

    task: int
    step: StepRow
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class Built:
    """A problem, what its jobs are, and the crew that its resources are.

    `jobs_of` are the jobs of each task in their order, `left` what there is to do of it, `problems` why it has no place
    (by the place of the task). `classes` rank the jobs before their slack.
    """

    floor: Floor
    crew: Crew
    problem: Problem
    parts: tuple[Part, ...]
    jobs_of: tuple[tuple[int, ...], ...]
    left: tuple[Remaining, ...]
    problems: Mapping[int, str]
    classes: tuple[tuple[float, ...], ...]

    def order(self) -> list[int]:
        """Return the jobs in the board's order.

        What was begun comes first, then what is pinned, then what was promised for the near future; then expedited
        work, what has a place in an order that was agreed on, fixed dates, and of equals what has the least slack, what
        counts more, and what came first.
        """
        return by_rule(self.problem, self.classes)


def build(floor: Floor) -> Built:
    """Return the problem of a board's open work."""
    return _Builder(floor).built()


class _Builder:
    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._left = what_is_left(floor)
        self._crew = Crew(floor, self._left)
        self._clock = self._crew.clock
        self._now = -self._clock.minute(self._clock.origin - (floor.now - self._clock.origin))
        until = floor.frozen_until
        self._frozen = None if until is None else self._clock.minute(until)
        self._problems: dict[int, str] = {}
        # Most tasks can start at once, and many need the same: ten thousand of them share these rows.
        self._at_once = Bound(self._now, StartKind.NOW)
        self._shared_needs: dict[tuple[int, ...], Need] = {}

    def built(self) -> Built:
        jobs: list[Job] = []
        parts: list[Part] = []
        classes: list[tuple[float, ...]] = []
        ends = list(accumulate((len(left.stages) for left in self._left), initial=0))
        jobs_of = tuple(tuple(range(first, end)) for first, end in pairwise(ends))
        before = self._before(jobs_of)
        for at, (task, left, mine) in enumerate(zip(self._floor.tasks, self._left, jobs_of, strict=True)):
            shown = {part.step: part for part in self._floor.promised.get(task.id, ())}
            links, over = before.get(at, ((), ()))
            begun, ranks = is_begun(task, left), _ranks(task)
            bounds, after = (*self._bounds(task, begun), *over), tuple(links)
            for place, stage in zip(mine, left.stages, strict=True):
                job, rank = self._job(at, stage, bounds, after, shown.get(stage.step.key), begun)
                if rank == _PROMISED and job.promised is not None:
                    bounds = (*bounds, Bound(job.promised, StartKind.PROMISED))
                jobs.append(job)
                parts.append(Part(at, stage.step, bounds))
                classes.append((rank, *ranks))
                bounds, after, begun = (), (Link(place),), False
        problem = Problem(tuple(jobs), tuple(self._crew.resources), self._crew.times.board)
        return Built(
            floor=self._floor,
            crew=self._crew,
            problem=problem,
            parts=tuple(parts),
            jobs_of=jobs_of,
            left=self._left,
            problems=self._problems,
            classes=tuple(classes),
        )

    def _job(
        self,
        at: int,
        stage: Stage,
        bounds: Sequence[Bound],
        after: tuple[Link, ...],
        shown: PartRow | None,
        begun: bool,
    ) -> tuple[Job, int]:
        """Return the job of a stage, and the rank of why it keeps its place: begun, pinned, promised, or none.

        `bounds` are those of the first job of a task, empty for later ones.
        """
        task = self._floor.tasks[at]
        pinned = bool(bounds) and task.pinned_start is not None and not begun
        needs, workers = self._needs(at, stage, begun)
        ready = max((bound.minute for bound in bounds), default=self._now)
        promised = None if shown is None else self._clock.minute(shown.starts)
        near = False
        frozen = promised is not None and self._frozen is not None and promised < self._frozen
        if shown is not None and promised is not None and frozen and not (begun or pinned):
            near, ready, needs = True, max(ready, promised), self._kept(needs, shown)
        due = task.due if stage is self._left[at].stages[-1] else None
        job = Job(
            minutes=max(ceil(stage.hours * 60 / workers), 1),
            needs=needs,
            after=after,
            ready=ready,
            due=None if due is None else self._clock.minute(due),
            weight=weight_of(task.priority, task.service_class),
            held=begun or pinned or near,
            begun=begun,
            promised=promised,
        )
        return job, _BEGUN if begun else _PINNED if pinned else _PROMISED if near else _FREE

    def _bounds(self, task: OpenWork, begun: bool) -> Iterator[Bound]:
        """Yield what a task cannot start before; work that was begun goes on, whatever was planned for its start."""
        yield self._at_once
        planned = ((task.planned_start, StartKind.RELEASE), (task.pinned_start, StartKind.PINNED))
        for at, kind in ((task.wait_until, StartKind.RELEASE), *(() if begun else planned)):
            if at is not None and self._clock.minute(at) > self._now:
                yield Bound(self._clock.minute(at), kind)
        lacks = self._floor.lacks.get(task.id)
        if lacks is not None and lacks.until is not None and not begun:
            yield Bound(self._clock.days_off(lacks.until, lacks.until)[0], StartKind.MATERIAL, lacks.material)

    def _needs(self, at: int, stage: Stage, begun: bool) -> tuple[tuple[Need, ...], int]:
        """Return what a stage takes, and how many people work at it side by side; note why nobody can."""
        task, role, crew = self._floor.tasks[at], stage.step.role, self._crew
        able = crew.able_to(role)
        assigned = [crew.people[login] for login in task.assignees if login in crew.people]
        mine = assigned if begun and assigned else [person for person in assigned if person in able]
        needs = [self._one_of((person,)) for person in mine]
        if not mine and crew.people:
            if not able:
                self._problems.setdefault(at, f"nobody has the role {role} that {stage.step.name} takes")
            needs.append(self._one_of(able))
        if stage.pool is not None:
            pool = tuple(crew.pools.get(stage.pool, ()))
            if not pool:
                self._problems.setdefault(at, f"{stage.step.name} takes one of {stage.pool}, and there is none")
            needs.append(self._one_of(pool))
        if stage.step.key in crew.limits:
            needs.append(self._one_of((crew.limits[stage.step.key],)))
        lacks = self._floor.lacks.get(task.id)
        if lacks is not None and lacks.until is None and not begun:
            self._problems.setdefault(at, f"{lacks.material} is short, and no delivery is expected")
        if at in self._problems:
            needs.append(self._one_of(()))
        return tuple(needs), max(len(mine), 1)

    def _one_of(self, choices: tuple[int, ...]) -> Need:
        if choices not in self._shared_needs:
            self._shared_needs[choices] = Need(choices)
        return self._shared_needs[choices]

    def _kept(self, needs: Sequence[Need], shown: PartRow) -> tuple[Need, ...]:
        """Return needs with the people and resources that the schedule shows, where these still have the time."""
        begins, ends = self._clock.minute(shown.starts), self._clock.minute(shown.ends)
        known = (self._crew.people.get(login) for login in shown.person)
        places = {
            place
            for place in (*known, *(self._crew.keys.get(key) for key in shown.resources))
            if place is not None
            and (axis := self._crew.resources[place].axis) is not None
            and axis.work(ends) - axis.work(begins) >= shown.minutes
        }
        chosen = (tuple(choice for choice in need.choices if choice in places) for need in needs)
        return tuple(self._one_of(kept or need.choices) for kept, need in zip(chosen, needs, strict=True))

    def _before(self, jobs_of: Sequence[Sequence[int]]) -> Mapping[int, tuple[list[Link], list[Bound]]]:
        """Return what each task (place) waits for: jobs, and when it was free of what is done, by its lag."""
        places = {task.id: at for at, task in enumerate(self._floor.tasks)}
        found: dict[int, tuple[list[Link], list[Bound]]] = defaultdict(lambda: ([], []))
        for waits in self._floor.waits:
            at, lag = places.get(waits.successor), round(waits.lag_hours * 60)
            if at is None:
                continue
            if waits.since is not None:
                found[at][1].append(Bound(self._met(waits.since, waits.lag_hours), StartKind.PREDECESSOR, waits.ref))
            elif waits.predecessor in places:
                jobs = jobs_of[places[waits.predecessor]]
                job = jobs[-1] if waits.kind is DependencyKind.FINISH_START else jobs[0]
                found[at][0].append(Link(job, waits.kind, lag))
            elif self._floor.tasks[at].started_at is None:
                self._problems.setdefault(at, f"it waits for {waits.ref}, which was archived before it was done")
        return found

    def _met(self, since: datetime, lag: float) -> int:
        """Return when a lag is over that began before the clock did."""
        if lag and self._crew.times.board.total:
            since = add_working_hours(since, lag, self._floor.board.settings, self._clock.zone)
        return self._clock.minute(since)


def weight_of(priority: Priority, service_class: ServiceClass) -> float:
    """Return what an hour of lateness costs, against one of a standard task of normal priority."""
    return _WEIGHTS[priority] * _CLASS_WEIGHTS[service_class]


def _ranks(task: OpenWork) -> tuple[float, ...]:
    """Return the ranks of a task before its slack: expedited, agreed on, its class of service."""
    agreed = inf if task.sequence is None else float(task.sequence)
    return task.service_class is not ServiceClass.EXPEDITE, agreed, _CLASS_RANKS[task.service_class]
