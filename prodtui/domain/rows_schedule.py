"""Frozen rows of the schedule; manners as in `rows`. Lateness and slack are minutes of work on the board's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import MoveKind, Priority, ScheduleGoal, ServiceClass, StartKind


@dataclass(frozen=True, slots=True)
class StartReason:
    """Why work starts when it does and not sooner.

    `ref` is the task that it waits for, `what` the person, machine, step or material, `until` when that is over. With
    `closed` the instant itself lies outside working time, so that the work starts when that begins again.
    """

    kind: StartKind
    ref: str | None = None
    what: str | None = None
    until: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PartRow:
    """The work of a task at one step: `minutes` of it are left, done by a person (login) with resources (keys)."""

    step: str
    starts: datetime
    ends: datetime
    minutes: int
    person: tuple[str, ...]
    resources: tuple[str, ...]
    reason: StartReason


@dataclass(frozen=True, slots=True)
class ScheduledRow:
    """An open task in the schedule.

    `late` is by how much it ends after its due date, `slack` by how much it could end later before it, or anything that
    waits for it, is late: negative when it is. `critical` work decides when all is finished. `guessed` says that nobody
    estimated it. A task with a `problem`, a sentence, has no place and no parts.
    """

    id: int
    ref: str
    title: str
    step: str
    priority: Priority
    service_class: ServiceClass
    assignees: tuple[str, ...]
    labels: tuple[str, ...]
    product: str | None
    demand: str | None
    due: datetime | None
    starts: datetime | None
    ends: datetime | None
    late: int
    slack: int | None
    critical: bool
    begun: bool
    pinned: datetime | None
    blocked: str | None
    progress: float
    guessed: bool
    after: tuple[str, ...]
    parts: tuple[PartRow, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class LaneRow:
    """Somebody or something that the schedule books: `kind` is person, machine, tool, room.

    `working` are spans of minutes from the origin of the schedule, of which `capacity` run at once.
    """

    key: str
    name: str
    kind: str
    capacity: int
    working: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """The schedule of a board as it was made at `made_at`, tasks by start, those without a place last.

    `origin` is the instant from which the minutes of `working`, the board's own working time, and of lanes count.
    """

    board: str
    timezone: str
    made_at: datetime
    origin: datetime
    working: tuple[tuple[int, int], ...]
    tasks: tuple[ScheduledRow, ...]
    lanes: tuple[LaneRow, ...]


@dataclass(frozen=True, slots=True)
class MoveCause:
    """Why a task is done `sooner`, because something is in its way no longer, or later, because now something is.

    `ref` is the task that was or is in the way, `what` the person, machine or step that it takes; of a place that the
    task did not have, or has no longer, the sentence that says why.
    """

    kind: MoveKind
    sooner: bool
    ref: str | None
    what: str | None


@dataclass(frozen=True, slots=True)
class ScheduleMove:
    """How a task differs between two schedules, and why; None where it has no place."""

    ref: str
    title: str
    due: datetime | None
    starts_before: datetime | None
    starts: datetime | None
    ends_before: datetime | None
    ends: datetime | None
    late_before: int
    late: int
    cause: MoveCause | None = None


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """What another order, or another calendar, would make of the schedule: the tasks that move, and the figures.

    Late tasks, their weighted hours of lateness, and the end of all, before and after; `steps` were tried.
    """

    goal: ScheduleGoal | None
    late_before: int
    late: int
    cost_before: float
    cost: float
    ends_before: datetime | None
    ends: datetime | None
    steps: int
    moves: tuple[ScheduleMove, ...]
