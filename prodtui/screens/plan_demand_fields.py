"""The fields of the form for demand. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from prodtui.domain.demand_fields import DEMAND, TEMPLATE, ahead_days
from prodtui.domain.enums import DemandKind, Priority
from prodtui.domain.rows_planning import ProductRow
from prodtui.domain.rule_words import EXAMPLE, rule_of
from prodtui.domain.text import quoted
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import day_field, line_field, number_field
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.plan_names import named_in

_KINDS = tuple(kind.value for kind in DemandKind)
_PRIORITIES = tuple(priority.value for priority in Priority)


def demand_fields(products: Sequence[ProductRow]) -> tuple[FormField, ...]:
    """Return the fields of a demand line; a product that is not there is said at its field."""

    def read_due(text: str, reading: Reading) -> Any:
        day = due.read(text, reading)
        if day is None:
            raise Rejected("A demand line needs the day on which it is due.", hint="Write it like fri or +2w.")
        return day

    due = day_field("due", "Due", "such as fri, +14d, eom")
    return (
        _product_field(products),
        number_field(DEMAND, "quantity", "Quantity", "in the unit of the product, such as 40"),
        replace(due, read=read_due),
        line_field(DEMAND, "customer", "Customer", "who wants it"),
        line_field(DEMAND, "priority", "Priority", words=_PRIORITIES),
        line_field(DEMAND, "kind", "Kind", words=_KINDS),
        line_field(DEMAND, "source", "Source", "where it came from"),
        line_field(DEMAND, "external_key", "External key"),
        line_field(DEMAND, "notes", "Notes", long=True),
    )


def new_demand_fields(products: Sequence[ProductRow]) -> tuple[FormField, ...]:
    """Return the fields of a demand line that is entered, with the day on which it came in."""
    return *demand_fields(products), day_field(
        "created", "Came in", "if not today, such as -1w: it may be late already"
    )


def rule_fields(products: Sequence[ProductRow]) -> tuple[FormField, ...]:
    """Return the fields of a rule for demand; a rule that cannot be read is said at its field."""

    def read_rule(text: str, _: Reading) -> str:
        if rule_of(text) is None and "FREQ=" not in text.upper():
            raise Rejected(f"{quoted(text)} says no days that come again.", hint=f"Write it like {EXAMPLE}.")
        return text.strip()

    return (
        _product_field(products),
        number_field(TEMPLATE, "quantity", "Quantity", "each time, in the unit of the product"),
        FormField("rule", "When", EXAMPLE, lambda value, _: value or "", read_rule),
        day_field("start", "From", "such as mon, +14d, eom"),
        FormField("ahead", "Days ahead", "so many days before it is due a line is made", lambda value, _: str(value),
                  lambda text, _: ahead_days(text.strip())),
        line_field(TEMPLATE, "customer", "Customer", "who wants it"),
        line_field(TEMPLATE, "priority", "Priority", words=_PRIORITIES),
        line_field(TEMPLATE, "notes", "Notes", long=True),
    )  # fmt: skip


def _product_field(products: Sequence[ProductRow]) -> FormField:
    names = {row.key: row.name for row in products}
    live = [row for row in products if row.archived_at is None]
    field = line_field(DEMAND, "product", "Product", "what is asked for", tuple(row.name for row in live))
    return replace(
        field,
        show=lambda value, _: names.get(value, value or ""),
        read=lambda text, _: named_in("product", live, text).key,
    )
