"""What a command answers: data first, and how it reads as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from prodtui.errors import ExitCode

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind. `record` makes the JSON object of a row, `cell` the text of one field for people.

    `fields` are all names that may be asked for, `shown` those that text prints when nobody asks.
    """

    rows: Sequence[Any]
    fields: tuple[str, ...]
    shown: tuple[str, ...]
    record: Callable[[Any], Record] = dict
    cell: Callable[[Any, str], str] | None = None

    def records(self, columns: Sequence[str] = ()) -> list[Record]:
        """Return the rows as JSON objects with every field, or only with `columns`."""
        whole = [self.record(row) for row in self.rows]
        return [{name: each[name] for name in columns} for each in whole] if columns else whole

    def cells(self, columns: Sequence[str]) -> list[list[str]]:
        """Return the rows as text for people, one cell for each of `columns`."""
        if (cell := self.cell) is not None:
            return [[cell(row, name) for name in columns] for row in self.rows]
        return [[plain_cell(each[name]) for name in columns] for each in self.records()]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did or found.

    `data` is what JSON prints, unless there is a `table`. `lines` are the text for people, `quiet` what `-q` leaves of
    it, `talk` goes to standard error. `printed` says that the command wrote its own stream of lines already.
    """

    data: Any = None
    lines: tuple[str, ...] = ()
    table: Table | None = None
    quiet: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    code: int = ExitCode.DONE
    printed: bool = False

    def payload(self, columns: Sequence[str] = ()) -> Any:
        """Return what stands under `data` in JSON."""
        return self.data if self.table is None else self.table.records(columns)


def plain_cell(value: Any) -> str:
    """Return a JSON-able value as one cell of text: lists joined with commas, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ",".join(plain_cell(each) for each in value)
    if isinstance(value, dict):
        import json  # nested values are rare in tables

        return json.dumps(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
