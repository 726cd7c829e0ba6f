"""The schedule as it was made last: computed from all else, so without versions and events."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from prodtui.storage.tables.types import BIG_KEY, Row, json_field, ref_field, time_field


class ScheduleTask(Row, table=True):
    """When an open task is worked on, in the manner of domain.rows_schedule.ScheduledRow."""

    __tablename__ = "schedule_task"

    task_id: int = Field(foreign_key="task.id", primary_key=True, sa_type=BIG_KEY, ondelete="CASCADE")
    board_id: int = ref_field("board.id", index=True)
    starts: datetime | None = time_field(null=True)
    ends: datetime | None = time_field(null=True)
    late: int = 0
    slack: int | None = None
    critical: bool = False
    guessed: bool = False
    problem: str | None = None
    parts: list[dict[str, Any]] = json_field()


class ScheduleRun(Row, table=True):
    """When a board's schedule was made, and from which revisions of the topics that it depends on."""

    __tablename__ = "schedule_run"

    board_id: int = Field(foreign_key="board.id", primary_key=True, sa_type=BIG_KEY)
    made_at: datetime = time_field()
    stamp: dict[str, int] = json_field()
