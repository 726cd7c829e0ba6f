"""Reading a text as a file, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from prodtui.domain.imports import BadRow, ImportRow, ImportTask, LeftOut
from prodtui.interchange.csv_header import parse_mapping
from prodtui.interchange.csv_reader import read_csv
from prodtui.interchange.reading import Reading, ReadOptions
from prodtui.interchange.taskwarrior import read_taskwarrior

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def reading(
    source: str | bytes, read: Callable[[bytes, ReadOptions], Reading[ImportRow]] = read_csv, **options: Any
) -> Reading[ImportRow]:
    """Return a text as a reader gives it; `mapping` may be written as on the command line."""
    data = source.encode() if isinstance(source, str) else source
    if isinstance(options.get("mapping"), str):
        options["mapping"] = parse_mapping([options["mapping"]])
    return read(data, ReadOptions(NOW, **options))


def csv_rows(source: str | bytes, **options: Any) -> list[ImportRow]:
    """Return every row of a CSV text."""
    return list(reading(source, **options).rows)


def csv_tasks(source: str | bytes, **options: Any) -> list[ImportTask]:
    """Return the tasks of a CSV text in which every row is good."""
    return only_tasks(csv_rows(source, **options))


def warrior_rows(source: str | bytes, **options: Any) -> list[ImportRow]:
    """Return every element of a Taskwarrior export."""
    return list(reading(source, read_taskwarrior, **options).rows)


def only_tasks(rows: list[ImportRow]) -> list[ImportTask]:
    """Return rows that must all be tasks."""
    assert [row for row in rows if not isinstance(row, ImportTask)] == []
    return [row for row in rows if isinstance(row, ImportTask)]


def bad(rows: list[ImportRow]) -> list[BadRow]:
    """Return the rows that were refused."""
    return [row for row in rows if isinstance(row, BadRow)]


def left_out(rows: list[ImportRow]) -> list[LeftOut]:
    """Return the rows that are no tasks by their own words."""
    return [row for row in rows if isinstance(row, LeftOut)]
