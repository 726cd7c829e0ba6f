"""What an outside file brings, before it is anything on a board: rows taken, refused or left out, and the report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, tzinfo

from prodtui.domain.enums import Priority, ServiceClass

#: Limits of one import; see the limits on text in `prodtui.domain.text`.
MAX_BYTES = 50 * 1000 * 1000
MAX_ROWS = 200_000
MAX_DEPTH = 64
MAX_TITLE = 200
MAX_TEXT = 20_000
MAX_KEY = 200
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; `day_only` when the file gives a day without a time (then `at` is the start of that day)."""

    at: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class ImportComment:
    """What somebody said in the source; without a time or an author it belongs to the import itself."""

    text: str
    at: datetime | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ImportTask:
    """One task of a file, its text clean, its dates in UTC; `line` counts lines, or elements of JSON, from 1.

    `key` is the source's own name for it, `ref` a reference of ours (OPS-12), which only our own export writes. `step`
    and `done` say where the source had it: in a column of its own name, and whether it counted as finished there.
    `updated` only serves a finished task without a finish date. `remarks` tell what was replaced in its text.
    """

    line: int
    title: str
    key: str | None = None
    ref: str | None = None
    notes: str = ""
    step: str | None = None
    done: bool = False
    priority: Priority = Priority.NORMAL
    service_class: ServiceClass = ServiceClass.STANDARD
    assignees: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    product: str | None = None
    quantity: float | None = None
    unit: str | None = None
    estimate_hours: float | None = None
    due: datetime | None = None
    wait_until: datetime | None = None
    planned_start: datetime | None = None
    planned_finish: datetime | None = None
    pinned_start: datetime | None = None
    blocked_reason: str | None = None
    created: Moment | None = None
    started: Moment | None = None
    finished: Moment | None = None
    archived: Moment | None = None
    updated: Moment | None = None
    parent: str | None = None
    depends: tuple[str, ...] = ()
    comments: tuple[ImportComment, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken: its line (or element), which field holds what, and why that will not do."""

    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no task by its own words, such as one deleted in the source; not a mistake."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What was replaced or moved in a row that was taken."""

    line: int
    text: str


ImportRow = ImportTask | BadRow | LeftOut


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do.

    `unit` is what `line` counts: "line" or "element". `rows` = created + unchanged + bad + left out. `steps` are counts
    of created tasks by step key in the board's order. `txn` is None when nothing was changed.
    """

    source: str
    board: str
    dry_run: bool
    unit: str
    rows: int
    created: int
    unchanged: int
    bad: tuple[BadRow, ...]
    left_out: tuple[LeftOut, ...]
    steps: tuple[tuple[str, int], ...]
    finished: int
    dependencies: int
    comments: int
    people: tuple[str, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]
    txn: str | None


def order_of_dates(task: ImportTask, tz: tzinfo) -> tuple[str, str] | None:
    """Return (field, reason) for the first date before an earlier stage of the task, None when all is in order.

    A day without a time is compared as a day of `tz`: finished on the day of its creation is in order at any hour.
    """
    stages = (("created", task.created), ("started", task.started), ("finished", task.finished))
    known = [(name, moment) for name, moment in stages if moment is not None]
    for index, (name, moment) in enumerate(known):
        for earlier_name, earlier in known[:index]:
            if _before(moment, earlier, tz):
                return name, f"it was {name} {_shown(moment, tz)}, before it was {earlier_name} {_shown(earlier, tz)}"
    return None


def content_key(task: ImportTask, seen: Counter[str]) -> str:
    """Return the key of a row without an own one: a digest of what it says and how often the file said it before.

    The same file gives the same keys again, whatever its lines are numbered; `seen` is kept by the caller for one file.
    """
    moments = (task.created, task.started, task.finished)
    said = [
        task.title,
        task.notes,
        task.due.isoformat() if task.due else None,
        [moment.at.isoformat() if moment else None for moment in moments],
        task.assignees,
        task.labels,
    ]
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]
    seen[digest] += 1
    return f"row:{digest}:{seen[digest]}"


def _before(later: Moment, earlier: Moment, tz: tzinfo) -> bool:
    if later.day_only or earlier.day_only:
        return later.at.astimezone(tz).date() < earlier.at.astimezone(tz).date()
    return later.at < earlier.at


def _shown(moment: Moment, tz: tzinfo) -> str:
    local = moment.at.astimezone(tz)
    return f"{local:%Y-%m-%d}" if moment.day_only else f"{local:%Y-%m-%d %H:%M:%S}"
