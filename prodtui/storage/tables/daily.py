"""What is kept of daily work: stand-ups with what was said in them, hand-overs between shifts, timers, read marks."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field


class Standup(Versioned, table=True):
    """A stand-up; `people` are the logins of those who were there."""

    __tablename__ = "standup"
    __table_args__ = (UniqueConstraint("board_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    started_at: datetime = time_field()
    started_by: str
    since: datetime = time_field()
    people: list[Any] = json_field()
    ended_at: datetime | None = time_field(null=True)
    ended_by: str | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class StandupNote(Versioned, table=True):
    """What was said or decided in a stand-up; `about` names the thing, `made` what came of it."""

    __tablename__ = "standup_note"
    __table_args__ = (UniqueConstraint("standup_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    standup_id: int = ref_field("standup.id")
    number: int
    kind: str
    text: str
    about: str | None = None
    made: str | None = None
    at: datetime = time_field()
    by: str
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Handover(Versioned, table=True):
    """What one shift told the next; `acknowledged_by` is who took it over."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("board_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    since: datetime = time_field()
    until: datetime = time_field()
    text: str
    written_at: datetime = time_field()
    written_by: str
    acknowledged_at: datetime | None = time_field(null=True)
    acknowledged_by: str | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Timer(Row, table=True):
    """The clock of a person that runs for a task; there is one at a time, and it leaves no history but the time."""

    __tablename__ = "timer"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    task_id: int = ref_field("task.id", index=True, cascade=True)
    started_at: datetime = time_field()


class InboxMark(Row, table=True):
    """What a person has read of their inbox: every event up to `upto`, and of those behind it the ids `seen`."""

    __tablename__ = "inbox_mark"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    upto: int = Field(default=0, sa_type=BigInteger)
    seen: list[Any] = json_field()
