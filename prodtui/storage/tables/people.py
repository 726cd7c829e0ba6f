"""People of the store."""

from typing import Any

from sqlmodel import Field

from prodtui.storage.tables.types import Versioned, json_field, key_field


class Person(Versioned, table=True):
    """Somebody who works on boards; `login` is the operating-system name."""

    __tablename__ = "person"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key_field()
    login: str = Field(unique=True)
    name: str
    initials: str
    role: str = "member"
    skills: list[Any] = json_field()
    hours_per_day: float = 8.0
    wip_limit: int | None = None
    active: bool = True
    version: int = 1
    workweek: list[Any] | None = json_field(null=True)
