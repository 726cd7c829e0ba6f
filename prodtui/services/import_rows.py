"""What every import of rows does alike: taking the rows of a file, and refusing it when some cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from prodtui.domain.codec import to_dict
from prodtui.domain.imports import BadRow, LeftOut
from prodtui.domain.text import quoted
from prodtui.errors import Refused, Rejected

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Called with "reading" or "writing", how many rows are done and how many there are."""

_PACE = 1_000


@dataclass(slots=True)
class Taken(Generic[T]):
    """The rows of a file, sorted into what they are."""

    count: int = 0
    good: list[T] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def collect(rows: Iterable[T | BadRow | LeftOut], total: int, tell: Progress) -> Taken[T]:
    """Return the rows of a file, all of them read."""
    taken = Taken[T]()
    for row in rows:
        taken.count += 1
        if isinstance(row, BadRow):
            taken.bad.append(row)
        elif isinstance(row, LeftOut):
            taken.left_out.append(row)
        else:
            taken.good.append(row)
        if taken.count % _PACE == 0:
            tell("reading", taken.count, max(total, taken.count))
    tell("reading", taken.count, taken.count)
    return taken


def refusal(
    bad: Sequence[BadRow], count: int, good: int, unit: str, *, by_rules: bool = False, hint: str = ""
) -> Refused | Rejected:
    """Return why nothing was imported: Refused when rules of the board hold back every bad row."""
    shown = "; ".join(_shown(row, unit) for row in bad[:3])
    more = f"; and {len(bad) - 3:,} more" if len(bad) > 3 else ""
    kind = Refused if by_rules else Rejected
    said = f"{len(bad):,} of {count:,} rows cannot be imported, so nothing was"
    return kind(
        f"{said}: {shown}{more}.",
        hint=f"Correct them, or add --skip-bad to import the other {good:,}.{hint}",
        details={"rows": [to_dict(row) for row in bad], "unit": unit, "read": count, "good": good, "said": f"{said}."},
    )


def _shown(row: BadRow, unit: str) -> str:
    where = f"{unit} {row.line}" + (f", {row.field}" if row.field else "")
    return f"{where}{f' {quoted(row.value, limit=40)}' if row.value else ''}: {row.reason}"
