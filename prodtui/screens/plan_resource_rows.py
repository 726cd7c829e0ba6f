"""The rows of the list of resources: stock of materials, calendars and pools of the others; all pure."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.enums import ResourceKind, StockKind
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import ResourceRow, StockRow
from prodtui.domain.rows_supply import ResourceDetail
from prodtui.domain.weeks import week_text
from prodtui.screens.paragraphs import Part, pairs, section
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Ink, Line, Span, plain

MATERIALS = (
    Column("sign", "", 1, 99),
    Column("ref", "Ref", 7, 40),
    Column("name", "Material", 16, wide=True),
    Column("stock", "In stock", 11, 95, right=True),
    Column("reserved", "Reserved", 9, 80, right=True),
    Column("expected", "Expected", 9, 75, right=True),
    Column("free", "Free", 9, 85, right=True),
    Column("level", "Reorder at", 10, 60, right=True),
    Column("key", "Key", 16, 20),
)
OTHERS = (
    Column("sign", "", 1, 99),
    Column("ref", "Ref", 7, 40),
    Column("name", "Machine, tool or room", 16, wide=True),
    Column("pool", "Pool", 14, 80),
    Column("parallel", "At once", 7, 90, right=True),
    Column("week", "Calendar", 24, 70),
    Column("key", "Key", 16, 20),
)
TEACHING = (
    "No resource is known here yet.",
    "",
    "a  adds a machine, tool or room, whose hours are a limit,",
    "or a material, of which there is a stock",
    "+  then puts into stock what has come, and - takes it out",
)
_TITLES = {
    ResourceKind.MATERIAL: "Materials",
    ResourceKind.MACHINE: "Machines",
    ResourceKind.TOOL: "Tools",
    ResourceKind.ROOM: "Rooms",
}


def resource_sections(rows: Sequence[ResourceRow], context: TaskContext) -> Sequence[Section[ResourceRow]]:
    """Return resources by kind, materials first, archived ones last."""
    live = [row for row in rows if row.archived_at is None]
    low = sum(row.low or row.free < 0 for row in live if row.kind is ResourceKind.MATERIAL)
    note = f"{context.signs.past_most} {low} to order" if low else ""
    sections = [
        Section(title, [row for row in live if row.kind is kind], note if kind is ResourceKind.MATERIAL else "")
        for kind, title in _TITLES.items()
    ]
    return [*sections, Section("Archived", [row for row in rows if row.archived_at is not None])]


def resource_head(row: ResourceRow | None, width: int) -> Line:
    """Return the titles of the columns for rows such as the one under the cursor."""
    return heading(fit(_columns(row), width), width)


def _columns(row: ResourceRow | None) -> tuple[Column, ...]:
    return MATERIALS if row is None or row.kind is ResourceKind.MATERIAL else OTHERS


def draw_resource(row: ResourceRow, width: int, context: TaskContext) -> Line:
    """Return a resource as a line of exactly `width` cells."""
    none = context.signs.nobody
    ink = Ink.MUTED if row.archived_at is not None else Ink.TEXT
    texts: dict[str, list[Span]] = {
        "ref": [(row.ref, Ink.REF)],
        "name": [(plain(row.name), ink)],
        "key": [(row.key, Ink.MUTED)],
        "sign": [(_sign(row, context), Ink.WRONG)],
    }
    if row.kind is ResourceKind.MATERIAL:
        free = Ink.WRONG if row.free < 0 else Ink.SOON if row.low else ink
        texts |= {
            "stock": [(f"{amount_text(row.stock)} {plain(row.unit)}", ink)],
            "reserved": [(amount_text(row.reserved) if row.reserved else none, Ink.MUTED)],
            "expected": [(amount_text(row.expected) if row.expected else none, Ink.MUTED)],
            "free": [(amount_text(row.free), free)],
            "level": [(amount_text(row.reorder_level) if row.reorder_level is not None else none, Ink.MUTED)],
        }
    else:
        texts |= {
            "pool": [(plain(row.pool) or "itself", ink if row.pool else Ink.MUTED)],
            "parallel": [(str(row.parallel), ink)],
            "week": [(week_text(row.workweek) if row.workweek else "as the board", Ink.MUTED)],
        }
    return row_line(texts, fit(_columns(row), width), width, context.signs.more)


def _sign(row: ResourceRow, context: TaskContext) -> str:
    short = row.kind is ResourceKind.MATERIAL and (row.low or row.free < 0)
    return context.signs.past_most if short and row.archived_at is None else ""


def resource_words(row: ResourceRow) -> str:
    """Return the text in which words are looked for; `low` finds what is to be ordered."""
    low = "low" if row.kind is ResourceKind.MATERIAL and row.low else ""
    return f"{row.ref} {row.key} {row.name} {row.kind.value} {row.pool} {low}"


def resource_parts(detail: ResourceDetail, context: TaskContext) -> list[Part]:
    """Return what there is to say about a resource."""
    row, unit = detail.resource, plain(detail.resource.unit)
    if row.kind is ResourceKind.MATERIAL:
        facts = pairs(
            ("in stock", f"{amount_text(row.stock)} {unit}"),
            ("reserved", f"{amount_text(row.reserved)} {unit}" if row.reserved else ""),
            ("expected", f"{amount_text(row.expected)} {unit}" if row.expected else ""),
            ("free", f"{amount_text(row.free)} {unit}{', which is to be ordered' if row.low else ''}"),
            ("reorder", f"at {amount_text(row.reorder_level)} {unit}" if row.reorder_level is not None else ""),
        )
    else:
        facts = pairs(
            ("pool", row.pool or "itself"),
            ("at once", str(row.parallel)),
            ("calendar", week_text(row.workweek) if row.workweek else "as the board"),
        )
    away = [
        Part([(f"{each.starts} to {each.ends}  {plain(each.reason)}", Ink.TEXT)], f"  {each.ref:<9}", Ink.REF)
        for each in detail.absences
    ]
    moves = [Part([(move_text(each, row.unit), Ink.TEXT)], f"  {each.ref:<9}", Ink.REF) for each in detail.moves]
    return [
        *pairs(("name", row.name), ("key", row.key), ("kind", row.kind.value)),
        *facts,
        *section("away", away),
        *section("stock", moves),
    ]


_MOVES = {
    StockKind.RECEIPT: "came in",
    StockKind.ISSUE: "taken out",
    StockKind.CORRECTION: "corrected by",
    StockKind.EXPECTED: "expected",
    StockKind.RESERVED: "reserved",
}


def move_text(row: StockRow, unit: str) -> str:
    """Return a movement as one line: "2026-11-24 taken out 5 kg for OPS-3: first lot"."""
    task = f" for {row.task}" if row.task else ""
    note = f": {plain(row.note)}" if row.note else ""
    return f"{row.day} {_MOVES[row.kind]} {amount_text(row.quantity)} {plain(unit)}{task}{note}"
