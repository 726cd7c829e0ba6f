"""The cards of a board sorted into lanes, kept up to date card by card; no drawing."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from prodtui.domain.enums import Priority, ServiceClass, StepKind
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import BoardSnapshot, CardRow
from prodtui.widgets.card_lines import is_late

Predicate = Callable[[CardRow], bool]
SortKey = tuple[float, int]


class Grouping(StrEnum):
    """What the swimlanes of a board are made of."""

    NONE = "none"
    PERSON = "person"
    PRIORITY = "priority"
    LABEL = "label"

    def next(self) -> Grouping:
        """Return the grouping that follows when a reader goes round."""
        order = list(Grouping)
        return order[(order.index(self) + 1) % len(order)]


@dataclass(frozen=True, slots=True)
class Tally:
    """Cards that are not archived, in numbers: unfinished, blocked and late ones of all, and how many are shown."""

    open: int
    blocked: int
    late: int
    shown: int


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How full a lane is: all cards, those that count against the limit, expedite ones, and those shown."""

    total: int = 0
    standard: int = 0
    expedite: int = 0
    shown: int = 0


class Place(NamedTuple):
    """Where a shown card is: its lane, its swimlane ("" without a group) and its key in the order."""

    step: str
    band: str
    key: SortKey


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change did: cards that are new or different now, and cards that went away."""

    changed: frozenset[int]
    gone: frozenset[int]


class Lane:
    """The shown cards of one step, swimlane by swimlane; a card's ordinal counts from 0 over all of them."""

    __slots__ = ("parts", "step")

    def __init__(self, step: StepRow, parts: list[tuple[str, list[SortKey]]]) -> None:
        self.step = step
        self.parts = parts

    def __len__(self) -> int:
        return sum(len(keys) for _, keys in self.parts)

    def at(self, ordinal: int) -> int:
        """Return the id of a card; raises IndexError outside the lane."""
        for _, keys in self.parts:
            if 0 <= ordinal < len(keys):
                return keys[ordinal][1]
            ordinal -= len(keys)
        raise IndexError(ordinal)

    def ordinal(self, place: Place) -> int:
        """Return the ordinal of a card that lies in this lane."""
        before = 0
        for band, keys in self.parts:
            if band == place.band:
                return before + bisect_left(keys, place.key)
            before += len(keys)
        raise KeyError(place)

    def ids(self) -> Iterator[int]:
        """Yield the ids from top to bottom."""
        return (card_id for _, keys in self.parts for _, card_id in keys)


class BoardModel:
    """All cards of one board, those that pass the filter sorted into lanes.

    `steps` are the lanes in order. Applying one change costs a bisection, whatever the number of cards.
    """

    def __init__(
        self,
        snapshot: BoardSnapshot,
        now: datetime,
        *,
        visible: Predicate | None = None,
        grouping: Grouping = Grouping.NONE,
    ) -> None:
        self.board = snapshot.board
        self.steps = tuple(sorted(_shown_steps(snapshot.steps), key=lambda step: step.position))
        self.people = {person.login: person for person in snapshot.people}
        self.age_lines = snapshot.age_lines
        self.last_event = snapshot.last_event
        self.cards: dict[int, CardRow] = {card.id: card for card in snapshot.cards}
        self.visible = visible
        self.grouping = grouping
        self.now = now
        self._kinds = {step.key: step.kind for step in self.steps}
        self._lanes: dict[str, dict[str, list[SortKey]]] = {}
        self._places: dict[int, Place] = {}
        self._totals: dict[str, list[int]] = {}
        self._open = 0
        self._blocked: set[int] = set()
        self._late: set[int] = set()
        self._bands: tuple[str, ...] | None = None
        self._rebuild()

    def arrange(self, *, visible: Predicate | None, grouping: Grouping) -> None:
        """Sort all cards again under another filter or another grouping."""
        self.visible, self.grouping = visible, grouping
        self._rebuild()

    def at_time(self, now: datetime) -> None:
        """Move the clock: what is late, and what a filter about time lets through, is found out again."""
        self.now = now
        if self.visible is not None:
            self._rebuild()
        else:
            self._late = {card.id for card in self.cards.values() if self._counts(card) and is_late(card, now)}

    def apply(self, changed: Iterable[CardRow], gone: Iterable[int] = ()) -> Applied:
        """Take over changed and removed cards; a row older than the one held is left out."""
        fresh, lost = set(), set()
        for card in changed:
            held = self.cards.get(card.id)
            if held == card or (held is not None and held.version > card.version):
                continue
            if held is not None:
                self._take_out(held)
            self._put_in(card)
            fresh.add(card.id)
        for card_id in gone:
            held = self.cards.pop(card_id, None)
            if held is not None:
                self._take_out(held)
                lost.add(card_id)
        return Applied(frozenset(fresh), frozenset(lost))

    def lane(self, step: str) -> Lane:
        """Return the shown cards of a step; raises KeyError for a step that the board does not have."""
        parts = self._lanes[step]
        row = next(row for row in self.steps if row.key == step)
        return Lane(row, [(band, parts[band]) for band in self.bands if band in parts])

    def place(self, card_id: int | None) -> Place | None:
        """Return where a card is, None when it is not shown."""
        return None if card_id is None else self._places.get(card_id)

    def count(self, step: str) -> LaneCount:
        """Return how full a lane is."""
        total, expedite = self._totals[step]
        shown = sum(len(keys) for keys in self._lanes[step].values())
        return LaneCount(total, total - expedite, expedite, shown)

    @property
    def bands(self) -> tuple[str, ...]:
        """Keys of the swimlanes that hold a shown card, in reading order; one "" without grouping."""
        if self._bands is None:
            held = {band for parts in self._lanes.values() for band, keys in parts.items() if keys}
            self._bands = tuple(sorted(held, key=self._band_order)) or ("",)
        return self._bands

    def band_title(self, band: str) -> str:
        """Return what a swimlane's heading says."""
        match self.grouping:
            case Grouping.PERSON:
                return (self.people[band].name if band in self.people else band) or "Nobody"
            case Grouping.LABEL:
                return f"#{band}" if band else "No label"
            case Grouping.PRIORITY:
                return band.capitalize()
            case Grouping.NONE:
                return ""

    @property
    def tally(self) -> Tally:
        """The numbers of the footer."""
        return Tally(self._open, len(self._blocked), len(self._late), len(self._places))

    def _rebuild(self) -> None:
        self._lanes = {step.key: {} for step in self.steps}
        self._places = {}
        self._totals = {step.key: [0, 0] for step in self.steps}
        self._open, self._blocked, self._late, self._bands = 0, set(), set(), None
        for card in self.cards.values():
            self._count_in(card, 1)
            place = self._place_for(card)
            if place is not None:
                self._places[card.id] = place
                self._lanes[place.step].setdefault(place.band, []).append(place.key)
        for parts in self._lanes.values():
            for keys in parts.values():
                keys.sort()

    def _put_in(self, card: CardRow) -> None:
        self.cards[card.id] = card
        self._count_in(card, 1)
        place = self._place_for(card)
        if place is None:
            return
        self._places[card.id] = place
        keys = self._lanes[place.step].setdefault(place.band, [])
        if not keys:
            self._bands = None
        insort(keys, place.key)

    def _take_out(self, card: CardRow) -> None:
        self._count_in(card, -1)
        place = self._places.pop(card.id, None)
        if place is None:
            return
        keys = self._lanes[place.step][place.band]
        del keys[bisect_left(keys, place.key)]
        if not keys:
            self._bands = None

    def _count_in(self, card: CardRow, sign: int) -> None:
        """Count a card that came (1) or goes (-1)."""
        if not self._counts(card):
            return
        if card.step in self._totals:
            self._totals[card.step][0] += sign
            self._totals[card.step][1] += sign * (card.service_class is ServiceClass.EXPEDITE)
        if card.finished_at is None:
            self._open += sign
        for members, belongs in (
            (self._blocked, card.blocked_reason is not None),
            (self._late, is_late(card, self.now)),
        ):
            members.discard(card.id)
            if belongs and sign > 0:
                members.add(card.id)

    @staticmethod
    def _counts(card: CardRow) -> bool:
        return card.archived_at is None

    def _place_for(self, card: CardRow) -> Place | None:
        if card.step not in self._lanes or not (self.visible is None or self.visible(card)):
            return None
        return Place(card.step, self._band_of(card), (self._rank(card), card.id))

    def _rank(self, card: CardRow) -> float:
        """Order within a lane: by rank, in a done lane the latest finished first."""
        if self._kinds[card.step] is StepKind.DONE and card.finished_at is not None:
            return -(card.finished_at - _EPOCH).total_seconds()
        return card.rank

    def _band_of(self, card: CardRow) -> str:
        match self.grouping:
            case Grouping.PERSON:
                return card.assignees[0] if card.assignees else ""
            case Grouping.PRIORITY:
                return card.priority.value
            case Grouping.LABEL:
                return card.labels[0] if card.labels else ""
            case Grouping.NONE:
                return ""

    def _band_order(self, band: str) -> tuple[bool, int, str]:
        """Those without a person or label come last."""
        rank = list(Priority).index(Priority(band)) if self.grouping is Grouping.PRIORITY else 0
        return (band == "", rank, self.band_title(band).casefold())


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _shown_steps(steps: Iterable[StepRow]) -> Iterator[StepRow]:
    return (step for step in steps if step.archived_at is None)
