"""What each field of an issue, an action and a downtime may hold; links to other things are checked by services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prodtui.domain.enums import ActionKind, CauseCategory, Severity
from prodtui.domain.fields import FieldSet, line, optional_line, text, whole
from prodtui.domain.task_fields import choice, moment
from prodtui.domain.text import clean_line
from prodtui.errors import Rejected

MOST_WHYS = 5
_LONG = 2_000


def _whys(value: Any) -> tuple[str, ...]:
    """Return the answers to "why?", each to the one before it."""
    items = value.splitlines() if isinstance(value, str) else value
    if not isinstance(items, Iterable):
        items = ()
    found = tuple(clean_line(str(item), limit=500, what="why") for item in items if str(item).strip())
    if len(found) > MOST_WHYS:
        raise Rejected(f"There are {len(found)} whys and room for {MOST_WHYS}.", hint="Keep those that lead on.")
    return found


def _cause_category(value: Any) -> CauseCategory | None:
    return None if value is None or value == "" else choice(CauseCategory, value, "The category of cause")


ISSUE = FieldSet(
    "An issue",
    {
        "title": line("title"),
        "notes": text("notes"),
        "severity": lambda value: choice(Severity, value, "The severity"),
        "category": optional_line("category", 60),
        "step": optional_line("step", 60),
        "task": optional_line("task", 40),
        "inspection": optional_line("inspection", 40),
        "owner": optional_line("owner", 100),
        "containment": text("containment", _LONG),
        "whys": _whys,
        "cause": text("cause", _LONG),
        "cause_category": _cause_category,
        "evidence": text("evidence"),
        "check_days": whole("The days until the check", 1_000),
        "check_items": whole("The items until the check", 100_000),
        "recurs": optional_line("recurrence", 40),
    },
)

ACTION = FieldSet(
    "An action",
    {
        "text": line("action", 500),
        "kind": lambda value: choice(ActionKind, value, "The kind of action"),
        "owner": optional_line("owner", 100),
        "due": lambda value: moment(value, "The due date"),
        "result": text("result", _LONG),
    },
)

DOWNTIME = FieldSet(
    "A downtime",
    {
        "reason": line("reason"),
        "issue": optional_line("issue", 40),
        "started_at": lambda value: moment(value, "The start"),
        "ended_at": lambda value: moment(value, "The end"),
    },
)
