"""Frozen rows: the only shape in which data crosses the border of storage and services.

Field names are stable: they are what `--json` prints. Datetimes are aware and in UTC; hours are floats.
A `due` without a time of day lies at 23:59 of that day in the board's time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from prodtui.domain.enums import (
    DayCount,
    DependencyKind,
    PeriodKind,
    Priority,
    ReasonCode,
    Reentry,
    Role,
    ServiceClass,
    StepKind,
    TimeKind,
    TransitionKind,
    Via,
    WorkTime,
)
from prodtui.domain.permissions import DEFAULTS, Rights


@dataclass(frozen=True, slots=True)
class CalendarException:
    """A day with other working hours than its weekday has; none at all makes it a day off."""

    day: date
    spans: tuple[tuple[int, int], ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What a board's team agreed on; `workweek` is seven tuples of (first, last) minutes of the day, Monday first.

    An issue repeats an older one of the same step and cause from the last `recurrence_days`. `holidays` are the board's
    own, beside those of `country` (ISO 3166 code) and `subdivision`; `exceptions` win over all of them. `period` is the
    length of the columns of the plan. What the schedule shows for the next `frozen_hours` of work keeps its place.
    A stand-up shows how much of `standup_minutes` it has taken, 0 for no clock.
    `count_entry`, `count_days`, `count_time` and `count_work` say how figures of flow are counted; see
    `domain/flow/conventions.py`.
    """

    expedite_limit: int = 1
    person_wip_limit: int | None = None
    done_days: int = 7
    roles: tuple[str, ...] = ()
    issue_categories: tuple[str, ...] = ()
    recurrence_days: int = 90
    workweek: tuple[tuple[tuple[int, int], ...], ...] = (((480, 720), (780, 1020)),) * 5 + ((), ())
    holidays: tuple[date, ...] = ()
    country: str | None = None
    subdivision: str | None = None
    exceptions: tuple[CalendarException, ...] = ()
    period: PeriodKind = PeriodKind.WEEK
    frozen_hours: int = 8
    standup_minutes: int = 0
    count_entry: Reentry = Reentry.LAST
    count_days: DayCount = DayCount.ELAPSED
    count_time: TimeKind = TimeKind.CALENDAR
    count_work: WorkTime = WorkTime.KNOWN


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A team's board, and who may do what there. References of its tasks are `key-number`."""

    id: int
    key: str
    name: str
    timezone: str
    template: str | None
    settings: BoardSettings
    archived_at: datetime | None
    version: int
    rights: Rights = DEFAULTS


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
    """Somebody who works on boards; `login` is the operating-system name and never changes.

    `workweek` is a calendar of their own, in the form of BoardSettings, the board's when None.
    """

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
    workweek: tuple[tuple[tuple[int, int], ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, whole. `step`, `parent`, people and labels are natural keys; `waiting_for` holds unmet predecessors.

    `pinned_start` is when somebody wants it to start, `sequence` its place in an order of the schedule that was agreed
    on.
    """

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
    pinned_start: datetime | None = None
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """`successor` waits for `predecessor`; lag in working hours."""

    id: int
    predecessor: str
    successor: str
    kind: DependencyKind
    lag_hours: float


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
class Reason:
    """One reason why a task cannot move, as a sentence fragment, and whether a lead may override it."""

    code: ReasonCode
    text: str
    overridable: bool = False
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every reason why `ref` cannot go to step `to`; none means that it can. `notes` says what holds nothing back."""

    ref: str
    to: str | None
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. With `--as bo` typed by the operating-system user `ann`, login is "bo" and typed_by is "ann"."""

    login: str
    name: str
    role: Role
    person_id: int | None
    typed_by: str | None
    via: Via
