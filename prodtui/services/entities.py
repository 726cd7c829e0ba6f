"""Boards, steps, people and rules inside a change: set columns, raise the version, record one event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from prodtui.domain.codec import to_json
from prodtui.services.change import Change
from prodtui.storage.tables.boards import Board, Step
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Recurrence

if TYPE_CHECKING:
    from sqlmodel import SQLModel

#: The tables that are changed column by column, by the kind that their events carry.
_ENTITIES: Mapping[str, type[SQLModel]] = {"board": Board, "step": Step, "person": Person, "recurrence": Recurrence}
_TOPICS = {"step": "steps", "transition": "steps", "checklist": "checks", "checklist_use": "checks"}
_TIMES = frozenset({"archived_at", "start"})


def class_of(kind: str) -> type[SQLModel]:
    """Return the table class of a kind; checklists are imported only where one is changed (start-up budget)."""
    if kind == "checklist":
        from prodtui.storage.tables.quality import Checklist

        return Checklist
    return _ENTITIES[kind]


def topics_of(kind: str, board_id: int | None) -> tuple[str, ...]:
    """Return the topics that a change of such a thing touches."""
    if kind == "person":
        return ("people",)
    if kind == "right":
        return ("boards",)
    if kind == "board":
        return ("boards", f"steps:{board_id}")
    return (f"{_TOPICS.get(kind, kind + 's')}:{board_id}",)


def set_columns(
    change: Change, kind: str, entity: Any, ref: str, values: Mapping[str, Any], board_id: int | None
) -> bool:
    """Set columns of a versioned row and record one event; return False when nothing differs."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in values.items():
        old = getattr(entity, name)
        if name in _TIMES and isinstance(new, str):
            new = datetime.fromisoformat(new)
        if to_json(old) == to_json(new):
            continue
        setattr(entity, name, new)
        before[name], after[name] = to_json(old), to_json(new)
    if not after:
        return False
    entity.version += 1
    change.session.flush()
    note(change, kind, entity.id, ref, before, after, entity.version, board_id)
    change.forget()
    return True


def insert(
    change: Change, kind: str, entity: Any, ref: str, board_id: int | None = None, *, at: datetime | None = None
) -> None:
    """Store a new row and record it with every column that is not empty; `at` lies in the past for history."""
    change.session.add(entity)
    change.session.flush()
    columns = {name: to_json(value) for name, value in entity.model_dump().items() if name not in ("id", "version")}
    after = {name: value for name, value in columns.items() if value not in (None, "", []) and name != "board_id"}
    note(change, kind, entity.id, ref, None, after, 1, entity.id if kind == "board" else board_id, at=at)
    change.forget()


def note(
    change: Change,
    kind: str,
    object_id: int,
    ref: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    version: int,
    board_id: int | None,
    *,
    at: datetime | None = None,
) -> None:
    """Record an event and touch its topics."""
    change.unit.record(kind, object_id, ref, before, after, version, board_id=board_id, at=at)
    change.unit.touch(*topics_of(kind, board_id))
