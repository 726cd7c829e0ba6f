"""The plan for people: products and load by period as tables, and as pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from prodtui.cli.amounts import amounts
from prodtui.cli.result import Table
from prodtui.cli.tables import cells_in, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.load import says_something
from prodtui.domain.planning.periods import TINY, amount_text, whole
from prodtui.domain.rows_planning import (
    CapacityChangeRow,
    ExceptionRow,
    LoadCell,
    LoadRow,
    PeriodRow,
    PlanEdit,
    PlanGrid,
    PlanProduct,
    ShortageRow,
    WhatIfRow,
)
from prodtui.domain.rows_release import ReleasePreview, ReleaseShare
from prodtui.domain.task_template import template_texts, with_amount
from prodtui.interchange.report import Page, Section

NO_DATA = "–"
OVER = "!"
"""Stands behind a load that is more than there are hours for."""
CELL_FIELDS = ("demand", "forecast", "planned", "released", "actual", "backlog")
PLAN_FIELDS = ("product", "name", "unit", "starts", "ends", *CELL_FIELDS)
LOAD_FIELDS = ("kind", "key", "name", "starts", "ends", "load", "capacity", "percent", "over")
EXCEPTION_SHOWN = ("kind", "ref", "day", "reason")
SHORTAGE_SHOWN = ("day", "name", "short", "needed", "unit", "task", "product", "until")
SHARE_SHOWN = ("product", "quantity", "lots", "tasks", "why")
EDIT_SHOWN = ("product", "starts", "before", "after")
WHAT_IF_SHOWN = ("ref", "name", "lines", "created_by", "state")
CAPACITY_SHOWN = ("ref", "kind", "target", "starts", "ends", "hours", "reason")


def plan_table(grid: PlanGrid) -> Table:
    """Return one row for each product and period."""
    rows = [
        {"product": row.key, "name": row.name, "unit": row.unit, "starts": str(period.starts), "ends": str(period.ends)}
        | {name: round(getattr(cell, name), 6) for name in CELL_FIELDS}
        for row in grid.products
        for period, cell in zip(grid.periods, row.cells, strict=True)
    ]
    return Table(rows, PLAN_FIELDS, PLAN_FIELDS)


def load_table(periods: Sequence[PeriodRow], loads: Sequence[LoadRow]) -> Table:
    """Return one row for each step, role or pool and period; `percent` is of the capacity, null without one."""
    rows = [
        {
            "kind": row.kind.value,
            "key": row.key,
            "name": row.name,
            "starts": str(period.starts),
            "ends": str(period.ends),
            "load": round(cell.load, 6),
            "capacity": None if cell.capacity is None else round(cell.capacity, 6),
            "percent": percent(cell),
            "over": cell.over,
        }
        for row in loads
        for period, cell in zip(periods, row.cells, strict=True)
    ]
    return Table(rows, LOAD_FIELDS, LOAD_FIELDS)


def plan_page(grid: PlanGrid, title: str, lead: str) -> Page:
    """Return the plan as a page: demand, planned, actual and backlog by period, and load against capacity under it."""
    return Page(title, (product_section(grid), load_section(grid.periods, grid.loads)), lead)


def product_section(grid: PlanGrid) -> Section:
    """Return the products by period, a line for each of demand, planned, actual and backlog."""
    rows = [line for product in grid.products for line in _product_lines(product)]
    return Section("Products", columns=["product", "", *map(column_name, grid.periods)], rows=rows)


def load_section(periods: Sequence[PeriodRow], loads: Sequence[LoadRow]) -> Section:
    """Return hours of work against hours that there are, with the share, and a sign where it is too much.

    Rows without work of which nobody said how many hours they have are left out.
    """
    told = filter(says_something, loads)
    rows = [[f"{row.kind} {row.name}", *map(load_text, row.cells)] for row in told]
    return Section("Load against capacity", columns=["", *map(column_name, periods)], rows=rows)


def load_text(cell: LoadCell) -> str:
    """Return load against capacity, such as "47/40 118%!"."""
    if cell.capacity is None:
        return f"{amount_text(cell.load)}/{NO_DATA}"
    share = percent(cell)
    said = "" if share is None else f" {share}%"
    return f"{amount_text(cell.load)}/{amount_text(cell.capacity)}{said}{OVER if cell.over else ''}"


def percent(cell: LoadCell) -> int | None:
    """Return the load in hundredths of the capacity, None where there is none."""
    return whole(100 * cell.load / cell.capacity) if cell.capacity else None


def column_name(period: PeriodRow) -> str:
    """Return the head of a column: its first day, or its month."""
    return f"{period.starts:%Y-%m}" if period.kind is PeriodKind.MONTH else f"{period.starts:%m-%d}"


def exception_table(rows: Sequence[ExceptionRow], zone: ZoneInfo) -> Table:
    """Return exceptions as a table."""
    return Table(rows, names_of(ExceptionRow), EXCEPTION_SHOWN, to_dict, cells_in(zone, {}))


def exception_section(rows: Sequence[ExceptionRow]) -> Section:
    """Return exceptions as a part of a page."""
    cells = [[row.kind.value, row.ref, str(row.day), row.reason] for row in rows]
    return Section("Exceptions", columns=EXCEPTION_SHOWN, rows=cells)


def shortage_table(rows: Sequence[ShortageRow], zone: ZoneInfo) -> Table:
    """Return shortages as a table."""
    return Table(rows, names_of(ShortageRow), SHORTAGE_SHOWN, to_dict, cells_in(zone, amounts("needed", "short")))


def share_table(rows: Sequence[ReleaseShare], zone: ZoneInfo) -> Table:
    """Return what became of each product in the release of a period as a table."""
    special = {
        "quantity": lambda row: "" if row.why else f"{amount_text(row.quantity)} {row.unit}",
        "lots": lambda row: "" if row.why else str(row.lots),
        "tasks": lambda row: ", ".join(row.tasks),
    }
    return Table(rows, names_of(ReleaseShare), SHARE_SHOWN, to_dict, cells_in(zone, special))


def edit_table(rows: Sequence[PlanEdit], zone: ZoneInfo) -> Table:
    """Return changes of planned quantities as a table."""
    return Table(rows, names_of(PlanEdit), EDIT_SHOWN, to_dict, cells_in(zone, amounts("before", "after")))


def what_if_table(rows: Sequence[WhatIfRow], zone: ZoneInfo) -> Table:
    """Return what-ifs as a table; text shows whether one was applied or thrown away, which is no field."""
    return Table(rows, names_of(WhatIfRow), WHAT_IF_SHOWN, to_dict, cells_in(zone, {"state": what_if_state}))


def what_if_state(row: WhatIfRow) -> str:
    """Return what became of a what-if."""
    return "thrown away" if row.archived_at else "applied" if row.applied_at else "open"


def capacity_table(rows: Sequence[CapacityChangeRow], zone: ZoneInfo) -> Table:
    """Return changes of capacity as a table."""
    return Table(rows, names_of(CapacityChangeRow), CAPACITY_SHOWN, to_dict, cells_in(zone, amounts("hours")))


def capacity_line(row: CapacityChangeRow) -> str:
    """Return a change of capacity as one line."""
    days = f"on {row.starts}" if row.starts == row.ends else f"from {row.starts} to {row.ends}"
    said = f"{row.ref} {row.kind} {row.target}: {row.hours:+g} h a day {days}"
    return said + (f" ({row.reason})" if row.reason else "")


def preview_lines(shown: ReleasePreview) -> list[str]:
    """Return what a release would do as lines."""
    lines = [f"{amount_text(shown.quantity)} {shown.unit} of {shown.name} would become:"]
    for lot in shown.lots:
        order = f" for {lot.demand}" if lot.demand else ""
        days = f"{lot.planned_start} to {lot.planned_finish}"
        what = with_amount(lot.title, f"{amount_text(lot.quantity)} {shown.unit}")
        lines.append(f"  {what}{order}, planned {days}, due {lot.due}")
    lines += [f"  {text}" for text in template_texts(shown)]
    for need in shown.materials:
        lines.append(
            f"  {need.name}: {amount_text(need.quantity)} {need.unit} reserved, {amount_text(need.free)} are free"
        )
    return lines


def _product_lines(product: PlanProduct) -> Iterable[list[str]]:
    """Yield the lines of a product; periods in which there is nothing stay empty."""
    head = f"{product.name} ({product.unit})"
    for name in ("demand", "planned", "actual", "backlog"):
        yield [head, name, *(_cell(getattr(cell, name)) for cell in product.cells)]
        head = ""


def _cell(value: float) -> str:
    return "" if abs(value) < TINY else amount_text(value)
