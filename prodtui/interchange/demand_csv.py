"""CSV of demand: orders as another program lists them; each row becomes a demand line or a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from prodtui.domain.demand_imports import ImportDemand
from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.imports import MAX_TEXT, BadRow
from prodtui.domain.text import scrub, slug
from prodtui.errors import Rejected
from prodtui.interchange.cells import BadValue, Texts, number, priority
from prodtui.interchange.csv_header import Columns, Layout, Vocabulary, listed_names
from prodtui.interchange.csv_reader import TableKind, read_table
from prodtui.interchange.csv_rows import One, RowReader
from prodtui.interchange.reading import Reading, ReadOptions

#: field -> header words, the best first; see `csv_header`.
DEMAND_WORDS = Vocabulary(
    "A demand line",
    {
        "product": (
            "product", "product key", "sku", "article", "article number", "material", "part number", "part",
            "item number", "item", "service", "product name",
        ),
        "quantity": (
            "quantity", "qty", "open quantity", "order quantity", "ordered quantity", "amount", "pieces", "demand",
        ),
        "due": (
            "due", "due date", "requested date", "delivery date", "requested delivery date", "required date",
            "need date", "need by", "deadline", "ship date", "date",
        ),
        "unit": ("unit", "uom", "unit of measure"),
        "key": (
            "external key", "external id", "order line", "order line id", "order number", "order no", "order id",
            "order", "sales order", "po number", "key", "number", "id",
        ),
        "ref": ("ref",),
        "kind": ("kind", "demand kind", "type"),
        "status": ("status", "state", "order status"),
        "priority": ("priority", "prio", "importance", "urgency"),
        "customer": ("customer", "customer name", "client", "account", "ship to", "sold to", "buyer"),
        "source": ("source", "channel", "origin"),
        "notes": ("notes", "note", "comment", "comments", "remark", "remarks", "description"),
        "created": ("created", "created at", "order date", "ordered", "ordered on", "created on", "created date"),
    },
    frozenset(),
)  # fmt: skip
_NEEDED = ("product", "quantity", "due")
_ENDED = {
    DemandStatus.DELIVERED: "delivered done complete completed closed shipped fulfilled finished",
    DemandStatus.CANCELLED: "cancelled canceled void rejected",
}
_OPEN = "open new planned released confirmed in-progress pending accepted backordered active".split()
_STATUS: dict[str, DemandStatus | None] = {
    **dict.fromkeys(_OPEN),
    **{word: status for status, words in _ENDED.items() for word in words.split()},
}
E = TypeVar("E", bound=StrEnum)


def read_demand_csv(data: bytes, options: ReadOptions) -> Reading[ImportDemand | BadRow]:
    """Return the demand lines of a CSV file. Raises as `read_table` does."""
    return read_table(data, options, TableKind(DEMAND_WORDS.knows, _find_columns, ("due", "created"), _DemandRows))


def _find_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, Sequence[str]]
) -> Columns:
    layout = Layout(header, mapping)
    layout.fill(DEMAND_WORDS.lists, DEMAND_WORDS.many)
    missing = [field for field in _NEEDED if not layout.places.get(field)]
    if missing:
        first = next((scrub(name, limit=40)[0] for name in layout.header if name), "Article")
        raise Rejected(
            f"The header has no {' and no '.join(missing)}; it holds: {listed_names(layout.header)}.",
            hint=f"Say which column it is, such as --map '{missing[0]}={first}'. The first line must be the header.",
            details={"header": list(layout.header), "fields": list(DEMAND_WORDS.lists)},
        )
    return layout.columns()


class _DemandRows(RowReader[ImportDemand]):
    """Turns the records of one file into demand lines."""

    def _made(self, line: int, values: dict[str, Any], texts: Texts) -> ImportDemand | BadRow:
        for name in _NEEDED:
            if values.get(name) in (None, ""):
                return BadRow(line, self._header(name), "", f"the {name} is empty")
        status = values.pop("status", None)
        return ImportDemand(line=line, closed=status, remarks=tuple(dict.fromkeys(texts.remarks)), **values)

    def _ways(self) -> dict[str, One]:
        return {
            "product": lambda texts, cell, _: texts.line(cell, "product", 100),
            "quantity": lambda texts, cell, _: _above_zero(cell),
            "due": self._day,
            "unit": lambda texts, cell, _: texts.line(cell, "unit", 20),
            "key": lambda texts, cell, _: texts.key(cell),
            "ref": lambda texts, cell, _: texts.key(cell),
            "kind": lambda texts, cell, _: _one_of(DemandKind, cell),
            "status": lambda texts, cell, _: _status(cell),
            "priority": lambda texts, cell, _: priority(cell) or _one_of(Priority, cell),
            "customer": lambda texts, cell, _: texts.line(cell, "customer", 200),
            "source": lambda texts, cell, _: texts.line(cell, "source", 200),
            "notes": lambda texts, cell, _: _notes(texts, cell),
            "created": self._moment,
        }

    def _day(self, texts: Texts, cell: str, index: int) -> date:
        return self._dates[index].read(cell).at.astimezone(self._options.zone).date()


def _above_zero(cell: str) -> float:
    found = number(cell)
    if not found:
        raise BadValue("must be above 0")
    return found


def _status(cell: str) -> DemandStatus | None:
    word = slug(cell)
    if word not in _STATUS:
        raise BadValue(f"is not one of {', '.join(DemandStatus)}")
    return _STATUS[word]


def _one_of(kind: type[E], cell: str) -> E:
    try:
        return kind(slug(cell))
    except ValueError:
        raise BadValue(f"is not one of {', '.join(kind)}") from None


def _notes(texts: Texts, cell: str) -> str:
    parts = texts.long_text(cell, "notes")
    if len(parts) > 1:
        raise BadValue(f"has {len(cell)} characters; at most {MAX_TEXT} are taken")
    return parts[0] if parts else ""
