"""Tasks as CSV for spreadsheets: text stays text, and our own import reads it back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from prodtui.domain.codec import to_json
from prodtui.domain.rows import TaskRow

COLUMNS = (
    "ref",
    "title",
    "step",
    "priority",
    "service_class",
    "assignees",
    "labels",
    "due",
    "blocked_reason",
    "product",
    "quantity",
    "unit",
    "estimate_hours",
    "spent_hours",
    "parent",
    "external_key",
    "wait_until",
    "created_at",
    "started_at",
    "finished_at",
    "archived_at",
    "notes",
)
#: What a spreadsheet takes for a formula, also behind quotes that are there already: taking one off gives it back.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_csv(rows: Iterable[TaskRow], out: TextIO, *, columns: Sequence[str] = COLUMNS, guard: bool = True) -> None:
    """Write tasks with a header line; several values in a cell have semicolons between them, moments are ISO in UTC.

    With `guard` a text that a spreadsheet would run as a formula gets a leading quote.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(getattr(row, name), guard) for name in columns])


def _cell(value: object, guard: bool) -> object:
    if isinstance(value, tuple):
        value = ";".join(map(str, value))
    plain = to_json(value)
    # Only text can come from people: a number is never a formula.
    return f"'{plain}" if guard and isinstance(plain, str) and _FORMULA.match(plain) else plain
