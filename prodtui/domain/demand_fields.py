"""What each field of a demand line and of a rule for demand may hold; services check links to other things."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from prodtui.domain.enums import DemandKind, Priority
from prodtui.domain.fields import FieldSet, day, line, optional_line, positive, short_line, text, whole
from prodtui.domain.task_fields import choice
from prodtui.errors import Rejected

#: How far ahead a plan reaches, and so how far ahead demand may be due.
HORIZON = timedelta(days=5 * 365 + 2)
#: How many days ahead a rule may make its lines.
MOST_AHEAD = 730

_day = day("The due day")
_created = day("The day on which it came in")
_quantity = positive("The quantity")


def quantity(value: Any) -> float:
    """Return a quantity above 0. Raises Rejected for nothing, text, negative, infinite and absurd values."""
    found: float | None = _quantity(value)
    if found is None:
        raise Rejected("A demand line needs a quantity.", hint="Write it like 40 or 2.5.")
    return found


def due_day(value: Any) -> date:
    """Return the day on which something is due. Raises Rejected for nothing and for what is no day."""
    found: date | None = _day(value)
    if found is None:
        raise Rejected("A demand line needs the day on which it is due.", hint="Write it as year-month-day.")
    return found


def created_day(value: Any, today: date) -> date:
    """Return the day on which something was asked for, `today` without one. Raises Rejected for one to come."""
    found: date = _created(value) or today
    if found > today:
        raise Rejected(f"The day on which it came in, {found}, lies ahead.", hint="Give a day of the past, or none.")
    return found


def check_due(due: date, made: date, today: date) -> None:
    """Raise Rejected for a line that is due before the day on which it was made, or beyond the horizon of a plan."""
    if due < made:
        when = "today" if made == today else "the day on which it was made"
        hint = "Choose a later day, or give the day on which it really came in as the one on which it was created."
        raise Rejected(f"The due day {due} lies before {when}, {made}.", hint=hint)
    if due > today + HORIZON:
        raise Rejected(
            f"The due day {due} lies beyond the horizon of the plan, which reaches to {today + HORIZON}.",
            hint="Check the year.",
        )


_COMMON = {
    "product": line("product", 100),
    "quantity": quantity,
    "unit": short_line("unit", 20),
    "kind": lambda value: choice(DemandKind, value, "The kind of demand"),
    "priority": lambda value: choice(Priority, value, "The priority"),
    "customer": short_line("customer"),
    "source": short_line("source"),
    "notes": text("notes"),
}

DEMAND = FieldSet("A demand line", {**_COMMON, "due": due_day, "external_key": optional_line("external key")})

#: What each line that a rule makes holds.
TEMPLATE = FieldSet("A rule for demand", _COMMON)

ahead_days = whole("The days ahead", MOST_AHEAD)
