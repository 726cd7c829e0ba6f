"""What a file of demand brings, before it is anything on a board, and the report about it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.imports import BadRow, Moment, Remark


@dataclass(frozen=True, slots=True)
class ImportDemand:
    """One demand line of a file, its text clean; `line` counts lines from 1.

    `key` is the source's own name for it, `ref` a reference of ours (OPS-D4), which only our own list writes. `closed`
    says how it ended there, `remarks` what was replaced in its text. `priority` is None where nothing is said of it.
    """

    line: int
    product: str
    quantity: float
    due: date
    key: str | None = None
    ref: str | None = None
    unit: str = ""
    kind: DemandKind = DemandKind.ORDER
    priority: Priority | None = None
    customer: str = ""
    source: str = ""
    notes: str = ""
    closed: DemandStatus | None = None
    created: Moment | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemandChange:
    """A field of the demand line `ref` that an import changes, as text; `line` is that of the file."""

    line: int
    ref: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DemandReport:
    """What an import of demand did, or with `dry_run` would do; `rows` = created + changed + unchanged + bad.

    `products` counts created lines by product key; `changes` are the fields of changed ones; `differing` are references
    of lines that are here with other values and stay as they are. `txn` is None when nothing was changed.
    """

    board: str
    dry_run: bool
    unit: str
    rows: int
    created: int
    changed: int
    unchanged: int
    bad: tuple[BadRow, ...]
    products: tuple[tuple[str, int], ...]
    changes: tuple[DemandChange, ...]
    differing: tuple[str, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]
    txn: str | None


def content_key(row: ImportDemand, seen: Counter[str]) -> str:
    """Return the key of a row without an own one: a digest of what it says and how often the file said it before.

    The same file gives the same keys again, whatever its lines are numbered; `seen` is kept by the caller for one file.
    """
    said = [row.product.casefold(), row.quantity, row.due.isoformat(), row.kind, row.customer, row.source, row.notes]
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]
    seen[digest] += 1
    return f"row:{digest}:{seen[digest]}"
