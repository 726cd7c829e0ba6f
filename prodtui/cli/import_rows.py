"""What the verbs that import rows say alike: each bad row as one line."""

from __future__ import annotations

import sys

from prodtui.cli.argv import Output
from prodtui.cli.context import Session
from prodtui.cli.output import write
from prodtui.domain.text import sanitize
from prodtui.errors import Refused, Rejected


def tell_rows(session: Session, error: Refused | Rejected) -> None:
    """Print every bad row of a refused file for people; JSON has them among the details of the error."""
    rows = error.details.get("rows", ())
    if session.options.output is Output.JSON or session.embedded:
        return
    unit = error.details.get("unit", "line")
    text = "".join(f"{sanitize(row_text(unit, **row))}\n" for row in rows)
    write(sys.stderr, text)


def row_text(unit: str, line: int, field: str, value: str, reason: str) -> str:
    """Return a bad row as one line: where, which field with what in it, and why."""
    what = f"{field} {value!r}" if value else field
    return ": ".join(part for part in (f"{unit} {line}", what, reason) if part)
