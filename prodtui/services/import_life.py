"""The life of one imported task: its row as it stands at the end, and the events that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from prodtui.domain.board import Clocks
from prodtui.domain.codec import to_json
from prodtui.domain.rows import StepRow
from prodtui.services.import_placing import History, clocks_along, history
from prodtui.services.import_plan import Planned

_ALWAYS = ("title", "rank", "priority", "service_class", "external_key", "created_by")
# fmt: off
_SOMETIMES = (
    "notes", "product", "quantity", "unit", "estimate_hours", "due", "due_committed", "planned_start", "planned_finish",
    "wait_until", "pinned_start",
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
    past = history(planned.task, planned.step, steps, now)
    if past.visits:
        past = replace(past, visits=(*past.visits[:-1], past.visits[-1]._replace(reason=planned.reason)))
    return live_through(past, planned, born, steps, now)


def live_through(past: History, planned: Planned, born: Newborn, steps: Sequence[StepRow], now: datetime) -> Life:
    """Return the life of a planned task along a known history."""
    clocks = clocks_along(past, steps)
    row = _row(planned, born, past.created_at)
    birth = _birth(planned, born, row, past.birth, clocks[0])
    events, here = [Happened(past.created_at, None, birth, past.reason)], past.birth
    for count, (step, at, reason) in enumerate(past.visits, start=1):
        events.append(_moved(at, here, step, clocks[count - 1], clocks[count], reason))
        here = step
    final = clocks[-1]
    row |= {"entered_at": final.entered_at, "started_at": final.started_at, "finished_at": final.finished_at}
    events += _endings(planned, born, row, now)
    row["version"] = len(events)
    return Life(row, tuple(events))


def _row(planned: Planned, born: Newborn, created_at: datetime) -> dict[str, Any]:
    task = planned.task
    return {
        "step_id": planned.step.id,
        "number": born.number,
        "title": task.title,
        "notes": task.notes,
        "rank": born.rank,
        "priority": task.priority.value,
        "service_class": task.service_class.value,
        "product": task.product,
        "quantity": task.quantity,
        "unit": task.unit,
        "estimate_hours": task.estimate_hours,
        "due": task.due,
        "due_committed": task.due,
        "planned_start": task.planned_start,
        "planned_finish": task.planned_finish,
        "blocked_reason": None,
        "blocked_since": None,
        "blocked_by": None,
        "external_key": planned.key,
        "wait_until": task.wait_until,
        "created_at": created_at,
        "created_by": born.created_by,
        "archived_at": None,
        "pinned_start": task.pinned_start,
        "sequence": None,
    }


def _birth(planned: Planned, born: Newborn, row: dict[str, Any], step: StepRow, clocks: Clocks) -> dict[str, Any]:
    """Return every field that is not empty at the birth, as JSON."""
    state: dict[str, Any] = {name: row[name] for name in _ALWAYS}
    state["step"], state["created_at"], state["entered_at"] = (
        step.key,
        _said(row["created_at"]),
        _said(clocks.entered_at),
    )
    for name in _SOMETIMES:
        value = row[name]
        if value is not None and value != "":
            state[name] = _said(value) if type(value) is datetime else value
    if clocks.started_at is not None:
        state["started_at"] = _said(clocks.started_at)
    if clocks.finished_at is not None:
        state["finished_at"] = _said(clocks.finished_at)
    if planned.labels:
        state["labels"] = list(planned.labels)
    if planned.logins:
        state["assignees"] = list(planned.logins)
    if born.parent:
        state["parent"] = born.parent
    return state


def _moved(at: datetime, here: StepRow, step: StepRow, before: Clocks, after: Clocks, reason: str | None) -> Happened:
    old: dict[str, Any] = {"step": here.key, "entered_at": _said(before.entered_at)}
    new: dict[str, Any] = {"step": step.key, "entered_at": _said(after.entered_at)}
    if before.entered_at == after.entered_at:
        del old["entered_at"], new["entered_at"]
    if before.started_at != after.started_at:
        old["started_at"], new["started_at"] = _said(before.started_at), _said(after.started_at)
    if before.finished_at != after.finished_at:
        old["finished_at"], new["finished_at"] = _said(before.finished_at), _said(after.finished_at)
    return Happened(at, old, new, reason)


def _endings(planned: Planned, born: Newborn, row: dict[str, Any], now: datetime) -> list[Happened]:
    """Return what happened to the task besides its moves, and put it into the row."""
    events = []
    if planned.task.blocked_reason:
        block = {"blocked_reason": planned.task.blocked_reason, "blocked_since": now, "blocked_by": born.created_by}
        row |= block
        events.append(Happened(now, dict.fromkeys(block), to_json(block)))
    if planned.task.archived is not None:
        at = row["archived_at"] = max(planned.task.archived.at, row["entered_at"])
        events.append(Happened(at, {"archived_at": None}, {"archived_at": _said(at)}))
    return events


@lru_cache(1024)
def _said(at: datetime | None) -> Any:
    """Return a moment as JSON; the same ones come again and again."""
    return to_json(at)
