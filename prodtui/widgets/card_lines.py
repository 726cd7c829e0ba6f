"""A card as lines of text: pure, from one row to spans.

Line one is priority, reference and title; line two is who, when, age and the one thing that matters most, each only
as far as the lane has room for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

from prodtui.domain.dates import human_age, human_due
from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows_board import CardRow
from prodtui.domain.text import initials
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, paint, plain

SOON = timedelta(days=2)
"""A due date nearer than this is drawn as soon."""
LEAST_TITLE = 10
"""Cells that a card on one line keeps for its title before it tells a fact."""
LEAST_CUT = 10
"""A fact with less room than this is told by its sign alone: what is left of the words would say nothing."""
LEAST_FACT = 2
MOST_PEOPLE = 3
INDENT = "  "
GAP = "  "


@dataclass(frozen=True, slots=True)
class CardContext:
    """What every card of a board is drawn with; `age_lines` in days, `initials` by login."""

    now: datetime
    tz: ZoneInfo
    signs: Signs = UNICODE
    age_lines: tuple[float, float] | None = None
    initials: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False

    @property
    def height(self) -> int:
        """Lines that one card takes."""
        return 1 if self.compact else 2


class Weight(IntEnum):
    """Which facts outlast which where there is no room: blocked beats late beats ageing beats labels."""

    NOBODY = 20
    LABEL = 30
    CHECK = 45
    ISSUES = 65
    AGE = 40
    DUE = 50
    WHO = 60
    AGEING = 70
    WAITING = 80
    LATE = 90
    DONE = 95
    BLOCKED = 100
    AUTHOR = 200


class Face(Enum):
    """How a card stands out; anything but PLAIN gives the whole card one ink."""

    PLAIN = None
    CURSOR = Ink.CURSOR
    CURSOR_AWAY = Ink.CURSOR_AWAY
    MARK = Ink.MARK
    FLASH = Ink.FLASH
    DROP = Ink.DROP
    FAINT = Ink.LINE


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact about a card; the heaviest ones are kept where the lane is narrow, `short` stands in for a cut one."""

    text: str
    ink: Ink
    weight: int
    short: str = ""

    def within(self, room: int, more: str) -> Piece:
        """Return the piece in at most `room` cells: whole, cut if enough is left to read, short, or empty."""
        if cells(self.text) <= room:
            return self
        text = clip(self.text, room, more) if room >= LEAST_CUT else self.short
        return replace(self, text=text if cells(text) <= room else "")


def card_lines(
    card: CardRow,
    width: int,
    context: CardContext,
    *,
    face: Face = Face.PLAIN,
    marked: bool = False,
    author: str | None = None,
) -> tuple[Line, ...]:
    """Return the one (compact) or two lines of a card, each exactly `width` cells with the last one blank.

    `author` is who changed the card just now, shown while it flashes.
    """
    if width < 2:
        return tuple(line((), width) for _ in range(context.height))
    rows = _rows(card, width - 1, context, marked, author)
    lines = tuple(line(row, width, context.signs.more) for row in rows)
    return lines if face.value is None else tuple(paint(spans, face.value) for spans in lines)


def _rows(card: CardRow, width: int, context: CardContext, marked: bool, author: str | None) -> list[list[Span]]:
    if context.compact:
        return [_single_line(card, width, context, marked, author)]
    facts = _join(_fitting(_pieces(card, context, author), width - len(INDENT), context.signs.more))
    return [_first_line(card, width, context, marked), [(INDENT, facts[0][1]), *facts] if facts else []]


def is_late(card: CardRow, now: datetime) -> bool:
    """Return whether the card is past its due date and not finished."""
    return card.due is not None and card.finished_at is None and card.due < now


def age_mark(card: CardRow, context: CardContext) -> int:
    """Return 0, 1 or 2: how many of the 50 % and 85 % lines the time since the start has passed."""
    if card.started_at is None or card.finished_at is not None or context.age_lines is None:
        return 0
    days = (context.now - card.started_at) / timedelta(days=1)
    return sum(days > age_line for age_line in context.age_lines)


def _is_quiet(card: CardRow, context: CardContext) -> bool:
    """Finished, archived or waiting for a day: nothing to do about it now."""
    waits = card.wait_until is not None and card.wait_until > context.now
    return card.finished_at is not None or card.archived_at is not None or waits


def priority_ink(priority: Priority, normal: Ink = Ink.REF) -> Ink:
    """Return the ink of the bar at the left edge of a task."""
    return {Priority.URGENT: Ink.URGENT, Priority.HIGH: Ink.HIGH, Priority.LOW: Ink.LINE}.get(priority, normal)


def _head(card: CardRow, context: CardContext, marked: bool) -> list[Span]:
    signs = context.signs
    quiet = _is_quiet(card, context)
    ref_ink = Ink.MUTED if quiet else Ink.REF
    bar = (signs.marked, Ink.MARK) if marked else (signs.priority[card.priority], priority_ink(card.priority, ref_ink))
    expedite = f"{signs.expedite} " if card.service_class is ServiceClass.EXPEDITE and not quiet else ""
    return [bar, (f"{card.ref} ", ref_ink), (expedite, Ink.URGENT)]


def _first_line(card: CardRow, width: int, context: CardContext, marked: bool) -> list[Span]:
    signs = context.signs
    head = _head(card, context, marked)
    tail = f" {signs.done}" if card.finished_at is not None else ""
    room = width - sum(cells(text) for text, _ in head) - cells(tail)
    title = clip(plain(card.title), max(room, 0), signs.more)
    if not tail or room <= 0:
        return [*head, (title, _title_ink(card, context))]
    return [*head, (title + " " * (room - cells(title)), Ink.MUTED), (tail, Ink.GOOD)]


def _single_line(card: CardRow, width: int, context: CardContext, marked: bool, author: str | None) -> list[Span]:
    head = _head(card, context, marked)
    room = width - sum(cells(text) for text, _ in head)
    title = plain(card.title)
    pieces = [*_pieces(card, context, author)]
    if card.finished_at is not None:
        pieces.append(Piece(context.signs.done, Ink.GOOD, Weight.DONE))
    facts_room = max(min(room - min(cells(title), LEAST_TITLE), room * 3 // 5) - 1, LEAST_FACT)
    facts = _join(_fitting(pieces, min(facts_room, room), context.signs.more))
    used = sum(cells(text) for text, _ in facts)
    title_room = max(room - used - (1 if facts else 0), 0)
    title = clip(title, title_room, context.signs.more)
    blank = " " * (title_room - cells(title) + 1) if facts else ""
    return [*head, (title + blank, _title_ink(card, context)), *facts]


def _title_ink(card: CardRow, context: CardContext) -> Ink:
    return Ink.MUTED if _is_quiet(card, context) else Ink.TEXT


def _pieces(card: CardRow, context: CardContext, author: str | None) -> Iterator[Piece]:
    """Yield the words of the second line in reading order."""
    signs = context.signs
    if author:
        yield Piece(f"{signs.by} {plain(author)}", Ink.TEXT, Weight.AUTHOR)
    yield _who(card, context)
    if card.finished_at is not None:
        yield Piece(f"{human_age(card.finished_at, context.now)} ago", Ink.MUTED, Weight.DUE)
    else:
        yield from _when(card, context)
        yield from _troubles(card, context)
        yield from _quality(card, context)
    for index, label in enumerate(card.labels):
        yield Piece(f"#{plain(label)}", Ink.MUTED, Weight.LABEL - min(index, 9))


def _who(card: CardRow, context: CardContext) -> Piece:
    if not card.assignees:
        return Piece(context.signs.nobody, Ink.MUTED, Weight.NOBODY)
    known = [context.initials.get(login) or initials(login) for login in card.assignees]
    others = [f"+{len(known) - MOST_PEOPLE}"] if len(known) > MOST_PEOPLE else []
    return Piece(plain(" ".join(known[:MOST_PEOPLE] + others)), Ink.MUTED, Weight.WHO)


def _when(card: CardRow, context: CardContext) -> Iterator[Piece]:
    """Yield due and age: a late one and an old one weigh more."""
    signs = context.signs
    if card.due is not None:
        late = is_late(card, context.now)
        sign = f"{signs.fixed_date} " if card.service_class is ServiceClass.FIXED_DATE else ""
        ink = Ink.WRONG if late else Ink.SOON if card.due - context.now < SOON else Ink.MUTED
        text = sign + human_due(card.due, context.now, context.tz)
        yield Piece(text, ink, Weight.LATE, short="!") if late else Piece(text, ink, Weight.DUE)
    if card.started_at is not None:
        passed = age_mark(card, context)
        mark = ("", signs.past_half, signs.past_most)[passed]
        ink = Ink.SOON if passed == 2 else Ink.MUTED
        weight = Weight.AGEING if passed == 2 else Weight.AGE
        yield Piece(f"{signs.age} {human_age(card.started_at, context.now)}{mark}", ink, weight)


def _troubles(card: CardRow, context: CardContext) -> Iterator[Piece]:
    """Yield what stops the card."""
    if card.blocked_reason is not None:
        sign = context.signs.blocked
        yield Piece(f"{sign} {plain(card.blocked_reason) or 'blocked'}", Ink.WRONG, Weight.BLOCKED, short=sign)
    elif card.waiting_for:
        others = f" +{len(card.waiting_for) - 1}" if len(card.waiting_for) > 1 else ""
        ink = Ink.MUTED if card.started_at is None else Ink.SOON
        yield Piece(f"waits for {card.waiting_for[0]}{others}", ink, Weight.WAITING)
    elif card.wait_until is not None and card.wait_until > context.now:
        yield Piece(f"rests {human_due(card.wait_until, context.now, context.tz)}", Ink.MUTED, Weight.WAITING)


def _quality(card: CardRow, context: CardContext) -> Iterator[Piece]:
    """Yield how far the checklist of the step is, and how many issues are open."""
    signs = context.signs
    words = {
        "failed": Piece(f"{signs.failed} check failed", Ink.WRONG, Weight.WAITING, short=signs.failed),
        "waiting": Piece(f"{signs.signature} sign-off", Ink.SOON, Weight.AGEING, short=signs.signature),
        "running": Piece("check runs", Ink.MUTED, Weight.CHECK),
        "due": Piece("check due", Ink.MUTED, Weight.CHECK),
    }
    if card.check in words:
        yield words[card.check]
    if card.issues:
        yield Piece("1 issue" if card.issues == 1 else f"{card.issues} issues", Ink.SOON, Weight.ISSUES)


def _fitting(pieces: Iterable[Piece], room: int, more: str) -> list[Piece]:
    """Return the heaviest pieces that fit, in reading order; only the heaviest is cut, no label jumps another."""
    ordered = list(pieces)
    kept: dict[int, Piece] = {}
    for index, piece in sorted(enumerate(ordered), key=lambda pair: -pair[1].weight):
        piece = piece if kept else piece.within(room, more)
        size = cells(piece.text) + (len(GAP) if kept else 0)
        if piece.text and size <= room:
            kept[index] = piece
            room -= size
        elif piece.weight <= Weight.LABEL:
            break
    return [kept[index] for index in sorted(kept)]


def _join(pieces: list[Piece]) -> list[Span]:
    """Return pieces as spans; the gap belongs to the piece before it, so that it costs no change of ink."""
    last = len(pieces) - 1
    return [(piece.text + (GAP if index < last else ""), piece.ink) for index, piece in enumerate(pieces)]
