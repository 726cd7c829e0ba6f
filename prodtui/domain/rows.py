"""Frozen rows: the only shape in which data crosses the border of storage and services.

Field names are stable: they are what `--json` prints. Datetimes are aware and in UTC; hours are floats.
A `due` without a time of day lies at 23:59 of that day in the board's time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from prodtui.domain.enums import (
    DependencyKind,
    InspectionResult,
    InspectionState,
    IssueState,
    Priority,
    ReasonCode,
    Role,
    ServiceClass,
    Severity,
    StepKind,
    TransitionKind,
    Via,
)


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What a board's team agreed on; `workweek` is seven tuples of (first, last) minutes of the day, Monday first.

    An issue repeats an older one of the same step and cause from the last `recurrence_days`.
    """

    expedite_limit: int = 1
    person_wip_limit: int | None = None
    done_days: int = 7
    roles: tuple[str, ...] = ()
    issue_categories: tuple[str, ...] = ()
    recurrence_days: int = 90
    workweek: tuple[tuple[tuple[int, int], ...], ...] = (((480, 720), (780, 1020)),) * 5 + ((), ())
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A team's board. References of its tasks are `key-number`."""

    id: int
    key: str
    name: str
    timezone: str
    template: str | None
    settings: BoardSettings
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A column of a board; `key` never changes, so history and filters survive a rename."""

    id: int
    board_id: int
    key: str
    name: str
    kind: StepKind
    position: int
    wip_limit: int | None
    role: str | None
    criteria: str
    standard_hours: float | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class TransitionRow:
    """A legal way from one step to another; a step without any may be left in every direction."""

    from_step: str
    to_step: str
    kind: TransitionKind


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works on boards; `login` is the operating-system name and never changes."""

    id: int
    login: str
    name: str
    initials: str
    role: Role
    skills: tuple[str, ...]
    hours_per_day: float
    wip_limit: int | None
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """As much of a task as a lane, a list or a filter needs; same field names as TaskRow but for those of CardSigns."""

    id: int
    number: int
    ref: str
    title: str
    notes: str
    step: str
    rank: int
    priority: Priority
    service_class: ServiceClass
    assignees: tuple[str, ...]
    labels: tuple[str, ...]
    due: datetime | None
    blocked_reason: str | None
    blocked_since: datetime | None
    waiting_for: tuple[str, ...]
    entered_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    wait_until: datetime | None
    archived_at: datetime | None
    version: int
    check: str | None = None
    issues: int = 0
    to_check: bool = False
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class CardSigns:
    """What checklists and issues leave on a task.

    `check` says how far the checklists at its step are: failed, waiting (for a signature), running or due; `issues`
    counts its open issues. `to_check` tells that a gate of its step is not met, `to_sign` that an inspection waits for
    a signature which the reader may give.
    """

    check: str | None = None
    issues: int = 0
    to_check: bool = False
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, whole. `step`, `parent`, people and labels are natural keys; `waiting_for` holds unmet predecessors."""

    id: int
    board: str
    number: int
    ref: str
    title: str
    notes: str
    step: str
    rank: int
    priority: Priority
    service_class: ServiceClass
    assignees: tuple[str, ...]
    labels: tuple[str, ...]
    product: str | None
    quantity: float | None
    unit: str | None
    estimate_hours: float | None
    spent_hours: float
    due: datetime | None
    due_committed: datetime | None
    planned_start: datetime | None
    planned_finish: datetime | None
    blocked_reason: str | None
    blocked_since: datetime | None
    blocked_by: str | None
    waiting_for: tuple[str, ...]
    parent: str | None
    external_key: str | None
    wait_until: datetime | None
    recurrence_id: int | None
    occurrence: str | None
    created_at: datetime
    created_by: str
    entered_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """`successor` waits for `predecessor`; lag in working hours."""

    id: int
    predecessor: str
    successor: str
    kind: DependencyKind
    lag_hours: float


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
class EventRow:
    """One recorded change of one object: only the changed fields, before and after.

    `at` is when it happened, `recorded_at` when it was stored (they differ for imported history). All events of one
    transaction share `txn`. `before` is None for something new, `after` is None for something purged.
    """

    id: int
    at: datetime
    recorded_at: datetime
    board: str | None
    actor: str
    typed_by: str | None
    via: Via
    command: str
    kind: str
    ref: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    version: int
    txn: str
    undoes: str | None
    request_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class RecurrenceRow:
    """A rule that makes tasks: RFC 5545 RRULE text from `start`, and the fields each new task gets.

    `resting` tells why a rule that is due cannot make its task, None when it can.
    """

    id: int
    board: str
    rule: str
    start: datetime
    fields: dict[str, Any]
    last_occurrence: str | None
    active: bool
    version: int
    resting: str | None = None


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A saved filter of a board."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a task cannot move, as a sentence fragment, and whether a lead may override it."""

    code: ReasonCode
    text: str
    overridable: bool = False
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every reason why `ref` cannot go to step `to`; none means that it can."""

    ref: str
    to: str | None
    reasons: tuple[Reason, ...]


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
class IssueMark:
    """As much of an issue as stands beside its task."""

    ref: str
    title: str
    severity: Severity
    state: IssueState


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task with all that the detail view shows, events oldest first, issues newest first."""

    task: TaskRow
    predecessors: tuple[ChainRow, ...]
    successors: tuple[ChainRow, ...]
    children: tuple[ChainRow, ...]
    comments: tuple[CommentRow, ...]
    work: tuple[WorkRow, ...]
    events: tuple[EventRow, ...]
    checks: tuple[TaskCheckRow, ...] = ()
    issues: tuple[IssueMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A task as somebody may name it; `open` is False when it is finished or archived."""

    number: int
    ref: str
    title: str
    open: bool


@dataclass(frozen=True, slots=True)
class BoardNames:
    """What a filter may name on a board: steps in their order, archived ones too, everybody's login, labels."""

    steps: tuple[StepRow, ...]
    people: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """A board as a screen shows it: everything up to event `last_event`.

    `age_lines` are the 50 % and 85 % cycle times of finished tasks in days, None while too few are finished.
    """

    board: BoardRow
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    cards: tuple[CardRow, ...]
    age_lines: tuple[float, float] | None
    last_event: int
    names: BoardNames


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. With `--as bo` typed by the operating-system user `ann`, login is "bo" and typed_by is "ann"."""

    login: str
    name: str
    role: Role
    person_id: int | None
    typed_by: str | None
    via: Via
