"""The fields of the forms for resources and for what moves in stock. Pure functions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import ResourceKind
from prodtui.domain.fields import FieldSet
from prodtui.domain.supply_fields import RESOURCE, STOCK
from prodtui.domain.task_fields import amount
from prodtui.domain.weeks import week_text
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import day_field, line_field, number_field
from prodtui.screens.form_fields import FormField, Reading


def _week(value: Any, _: ZoneInfo) -> str:
    return week_text(value) if value else ""


def _amount(label: str) -> FieldSet:
    """Return a field that must hold a quantity, zero included."""

    def clean(value: Any) -> float:
        found = amount(value, label)
        if found is None:
            raise Rejected(f"{label} is missing.", hint="Write it like 40 or 2.5.")
        return found

    return FieldSet("A count", {"quantity": clean})


def _needed(field: FormField, sentence: str, example: str) -> FormField:
    """Return a field that must not be left empty."""

    def read(text: str, reading: Reading) -> Any:
        value = field.read(text, reading)
        if value is None:
            raise Rejected(sentence, hint=f"Write it like {example}.")
        return value

    return replace(field, read=read)


_NAME = line_field(RESOURCE, "name", "Name", "what it is called")
_KEY = FormField("key", "Key", "made from the name without; never changes", lambda value, _: value or "",
                 lambda text, _: text.strip() or None)  # fmt: skip


def resource_fields(kind: ResourceKind, pools: Collection[str], *, new: bool = False) -> tuple[FormField, ...]:
    """Return the fields of a resource of a kind; a `new` one may be given a key."""
    first = (_NAME, _KEY) if new else (_NAME,)
    if kind is ResourceKind.MATERIAL:
        return (
            *first,
            line_field(RESOURCE, "unit", "Unit", "such as kg, pcs"),
            number_field(RESOURCE, "reorder_level", "Reorder at", "a mark appears when no more than this is free"),
        )
    return (
        *first,
        line_field(RESOURCE, "pool", "Pool", "what routings ask for; itself without", tuple(pools)),
        number_field(RESOURCE, "parallel", "At once", "how many of it work at the same time, 1 without"),
        replace(line_field(RESOURCE, "workweek", "Calendar", "mon-fri 6:00-22:00; the board's without"), show=_week),
    )


_NOTE = line_field(STOCK, "note", "Note", "a few words, or none")
_QUANTITY = _needed(number_field(STOCK, "quantity", "Quantity", "such as 40"), "A quantity is missing.", "40 or 2.5")
RECEIVE = (_QUANTITY, day_field("day", "Day", "today without"), _NOTE)
ISSUE = (_QUANTITY, line_field(STOCK, "task", "For card", "such as OPS-12, or none"),
         day_field("day", "Day", "today without"), _NOTE)  # fmt: skip
EXPECT = (_QUANTITY, _needed(day_field("day", "Day", "such as fri, +2w"), "A day is missing.", "fri or +2w"), _NOTE)
COUNT = (number_field(_amount("The quantity that was counted"), "quantity", "Counted", "what really lies there"), _NOTE)
