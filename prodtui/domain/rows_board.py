"""A board as a screen shows it, and what can be named on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows import BoardRow, PersonRow, StepRow


@dataclass(frozen=True, slots=True)
class CardRow:
    """As much of a task as a lane, a list or a filter needs; same field names as TaskRow but for those of CardSigns."""

    id: int
    number: int
    ref: str
    title: str
    notes: str
    step: str
    rank: int
    priority: Priority
    service_class: ServiceClass
    assignees: tuple[str, ...]
    labels: tuple[str, ...]
    due: datetime | None
    blocked_reason: str | None
    blocked_since: datetime | None
    waiting_for: tuple[str, ...]
    entered_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    wait_until: datetime | None
    archived_at: datetime | None
    version: int
    product: str | None = None
    quantity: float | None = None
    unit: str | None = None
    check: str | None = None
    issues: int = 0
    to_check: bool = False
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class CardSigns:
    """What checklists and issues leave on a task.

    `check` says how far the checklists at its step are: failed, waiting (for a signature), running or due; `issues`
    counts its open issues. `to_check` tells that a gate of its step is not met, `to_sign` that an inspection waits for
    a signature which the reader may give.
    """

    check: str | None = None
    issues: int = 0
    to_check: bool = False
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A task as somebody may name it; `open` is False when it is finished or archived."""

    number: int
    ref: str
    title: str
    open: bool


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A saved filter of a board."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class BoardNames:
    """What a filter may name on a board: steps in their order, archived ones too, everybody's login, labels."""

    steps: tuple[StepRow, ...]
    people: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """What a board holds that shows none of it: tasks finished and when the last one was, others that are archived."""

    finished: int
    last: datetime | None
    archived: int


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """A board as a screen shows it: everything up to event `last_event`.

    `age_lines` are the 50 % and 85 % cycle times of finished tasks in days, None while too few are finished. `ended` is
    told of a board that has tasks and shows none.
    """

    board: BoardRow
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    cards: tuple[CardRow, ...]
    age_lines: tuple[float, float] | None
    last_event: int
    names: BoardNames
    ended: Ended | None = None
