"""Frozen rows of the issue log: issues, their actions, downtime, improvements; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from prodtui.domain.enums import ActionKind, CauseCategory, ImprovementState, IssueState, Outcome, Severity
from prodtui.domain.rows_event import EventRow


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Something that deviated, and how far the answer to it is.

    `step` is where it was found, `task` and `inspection` are references, `recurs` that of the older issue which it
    repeats. Its effect is to be looked at on `check_due` or when `check_items` tasks are finished since `verifying_at`;
    `check_ready` tells that this is now, `effective` what was found. Of its actions `actions_open` are open,
    `actions_overdue` past their day; `next_due` is the earliest day of an open one.
    """

    id: int
    board: str
    number: int
    ref: str
    title: str
    notes: str
    severity: Severity
    category: str | None
    state: IssueState
    step: str | None
    task: str | None
    inspection: str | None
    owner: str | None
    andon: bool
    raised_at: datetime
    raised_by: str
    containment: str
    whys: tuple[str, ...]
    cause: str
    cause_category: CauseCategory | None
    evidence: str
    check_days: int | None
    check_items: int | None
    verifying_at: datetime | None
    check_due: datetime | None
    check_ready: bool
    effective: bool | None
    checked_at: datetime | None
    checked_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    recurs: str | None
    actions_open: int
    actions_overdue: int
    next_due: datetime | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What somebody does about an issue; `number` counts within the issue, `result` is what came of it."""

    id: int
    issue: str
    number: int
    kind: ActionKind
    text: str
    owner: str | None
    due: datetime | None
    done_at: datetime | None
    done_by: str | None
    result: str
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class IssueCommentRow:
    """What somebody said about an issue."""

    id: int
    issue: str
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class DowntimeRow:
    """A time in which a step stood still; still running while `ended_at` is None."""

    id: int
    board: str
    number: int
    ref: str
    step: str
    issue: str | None
    reason: str
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    ended_by: str | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class IssueDetail:
    """An issue with all that its detail view shows; `tasks` are references of further tasks that it touches."""

    issue: IssueRow
    actions: tuple[ActionRow, ...]
    comments: tuple[IssueCommentRow, ...]
    tasks: tuple[str, ...]
    downtime: tuple[DowntimeRow, ...]
    recurrences: tuple[str, ...]
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class ParetoBar:
    """One cause of many: how many, its share and the share of all up to it (0 to 1); `vital` within the first 80 %."""

    name: str
    count: int
    share: float
    cumulative: float
    vital: bool


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """A change that somebody tries, and whether it helped.

    `kpi` is a figure that the program computes or, with `typed`, a name for numbers that people write in; windows are
    local days, both ends included. `baseline`, `target` and `result` are in `unit`. `changed_on` is the day from which
    the change holds; it is closed once `outcome` and `learned` are known.
    """

    id: int
    board: str
    number: int
    ref: str
    title: str
    problem: str
    change: str
    owner: str | None
    state: ImprovementState
    outcome: Outcome | None
    kpi: str
    typed: bool
    unit: str
    baseline_from: date | None
    baseline_to: date | None
    baseline: float | None
    target: float | None
    changed_on: date | None
    result_from: date | None
    result_to: date | None
    result: float | None
    learned: str
    issue: str | None
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over a window of local days, both ends included, with how many things it rests on.

    `value` is None where there is no data; `left_out` things could not count. `convention` says how it was computed.
    """

    kpi: str
    label: str
    value: float | None
    unit: str
    first: date
    last: date
    n: int
    left_out: int
    convention: str


@dataclass(frozen=True, slots=True)
class ImprovementDetail:
    """An improvement with its figures as they come out now, whether the result reaches the target, and history."""

    improvement: ImprovementRow
    baseline: Figure | None
    result: Figure | None
    reached: bool | None
    events: tuple[EventRow, ...]
