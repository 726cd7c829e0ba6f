"""Boards, their steps and legal transitions."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field


class Board(Versioned, table=True):
    """A team's board; `next_number` only grows, so a reference is never used twice.

    `rights` are the cells of its table of rights that differ from those of every new board, None when none does.
    """

    __tablename__ = "board"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key_field()
    key: str = Field(unique=True)
    name: str
    timezone: str
    template: str | None = None
    settings: dict[str, Any] = json_field()
    next_number: int = 1
    archived_at: datetime | None = time_field(null=True)
    version: int = 1
    rights: list[Any] | None = json_field(null=True)


class Step(Versioned, table=True):
    """A column of a board."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("board_id", "key"), {"sqlite_autoincrement": True})

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    key: str
    name: str
    kind: str
    position: int
    wip_limit: int | None = None
    role: str | None = None
    criteria: str = ""
    standard_hours: float | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Transition(Row, table=True):
    """A legal way from one step to another."""

    __tablename__ = "transition"

    from_step_id: int = Field(foreign_key="step.id", primary_key=True)
    to_step_id: int = Field(foreign_key="step.id", primary_key=True)
    kind: str = "normal"
