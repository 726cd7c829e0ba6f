"""The fields of products, resources, demand and the plan in a board document, each with its check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.demand_fields import MOST_AHEAD, TEMPLATE
from prodtui.domain.enums import CapacityKind, DemandKind, DemandStatus, Priority, ResourceKind, StockKind
from prodtui.domain.imports import MAX_TEXT
from prodtui.domain.product_fields import materials, routing
from prodtui.domain.weeks import parse_week
from prodtui.services.document_checks import (
    MOST,
    Check,
    a_day,
    a_moment,
    a_rule,
    an_object,
    any_number,
    choice,
    line,
    list_of,
    maybe,
    number,
    step_key,
    text,
    whole,
)  # fmt: skip

_name, _word, _version = line(200), line(60), whole(1, MOST)
_when, _day, _maybe_line, _amount = maybe(a_moment), maybe(a_day), maybe(line(400)), number(1e9)


def a_week(value: Any) -> list[Any]:
    """Ask for a working week."""
    if not isinstance(value, list):
        raise ValueError("is not a working week")
    return list(to_json(parse_week(value)))


def _of_rule(value: Any) -> dict[str, Any]:
    """Ask for what each line of a rule holds."""
    found = dict(to_json(TEMPLATE.clean_all(an_object(value))))
    if not {"product", "quantity"} <= found.keys():
        raise ValueError("names no product or no quantity")
    return found


def _list(clean: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("is not a list")
        return list(to_json(clean(value)))

    return check


_PRODUCT: Mapping[str, Check] = {
    "checklist": maybe(step_key),
    "key": step_key,
    "name": _name,
    "unit": _word,
    "routing": _list(routing),
    "materials": _list(materials),
    "lot_size": maybe(_amount),
    "task_title": _name,
    "task_notes": text(MAX_TEXT),
    "task_labels": list_of(line(60)),
    "task_priority": maybe(choice(Priority)),
    "task_assignees": list_of(_word),
    "archived_at": _when,
}
_RESOURCE: Mapping[str, Check] = {
    "key": step_key,
    "name": _name,
    "kind": choice(ResourceKind),
    "pool": _word,
    "parallel": whole(1, 1_000),
    "workweek": maybe(a_week),
    "unit": _word,
    "reorder_level": maybe(_amount),
    "archived_at": _when,
}
_MOVE: Mapping[str, Check] = {
    "resource": _name,
    "task": _maybe_line,
    "kind": choice(StockKind),
    "quantity": any_number,
    "day": a_day,
    "note": line(400),
    "at": a_moment,
    "by": _name,
    "archived_at": _when,
}
_ABSENCE: Mapping[str, Check] = {
    "person": maybe(_word),
    "resource": _maybe_line,
    "starts": a_day,
    "ends": a_day,
    "reason": _name,
    "uid": _maybe_line,
    "archived_at": _when,
}
_DEMAND_RULE: Mapping[str, Check] = {
    "rule": a_rule,
    "start": a_day,
    "ahead": whole(1, MOST_AHEAD),
    "fields": _of_rule,
    "last_due": _day,
    "archived_at": _when,
}
_DEMAND: Mapping[str, Check] = {
    "product": _name,
    "rule": _maybe_line,
    "quantity": _amount,
    "due": a_day,
    "kind": choice(DemandKind),
    "priority": choice(Priority),
    "customer": _name,
    "source": _name,
    "notes": text(MAX_TEXT),
    "closed": maybe(choice(DemandStatus)),
    "external_key": _maybe_line,
    "occurrence": _day,
    "created_at": a_moment,
    "created_by": _name,
    "archived_at": _when,
}
_WHAT_IF: Mapping[str, Check] = {
    "name": _name,
    "created_at": a_moment,
    "created_by": _name,
    "applied_at": _when,
    "archived_at": _when,
}
_PLAN_LINE: Mapping[str, Check] = {
    "product": _name,
    "what_if": _maybe_line,
    "starts": a_day,
    "quantity": _amount,
}
_CAPACITY: Mapping[str, Check] = {
    "what_if": _maybe_line,
    "kind": choice(CapacityKind),
    "target": _name,
    "starts": a_day,
    "ends": a_day,
    "hours": any_number,
    "reason": _name,
    "archived_at": _when,
}
_RELEASE: Mapping[str, Check] = {"plan_line": _name, "demand": _maybe_line}
_OUTPUT: Mapping[str, Check] = {"good": _amount, "scrap": _amount, "rework": _amount}

#: The numbered things, by the word of their events, in the order in which they refer to each other.
NUMBERED: Mapping[str, Mapping[str, Check]] = {
    "resource": _RESOURCE,
    "product": _PRODUCT,
    "stock_move": _MOVE,
    "absence": _ABSENCE,
    "demand_rule": _DEMAND_RULE,
    "demand": _DEMAND,
    "what_if": _WHAT_IF,
    "plan_line": _PLAN_LINE,
    "capacity_change": _CAPACITY,
}
#: What they are called as parts of the document.
PART_OF: Mapping[str, str] = {kind: f"{kind}s" for kind in NUMBERED}
#: What hangs on a task, without a number of its own, and the kinds that its fields refer to.
OF_TASKS: Mapping[str, Mapping[str, str]] = {
    "release": {"task": "task", "plan_line": "plan_line", "demand": "demand"},
    "output": {"task": "task"},
}

PARTS: Mapping[str, Mapping[str, Check]] = {
    **{PART_OF[kind]: {"ref": _name, "version": _version, **fields} for kind, fields in NUMBERED.items()},
    "releases": {"task": _name, **_RELEASE},
    "outputs": {"task": _name, **_OUTPUT},
}
#: What an event of each kind may hold before and after; those of what hangs on a task may name it.
PAYLOADS: Mapping[str, Mapping[str, Check]] = {
    **NUMBERED,
    "release": {"task": _name, **_RELEASE},
    "output": {"task": _name, **_OUTPUT},
}
#: Without these a whole object cannot be told, or taken back.
NEEDED: Mapping[str, tuple[str, ...]] = {"release": ("plan_line",), "output": ("good",)}
