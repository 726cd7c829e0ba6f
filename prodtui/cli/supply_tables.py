"""Products, resources and their stock for people: which fields show, and one as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from prodtui.cli.amounts import amounts
from prodtui.cli.result import Table, plain_cell
from prodtui.cli.tables import cells_in, history_lines, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ResourceKind
from prodtui.domain.rows_planning import AbsenceRow, ProductRow, ResourceRow, StockRow
from prodtui.domain.rows_supply import ProductDetail, ResourceDetail
from prodtui.domain.weeks import week_text

PRODUCT_SHOWN = ("key", "name", "unit", "routing", "materials", "lot_size")
RESOURCE_SHOWN = ("key", "name", "kind", "pool", "parallel", "stock", "reserved", "expected", "reorder_level", "unit")
MOVE_SHOWN = ("ref", "day", "resource", "kind", "quantity", "task", "note", "by")
_AMOUNTS = frozenset({"stock", "reserved", "expected", "unit", "reorder_level"})
ABSENCE_SHOWN = ("ref", "who", "starts", "ends", "reason")


def product_table(rows: Sequence[ProductRow], zone: ZoneInfo) -> Table:
    """Return products as a table; text writes routing and materials as `product add` takes them."""
    special = {"routing": lambda row: "  ".join(_routing(row)), "materials": lambda row: "  ".join(_materials(row))}
    return Table(rows, names_of(ProductRow), PRODUCT_SHOWN, to_dict, cells_in(zone, special))


def resource_table(rows: Sequence[ResourceRow], zone: ZoneInfo) -> Table:
    """Return resources as a table; amounts show for materials alone, and "low" where it is time to order."""
    week = {"workweek": lambda row: week_text(row.workweek) if row.workweek else ""}
    plain = cells_in(zone, amounts("stock", "reserved", "expected", "reorder_level") | week)

    def cell(row: ResourceRow, name: str) -> str:
        if row.kind is ResourceKind.MATERIAL:
            low = " low" if name == "stock" and row.low else ""
            return "" if name in ("pool", "parallel") else plain(row, name) + low
        if name == "pool":
            return row.pool or row.key
        return "" if name in _AMOUNTS else plain(row, name)

    return Table(rows, names_of(ResourceRow), RESOURCE_SHOWN, to_dict, cell)


def move_table(rows: Sequence[StockRow], zone: ZoneInfo) -> Table:
    """Return movements of materials as a table."""
    return Table(rows, names_of(StockRow), MOVE_SHOWN, to_dict, cells_in(zone, amounts("quantity")))


def absence_table(rows: Sequence[AbsenceRow], zone: ZoneInfo) -> Table:
    """Return absences as a table; text shows who or what is away in one column, which is no field."""
    special = {"who": lambda row: row.person or row.resource}
    return Table(rows, names_of(AbsenceRow), ABSENCE_SHOWN, to_dict, cells_in(zone, special))


def product_lines(detail: ProductDetail, zone: ZoneInfo) -> list[str]:
    """Return a product with all that belongs to it as lines."""
    row = detail.product
    pairs = (
        ("unit", row.unit),
        ("lots of", _number(row.lot_size)),
        ("tasks", row.task_title),
        ("labels", ", ".join(row.task_labels)),
        ("priority", row.task_priority or ""),
        ("assigned to", ", ".join(row.task_assignees)),
        ("checklist", row.checklist or ""),
        ("archived", "yes" if row.archived_at else ""),
    )
    lines = [f"{row.ref} {row.name} ({row.key})", *_pairs(pairs)]
    if row.task_notes:
        lines += ["", "Notes of its tasks", *(f"  {line}" for line in row.task_notes.split("\n"))]
    if row.routing:
        lines += ["", "Routing"]
        for route in row.routing:
            setup = f", {_number(route.setup)} h set-up for each lot" if route.setup else ""
            pool = f", needs {route.pool}" if route.pool else ""
            lines.append(f"  {route.step}  {_number(route.hours)} h for each{setup}{pool}")
    if row.materials:
        lines += ["", "Materials for each", *(f"  {need.material}  {_number(need.per_unit)}" for need in row.materials)]
    return [*lines, *history_lines(detail.events, zone)]


def resource_lines(detail: ResourceDetail, zone: ZoneInfo) -> list[str]:
    """Return a resource with all that belongs to it as lines."""
    row = detail.resource
    if row.kind is ResourceKind.MATERIAL:
        pairs = (
            ("stock", f"{_number(row.stock)} {row.unit}{', low: order more' if row.low else ''}"),
            ("reserved", f"{_number(row.reserved)} {row.unit}"),
            ("expected", f"{_number(row.expected)} {row.unit}"),
            ("order at", "" if row.reorder_level is None else f"{_number(row.reorder_level)} {row.unit}"),
        )
    else:
        pairs = (
            ("pool", row.pool or row.key),
            ("at once", str(row.parallel)),
            ("hours", week_text(row.workweek) if row.workweek else "those of the board"),
            ("", ""),
        )
    lines = [f"{row.ref} {row.name} ({row.key}), {row.kind}", *_pairs(pairs)]
    lines += _pairs((("archived", "yes"),)) if row.archived_at else []
    if detail.moves:
        lines += ["", "Movements, newest first", *(f"  {move_line(move, row.unit)}" for move in detail.moves)]
    if detail.absences:
        lines += ["", "Away", *(f"  {each.ref}  {days_text(each)}  {each.reason}".rstrip() for each in detail.absences)]
    return [*lines, *history_lines(detail.events, zone)]


def move_line(move: StockRow, unit: str) -> str:
    """Return a movement as one line."""
    parts = (
        move.ref,
        str(move.day),
        move.kind.value,
        f"{_number(move.quantity)} {unit}".strip(),
        move.task or "",
        move.note,
    )
    return "  ".join(part for part in parts if part)


def days_text(row: AbsenceRow) -> str:
    """Return the days of an absence."""
    return str(row.starts) if row.starts == row.ends else f"{row.starts} to {row.ends}"


def _routing(row: ProductRow) -> Iterable[str]:
    for route in row.routing:
        words = [route.step, _number(route.hours), _number(route.setup or None), route.pool or ""]
        yield ":".join(words).rstrip(":")


def _materials(row: ProductRow) -> Iterable[str]:
    return (f"{need.material}:{_number(need.per_unit)}" for need in row.materials)


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {name:<11} {value}" for name, value in pairs if value]


def _number(value: float | None) -> str:
    return "" if value is None else plain_cell(round(float(value), 6))
