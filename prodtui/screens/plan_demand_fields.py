"""The fields of the form for demand. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from prodtui.domain.demand_fields import DEMAND
from prodtui.domain.enums import DemandKind, Priority
from prodtui.domain.rows_planning import ProductRow
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import day_field, line_field, number_field
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.plan_names import named_in

_KINDS = tuple(kind.value for kind in DemandKind)
_PRIORITIES = tuple(priority.value for priority in Priority)


def demand_fields(products: Sequence[ProductRow]) -> tuple[FormField, ...]:
    """Return the fields of a demand line; a product that is not there is said at its field."""
    names = {row.key: row.name for row in products}
    live = [row for row in products if row.archived_at is None]

    def read_product(text: str, _: Reading) -> str:
        return named_in("product", live, text).key

    def read_due(text: str, reading: Reading) -> Any:
        day = due.read(text, reading)
        if day is None:
            raise Rejected("A demand line needs the day on which it is due.", hint="Write it like fri or +2w.")
        return day

    due = day_field("due", "Due", "such as fri, +2w, 2026-12-04")
    product = line_field(DEMAND, "product", "Product", "what is asked for", tuple(row.name for row in live))
    return (
        replace(product, show=lambda value, _: names.get(value, value or ""), read=read_product),
        number_field(DEMAND, "quantity", "Quantity", "in the unit of the product, such as 40"),
        replace(due, read=read_due),
        line_field(DEMAND, "customer", "Customer", "who wants it"),
        line_field(DEMAND, "priority", "Priority", words=_PRIORITIES),
        line_field(DEMAND, "kind", "Kind", words=_KINDS),
        line_field(DEMAND, "source", "Source", "where it came from"),
        line_field(DEMAND, "external_key", "External key"),
        line_field(DEMAND, "notes", "Notes", long=True),
    )
