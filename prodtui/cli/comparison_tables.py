"""Plans side by side for people and programs: a page, one row for each side and difference, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.cli.plan_tables import capacity_line, load_text, percent
from prodtui.cli.result import Table
from prodtui.domain.codec import to_dict
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_comparison import PlanComparison, PlanSide
from prodtui.domain.rows_planning import LoadCell
from prodtui.interchange.report import Page, Section

COMPARED_FIELDS = ("kind", "key", "name", "unit", "starts", "plan", "planned", "load", "capacity", "percent", "over")
THE_PLAN = "plan"


def comparison_page(shown: PlanComparison, board: str, lead: str) -> Page:
    """Return what each plan comes to, then where they differ, one column for each."""
    names = [_name(side) for side in shown.sides]
    totals = [
        ["overload", *(f"{amount_text(side.over)} h" for side in shown.sides)],
        ["late orders", *(str(side.late) for side in shown.sides)],
        ["backlog at the end", *(backlog_text(side.backlog) for side in shown.sides)],
    ]
    planned = [
        [f"{cell.name} ({cell.unit})", str(cell.starts), *map(amount_text, cell.planned)] for cell in shown.products
    ]
    loads = [[f"{row.kind} {row.name}", str(row.starts), *map(load_text, row.cells)] for row in shown.loads]
    changes = [
        [_name(side), word, capacity_line(row)]
        for side in shown.sides
        for word, rows in (("more", side.added), ("gone", side.removed))
        for row in rows
    ]
    return Page(
        f"What-if {', '.join(names[1:])} beside the plan of {board}",
        (
            Section("What it comes to", columns=["", *names], rows=totals),
            Section("Planned quantities that differ", columns=["product", "period", *names], rows=planned),
            Section("Load that differs", columns=["", "period", *names], rows=loads),
            Section("Changes of capacity", columns=["plan", "", "change"], rows=changes),
        ),
        lead,
    )


def comparison_table(shown: PlanComparison) -> Table:
    """Return one row for each difference and side; `plan` is the name of a what-if, null for the plan itself."""
    rows: list[dict[str, Any]] = []
    for cell in shown.products:
        about: dict[str, Any] = {"kind": "product", "key": cell.product, "name": cell.name, "unit": cell.unit}
        for side, planned in zip(shown.sides, cell.planned, strict=True):
            values = about | {"starts": str(cell.starts), "plan": side.name, "planned": round(planned, 6)}
            rows.append(dict.fromkeys(COMPARED_FIELDS) | values)
    for load in shown.loads:
        about = {"kind": load.kind.value, "key": load.key, "name": load.name, "unit": "h"}
        for side, there in zip(shown.sides, load.cells, strict=True):
            values = about | {"starts": str(load.starts), "plan": side.name}
            rows.append(dict.fromkeys(COMPARED_FIELDS) | values | _load(there))
    return Table(rows, COMPARED_FIELDS, COMPARED_FIELDS)


def comparison_data(shown: PlanComparison) -> dict[str, Any]:
    """Return the comparison as a document: its rows, with the share of each load and whether it is over."""
    data = to_dict(shown)
    for row, said in zip(shown.loads, data["loads"], strict=True):
        said["cells"] = [_load(cell) for cell in row.cells]
    return data


def backlog_text(backlog: Mapping[str, float]) -> str:
    """Return what is owed, unit by unit: "40 pcs, 2 sets"."""
    return ", ".join(f"{amount_text(amount)} {unit}" for unit, amount in backlog.items()) or "0"


def _load(cell: LoadCell) -> dict[str, Any]:
    capacity = None if cell.capacity is None else round(cell.capacity, 6)
    return {"load": round(cell.load, 6), "capacity": capacity, "percent": percent(cell), "over": cell.over}


def _name(side: PlanSide) -> str:
    return side.name or THE_PLAN
