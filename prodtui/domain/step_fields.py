"""The fields of a step as the store keeps them."""

from __future__ import annotations

from typing import Any

from prodtui.domain.enums import StepKind
from prodtui.domain.task_fields import amount, choice
from prodtui.domain.text import clean_line, clean_text, nearest, slug
from prodtui.errors import Rejected, Usage


def clean_step_field(name: str, value: Any) -> Any:
    """Return the value of a step's field as the store keeps it. Raises Usage, Rejected."""
    if name == "name":
        return clean_line(str(value), limit=40, what="name")
    if name == "kind":
        return choice(StepKind, value, "The kind of step")
    if name == "wip_limit":
        number = amount(value, "The limit")
        if number is not None and (number != int(number) or not 1 <= number <= 10_000):
            raise Rejected(
                f"The limit {value} must be a whole number from 1 to 10000.", hint="Leave it out for no limit."
            )
        return None if number is None else int(number)
    if name == "role":
        return slug(clean_line(str(value), limit=40, what="role")) or None if value else None
    if name == "criteria":
        return clean_text(str(value or ""), limit=2000, what="criteria")
    if name == "standard_hours":
        return amount(value, "The standard hours")
    known = ["name", "kind", "wip_limit", "role", "criteria", "standard_hours"]
    close = nearest(name, known)
    raise Usage(
        f"A step has no field {name[:40]!r}.",
        hint=f"Did you mean {close!r}?" if close else f"There are: {', '.join(known)}.",
    )
