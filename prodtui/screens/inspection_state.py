"""An inspection as one reader fills it: its questions, the answers on disk, those on their way, and what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prodtui.domain.enums import InspectionState, ItemKind
from prodtui.domain.quality import Answer, judge_number, parse_number
from prodtui.domain.rows_quality import InspectionDetail, ItemRow, ReadingRow
from prodtui.errors import Rejected

Place = tuple[str, int]
"""An item's key and the number of its sample."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer: an item, or one of its samples; `number` counts all of them from 1."""

    item: ItemRow
    sample: int
    number: int

    @property
    def place(self) -> Place:
        """What tells it apart."""
        return self.item.key, self.sample


@dataclass(slots=True)
class Sending:
    """An answer that is not on disk yet: as it was given, and what it is worth; `trouble` says why it is not.

    `again` tells that only the store was in its way, so that it is sent again when the next answer gets through.
    """

    value: object
    answer: Answer
    na: bool = False
    note: str = ""
    trouble: str = ""
    again: bool = False


@dataclass(slots=True)
class Sitting:
    """All that the screen draws. `typed` is the number under way, `saved` the time of the last answer on disk."""

    detail: InspectionDetail
    comma: bool = False
    sending: dict[Place, Sending] = field(default_factory=dict)
    typed: str = ""
    saved: str = ""
    authors: dict[Place, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the checklist."""
        pairs = [(item, sample) for item in self.detail.content.items for sample in range(1, item.samples + 1)]
        return tuple(Question(item, sample, number) for number, (item, sample) in enumerate(pairs, start=1))

    @property
    def readings(self) -> Mapping[Place, ReadingRow]:
        """The answers on disk."""
        return {(row.item, row.sample): row for row in self.detail.readings}

    @property
    def is_running(self) -> bool:
        """Whether answers may be given."""
        row = self.detail.inspection
        return row.state is InspectionState.RUNNING and row.archived_at is None

    def answer(self, place: Place) -> Answer | ReadingRow | None:
        """Return what a question was answered, on disk or on its way there."""
        sending = self.sending.get(place)
        return sending.answer if sending is not None else self.readings.get(place)

    def next_open(self, after: Place) -> Place | None:
        """Return the next question without an answer behind this one, else the first one; None when all have one."""
        places = [question.place for question in self.questions]
        start = places.index(after) + 1 if after in places else 0
        known = self.readings
        return next((p for p in (*places[start:], *places[:start]) if p not in known and p not in self.sending), None)

    def verdict(self, item: ItemRow) -> Answer | None:
        """Return what the number that is typed is worth, None while it is none yet. Raises Rejected for no number."""
        text = self.typed.rstrip(".,")
        if item.kind is not ItemKind.MEASUREMENT or text in ("", "-"):
            return None
        return judge_number(item, parse_number(text, self.comma, unit=item.unit, what=item.text))


def verdict_or_none(sitting: Sitting, item: ItemRow) -> Answer | None:
    """Return what the typed number is worth, None while it is none that can be read."""
    try:
        return sitting.verdict(item)
    except Rejected:
        return None


def failing(sitting: Sitting) -> Sequence[ItemRow]:
    """Return the items that do not pass so far, in order."""
    bad = {q.place[0] for q in sitting.questions if (found := sitting.answer(q.place)) is not None and not found.ok}
    return [item for item in sitting.detail.content.items if item.key in bad]


def new_by_others(before: InspectionDetail, now: InspectionDetail, me: str) -> dict[Place, str]:
    """Return which answers somebody else gave since the last look, and who."""
    known = {(row.item, row.sample): row for row in before.readings}
    return {
        (row.item, row.sample): row.by
        for row in now.readings
        if row.by != me and known.get((row.item, row.sample)) != row
    }
