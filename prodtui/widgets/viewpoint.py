"""Where the reader is on a board: the cursor, what each lane has scrolled to, and the first lane shown; no drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.widgets.board_model import BoardModel, Lane
from prodtui.widgets.frame import HEADER_ROWS
from prodtui.widgets.lanes import Layout, first_lane_for, lane_boxes, lanes_that_fit


class Direction(Enum):
    """Where a cursor key points: (lanes, cards)."""

    LEFT = (-1, 0)
    DOWN = (0, 1)
    UP = (0, -1)
    RIGHT = (1, 0)


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies at a place of the screen: a lane, and the card there if any; `header` on the lane's header."""

    step: str
    ordinal: int | None
    card: CardRow | None
    header: bool = False


class Viewpoint:
    """The cursor and the scrolling of one board on a screen of `width` x `height` cells.

    The cursor is kept by card, then by its place in the lane; a lane without cards can have it too.
    """

    def __init__(self, model: BoardModel, card_height: int) -> None:
        self.model = model
        self.card_height = card_height
        self.width = self.height = 0
        self.first_lane = 0
        self.offsets: dict[str, int] = {}
        self.cursor_step: str | None = model.steps[0].key if model.steps else None
        self.cursor_id: int | None = None
        self._ordinal = 0
        self._row = 0
        self.layout = Layout(model, card_height)
        self.settle()

    # Data and size

    def resize(self, width: int, height: int) -> None:
        """Take over the size of the screen and keep the cursor on it."""
        self.width, self.height = width, height
        self._clamp()
        self.reveal()

    def rearrange(self, model: BoardModel, card_height: int) -> None:
        """Take over another arrangement of the same board: other cards, filter, grouping or card height."""
        self.model, self.card_height = model, card_height
        if self.cursor_step not in {step.key for step in model.steps}:
            self.cursor_step = model.steps[0].key if model.steps else None
        self.settle()
        self.reveal()

    def anchors(self) -> dict[str, int]:
        """Return the card at the top of each scrolled lane, so that a change above it does not move the picture."""
        if self.layout.banded:
            return {}
        lanes = ((self.model.lane(step), offset) for step, offset in self.offsets.items() if offset > 0)
        return {
            lane.step.key: lane.at(offset // self.card_height)
            for lane, offset in lanes
            if offset < self.layout.height(lane)
        }

    def hold(self, anchors: dict[str, int]) -> None:
        """Settle after a change of cards, with the anchored cards where they were."""
        seen = self.is_cursor_visible()
        self.layout = Layout(self.model, self.card_height)
        for step, card_id in anchors.items():
            place = self.model.place(card_id)
            if place is not None and place.step == step and not self.layout.banded:
                self.offsets[step] = self.model.lane(step).ordinal(place) * self.card_height
        self.settle()
        if seen:
            self.reveal()

    def settle(self) -> None:
        """Find the cursor again: on its card wherever that is now, else on the card that took its place."""
        self.layout = Layout(self.model, self.card_height)
        place = self.model.place(self.cursor_id)
        if place is not None:
            self.cursor_step = place.step
            self._ordinal = self.model.lane(place.step).ordinal(place)
        elif self.cursor_step is not None:
            self._stand(self.model.lane(self.cursor_step), self._ordinal)
        self._clamp()

    # Questions

    @property
    def body(self) -> int:
        """Rows for cards."""
        return max(self.height - HEADER_ROWS, 0)

    @property
    def card(self) -> CardRow | None:
        """The card under the cursor."""
        return None if self.cursor_id is None else self.model.cards.get(self.cursor_id)

    @property
    def step(self) -> StepRow | None:
        """The lane of the cursor."""
        return next((step for step in self.model.steps if step.key == self.cursor_step), None)

    def is_cursor_visible(self) -> bool:
        """Return whether the whole card under the cursor, or the empty lane, is on the screen."""
        index = self._lane_index()
        if index is None or not self.first_lane <= index < self.first_lane + self._fitting():
            return False
        if self.cursor_id is None:
            return True
        line = self._cursor_line() - self._offset()
        return 0 <= line <= max(self.body - self.card_height, 0)

    def hit(self, x: int, y: int) -> Hit | None:
        """Return what lies at a cell of the screen, None outside every lane."""
        for box in lane_boxes(self.width, len(self.model.steps), self.first_lane):
            if box.x <= x < box.x + box.width and y >= 0:
                lane = self.model.lane(self.model.steps[box.index].key)
                if y < HEADER_ROWS:
                    return Hit(lane.step.key, None, None, header=True)
                ordinal = self.layout.slot(lane, self.offsets.get(lane.step.key, 0) + y - HEADER_ROWS).ordinal
                card = None if ordinal is None else self.model.cards[lane.at(ordinal)]
                return Hit(lane.step.key, ordinal, card)
        return None

    def reading_order(self) -> Iterator[int]:
        """Yield the ids of all shown cards, lane by lane."""
        return (card_id for step in self.model.steps for card_id in self.model.lane(step.key).ids())

    def neighbours(self, card_id: int) -> tuple[CardRow | None, CardRow | None]:
        """Return the shown cards above and below a card in its lane."""
        place = self.model.place(card_id)
        if place is None:
            return None, None
        lane = self.model.lane(place.step)
        ordinal = lane.ordinal(place)
        above = self.model.cards[lane.at(ordinal - 1)] if ordinal > 0 else None
        below = self.model.cards[lane.at(ordinal + 1)] if ordinal + 1 < len(lane) else None
        return above, below

    # Movement

    def move(self, direction: Direction) -> None:
        """Go one lane or one card on; at the edge nothing happens."""
        lanes, cards = direction.value
        if lanes:
            self._move_across(lanes)
        else:
            self._move_along(cards)

    def move_to_edge(self, last: bool) -> None:
        """Go to the first or the last card of the lane."""
        if self.cursor_step is not None:
            self._move_along(len(self.model.lane(self.cursor_step)) * (1 if last else -1))

    def half_page(self, sign: int) -> None:
        """Go down (1) or up (-1) by half of the cards that fit."""
        self._move_along(sign * max(self.body // self.card_height // 2, 1))

    def go_to(self, card_id: int) -> bool:
        """Put the cursor on a card and bring it on the screen; return False when it is not shown."""
        place = self.model.place(card_id)
        if place is None:
            return False
        self._stand(self.model.lane(place.step), self.model.lane(place.step).ordinal(place))
        self.reveal()
        self._keep_row()
        return True

    def stand_in(self, step: str) -> None:
        """Put the cursor into a lane, on the card at the height where it was."""
        lane = self.model.lane(step)
        at = self.offsets.get(step, 0) + min(self._row, max(self.body - self.card_height, 0))
        self._stand(lane, self.layout.nearest(lane, at) or 0)
        self.reveal()

    def find(self, matches: Callable[[CardRow], bool], step: int) -> bool:
        """Go to the next (1) or previous (-1) shown card that matches, around the end if need be."""
        order = list(self.reading_order())
        if step < 0:
            order.reverse()
        start = order.index(self.cursor_id) + 1 if self.cursor_id in order else 0
        for card_id in order[start:] + order[:start]:
            if matches(self.model.cards[card_id]):
                return self.go_to(card_id)
        return False

    def scroll(self, step: str, cards: int) -> None:
        """Scroll one lane, or all of them where swimlanes tie them together; the cursor stays on its card."""
        self._set_offset(self.model.lane(step), self.offsets.get(step, 0) + cards * self.card_height)

    def scroll_across(self, lanes: int) -> None:
        """Show other lanes; the cursor stays on its card."""
        self.first_lane = max(0, min(self.first_lane + lanes, len(self.model.steps) - self._fitting()))

    def reveal(self) -> None:
        """Bring the cursor on the screen.

        A lane turns by almost a page at once: drawing a lane anew for each key would cost kilobytes on a slow link.
        """
        index = self._lane_index()
        if index is None or self.width <= 0:
            return
        self.first_lane = first_lane_for(self.width, len(self.model.steps), self.first_lane, index)
        if self.cursor_id is None:
            return
        lane, at, offset = self.model.lane(self.model.steps[index].key), self._cursor_line(), self._offset()
        context = self.card_height if self.body >= 3 * self.card_height else 0
        if at < offset:
            self._set_offset(lane, min(at + self.card_height + context - self.body, at))
        elif at + self.card_height > offset + self.body:
            self._set_offset(lane, max(at - context, min(at + self.card_height - self.body, at)))

    # Inner parts

    def _move_across(self, lanes: int) -> None:
        index = self._lane_index()
        if index is None:
            return
        target = max(0, min(index + lanes, len(self.model.steps) - 1))
        if target != index:
            self.stand_in(self.model.steps[target].key)

    def _move_along(self, cards: int) -> None:
        if self.cursor_step is None:
            return
        self._stand(self.model.lane(self.cursor_step), self._ordinal + cards)
        self.reveal()
        self._keep_row()

    def _stand(self, lane: Lane, ordinal: int) -> None:
        self.cursor_step = lane.step.key
        self._ordinal = max(0, min(ordinal, len(lane) - 1))
        self.cursor_id = lane.at(self._ordinal) if len(lane) else None

    def _keep_row(self) -> None:
        if self.cursor_id is not None:
            self._row = max(self._cursor_line() - self._offset(), 0)

    def _lane_index(self) -> int | None:
        return next((index for index, step in enumerate(self.model.steps) if step.key == self.cursor_step), None)

    def _fitting(self) -> int:
        return lanes_that_fit(self.width, len(self.model.steps))

    def _cursor_line(self) -> int:
        return 0 if self.cursor_step is None else self.layout.line_of(self.model.lane(self.cursor_step), self._ordinal)

    def _offset(self) -> int:
        return self.offsets.get(self.cursor_step or "", 0)

    def _last_offset(self, lane: Lane) -> int:
        """Return the offset at which the end of the lane is on the screen, whole cards in a plain lane."""
        hidden = max(self.layout.height(lane) - self.body, 0)
        return hidden if self.layout.banded else -(-hidden // self.card_height) * self.card_height

    def _set_offset(self, lane: Lane, offset: int) -> None:
        offset = max(offset, 0)
        if not self.layout.banded:
            offset = -(-offset // self.card_height) * self.card_height
        offset = min(offset, self._last_offset(lane))
        if self.layout.banded:
            self.offsets = {step.key: offset for step in self.model.steps}
        else:
            self.offsets[lane.step.key] = offset

    def _clamp(self) -> None:
        """Bring every offset back into what there is to scroll."""
        if self.layout.banded:
            shared = max(self.offsets.values(), default=0)
            self.offsets = {step.key: shared for step in self.model.steps}
        self.offsets = {step.key: self.offsets.get(step.key, 0) for step in self.model.steps}
        for step in self.model.steps:
            self._set_offset(self.model.lane(step.key), self.offsets[step.key])
        self.scroll_across(0)
