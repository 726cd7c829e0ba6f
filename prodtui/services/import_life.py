"""The life of one imported task: its row as it stands at the end, and the events that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prodtui.domain.board import Clocks
from prodtui.domain.codec import to_json
from prodtui.domain.rows import StepRow
from prodtui.services.import_placing import clocks_along, history
from prodtui.services.import_plan import Planned

# fmt: off
_FIELDS = (
    "title", "notes", "priority", "service_class", "product", "quantity", "unit", "estimate_hours", "due", "wait_until",
    "planned_start", "planned_finish",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a task: when, the changed fields before (None at birth) and after, why a limit was passed."""

    at: datetime
    before: dict[str, Any] | None
    after: dict[str, Any]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Columns of the task's row, natural values in place of ids, and its events oldest first; version = their count."""

    row: dict[str, Any]
    events: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Newborn:
    """What the board gives a task from outside."""

    number: int
    rank: int
    parent: str | None
    created_by: str


def live(planned: Planned, born: Newborn, steps: Sequence[StepRow], now: datetime) -> Life:
    """Return the life of a planned task: born, moved by the dates of the file, blocked and archived at the end."""
    task, past = planned.task, history(planned.task, planned.step, steps, now)
    clocks = clocks_along(past, steps)
    row: dict[str, Any] = {name: getattr(task, name) for name in _FIELDS}
    row |= {
        "number": born.number,
        "rank": born.rank,
        "due_committed": task.due,
        "external_key": planned.key,
        "created_at": past.created_at,
        "created_by": born.created_by,
        "blocked_reason": None,
        "blocked_since": None,
        "blocked_by": None,
        "archived_at": None,
    }
    events = [Happened(past.created_at, None, _birth(planned, born, row, past.birth, clocks[0]))]
    here = past.birth
    for (step, at), before, after in zip(past.visits, clocks, clocks[1:], strict=False):
        events.append(_moved(at, here, step, before, after, planned.reason if step is past.visits[-1][0] else None))
        here = step
    last = clocks[-1]
    row |= {"entered_at": last.entered_at, "started_at": last.started_at, "finished_at": last.finished_at}
    ends = dict[str, Any]()
    if task.blocked_reason:
        ends = {"blocked_reason": task.blocked_reason, "blocked_since": now, "blocked_by": born.created_by}
        events.append(Happened(now, dict.fromkeys(ends), to_json(ends)))
    if task.archived is not None:
        at = max(task.archived.at, last.entered_at)
        ends["archived_at"] = at
        events.append(Happened(at, {"archived_at": None}, {"archived_at": to_json(at)}))
    return Life(row | ends | {"version": len(events)}, tuple(events))


def _birth(planned: Planned, born: Newborn, row: dict[str, Any], step: StepRow, clocks: Clocks) -> dict[str, Any]:
    """Return every field that is not empty at the birth, as JSON."""
    state = {name: to_json(value) for name, value in row.items() if value not in (None, "") and name != "number"}
    state["step"] = step.key
    state["entered_at"] = to_json(clocks.entered_at)
    for name, moment in (("started_at", clocks.started_at), ("finished_at", clocks.finished_at)):
        if moment is not None:
            state[name] = to_json(moment)
    if planned.labels:
        state["labels"] = list(planned.labels)
    if planned.logins:
        state["assignees"] = list(planned.logins)
    if born.parent:
        state["parent"] = born.parent
    return state


def _moved(at: datetime, here: StepRow, step: StepRow, before: Clocks, after: Clocks, reason: str | None) -> Happened:
    old, new = {"step": here.key}, {"step": step.key}
    for name in ("entered_at", "started_at", "finished_at"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            old[name], new[name] = to_json(was), to_json(now)
    return Happened(at, old, new, reason)
