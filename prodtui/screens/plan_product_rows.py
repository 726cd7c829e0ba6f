"""The rows of the list of products: columns, how one is drawn, all that is to be said about one; all pure."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import ProductRow
from prodtui.screens.paragraphs import Part, pairs, section
from prodtui.screens.plan_product_fields import hours
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Ink, Line, Span, plain

COLUMNS = (
    Column("ref", "Ref", 7, 40),
    Column("name", "Product", 18, wide=True),
    Column("unit", "Unit", 7, 60),
    Column("hours", "Hours a unit", 12, 80, right=True),
    Column("way", "Steps", 26, 90),
    Column("lot", "Lot", 6, 50, right=True),
    Column("materials", "Materials", 18, 45),
    Column("key", "Key", 16, 20),
)
TEACHING = (
    "Nothing is made here yet.",
    "",
    "a  adds a product or service: its unit, its steps with hours, its materials",
    "D  then says how many are wanted, and 1 plans them",
)


def product_sections(rows: Sequence[ProductRow]) -> Sequence[Section[ProductRow]]:
    """Return products by name, archived ones last."""
    live = [row for row in rows if row.archived_at is None]
    return [Section("Products", live), Section("Archived", [row for row in rows if row.archived_at is not None])]


def product_head(width: int) -> Line:
    """Return the titles of the columns."""
    return heading(fit(COLUMNS, width), width)


def draw_product(row: ProductRow, width: int, context: TaskContext) -> Line:
    """Return a product as a line of exactly `width` cells."""
    signs = context.signs
    way: list[Span] = [(f" {signs.right} ".join(plain(context.step(route.step)) for route in row.routing), Ink.TEXT)]
    takes = ", ".join(f"{amount_text(need.per_unit)} {plain(need.material)}" for need in row.materials)
    texts: dict[str, list[Span]] = {
        "ref": [(row.ref, Ink.REF)],
        "name": [(plain(row.name), Ink.MUTED if row.archived_at else Ink.TEXT)],
        "unit": [(plain(row.unit), Ink.MUTED)],
        "hours": [(hours(sum(route.hours for route in row.routing)) if row.routing else signs.nobody, Ink.TEXT)],
        "way": way if row.routing else [("no steps: no load", Ink.SOON)],
        "lot": [(amount_text(row.lot_size) if row.lot_size else signs.nobody, Ink.MUTED)],
        "materials": [(takes or signs.nobody, Ink.MUTED)],
        "key": [(row.key, Ink.MUTED)],
    }
    return row_line(texts, fit(COLUMNS, width), width, signs.more)


def product_words(row: ProductRow) -> str:
    """Return the text in which words are looked for."""
    parts = [*(route.step for route in row.routing), *(need.material for need in row.materials)]
    return f"{row.ref} {row.key} {row.name} {row.unit} {' '.join(parts)}"


def product_parts(row: ProductRow, context: TaskContext) -> list[Part]:
    """Return what there is to say about a product."""
    width = max((len(context.step(route.step)) for route in row.routing), default=0)
    way = []
    for route in row.routing:
        setup = f", set-up {hours(route.setup)} a lot" if route.setup else ""
        pool = f", in {plain(route.pool)}" if route.pool else ""
        text = f"{plain(context.step(route.step)):<{width}}  {hours(route.hours)} a unit{setup}{pool}"
        way.append(Part([(text, Ink.TEXT)], "  "))
    needs = [Part([(f"{amount_text(need.per_unit)} {plain(need.material)}", Ink.TEXT)], "  ") for need in row.materials]
    return [
        *pairs(
            ("name", row.name),
            ("key", row.key),
            ("unit", row.unit),
            ("lot size", amount_text(row.lot_size) if row.lot_size else "one card for all of a release"),
            ("cards say", row.task_title or row.name),
            ("with notes", row.task_notes),
            ("labels", ", ".join(row.task_labels)),
            ("priority", row.task_priority or ""),
            ("cards for", ", ".join(map(context.person, row.task_assignees))),
            ("checklist", row.checklist or ""),
        ),
        *section("steps", way),
        *section("a unit takes", needs),
    ]
