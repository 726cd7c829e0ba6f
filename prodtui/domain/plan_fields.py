"""What a plan for `apply` may hold: the lists of the file, every field of their entries, and how to write each."""

from __future__ import annotations

from collections.abc import Mapping

from prodtui.domain.enums import Priority, Role, ServiceClass, StepKind
from prodtui.domain.text import nearest, quoted
from prodtui.errors import Rejected

_DATE = "a date"

#: For each list its fields; the first one says which entry is meant and is needed.
PLAN: Mapping[str, Mapping[str, str]] = {
    "people": {
        "login": "needed; who it is",
        "name": "the whole name",
        "initials": "up to 3 letters",
        "role": ", ".join(Role),
        "skills": "a list of words",
        "hours_per_day": "a number",
        "wip_limit": "how many tasks under way at once",
        "active": "true or false",
        "workweek": 'own hours, such as "mon-wed 8:00-14:00"',
    },
    "boards": {
        "key": "needed; such as OPS",
        "name": "the name",
        "timezone": "such as Europe/Berlin",
        "template": "of a new board, such as shop-floor",
        "settings": "a table; see `prodtui board show --json`",
        "rights": "a table: of each role that it names all rights, as a list; see `prodtui person rights`",
        "steps": "the list of its steps, in their order",
    },
    "steps": {
        "key": "which step; made from the name when left out",
        "name": "needed without a key",
        "kind": ", ".join(StepKind),
        "wip_limit": "how many tasks at once",
        "role": "the skill that is needed to pass tasks on",
        "criteria": "when a task may go on",
        "standard_hours": "a number",
    },
    "tasks": {
        "key": "needed; kept as the external key",
        "board": "a board's key; else the board in use",
        "step": "a step's key or name",
        "after": "a list of the keys that it waits for",
        "title": "needed for a new task",
        "notes": "text",
        "priority": ", ".join(Priority),
        "service_class": ", ".join(ServiceClass),
        "assignees": "a list of people",
        "labels": "a list of words",
        "product": "what is made",
        "quantity": "a number",
        "unit": "of the quantity",
        "estimate_hours": "a number",
        "due": _DATE,
        "planned_start": _DATE,
        "planned_finish": _DATE,
        "wait_until": _DATE,
        "pinned_start": "a date with a time, such as mon 9:00",
        "parent": "a task's reference or title",
    },
}
#: The lists at the top of the file; steps stand inside boards.
SECTIONS = tuple(name for name in PLAN if name != "steps")


def check_names(part: str, entry: Mapping[str, object]) -> None:
    """Raise Rejected for a field that entries of the list `part` do not have, with the nearest one."""
    for name in entry:
        if name not in PLAN[part]:
            close = nearest(str(name), PLAN[part])
            raise Rejected(
                f"There is no field {quoted(str(name), limit=40)} in {part}.",
                hint=f"Did you mean {close}?" if close else f"There are: {', '.join(PLAN[part])}.",
                details={"field": str(name)[:40], "nearest": close, "known": list(PLAN[part])},
            )
