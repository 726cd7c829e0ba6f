"""What each field of a product may hold: its unit, its way through the steps, what it takes of materials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prodtui.domain.codec import from_dict
from prodtui.domain.fields import FieldSet, line, optional_line, positive
from prodtui.domain.rows_planning import NeedRow, RoutingRow
from prodtui.domain.task_fields import amount
from prodtui.domain.task_template import TASK_TEMPLATE
from prodtui.domain.text import clean_line, quoted, slug
from prodtui.errors import Rejected

MOST_PARTS = 100
"""More steps or materials than this is a slip."""
MOST_HOURS = 10_000


#: Units that are counted: there is no half of one.
COUNTED = frozenset("each ea item items pair pairs pc pcs piece pieces set sets unit units".split())


def is_fraction(unit: str, quantity: float | None) -> bool:
    """Tell whether a quantity has a fraction although its unit is counted."""
    return quantity is not None and unit.casefold().rstrip(".") in COUNTED and round(quantity, 9) % 1 != 0


def routing(value: Any) -> tuple[RoutingRow, ...]:
    """Return the way of a product from rows, mappings, or words such as machining:0.5:2:lathes.

    The words are step, hours per unit, set-up hours per lot, pool of resources. Raises Rejected, also for a way that
    comes to a step twice: that is a circle, and no load can be computed for it.
    """
    rows = tuple(_route(part) for part in _parts(value, "routing"))
    seen = set[str]()
    for row in rows:
        if row.step.casefold() in seen:
            raise Rejected(
                f"The routing comes to {quoted(row.step)} twice, which is a circle.",
                hint="Name each step once, with all the hours that it takes.",
                details={"step": row.step},
            )
        seen.add(row.step.casefold())
    return rows


def materials(value: Any) -> tuple[NeedRow, ...]:
    """Return what a unit takes from rows, mappings, or words such as steel:2.5. Raises Rejected."""
    rows = tuple(_need(part) for part in _parts(value, "materials"))
    twice = {row.material.casefold() for row in rows}
    if len(twice) < len(rows):
        raise Rejected("A material stands twice in the list of materials.", hint="Add the two quantities up.")
    return rows


def _parts(value: Any, what: str) -> tuple[Any, ...]:
    items = () if value is None or value == "" else [value] if isinstance(value, (str, Mapping)) else value
    if not isinstance(items, Iterable):
        raise Rejected(f"The {what} {str(value)[:40]!r} is not a list.", hint="Give one entry for each.")
    found = tuple(items)
    if len(found) > MOST_PARTS:
        raise Rejected(f"The {what} has {len(found)} entries; {MOST_PARTS} is the most.", hint="Keep what matters.")
    return found


def _route(part: Any) -> RoutingRow:
    if isinstance(part, str):
        words = _words(part, 2, 4, "routing", "machining:0.5 or machining:0.5:2:lathes")
        part = dict(zip(("step", "hours", "setup", "pool"), words, strict=False))
    if isinstance(part, Mapping):
        _check_names(part, RoutingRow, "routing")
        part = from_dict(RoutingRow, part)
    step = clean_line(str(part.step), limit=60, what="step")
    return RoutingRow(
        step,
        _hours(part.hours, f"The hours at {step}"),
        _hours(part.setup or 0, f"The set-up hours at {step}"),
        pool(part.pool) or None,
    )


def _need(part: Any) -> NeedRow:
    if isinstance(part, str):
        words = _words(part, 2, 2, "materials", "steel:2.5")
        part = dict(zip(("material", "per_unit"), words, strict=True))
    if isinstance(part, Mapping):
        _check_names(part, NeedRow, "materials")
        part = from_dict(NeedRow, part)
    material = clean_line(str(part.material), limit=60, what="material")
    per_unit = positive(f"The quantity of {material}")(part.per_unit)
    if per_unit is None:
        raise Rejected(f"The quantity of {material} for each unit is missing.", hint="Write it like steel:2.5.")
    return NeedRow(material, per_unit)


def pool(value: Any) -> str:
    """Return the key of a pool of resources, empty for none."""
    if value is None or value == "":
        return ""
    key = slug(clean_line(str(value), limit=60, what="pool"))
    if not key:
        raise Rejected(f"The pool {str(value)[:40]!r} holds no letter or digit.", hint="Write it like lathes.")
    return key


def _words(text: str, least: int, most: int, what: str, example: str) -> list[str]:
    words = [word.strip() for word in text.split(":")]
    if not least <= len(words) <= most or not all(words[:least]):
        raise Rejected(f"{quoted(text)} is no entry of the {what}.", hint=f"Write it like {example}.")
    return words


def _check_names(part: Mapping[str, Any], row: type[RoutingRow] | type[NeedRow], what: str) -> None:
    known = tuple(row.__dataclass_fields__)
    odd = next((name for name in part if name not in known), None)
    missing = next((name for name in known[:2] if name not in part), None)
    if odd is not None or missing is not None:
        said = f"has no field {odd!r:.40}" if odd is not None else f"lacks {missing!r}"
        raise Rejected(f"An entry of the {what} {said}.", hint=f"It holds {', '.join(known)}.")


def _hours(value: Any, what: str) -> float:
    hours = amount(value, what)
    if hours is None or hours > MOST_HOURS:
        raise Rejected(f"{what} must lie between 0 and {MOST_HOURS:,}.", hint="Write them like 0.5.")
    return hours


PRODUCT = FieldSet(
    "A product",
    {
        "name": line("name", 100),
        "unit": line("unit", 20),
        "routing": routing,
        "materials": materials,
        "checklist": optional_line("checklist", 60),
        "lot_size": positive("The lot size"),
        **{f"task_{name}": clean for name, clean in TASK_TEMPLATE.cleaners.items()},
    },
)
