"""What tasks that leave the plan are like: a pattern for title and notes, labels, priority, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from prodtui.domain.enums import Priority
from prodtui.domain.fields import FieldSet, short_line, text
from prodtui.domain.rows_planning import ProductRow, TaskTemplate
from prodtui.domain.rows_release import ReleasePreview
from prodtui.domain.task_fields import choice, clean_field
from prodtui.domain.text import quoted, scrub
from prodtui.errors import Rejected

#: What a pattern may hold in braces, such as {lot}.
PLACES = ("product", "lot", "of", "quantity", "unit", "due", "demand")
TITLE_LIMIT = 200
_PLACE = re.compile(r"\{([^{}\s]*)\}")


def _pattern(clean: Callable[[Any], Any], what: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        found = str(clean(value))
        odd = next((name for name in _PLACE.findall(found) if name not in PLACES), None)
        if odd is not None:
            raise Rejected(
                f"{quoted('{' + odd + '}')} in the {what} stands for nothing.",
                hint=f"A pattern may hold {', '.join('{' + name + '}' for name in PLACES)}.",
            )
        return found

    return check


TASK_TEMPLATE = FieldSet(
    "What a release makes",
    {
        "title": _pattern(short_line("title of tasks", TITLE_LIMIT), "title of tasks"),
        "notes": _pattern(text("notes of tasks"), "notes of tasks"),
        "labels": lambda value: clean_field("labels", value),
        "priority": lambda value: choice(Priority, value, "The priority") if value else None,
        "assignees": lambda value: clean_field("assignees", value),
    },
)
_NAMES = tuple(field.name for field in fields(TaskTemplate))


def template_of(product: ProductRow, given: Mapping[str, Any]) -> TaskTemplate:
    """Return the template of a product with what is given, clean, in its stead."""
    own = TaskTemplate(**{name: getattr(product, f"task_{name}") for name in _NAMES})
    return replace(own, **given)


def template_texts(shown: ReleasePreview) -> list[str]:
    """Return what all tasks of a release have in common, beside title and notes, as lines."""
    template = shown.template
    parts = (
        ("Checklist", shown.checklist or ""),
        ("Priority", template.priority or ""),
        ("Labels", ", ".join(template.labels)),
        ("Assigned to", ", ".join(template.assignees)),
    )
    return [f"{name}: {value}" for name, value in parts if value]


def with_amount(title: str, amount: str) -> str:
    """Return a title with a quantity such as "20 pcs" behind it, unless it says that already."""
    return title if f" {amount}" in f" {title}" else f"{title}: {amount}"


def filled(template: TaskTemplate, values: Mapping[str, str]) -> TaskTemplate:
    """Return a template with its patterns filled; `values` has one text for each of PLACES.

    A title that has become too long is cut; one that has become empty says product and quantity, as in "Cover, 20 pcs".
    """

    def fill(pattern: str) -> str:
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), pattern)

    title = " ".join(fill(template.title).split()) or "{product}, {quantity} {unit}".format_map(values)
    return replace(template, title=scrub(title, limit=TITLE_LIMIT)[0], notes=fill(template.notes))
