"""The issue log: issues, their actions and comments, further tasks, downtime; and improvements."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from prodtui.storage.tables import quality  # noqa: F401 (its rows refer to theirs)
from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field

#: Words for word what the indexes of open things say; SQLite uses them only for a query that says the same.
ISSUE_OPEN = "archived_at IS NULL AND state <> 'closed'"
ACTION_OPEN = "done_at IS NULL AND archived_at IS NULL"


class Issue(Versioned, table=True):
    """Something that deviated; `task_id` is where it was seen, `recurs_id` the older issue that it repeats."""

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        Index("ix_issue_state", "board_id", "archived_at", "state", "number"),
        Index("ix_issue_cause", "board_id", "step_id", "cause_category", "raised_at"),
        Index("ix_issue_open", "board_id", "severity", "number", sqlite_where=text(ISSUE_OPEN)),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    title: str
    notes: str = ""
    severity: str
    category: str | None = None
    state: str = "open"
    step_id: int | None = ref_field("step.id", null=True)
    task_id: int | None = ref_field("task.id", null=True, index=True)
    inspection_id: int | None = ref_field("inspection.id", null=True, index=True)
    owner: str | None = None
    andon: bool = False
    raised_at: datetime = time_field()
    raised_by: str
    containment: str = ""
    whys: list[Any] = json_field()
    cause: str = ""
    cause_category: str | None = None
    evidence: str = ""
    check_days: int | None = None
    check_items: int | None = None
    verifying_at: datetime | None = time_field(null=True)
    check_due: datetime | None = time_field(null=True)
    effective: bool | None = None
    checked_at: datetime | None = time_field(null=True)
    checked_by: str | None = None
    closed_at: datetime | None = time_field(null=True)
    closed_by: str | None = None
    recurs_id: int | None = ref_field("issue.id", null=True, index=True)
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class IssueAction(Versioned, table=True):
    """What somebody does about an issue."""

    __tablename__ = "issue_action"
    __table_args__ = (
        UniqueConstraint("issue_id", "number"),
        Index("ix_issue_action_open", "due", sqlite_where=text(ACTION_OPEN)),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    issue_id: int = ref_field("issue.id")
    number: int
    kind: str
    text: str
    owner: str | None = None
    due: datetime | None = time_field(null=True)
    done_at: datetime | None = time_field(null=True)
    done_by: str | None = None
    result: str = ""
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class IssueComment(Row, table=True):
    """What somebody said about an issue."""

    __tablename__ = "issue_comment"

    id: int | None = key_field()
    issue_id: int = ref_field("issue.id", index=True)
    at: datetime = time_field()
    author: str
    text: str


class IssueTask(Row, table=True):
    """A further task that an issue touches."""

    __tablename__ = "issue_task"

    issue_id: int = Field(foreign_key="issue.id", primary_key=True, ondelete="CASCADE")
    task_id: int = Field(foreign_key="task.id", primary_key=True, index=True, ondelete="CASCADE")


class Downtime(Versioned, table=True):
    """A time in which a step stood still."""

    __tablename__ = "downtime"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        Index("ix_downtime_step", "board_id", "step_id", "started_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    step_id: int = ref_field("step.id")
    issue_id: int | None = ref_field("issue.id", null=True, index=True)
    reason: str
    started_at: datetime = time_field()
    started_by: str
    ended_at: datetime | None = time_field(null=True)
    ended_by: str | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Improvement(Versioned, table=True):
    """A change that somebody tries; windows are local days, both ends included."""

    __tablename__ = "improvement"
    __table_args__ = (UniqueConstraint("board_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    title: str
    problem: str = ""
    change: str = ""
    owner: str | None = None
    state: str = "plan"
    outcome: str | None = None
    kpi: str = ""
    typed: bool = True
    unit: str = ""
    baseline_from: date | None = None
    baseline_to: date | None = None
    baseline: float | None = None
    target: float | None = None
    result_from: date | None = None
    result_to: date | None = None
    result: float | None = None
    learned: str = ""
    issue_id: int | None = ref_field("issue.id", null=True)
    created_at: datetime = time_field()
    created_by: str
    closed_at: datetime | None = time_field(null=True)
    archived_at: datetime | None = time_field(null=True)
    version: int = 1
