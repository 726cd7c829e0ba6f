"""What the detail view shows of a task: its chain, talk, work, checks and issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import DependencyKind, InspectionResult, InspectionState, IssueState, Severity
from prodtui.domain.rows import TaskRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_schedule import StartReason


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A neighbour of a task in its dependency chain, with how far it is."""

    ref: str
    title: str
    step: str
    kind: DependencyKind
    lag_hours: float
    done: bool


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said about a task."""

    id: int
    ref: str
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Time spent on a task, in minutes."""

    id: int
    ref: str
    at: datetime
    person: str
    minutes: int
    note: str


@dataclass(frozen=True, slots=True)
class TaskCheckRow:
    """An inspection as its task lists it."""

    ref: str
    name: str
    state: InspectionState
    result: InspectionResult | None
    answered: int
    questions: int
    failed: int
    signed_by: str | None


@dataclass(frozen=True, slots=True)
class TaskDueRow:
    """A checklist that a task needs and that nobody has begun: `gate` when the task cannot leave its step without."""

    checklist: str
    name: str
    gate: bool


@dataclass(frozen=True, slots=True)
class IssueMark:
    """As much of an issue as stands beside its task."""

    ref: str
    title: str
    severity: Severity
    state: IssueState


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """Where a task comes from in the plan, by reference, and what came out of it; None for what nobody said."""

    plan_line: str | None = None
    demand: str | None = None
    good: float | None = None
    scrap: float | None = None
    rework: float | None = None


@dataclass(frozen=True, slots=True)
class TaskSchedule:
    """When the schedule as it was made last works on a task, who (logins), and why it starts then.

    `late` is in minutes of work on the board's calendar. One with a `problem`, a sentence, has no place in it.
    """

    starts: datetime | None
    ends: datetime | None
    late: int
    who: tuple[str, ...]
    reason: StartReason | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task with all that the detail view shows, events oldest first, issues newest first.

    `checks` are its inspections, `checks_due` the checklists that it needs where it stands and that nobody has begun.
    `plan` is None for one that the plan knows nothing of, `schedule` for one that is done or was never scheduled.
    """

    task: TaskRow
    predecessors: tuple[ChainRow, ...]
    successors: tuple[ChainRow, ...]
    children: tuple[ChainRow, ...]
    comments: tuple[CommentRow, ...]
    work: tuple[WorkRow, ...]
    events: tuple[EventRow, ...]
    checks: tuple[TaskCheckRow, ...] = ()
    checks_due: tuple[TaskDueRow, ...] = ()
    issues: tuple[IssueMark, ...] = ()
    plan: TaskPlan | None = None
    schedule: TaskSchedule | None = None
