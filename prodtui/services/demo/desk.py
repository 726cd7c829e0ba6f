"""The desk of a demo board: where its tasks come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows import TaskRow
from prodtui.services import links, recurring, talk, tasks
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.planner import Planner
from prodtui.services.demo.script import ME, BoardScript, Staged, Subject

#: Each is as likely as it stands here.
_PRIORITIES = (Priority.NORMAL,) * 7 + (Priority.HIGH,) * 2 + (Priority.LOW,) * 2 + (Priority.URGENT,)
_ESTIMATES = (2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
#: How many orders are expedited, promised for a day, and wait for the one before.
_EXPEDITED, _PROMISED, _CHAINED = 0.03, 0.85, 0.12


@dataclass(slots=True)
class Job:
    """A task on its way: `route` holds the steps still to come, `trail` those that it was in.

    `worker` is assigned, `here` works in the present step until `free_at`; `detours` counts how often it came back;
    `quantity` is what is to come out of it; `staged` is the scene of a task that stays open; `checked` are the
    checklists that were thought of in this visit to the step, `shown` counts the inspections of the scene that are
    begun.
    """

    ref: str
    step: str
    route: list[str]
    free_at: datetime
    due: datetime | None
    words: dict[str, str]
    quantity: float | None = None
    trail: list[str] = field(default_factory=list)
    worker: str | None = None
    here: str | None = None
    expedite: bool = False
    urgent: bool = False
    staged: Staged | None = None
    after: Job | None = None
    spoken: bool = False
    blocked: bool = False
    finished_at: datetime | None = None
    detours: int = 0
    checked: set[str] = field(default_factory=set)
    shown: int = 0


class Desk:
    """Makes the tasks of one board: as they come, by a rule, and those that are open at the end.

    `planner` makes tasks of the orders that it takes, `me` is the login of whoever makes the demo store, `present` the
    local day at which the demo ends.
    """

    def __init__(
        self, script: BoardScript, hands: Hands, random: Random, *, planner: Planner, tz: ZoneInfo, present: date,
        me: str,
    ) -> None:  # fmt: skip
        self._script = script
        self._hands = hands
        self._random = random
        self._planner = planner
        self._tz = tz
        self._present = present
        self._me = me
        self._staged: dict[str, Job] = {}

    def order(self, at: datetime, earlier: list[Job], *, may_expedite: bool) -> Job:
        """Make a task of a random subject, as it comes in; at times it has to wait for the one made before it."""
        random, script = self._random, self._script
        subject = random.choice(script.subjects)
        words = {name: random.choice(choices) for name, choices in script.fill.items()}
        due = self._day_end(at.astimezone(self._tz).date() + timedelta(days=random.randint(*script.due_days)))
        expedite = may_expedite and random.random() < _EXPEDITED
        fields: dict[str, Any] = {
            "notes": subject.notes.format(**words),
            "priority": Priority.URGENT if expedite else random.choice(_PRIORITIES),
            "service_class": ServiceClass.EXPEDITE if expedite else ServiceClass.STANDARD,
            "labels": subject.labels,
            "product": subject.product,
            "unit": subject.unit,
            "quantity": float(random.choice(subject.quantities)) if subject.quantities else None,
            "estimate_hours": random.choice(_ESTIMATES),
            "due": due if random.random() < _PROMISED else None,
        }
        ws, title = self._hands.of(random.choice(script.desk)), _title(subject, words, fields)
        if fields["due"] is not None and self._planner.takes(subject.product, at):
            row = self._planner.order(title, fields, words)
        else:
            row = tasks.add(ws, title, **fields).value
        job = self._job(row, at, self._route(), words)
        if earlier and earlier[-1].staged is None and not expedite and random.random() < _CHAINED:
            job.after = earlier[-1]
            links.link(self._hands.of(script.lead), job.after.ref, job.ref)
        return job

    def recurring_tasks(self, at: datetime) -> list[Job]:
        """Make the tasks whose turn has come by a rule."""
        made = recurring.run_due(self._hands.of(self._script.lead)).value
        return [self._job(row, at, list(self._script.routes[0].steps), {}) for row in made]

    def staged(self, scene: Staged, at: datetime) -> Job:
        """Make a task that will be open at the end, with its links and what was said about it."""
        after = self._staged[scene.after] if scene.after else None
        assignee = self._me if scene.assignee == ME else scene.assignee
        ws = self._hands.of(self._script.lead)
        row = tasks.add(
            ws,
            scene.title,
            notes=scene.notes,
            priority=scene.priority,
            service_class=scene.service_class,
            labels=scene.labels,
            product=scene.product,
            quantity=scene.quantity,
            unit=scene.unit,
            estimate_hours=scene.estimate,
            due=self._in_days(scene.due),
            wait_until=self._in_days(scene.wait_days),
            parent=self._staged[scene.parent].ref if scene.parent else None,
            assignees=(assignee,) if assignee else (),
        ).value
        if after is not None:
            links.link(ws, after.ref, row.ref, kind=scene.after_kind, lag_hours=scene.lag_hours)
        route = list(self._script.routes[0].steps)
        job = self._job(row, at, route[: route.index(scene.hold) + 1] if scene.hold in route else [], {})
        job.staged = scene
        self._staged[scene.key] = job
        return job

    def ref_of(self, key: str) -> str | None:
        """Return the reference of a staged task, None as long as it is not made."""
        job = self._staged.get(key)
        return None if job is None else job.ref

    def say(self, job: Job, login: str, text: str) -> None:
        """Let somebody comment on a task; braces stand for words of the task."""
        words = {name: choices[0] for name, choices in self._script.fill.items()} | job.words
        worker = job.worker or self._script.lead
        talk.comment(self._hands.of(login), job.ref, text.format(**words | {"worker": worker}))

    def _job(self, row: TaskRow, at: datetime, route: list[str], words: dict[str, str]) -> Job:
        return Job(
            ref=row.ref,
            step=row.step,
            route=route,
            free_at=at,
            due=row.due,
            words=words,
            quantity=row.quantity,
            worker=row.assignees[0] if row.assignees else None,
            expedite=row.service_class is ServiceClass.EXPEDITE,
            urgent=row.priority in (Priority.URGENT, Priority.HIGH),
        )

    def _route(self) -> list[str]:
        routes = self._script.routes
        return list(self._random.choices(routes, [route.share for route in routes])[0].steps)

    def _in_days(self, days: int | None) -> datetime | None:
        return None if days is None else self._day_end(self._present + timedelta(days=days))

    def _day_end(self, day: date) -> datetime:
        return datetime.combine(day, time(23, 59), tzinfo=self._tz)


def _title(subject: Subject, words: dict[str, str], fields: dict[str, Any]) -> str:
    title = subject.title.format(**words)
    quantity = fields["quantity"]
    return title if quantity is None else f"{title}, {quantity:g} {subject.unit}"
