"""Request ids and what they were answered; apart, because most changes have none (start-up budget)."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from prodtui.storage.tables.types import Row, json_field, time_field


class Request(Row, table=True):
    """The first answer to a request id, given again to a retry with the same body."""

    __tablename__ = "request"

    key: str = Field(primary_key=True)
    body: str
    answer: dict[str, Any] = json_field()
    at: datetime = time_field()
