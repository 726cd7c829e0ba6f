"""Tasks and what belongs to a task."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field


class Task(Versioned, table=True):
    """What moves across a board; the row holds the present, the events hold the past."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        UniqueConstraint("board_id", "external_key"),
        UniqueConstraint("recurrence_id", "occurrence"),
        Index("ix_task_lane", "board_id", "archived_at", "step_id", "rank"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    title: str
    notes: str = ""
    step_id: int = ref_field("step.id", index=True)
    rank: int = Field(default=0, sa_type=BigInteger)
    priority: str = "normal"
    service_class: str = "standard"
    product: str | None = None
    quantity: float | None = None
    unit: str | None = None
    estimate_hours: float | None = None
    due: datetime | None = time_field(null=True)
    due_committed: datetime | None = time_field(null=True)
    planned_start: datetime | None = time_field(null=True)
    planned_finish: datetime | None = time_field(null=True)
    blocked_reason: str | None = None
    blocked_since: datetime | None = time_field(null=True)
    blocked_by: str | None = None
    parent_id: int | None = ref_field("task.id", null=True, index=True)
    external_key: str | None = None
    wait_until: datetime | None = time_field(null=True)
    recurrence_id: int | None = ref_field("recurrence.id", null=True)
    occurrence: str | None = None
    created_at: datetime = time_field()
    created_by: str
    entered_at: datetime = time_field()
    started_at: datetime | None = time_field(null=True)
    finished_at: datetime | None = time_field(null=True)
    archived_at: datetime | None = time_field(null=True)
    version: int = 1
    pinned_start: datetime | None = time_field(null=True)
    sequence: int | None = None


class Assignment(Row, table=True):
    """A person on a task."""

    __tablename__ = "assignment"

    task_id: int = Field(foreign_key="task.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Label(Row, table=True):
    """A word that groups tasks of one board."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("board_id", "name"),)

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    name: str


class TaskLabel(Row, table=True):
    """A label on a task."""

    __tablename__ = "task_label"

    task_id: int = Field(foreign_key="task.id", primary_key=True, ondelete="CASCADE")
    label_id: int = Field(foreign_key="label.id", primary_key=True, index=True)


class Dependency(Row, table=True):
    """The successor waits for the predecessor; lag in working hours."""

    __tablename__ = "dependency"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: int | None = key_field()
    predecessor_id: int = ref_field("task.id", cascade=True)
    successor_id: int = ref_field("task.id", index=True, cascade=True)
    kind: str = "finish-start"
    lag_hours: float = 0.0


class Work(Row, table=True):
    """Minutes spent on a task."""

    __tablename__ = "work"

    id: int | None = key_field()
    task_id: int = ref_field("task.id", index=True, cascade=True)
    at: datetime = time_field()
    person: str
    minutes: int
    note: str = ""


class Recurrence(Versioned, table=True):
    """A rule that makes tasks."""

    __tablename__ = "recurrence"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key_field()
    board_id: int = ref_field("board.id", index=True)
    rule: str
    start: datetime = time_field()
    fields: dict[str, Any] = json_field()
    last_occurrence: str | None = None
    active: bool = True
    version: int = 1
