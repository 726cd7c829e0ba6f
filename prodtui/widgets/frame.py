"""The picture of a board as data: rows of cells, and which of them differ from the picture before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from prodtui.domain.rows_board import CardRow
from prodtui.widgets.board_model import BoardModel, Lane
from prodtui.widgets.card_lines import CardContext, Face, card_lines
from prodtui.widgets.lanes import LaneBox, LaneHead, Layout, band_line, header_line, lane_boxes
from prodtui.widgets.spans import Ink, Line, cells, clip, line, paint

MOST_CACHED = 4_000
HEADER_ROWS = 1


class Cell(NamedTuple):
    """One lane's part of one row of the screen."""

    x: int
    width: int
    line: Line


class Patch(NamedTuple):
    """A part of one row that looks different from before."""

    x: int
    y: int
    width: int


Row = tuple[Cell, ...]
Frame = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DropMark:
    """Where a dragged card would land: before the card with that ordinal, or behind the last one."""

    step: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class View:
    """All that decides on the picture beside the cards; `offsets` are the first shown lines by step key."""

    width: int
    height: int
    first_lane: int = 0
    offsets: Mapping[str, int] = field(default_factory=dict)
    cursor_step: str | None = None
    cursor_id: int | None = None
    focused: bool = True
    marks: frozenset[int] = frozenset()
    flashes: Mapping[int, str | None] = field(default_factory=dict)
    dragged: frozenset[int] = frozenset()
    drop: DropMark | None = None

    @property
    def body(self) -> int:
        """Rows below the lane headers."""
        return max(self.height - HEADER_ROWS, 0)


class Scene(NamedTuple):
    """What a frame is made from."""

    model: BoardModel
    layout: Layout
    view: View


class _Column(NamedTuple):
    """One lane on the screen, from which of its lines on."""

    lane: Lane
    box: LaneBox
    offset: int
    leftmost: bool
    rightmost: bool


class _Look(NamedTuple):
    """How one card is drawn; the key of the cache beside the card itself."""

    width: int
    face: Face
    marked: bool
    author: str | None


class Painter:
    """Draws frames; keeps the lines of cards that did not change."""

    def __init__(self, context: CardContext) -> None:
        self.context = context
        self._cache: dict[tuple[int, _Look], tuple[CardRow, tuple[Line, ...]]] = {}

    def use(self, context: CardContext) -> None:
        """Draw from now on with another context, such as a later time."""
        if context != self.context:
            self.context = context
            self._cache.clear()

    def frame(self, scene: Scene, words: Sequence[str] = ()) -> Frame:
        """Return the picture of a board; `words` stand in the middle when no card is shown."""
        view, steps = scene.view, scene.model.steps
        columns: list[tuple[LaneBox, list[Line]]] = []
        boxes = lane_boxes(view.width, len(steps), view.first_lane)
        for box in boxes:
            lane = scene.model.lane(steps[box.index].key)
            offset = view.offsets.get(lane.step.key, 0)
            columns.append((box, self._column(scene, _Column(lane, box, offset, box is boxes[0], box is boxes[-1]))))
        rows = [tuple(Cell(box.x, box.width, lines[y]) for box, lines in columns) for y in range(view.height)]
        if words and not scene.model.tally.shown:
            first = HEADER_ROWS + 1
            rows[first:] = quiet_rows(words, view.width, max(view.height - first, 0))
        return tuple(rows)

    def _column(self, scene: Scene, column: _Column) -> list[Line]:
        """Return one lane from its header down, as many lines as the view is high."""
        lines = [self._header(scene, column)]
        lines += [self._line(scene, column, column.offset + y) for y in range(scene.view.body)]
        self._show_targets(scene, column, lines)
        return lines

    def _header(self, scene: Scene, column: _Column) -> Line:
        model, layout, view = scene
        step = column.lane.step
        above = below = 0
        if not layout.banded:
            above = -(-column.offset // layout.card_height)
            below = max(len(column.lane) - (column.offset + view.body) // layout.card_height, 0)
        head = LaneHead(
            count=model.count(step.key),
            filtered=model.visible is not None,
            here=step.key == view.cursor_step and view.focused,
            above=above,
            below=below,
            lanes_left=column.leftmost and column.box.index > 0,
            lanes_right=column.rightmost and column.box.index < len(model.steps) - 1,
            done_days=model.board.settings.done_days,
        )
        return header_line(step, head, column.box.width, self.context.signs)

    def _line(self, scene: Scene, column: _Column, at: int) -> Line:
        slot = scene.layout.slot(column.lane, at)
        if slot.ordinal is not None:
            return self._card(scene, column, slot.ordinal)[slot.part]
        if slot.band is not None:
            title = scene.model.band_title(slot.band) if column.leftmost else ""
            return band_line(title, column.box.width, self.context.signs)
        return _below_cards(self.context.signs.side, column.box.width)

    def _card(self, scene: Scene, column: _Column, ordinal: int) -> tuple[Line, ...]:
        card = scene.model.cards[column.lane.at(ordinal)]
        view = scene.view
        dropped_on = view.drop == DropMark(column.lane.step.key, ordinal)
        marked, author = card.id in view.marks, view.flashes.get(card.id)
        look = _Look(column.box.width, Face.DROP if dropped_on else face_of(card.id, view), marked, author)
        held = self._cache.get((card.id, look))
        if held is not None and held[0] is card:
            return held[1]
        if len(self._cache) >= MOST_CACHED:
            self._cache.clear()
        lines = card_lines(card, look.width, self.context, face=look.face, marked=marked, author=author)
        self._cache[card.id, look] = (card, lines)
        return lines

    def _show_targets(self, scene: Scene, column: _Column, lines: list[Line]) -> None:
        """Draw the cursor of an empty lane, and the place behind the last card where a drag would land."""
        view, lane = scene.view, column.lane
        if view.drop is not None and view.drop.step == lane.step.key and view.drop.ordinal >= len(lane):
            y = HEADER_ROWS + scene.layout.height(lane) - column.offset
            if HEADER_ROWS <= y < len(lines):
                text = f"{self.context.signs.drop} here"
                lines[y] = line([(text, Ink.DROP)], column.box.width, fill=Ink.DROP)
        if lane.step.key == view.cursor_step and not len(lane) and len(lines) > HEADER_ROWS:
            lines[HEADER_ROWS] = paint(lines[HEADER_ROWS], Ink.CURSOR if view.focused else Ink.CURSOR_AWAY)


@lru_cache(maxsize=64)  # most lines of a board that is not full are these
def _below_cards(side: str, width: int) -> Line:
    return line([(side, Ink.LINE)], width)


def face_of(card_id: int, view: View) -> Face:
    """Return how a card stands out: a dragged one fades, the cursor beats a flash, a flash beats a mark."""
    if card_id in view.dragged:
        return Face.FAINT
    if card_id == view.cursor_id:
        return Face.CURSOR if view.focused else Face.CURSOR_AWAY
    if card_id in view.flashes:
        return Face.FLASH
    return Face.MARK if card_id in view.marks else Face.PLAIN


def quiet_rows(words: Sequence[str], width: int, height: int) -> list[Row]:
    """Return words in the middle of an otherwise empty area."""
    top = max((height - len(words)) // 2, 0)
    shown = dict(enumerate(words, start=top))
    return [(Cell(0, width, _centred(shown.get(y, ""), width)),) for y in range(height)]


def patches(before: Frame, after: Frame) -> Iterator[Patch]:
    """Yield the parts of rows in which two frames of one size differ."""
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if [cell[:2] for cell in old] != [cell[:2] for cell in new]:
            yield Patch(0, y, sum(cell.width for cell in new))
            continue
        for was, cell in zip(old, new, strict=True):
            if was.line != cell.line:
                yield Patch(cell.x, y, cell.width)


def _centred(text: str, width: int) -> Line:
    text = clip(text, width)
    return line([(" " * ((width - cells(text)) // 2) + text, Ink.MUTED)], width)
