"""Checklists with their versions and uses, inspections with their readings, and which tasks were drawn for one."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from prodtui.storage.tables import boards, tasks  # noqa: F401 (its rows refer to theirs)
from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field


class Checklist(Versioned, table=True):
    """A checklist of a board; `draft` is the content that waits to be published, `published` the newest version."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("board_id", "key"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    key: str
    name: str
    draft: dict[str, Any] | None = json_field(null=True)
    published: int | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class ChecklistVersion(Row, table=True):
    """A frozen content; the database refuses to change or delete it."""

    __tablename__ = "checklist_version"
    __table_args__ = (UniqueConstraint("checklist_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    checklist_id: int = ref_field("checklist.id")
    number: int
    name: str
    content: dict[str, Any] = json_field()
    published_at: datetime = time_field()
    published_by: str


class ChecklistUse(Row, table=True):
    """For which tasks a checklist is meant."""

    __tablename__ = "checklist_use"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key_field()
    checklist_id: int = ref_field("checklist.id", index=True)
    step_id: int | None = ref_field("step.id", null=True, index=True)
    product: str | None = None
    frequency: str = "every"
    every: int | None = None
    share: float | None = None
    seed: int | None = Field(default=None, sa_type=BigInteger)


class ChecklistDraw(Row, table=True):
    """Whether a task was drawn for an inspection; `ordinal` counts the tasks that came to the use, from 1."""

    __tablename__ = "checklist_draw"

    use_id: int = Field(foreign_key="checklist_use.id", primary_key=True, ondelete="CASCADE")
    task_id: int = Field(foreign_key="task.id", primary_key=True, index=True, ondelete="CASCADE")
    ordinal: int
    chosen: bool


class Inspection(Versioned, table=True):
    """A checklist version filled for a task; once signed, the database refuses to change it."""

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        Index("ix_inspection_state", "board_id", "archived_at", "state", "number"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    version_id: int = ref_field("checklist_version.id", index=True)
    task_id: int | None = ref_field("task.id", null=True, index=True)
    step_id: int | None = ref_field("step.id", null=True)
    state: str = "running"
    result: str | None = None
    answered: int = 0
    questions: int
    failed: int = 0
    started_at: datetime = time_field()
    started_by: str
    completed_at: datetime | None = time_field(null=True)
    completed_by: str | None = None
    reason: str | None = None
    conceded_by: str | None = None
    signed_at: datetime | None = time_field(null=True)
    signed_by: str | None = None
    signed_typed_by: str | None = None
    meaning: str | None = None
    corrects_id: int | None = ref_field("inspection.id", null=True, index=True)
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Reading(Row, table=True):
    """The present answer to one item or sample; the events keep every earlier one."""

    __tablename__ = "reading"

    inspection_id: int = Field(foreign_key="inspection.id", primary_key=True)
    item: str = Field(primary_key=True)
    sample: int = Field(primary_key=True)
    flag: bool | None = None
    number: float | None = None
    text: str | None = None
    na: bool = False
    note: str = ""
    ok: bool
    off: float = 0.0
    at: datetime = time_field()
    by: str
