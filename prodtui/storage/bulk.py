"""Many rows in one transaction: inserts without the mapper's work for each, and room in memory for their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import Session

from prodtui.storage.tables.types import JsonText, UtcDateTime, encode_json

_ROOM_KIBIBYTES = 192 * 1024
_MOMENTS = 16_384


class BulkInsert:
    """Inserts tuples into some columns of a table, several times as fast as `session.execute` with dictionaries.

    The statement and the conversion of each type are those of the dialect, looked up once instead of for every row.
    """

    def __init__(self, session: Session, table: Table, columns: Sequence[str]) -> None:
        in_order = [column.name for column in table.columns if column.name in columns]
        if in_order != list(columns):
            raise ValueError(f"columns of {table.name} must be given in the order of the table: {in_order}")
        self._connection = session.connection()
        self._table = table
        self._columns = tuple(columns)
        ways = ((place, _converter(table, name, self._connection.dialect)) for place, name in enumerate(columns))
        self._convert = [(place, convert) for place, convert in ways if convert is not None]

    def insert(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows, each with a value for every column."""
        values = [self._converted(row) for row in rows]
        if not values:
            return
        # What is empty in every row is left to the database: binding a value costs more than anything else here.
        columns = enumerate(zip(*values, strict=True))
        used = [place for place, each in columns if each[0] is not None or each.count(None) < len(each)]
        names = [self._columns[place] for place in used]
        statement = insert(self._table).compile(dialect=self._connection.dialect, column_keys=names)
        if statement.positional:
            parameters: Any = [tuple(row[place] for place in used) for row in values]
        else:
            parameters = [{self._columns[place]: row[place] for place in used} for row in values]
        self._connection.exec_driver_sql(str(statement), parameters)

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, convert in self._convert:
            value = values[place]
            if value is not None:
                values[place] = convert(value)
        return values


def _converter(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = table.c[name].type
    if isinstance(kind, JsonText):
        return encode_json
    if isinstance(kind, UtcDateTime):
        return _moment_converter(dialect)
    return kind.dialect_impl(dialect).bind_processor(dialect)


@cache
def _moment_converter(dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return one conversion of moments for all tables: a task and its events share most of theirs."""
    convert = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return None if convert is None else lru_cache(_MOMENTS)(convert)


@contextmanager
def roomy(session: Session) -> Iterator[None]:
    """Let the connection of a session keep its changed pages in memory until the commit.

    With the two megabytes of SQLite's default, an import of 100,000 rows writes the pages of its indexes again and
    again and shuts out every reader long before the commit. Other databases need nothing of it.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_ROOM_KIBIBYTES}")
    try:
        yield
    finally:
        # The connection goes back to the pool; the pragma is its own and no part of the transaction.
        connection.exec_driver_sql(f"PRAGMA cache_size={before}")
