"""The append-only record of changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from prodtui.storage.tables.types import Row, json_field, key_field, ref_field, time_field

#: Word for word what the index of the flow says; SQLite uses it only for a query that says the same.
IN_FLOW = "flow IS NOT NULL"


class Event(Row, table=True):
    """One change of one object; ids grow in the order of commits. `flow` is its mark, see `domain/flow/marks.py`."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_ref", "ref", "id"),
        Index("ix_event_actor", "actor", "id"),
        Index("ix_event_flow", "board_id", "object_id", "id", "at", "flow", sqlite_where=text(IN_FLOW)),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key_field()
    at: datetime = time_field()
    recorded_at: datetime = time_field()
    board_id: int | None = ref_field("board.id", null=True)
    actor: str
    typed_by: str | None = None
    via: str
    command: str
    kind: str
    object_id: int = Field(sa_type=BigInteger)
    ref: str
    before: dict[str, Any] | None = json_field(null=True)
    after: dict[str, Any] | None = json_field(null=True)
    version: int
    txn: str = Field(index=True)
    undoes: str | None = None
    request_id: str | None = None
    reason: str | None = None
    flow: str | None = None
