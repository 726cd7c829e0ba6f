"""Demand for people: which fields show, a line with all that belongs to it, rules, and what is foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from prodtui.cli.amounts import amounts
from prodtui.cli.result import Table
from prodtui.cli.tables import cells_in, history_lines, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import human_due, local
from prodtui.domain.demand_filters import CLOSED
from prodtui.domain.enums import DemandKind, Priority
from prodtui.domain.history import with_names
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_demand import DemandDetail, DemandForecast, ForecastPeriod, ForecastSaved
from prodtui.domain.rows_planning import DemandRow, DemandRuleRow
from prodtui.interchange.report import Page, Section

DEMAND_SHOWN = ("ref", "product", "quantity", "due", "state", "customer", "covered")
FORECAST_SHOWN = ("starts", "orders", "expected", "kept")
RULE_SHOWN = ("ref", "rule", "product", "quantity", "next_due", "ahead", "state")


def demand_table(rows: Sequence[DemandRow], now: datetime, zone: ZoneInfo) -> Table:
    """Return demand lines as a table; text shows `state` and `covered` besides, which are no fields."""
    special = {
        "quantity": amount,
        "due": lambda row: _due(row, now, zone),
        "state": state,
        "covered": covered,
    }
    return Table(rows, names_of(DemandRow), DEMAND_SHOWN, to_dict, cells_in(zone, special))


def rule_table(rows: Sequence[DemandRuleRow], zone: ZoneInfo) -> Table:
    """Return rules for demand as a table; text shows `state` besides."""
    special = amounts("quantity") | {
        "ahead": lambda row: f"{row.ahead}d",
        "state": lambda row: "stopped" if row.archived_at else f"rests: {row.resting}" if row.resting else "",
    }
    return Table(rows, names_of(DemandRuleRow), RULE_SHOWN, to_dict, cells_in(zone, special))


def amount(row: DemandRow) -> str:
    """Return the quantity of a line with its unit."""
    return f"{amount_text(row.quantity)} {row.unit}"


def state(row: DemandRow) -> str:
    """Return how far a line is, in a few words."""
    parts = (
        "archived" if row.archived_at else "",
        "late" if row.late else "",
        "forecast" if row.kind is DemandKind.FORECAST else "",
        row.status.value if row.kind is DemandKind.ORDER or row.status in CLOSED else "",
        row.priority.value if row.priority is not Priority.NORMAL else "",
    )
    return ", ".join(part for part in parts if part)


def covered(row: DemandRow) -> str:
    """Return what a line gets of plan and board, such as "10 delivered, 30 planned"."""
    pairs = ((row.delivered, "delivered"), (row.released, "released"), (row.planned, "planned"))
    return ", ".join(f"{amount_text(number)} {word}" for number, word in pairs if number)


def demand_lines(detail: DemandDetail, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return a demand line with all that belongs to it as lines."""
    row = detail.demand
    pairs = (
        ("state", state(row)),
        ("due", _due(row, now, zone)),
        ("covered", covered(row)),
        ("customer", row.customer),
        ("source", row.source),
        ("priority", row.priority.value),
        ("rule", row.rule or ""),
        ("key", row.external_key or ""),
        ("tasks", ", ".join(detail.tasks)),
        ("created", f"{local(row.created_at, zone)} by {row.created_by}"),
    )
    events = with_names(detail.events, detail.names)
    lines = [f"{row.ref} {amount(row)} {detail.name}", *(f"  {name:<11} {value}" for name, value in pairs if value)]
    if row.notes:
        lines += ["", *row.notes.split("\n")]
    return [*lines, *history_lines(events, zone)]


def forecast_table(seen: DemandForecast) -> Table:
    """Return the periods of a forecast as a table, those of the past first."""
    periods = (*seen.past, *seen.ahead)
    return Table(periods, names_of(ForecastPeriod), FORECAST_SHOWN, to_dict, _period_cell)


def saved_table(rows: Sequence[ForecastSaved], zone: ZoneInfo) -> Table:
    """Return what was kept of forecasts as a table; text says in one column how each was found, or why none was."""
    special = {
        "quantity": lambda row: "" if row.why else f"{amount_text(row.quantity)} {row.unit}",
        "found": lambda row: row.why or row.method,
    }
    return Table(
        rows, names_of(ForecastSaved), ("product", "lines", "quantity", "found"), to_dict, cells_in(zone, special)
    )


def forecast_page(seen: DemandForecast) -> Page:
    """Return a forecast as a page: how it was found, what is to come, and what it rests on."""
    facts = (
        ("method", seen.method if seen.error is None else f"exponential smoothing, {seen.method}"),
        ("level", f"{amount_text(seen.level)} {seen.unit} for each {seen.kind}"),
        ("trend", f"{seen.trend:+.2f} for each {seen.kind}" if seen.trend else ""),
        ("season", f"{len(seen.season)} {seen.kind}s" if seen.season else ""),
        ("error", f"{amount_text(seen.error)} {seen.unit}, one {seen.kind} ahead" if seen.error is not None else ""),
    )
    heads = {
        "starts": f"{seen.kind.capitalize()} of", "orders": "Ordered", "expected": "Expected", "kept": "In the plan",
    }  # fmt: skip
    names = tuple(heads)
    ahead, past = ([[_period_cell(row, name) for name in names] for row in rows] for rows in (seen.ahead, seen.past))
    return Page(
        f"Forecast of {seen.product}",
        [
            Section("How it was found", facts=[(name, value) for name, value in facts if value]),
            Section("To come", columns=tuple(heads.values()), rows=ahead),
            Section("Past", columns=tuple(heads[name] for name in names[:2]), rows=[row[:2] for row in past]),
        ],
        f"Quantities in {seen.unit}; orders of a {seen.kind} use up what was foreseen for it.",
    )


def _period_cell(row: ForecastPeriod, name: str) -> str:
    value = getattr(row, name)
    return amount_text(value) if isinstance(value, float) else str(value or "")


def _due(row: DemandRow, now: datetime, zone: ZoneInfo) -> str:
    """Return the due day, and how far off it is while it matters."""
    if row.status in CLOSED or row.archived_at:
        return row.due.isoformat()
    return f"{row.due} ({_from_now(row.due, now, zone)})"


def _from_now(day: date, now: datetime, zone: ZoneInfo) -> str:
    days = (day - now.astimezone(zone).date()).days
    return f"{days}d" if days > 14 else human_due(datetime.combine(day, time(23, 59), tzinfo=zone), now, zone)
