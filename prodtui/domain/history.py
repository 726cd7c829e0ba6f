"""Events in words: what somebody did, as one sentence without its subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from prodtui.domain import history_daily, history_plan, history_quality
from prodtui.domain.dates import human_minutes, local
from prodtui.domain.permissions import cell_of
from prodtui.domain.rows_event import EventRow

#: What a change brings along by itself and nobody wants to read.
_CONSEQUENCES = frozenset(
    "rank entered_at started_at finished_at blocked_since blocked_by due_committed position "
    "verifying_at check_due checked_at checked_by closed_at closed_by done_by ended_by".split()
)
#: What names a new thing, the first that it has.
_TITLES = ("title", "name", "text", "reason")
_WORDS = {"issue_action": "action", "demand_rule": "rule for demand"}
_MOMENTS = frozenset({"due", "ended_at", "wait_until", "planned_start", "planned_finish", "pinned_start"})
_LONGEST = 60


def sentence(event: EventRow, tz: tzinfo) -> str:
    """Return what an event did, such as "moved ready → machining"; dates as the clock of `tz` shows them."""
    told = _PARTS[event.kind](event) if event.kind in _PARTS else _object(event, tz)
    if event.command.startswith("undo"):
        told = f"took back: {told}"
    elif event.command == "redo":
        told = f"did again: {told}"
    if event.reason:
        told += f" ({event.reason})"
    return told


def byline(event: EventRow) -> str:
    """Return who did it, "ann for bo" when ann typed for bo."""
    return by_for(event.actor, event.typed_by)


def by_for(login: str, typed_by: str | None) -> str:
    """Return who acts, "ann for bo" when ann types for bo."""
    return f"{typed_by} for {login}" if typed_by else login


def _object(event: EventRow, tz: tzinfo) -> str:
    before, after = event.before, event.after
    if before is None:
        new = after or {}
        if event.kind in _NEW:
            return _NEW[event.kind](new)
        told = next((new[name] for name in _TITLES if new.get(name)), event.ref)
        return f"added {_WORDS.get(event.kind, event.kind.replace('_', ' '))} {told}"
    if after is None:
        return f"purged {event.kind} {before.get('title') or event.ref}"
    if "archived_at" in after:
        return "archived" if after["archived_at"] else "restored"
    if "step" in after:
        return _moved(before, after)
    if "rested" in after:
        return f"could not make the task of {after['rested']}"
    if "blocked_reason" in after:
        return f"blocked: {after['blocked_reason']}" if after["blocked_reason"] else "unblocked"
    if "done_at" in after:
        result = f": {_shown('result', after['result'], tz)}" if after.get("result") else ""
        return f"done{result}" if after["done_at"] else "not done yet"
    names = [name for name in after if name not in _CONSEQUENCES]
    if not names:
        return "changed the order"
    return ", ".join(_field(name, before.get(name), after[name], tz) for name in names)


def with_names(events: Sequence[EventRow], names: Mapping[str, str]) -> tuple[EventRow, ...]:
    """Return events to be told with the names of the products, by reference, that they are about."""

    def named(values: dict[str, Any] | None) -> dict[str, Any] | None:
        name = names.get((values or {}).get("product", ""))
        return values if values is None or name is None else {**values, "product": name}

    return tuple(replace(event, before=named(event.before), after=named(event.after)) for event in events)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    told = f"moved {before.get('step')} → {after['step']}"
    if "assignees" in after:
        told += f", taken by {', '.join(after['assignees'])}" if after["assignees"] else ", nobody on it"
    return told


def _field(name: str, old: Any, new: Any, tz: tzinfo) -> str:
    word = name.replace("_", " ")
    if name in ("notes", "criteria", "settings", "fields", "workweek", "routing", "materials"):
        return f"changed {word}"
    return f"{word}: {_shown(name, old, tz)} → {_shown(name, new, tz)}"


def _shown(name: str, value: Any, tz: tzinfo) -> str:
    if value in (None, "", []):
        return "–"
    if name in _MOMENTS and "T" in str(value):  # demand is due on a day, a task at a moment
        return local(datetime.fromisoformat(value), tz)
    text = ", ".join(map(str, value)) if isinstance(value, list) else _number(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _number(value: Any) -> str:
    """Return a value as text, a number with all its decimals but without needless zeros."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _movement(new: Mapping[str, Any]) -> str:
    word = new["kind"] if new["kind"] in ("expected", "reserved") else f"{new['kind']} of"
    told = f"{word} {_number(float(new['quantity']))} of {new['resource']}"
    return told + (f" for {new['task']}" if new.get("task") else "") + (f": {new['note']}" if new.get("note") else "")


def _absence(new: Mapping[str, Any]) -> str:
    last = "" if new["ends"] == new["starts"] else f" to {new['ends']}"
    reason = f": {new['reason']}" if new.get("reason") else ""
    return f"{new.get('person') or new.get('resource')} is away {new['starts']}{last}{reason}"


def _comment(event: EventRow) -> str:
    if event.after is None:
        return "took a comment away"
    return str(event.after["text"])


def _work(event: EventRow) -> str:
    values = event.after or event.before or {}
    time = human_minutes(int(values["minutes"]))
    note = f": {values['note']}" if values.get("note") else ""
    return f"logged {time}{note}" if event.after is not None else f"took {time} of work away"


def _dependency(event: EventRow) -> str:
    values = event.after or event.before or {}
    if event.after is None:
        return f"waits no longer for {values['predecessor']}"
    kind = "" if values["kind"] == "finish-start" else " to be started"
    lag = f", {values['lag_hours']:g} h later" if values["lag_hours"] else ""
    return f"waits for {values['predecessor']}{kind}{lag}"


def _transition(event: EventRow) -> str:
    values = event.after or event.before or {}
    word = "allowed" if event.after is not None else "forbade"
    return f"{word} {values['from_step']} → {values['to_step']}"


def _issue_task(event: EventRow) -> str:
    values = event.after or event.before or {}
    return f"touches {values['task']}" if event.after is not None else f"does not touch {values['task']}"


def _right(event: EventRow) -> str:
    cell = cell_of(event.ref)
    word = "allowed" if (event.after or {}).get("granted") else "forbade"
    return f"{word} a {cell[0]} to {cell[1].words}" if cell is not None else f"{word} {event.ref}"


def _filter(event: EventRow) -> str:
    return f"saved filter {event.ref}" if event.after is not None else f"removed filter {event.ref}"


_PARTS = {
    "comment": _comment,
    "work": _work,
    "dependency": _dependency,
    "transition": _transition,
    "filter": _filter,
    "right": _right,
    **history_quality.PARTS,
    **history_plan.PARTS,
    **history_daily.PARTS,
    "issue_comment": _comment,
    "issue_task": _issue_task,
}


#: How something new is told whose title says too little.
def _demand(new: Mapping[str, Any]) -> str:
    return f"asked for {_number(float(new['quantity']))} of {new['product']}, due {new['due']}"


_NEW = {"stock_move": _movement, "absence": _absence, "demand": _demand}
