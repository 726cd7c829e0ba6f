"""Frozen rows of quality control: checklists, their versions, inspections and readings; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState, ItemKind, SignRule
from prodtui.domain.rows_event import EventRow


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One question of a checklist; `key` is unique in it and survives a new wording.

    Sizes and limits are in `unit` and shown with `decimals` places; `samples` readings are taken of a measurement.
    `accepted` are the choices that pass, all of them when empty.
    """

    key: str
    text: str
    kind: ItemKind
    section: str = ""
    critical: bool = False
    guidance: str = ""
    na_allowed: bool = False
    nominal: float | None = None
    lower: float | None = None
    upper: float | None = None
    unit: str | None = None
    decimals: int | None = None
    samples: int = 1
    choices: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignRow:
    """Who may sign: `role` is a role or a skill, `people` are logins; `meaning` is what a signature says."""

    rule: SignRule = SignRule.ANY
    role: str | None = None
    people: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What a version of a checklist freezes: the questions in their order, and who signs."""

    items: tuple[ItemRow, ...]
    sign: SignRow


@dataclass(frozen=True, slots=True)
class UseRow:
    """For which tasks a checklist is meant: those at `step` (a gate on leaving it), of `product`, or both.

    Of them every one, every `every`-th, or a random `share` (0 to 1) drawn with `seed`.
    """

    id: int
    checklist: str
    step: str | None
    product: str | None
    frequency: Frequency
    every: int | None
    share: float | None
    seed: int | None


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A checklist of a board; `published` is its newest version, `has_draft` tells of changes not published yet.

    `products` are the keys of those that name it as their own.
    """

    id: int
    board: str
    key: str
    name: str
    published: int | None
    has_draft: bool
    uses: tuple[UseRow, ...]
    archived_at: datetime | None
    version: int
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistVersionRow:
    """A published version, which never changes."""

    checklist: str
    name: str
    number: int
    content: ContentRow
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class ChecklistDetail:
    """A checklist with its draft (None when nothing waits) and its versions, oldest first."""

    checklist: ChecklistRow
    draft: ContentRow | None
    versions: tuple[ChecklistVersionRow, ...]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """The answer to one item, or to one of its samples (from 1): exactly one of flag, number and text, or `na`.

    `ok` tells whether it passes; `off` is how far a measurement lies outside its limits, in its unit, negative below.
    """

    item: str
    sample: int
    flag: bool | None
    number: float | None
    text: str | None
    na: bool
    note: str
    ok: bool
    off: float
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A checklist version filled for a task at a step, or by hand without a task.

    `answered` of `questions` readings are given, `failed` of its items do not pass. `reason` and `conceded_by` belong
    to a concession; `corrects` and `corrected_by` are references of other inspections.
    """

    id: int
    board: str
    number: int
    ref: str
    checklist: str
    name: str
    checklist_version: int
    task: str | None
    title: str | None
    step: str | None
    state: InspectionState
    result: InspectionResult | None
    answered: int
    questions: int
    failed: int
    started_at: datetime
    started_by: str
    completed_at: datetime | None
    completed_by: str | None
    reason: str | None
    conceded_by: str | None
    signed_at: datetime | None
    signed_by: str | None
    signed_typed_by: str | None
    meaning: str | None
    corrects: str | None
    corrected_by: str | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class DueInspectionRow:
    """An inspection that a task needs and that nobody has started: `gate` when it holds the task back."""

    checklist: str
    name: str
    task: str
    title: str
    step: str
    since: datetime
    gate: bool


@dataclass(frozen=True, slots=True)
class InspectionDetail:
    """An inspection with its questions, its readings in the order of the questions, its issues and history."""

    inspection: InspectionRow
    content: ContentRow
    readings: tuple[ReadingRow, ...]
    may_sign: str
    issues: tuple[str, ...]
    events: tuple[EventRow, ...]
