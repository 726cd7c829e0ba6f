"""Builders of rows for tests of pure rules: every field has a value until a test names another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from prodtui.domain.board import MoveFacts
from prodtui.domain.enums import Priority, Role, ServiceClass, StepKind
from prodtui.domain.rows import StepRow, TaskRow
from prodtui.domain.rows_board import CardRow, CardSigns

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_step(key: str = "doing", kind: StepKind = StepKind.ACTIVE, position: int = 1, **changes: Any) -> StepRow:
    """Return a step named after its key."""
    row = StepRow(
        id=position + 1,
        board_id=1,
        key=key,
        name=key.capitalize(),
        kind=kind,
        position=position,
        wip_limit=None,
        role=None,
        criteria="",
        standard_hours=None,
        archived_at=None,
        version=1,
    )
    return replace(row, **changes)


def steps_of(*kinds: StepKind) -> tuple[StepRow, ...]:
    """Return steps in order, named after their kind and place: queue0, active1, done2."""
    return tuple(a_step(f"{kind.value}{place}", kind, place) for place, kind in enumerate(kinds))


def facts(**changes: Any) -> MoveFacts:
    """Return the facts of a move from a queue to an active step that nothing speaks against."""
    plain = MoveFacts(
        ref="OPS-1",
        service_class=ServiceClass.STANDARD,
        archived=False,
        blocked_reason=None,
        from_step=a_step("ready", StepKind.QUEUE, 0),
        to_step=a_step("doing", StepKind.ACTIVE, 1),
        allowed=None,
        in_step=0,
        loads=(),
        expedited=0,
        expedite_limit=1,
        unmet=(),
        role=Role.MEMBER,
        skills=(),
    )
    return replace(plain, **changes)


def a_card(**changes: Any) -> CardRow:
    """Return a card of OPS-1 in the step `doing`."""
    row = CardRow(
        id=1,
        number=1,
        ref="OPS-1",
        title="Sweep the hall",
        notes="",
        step="doing",
        rank=1,
        priority=Priority.NORMAL,
        service_class=ServiceClass.STANDARD,
        assignees=(),
        labels=(),
        due=None,
        blocked_reason=None,
        blocked_since=None,
        waiting_for=(),
        entered_at=AT,
        started_at=AT,
        finished_at=None,
        wait_until=None,
        archived_at=None,
        version=1,
    )
    return replace(row, **changes)


#: What only a card has: signs that a lane shows.
MARKS = tuple(CardSigns.__dataclass_fields__)


def a_task(**changes: Any) -> TaskRow:
    """Return the task OPS-1, whole, in the step `doing`."""
    card = a_card()
    row = TaskRow(
        **{name: getattr(card, name) for name in CardRow.__dataclass_fields__ if name not in MARKS},
        board="OPS",
        estimate_hours=None,
        spent_hours=0.0,
        due_committed=None,
        planned_start=None,
        planned_finish=None,
        blocked_by=None,
        parent=None,
        external_key=None,
        recurrence_id=None,
        occurrence=None,
        created_at=AT,
        created_by="ann",
    )
    return replace(row, **changes)
