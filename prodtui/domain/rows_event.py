"""The record of changes, as every reader of it gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prodtui.domain.enums import Via

#: Every kind of thing that an event can be about.
EVENT_KINDS = frozenset(
    "absence board capacity_change checklist checklist_use comment demand demand_rule dependency downtime filter "
    "handover improvement inspection issue issue_action issue_comment issue_task output person plan_line product "
    "reading recurrence release resource standup standup_note step stock_move task transition what_if work".split()
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One recorded change of one object: only the changed fields, before and after.

    `at` is when it happened, `recorded_at` when it was stored (they differ for imported history). All events of one
    transaction share `txn`. `before` is None for something new, `after` is None for something purged.
    """

    id: int
    at: datetime
    recorded_at: datetime
    board: str | None
    actor: str
    typed_by: str | None
    via: Via
    command: str
    kind: str
    ref: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    version: int
    txn: str
    undoes: str | None
    request_id: str | None
    reason: str | None
