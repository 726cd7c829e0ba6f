"""The fields of the form for one release: how much of it, in which lots, until when. Pure functions."""

from __future__ import annotations

from prodtui.domain.fields import FieldSet, positive
from prodtui.screens.field_kinds import day_field, number_field
from prodtui.screens.form_fields import FormField

RELEASE = FieldSet("A release", {"quantity": positive("The quantity"), "lot": positive("The lot size")})


def release_fields(unit: str) -> tuple[FormField, ...]:
    """Return the fields; an empty one means the usual: all of it, the product's lots, the day of the order."""
    return (
        number_field(RELEASE, "quantity", "Quantity", f"only so many {unit} of it; all without"),
        number_field(RELEASE, "lot", "Lot", f"tasks of at most so many {unit}; as the product says without"),
        day_field("due", "Due", "for all, such as fri or +5d; that of the order without"),
    )
