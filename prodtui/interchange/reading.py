"""What every reader is given and gives back, and the files that none of them takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Generic, TypeVar

from prodtui.domain.imports import MAX_BYTES, MAX_ROWS
from prodtui.errors import Rejected

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file: the board's clock for dates without a zone, and what the user says about the file.

    `mapping` gives column headers for fields, `date_format` is "dmy", "mdy", "iso" or a strptime pattern.
    """

    now: datetime
    zone: tzinfo = UTC
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    max_bytes: int = MAX_BYTES
    max_rows: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """A file being read: its rows, lazily; how many there are at most; what was found out about it, in sentences.

    `unit` names what the places of rows count: "line" or "element". A `total` of 0 means that nobody knows before all
    are read, and then the notes are complete only behind the last row.
    """

    rows: Iterator[R]
    total: int
    unit: str
    notes: Sequence[str] = ()


def check_size(data: bytes, max_bytes: int) -> None:
    """Raise Rejected for a file over the limit."""
    if len(data) > max_bytes:
        raise Rejected(
            f"The file is larger than {max_bytes / 1_000_000:g} MB, the most that one import takes.",
            hint="Split it into several files and import them one after the other; nothing was imported.",
            details={"limit_bytes": max_bytes},
        )


def too_many_rows(max_rows: int) -> Rejected:
    """Return the error for a file with too many rows."""
    return Rejected(
        f"The file has more than {max_rows:,} rows, the most that one import takes.",
        hint="Split it into several files and import them one after the other; nothing was imported.",
        details={"limit_rows": max_rows},
    )


def reject_binary(data: bytes) -> None:
    """Raise Rejected for a file that is no text at all, with the way to make one."""
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise Rejected(
                f"The file is {what}, not a text file.",
                hint="Save or export it as CSV first; nothing was imported.",
            )


_BINARY = {
    b"PK\x03\x04": "a spreadsheet or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"SQLite format 3\x00": "a SQLite database",
    b"%PDF-": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
}
