"""Events of the plan in words; see `history`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_event import EventRow


def _line(event: EventRow) -> str:
    before, after = event.before, event.after or {}
    planned = amount_text(float(after["quantity"]))
    if before is None:
        of = f" in {after['what_if']}" if after.get("what_if") else ""
        return f"planned {planned} of {after['product']} for {after['starts']}{of}"
    return f"planned {planned} instead of {amount_text(float(before['quantity']))}"


def _what_if(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        return f"copied the plan as {after['name']}"
    if "applied_at" in after:
        return "made the plan equal to it" if after["applied_at"] else "is not applied any more"
    return "thrown away" if after.get("archived_at") else "brought back"


def _capacity(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        of = f" in {after['what_if']}" if after.get("what_if") else ""
        days = f"{after['starts']} to {after['ends']}"
        return f"gave {after['kind']} {after['target']} {after['hours']:+g} h a day, {days}{of}"
    return "taken away" if after.get("archived_at") else "brought back"


def _release(event: EventRow) -> str:
    values = event.after or event.before or {}
    if event.after is None:
        return f"is not released from {values['plan_line']} any more"
    return f"released from {values['plan_line']}" + (f" for {values['demand']}" if values.get("demand") else "")


def _output(event: EventRow) -> str:
    if event.after is None:
        return "took back what came out of it"
    parts = ((event.after[name], name) for name in ("good", "scrap", "rework"))
    return ", ".join(f"{amount_text(float(value))} {name}" for value, name in parts if value or name == "good")


PARTS: Mapping[str, Callable[[EventRow], str]] = {
    "plan_line": _line,
    "what_if": _what_if,
    "capacity_change": _capacity,
    "release": _release,
    "output": _output,
}
