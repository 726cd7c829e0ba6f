"""The fields of the form for products: a routing and materials as lines of text, checked at the field. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import Priority
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.product_fields import PRODUCT
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_planning import NeedRow, ResourceRow, RoutingRow
from prodtui.domain.rows_quality import ChecklistRow
from prodtui.domain.task_template import PLACES
from prodtui.domain.text import quoted
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import line_field, number_field, show_number
from prodtui.screens.form_fields import FIELDS, FormField, Reading
from prodtui.screens.plan_names import named_in

ROUTING_EXAMPLE = "machining 0.5 2 lathes"
MATERIALS_EXAMPLE = "steel 2.5"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a product may name: the steps of its board, its materials, and its checklists."""

    steps: Sequence[StepRow]
    materials: Sequence[ResourceRow]
    checklists: Sequence[ChecklistRow]


def product_fields(parts: Parts, *, new: bool = False) -> tuple[FormField, ...]:
    """Return the fields of a product; a `new` one may be given a key."""

    def read_routing(text: str, _: Reading) -> Any:
        return routing_of(text, parts.steps)

    def read_materials(text: str, _: Reading) -> Any:
        return materials_of(text, parts.materials)

    def read_checklist(text: str, _: Reading) -> str | None:
        return named_in("checklist", parts.checklists, text).key if text.strip() else None

    routing_hint = f"a line for each step: step, hours a unit, set-up hours, pool; such as {ROUTING_EXAMPLE}"
    materials_hint = f"a line for each: material, how much a unit takes; such as {MATERIALS_EXAMPLE}"
    checklist = line_field(PRODUCT, "checklist", "Checklist", words=tuple(row.key for row in parts.checklists))
    fields = (
        line_field(PRODUCT, "name", "Name", "what is made or done"),
        line_field(PRODUCT, "unit", "Unit", "such as pcs, kg, tickets"),
        FormField("routing", "Steps", routing_hint, routing_text, read_routing, long=True),
        FormField("materials", "Materials", materials_hint, materials_text, read_materials, long=True),
        number_field(PRODUCT, "lot_size", "Lot size", "cards of at most so many; one card without"),
        replace(checklist, read=read_checklist),
        *_task_fields(),
    )
    key = FormField("key", "Key", "made from the name without; never changes", _key_text, _read_key)
    return (fields[0], key, *fields[1:]) if new else fields


def _task_fields() -> tuple[FormField, ...]:
    """Return the fields of what the cards of a product are like."""
    places = " ".join(f"{{{name}}}" for name in PLACES)
    of_card = {field.name: field for field in FIELDS}
    return (
        line_field(PRODUCT, "task_title", "Cards say", f"the name of the product without; may hold {places}"),
        line_field(PRODUCT, "task_notes", "Their notes", "with the same words in braces", long=True),
        replace(of_card["labels"], name="task_labels", label="Their labels"),
        line_field(PRODUCT, "task_priority", "Their priority", words=tuple(Priority)),
        replace(of_card["assignees"], name="task_assignees", label="They are for"),
    )


def routing_text(value: Sequence[RoutingRow] | None, _: ZoneInfo | None = None) -> str:
    """Return a routing as lines that `routing_of` reads."""
    return "\n".join(
        " ".join(filter(None, (row.step, number(row.hours), number(row.setup) if _says_more(row) else "", row.pool)))
        for row in value or ()
    )


def routing_of(text: str, steps: Sequence[StepRow]) -> tuple[RoutingRow, ...]:
    """Return the routing that lines such as "machining 0.5 2 lathes" mean.

    Raises Rejected with the number of the line, for a step that the board does not have too.
    """
    rows = []
    for place, line in _lines(text):
        with_name = _split(line, f"line {place}", ROUTING_EXAMPLE)
        if len(with_name) > 4:
            raise Rejected(f"Line {place} says more than a routing needs.", hint=f"Write it like {ROUTING_EXAMPLE}.")
        step = named_in("step", steps, with_name[0]).key
        rows.append(dict(zip(("step", "hours", "setup", "pool"), (step, *with_name[1:]), strict=False)))
    found: tuple[RoutingRow, ...] = PRODUCT.clean("routing", rows)
    return found


def materials_text(value: Sequence[NeedRow] | None, _: ZoneInfo | None = None) -> str:
    """Return what a unit takes as lines that `materials_of` reads."""
    return "\n".join(f"{row.material} {number(row.per_unit)}" for row in value or ())


def materials_of(text: str, materials: Sequence[ResourceRow]) -> tuple[NeedRow, ...]:
    """Return what lines such as "steel 2.5" mean. Raises Rejected with the number of the line."""
    rows = []
    for place, line in _lines(text):
        parts = _split(line, f"line {place}", MATERIALS_EXAMPLE)
        if len(parts) > 2:
            raise Rejected(f"Line {place} says more than a quantity.", hint=f"Write it like {MATERIALS_EXAMPLE}.")
        rows.append({"material": named_in("material", materials, parts[0]).key, "per_unit": parts[1]})
    found: tuple[NeedRow, ...] = PRODUCT.clean("materials", rows)
    return found


def number(value: float) -> str:
    """Return a number as it is typed."""
    return show_number(value, ZoneInfo("UTC"))


def hours(value: float) -> str:
    """Return hours as a list shows them."""
    return f"{amount_text(value)} h"


def _says_more(row: RoutingRow) -> bool:
    return bool(row.setup or row.pool)


def _lines(text: str) -> list[tuple[int, str]]:
    return [(place, line.strip()) for place, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _split(line: str, where: str, example: str) -> list[str]:
    """Return a name, which may hold blanks, and what stands behind it from the first number on."""
    words = line.replace(":", " ").split()
    first = next((place for place, word in enumerate(words) if place and _is_number(word)), None)
    if first is None:
        raise Rejected(f"{quoted(line)} in {where} has no number behind a name.", hint=f"Write it like {example}.")
    return [" ".join(words[:first]), *words[first:]]


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _key_text(value: Any, _: ZoneInfo) -> str:
    return value or ""


def _read_key(text: str, _: Reading) -> str | None:
    return text.strip() or None
