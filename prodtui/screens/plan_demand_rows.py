"""The rows of the list of demand: columns, sections with what is late on top, how one is drawn; all pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from prodtui.domain.dates import human_due
from prodtui.domain.demand_filters import CLOSED
from prodtui.domain.enums import DemandKind, DemandStatus
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import DemandRow
from prodtui.screens.paragraphs import Part, pairs
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Ink, Line, Span, plain

SOON_DAYS = 7
COLUMNS = (
    Column("sign", "", 1, 99),
    Column("ref", "Ref", 10, 70),
    Column("product", "Product", 14, wide=True),
    Column("quantity", "Quantity", 11, 90, right=True),
    Column("due", "Due", 9, 95),
    Column("status", "Status", 9, 80),
    Column("customer", "Customer", 13, 60),
    Column("day", "Day", 10, 40),
    Column("rest", "To deliver", 11, 30, right=True),
)
TEACHING = (
    "Nothing is asked for yet.",
    "",
    "a  enters an order or a forecast",
    "P  shows the products, which come first",
    "i  brings many in at once, out of a CSV file",
    "w  asks for something again and again",
)
_INKS = {
    DemandStatus.OPEN: Ink.SOON,
    DemandStatus.PLANNED: Ink.TEXT,
    DemandStatus.RELEASED: Ink.TEXT,
    DemandStatus.DELIVERED: Ink.GOOD,
    DemandStatus.CANCELLED: Ink.MUTED,
}


def demand_sections(
    rows: Sequence[DemandRow], today: date, *, by_due: bool, more: bool
) -> Sequence[Section[DemandRow]]:
    """Return demand by how soon it is due, or in its own order; `more` that there is more than was read."""
    note = "and more, further down" if more else ""
    if not by_due:
        return [Section("Demand", rows, note)]
    titles = ("Late", f"Due within {SOON_DAYS} days", "Due later", "Forecast", "Ended", "Archived")
    found: dict[str, list[DemandRow]] = {title: [] for title in titles}
    for row in rows:
        found[titles[_place(row, today)]].append(row)
    notes = {"Late": "past their day, or covered too late", "Forecast": "used up by the orders of its period"}
    last = next((title for title in reversed(titles) if found[title]), "")
    return [Section(title, found[title], note if more and title == last else notes.get(title, "")) for title in titles]


def _place(row: DemandRow, today: date) -> int:
    if row.archived_at is not None:
        return 5
    if row.status in CLOSED:
        return 4
    if row.late:
        return 0
    if row.kind is DemandKind.FORECAST:
        return 3
    return 1 if row.due <= today + timedelta(days=SOON_DAYS) else 2


def demand_head(width: int) -> Line:
    """Return the titles of the columns."""
    return heading(fit(COLUMNS, width), width)


def draw_demand(row: DemandRow, name: str, width: int, context: TaskContext) -> Line:
    """Return a demand line as a line of exactly `width` cells; `name` is that of its product."""
    signs, shut = context.signs, row.status in CLOSED or row.archived_at is not None
    text = Ink.MUTED if shut or row.kind is DemandKind.FORECAST else Ink.TEXT
    rest = max(row.quantity - row.delivered, 0)
    kind: list[Span] = [("forecast: ", Ink.MUTED)] if row.kind is DemandKind.FORECAST else []
    texts: dict[str, list[Span]] = {
        "sign": [_sign(row, context)],
        "ref": [(row.ref, Ink.REF)],
        "product": [*kind, (plain(name), text)],
        "quantity": [(f"{amount_text(row.quantity)} {plain(row.unit)}", text)],
        "due": [(due_text(row, context) if not shut else "", Ink.WRONG if row.late else text)],
        "day": [(f"{row.due}", Ink.MUTED)],
        "status": [(row.status.value, text if text is Ink.MUTED else _INKS[row.status])],
        "customer": [(plain(row.customer) or signs.nobody, Ink.MUTED)],
        "rest": [(amount_text(rest) if rest and not shut else signs.nobody, text)],
    }
    return row_line(texts, fit(COLUMNS, width), width, signs.more)


def _sign(row: DemandRow, context: TaskContext) -> Span:
    if row.late:
        return context.signs.past_most, Ink.WRONG
    return context.signs.priority[row.priority], Ink(row.priority) if row.priority in ("urgent", "high") else Ink.MUTED


def due_text(row: DemandRow, context: TaskContext) -> str:
    """Return when a line is due, as people say it: "4d", "2d late"."""
    return human_due(datetime.combine(row.due, time(23, 59), tzinfo=context.tz), context.now, context.tz)


def demand_words(row: DemandRow, name: str) -> str:
    """Return the text in which words are looked for."""
    return f"{row.ref} {name} {row.product} {row.customer} {row.source} {row.notes} {row.external_key or ''}"


def demand_parts(row: DemandRow, name: str, tasks: Sequence[str], context: TaskContext) -> list[Part]:
    """Return what there is to say about a line."""
    unit = plain(row.unit)
    late = "late: nothing covers it in time" if row.late else ""
    return pairs(
        ("product", name),
        ("quantity", f"{amount_text(row.quantity)} {unit}"),
        ("due", f"{row.due:%a} {row.due} ({due_text(row, context)})"),
        ("status", " ".join(filter(None, (row.status.value, late and f"({late})")))),
        ("planned", f"{amount_text(row.planned)} {unit}" if row.planned else ""),
        ("released", f"{amount_text(row.released)} {unit}" if row.released else ""),
        ("delivered", f"{amount_text(row.delivered)} {unit}" if row.delivered else ""),
        ("cards", ", ".join(tasks)),
        ("kind", row.kind.value),
        ("priority", row.priority.value),
        ("customer", row.customer),
        ("source", row.source),
        ("notes", row.notes),
        ("external", row.external_key or ""),
        ("rule", row.rule or ""),
        ("entered", f"{context.moment(row.created_at)}, {context.person(row.created_by)}"),
    )
