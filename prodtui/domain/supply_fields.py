"""What each field of a resource, a movement of stock, an absence may hold; services check links to other things."""

from __future__ import annotations

from prodtui.domain.enums import ResourceKind
from prodtui.domain.fields import FieldSet, day, line, optional_line, positive, short_line, whole
from prodtui.domain.product_fields import pool
from prodtui.domain.task_fields import amount, choice
from prodtui.domain.weeks import own_week

MOST_PARALLEL = 1_000


RESOURCE = FieldSet(
    "A resource",
    {
        "name": line("name", 100),
        "kind": lambda value: choice(ResourceKind, value, "The kind of resource"),
        "pool": pool,
        "parallel": lambda value: whole("How many work at once,", MOST_PARALLEL)(value) or 1,
        "workweek": own_week,
        "unit": short_line("unit", 20),
        "reorder_level": lambda value: amount(value, "The reorder level"),
    },
)

STOCK = FieldSet(
    "A movement",
    {
        "quantity": positive("The quantity"),
        "day": day("The day"),
        "task": optional_line("task", 200),
        "note": short_line("note", 400),
    },
)

ABSENCE = FieldSet(
    "An absence",
    {
        "person": optional_line("person", 100),
        "resource": optional_line("resource", 100),
        "starts": day("The first day"),
        "ends": day("The last day"),
        "reason": short_line("reason", 200),
        "uid": optional_line("identity", 400),
    },
)
