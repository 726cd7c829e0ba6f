"""Column types and keys that every table shares."""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import BigInteger, DateTime, Integer, Table, Text
from sqlalchemy.dialects.sqlite import DATETIME
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

#: 64-bit keys on every database; SQLite wants the plain word INTEGER for its row id.
BIG_KEY = BigInteger().with_variant(Integer, "sqlite")


#: `json.dumps` would make a new encoder for every value.
encode_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class _IsoMoment(DATETIME):
    """A moment in SQLite as ISO text with its offset: Python reads it in one call, and a board reads 70,000 of them."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write every moment at the same length, so that text sorts as time."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read aware moments."""
        read = datetime.fromisoformat
        return lambda text: None if text is None else read(text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one raises ValueError rather than being guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Take SQLite's own form; other databases know time zones themselves."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_IsoMoment())  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}; the store keeps aware UTC datetimes only")
        return value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """Compact ASCII JSON in a text column, with sorted keys so that equal values are equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encode; None stays NULL."""
        return None if value is None else encode_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decode; NULL stays None."""
        return None if value is None else json.loads(value)


class Row(SQLModel):
    """The base of every table. Table classes never validate, so the validator is not built at import: a third of it."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


class Versioned(Row):
    """A table whose updates are guarded by `version`; services raise the number themselves, once a change."""

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Compare the version in every UPDATE."""
        return {"version_id_col": cls.__table__.c.version, "version_id_generator": False}  # type: ignore[attr-defined]


def key_field() -> Any:
    """Return a generated 64-bit primary key that is never reused."""
    return Field(default=None, primary_key=True, sa_type=BIG_KEY)


def ref_field(target: str, *, null: bool = False, index: bool = False, cascade: bool = False) -> Any:
    """Return a foreign key to `target` ("table.column")."""
    kind: dict[str, Any] = {"ondelete": "CASCADE"} if cascade else {}
    return Field(default=None, foreign_key=target, nullable=null, index=index, sa_type=BIG_KEY, **kind)


def time_field(*, null: bool = False, index: bool = False) -> Any:
    """Return a UTC datetime column."""
    return Field(default=None, sa_type=UtcDateTime, nullable=null, index=index)


def json_field(*, null: bool = False) -> Any:
    """Return a JSON text column."""
    return Field(default=None, sa_type=JsonText, nullable=null)


def table_of(cls: type[SQLModel]) -> Table:
    """Return the plain table of a table class, for column selects and bulk inserts."""
    table: Table = cls.__table__  # type: ignore[attr-defined]
    return table
