"""BoardGrid: the board that a reader walks on, with cursor, marks and mouse, however many cards there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.widgets.board_model import Predicate
from prodtui.widgets.board_pane import BoardPane
from prodtui.widgets.drag import Drag
from prodtui.widgets.signs import Signs
from prodtui.widgets.viewpoint import Direction, Viewpoint

WHEEL_CARDS = 2


class BoardGrid(BoardPane, can_focus=True):
    """All lanes of a board in one widget; it tells by messages what the reader did.

    The cursor is kept by card, then by place, and nothing but the reader's keys and clicks takes it elsewhere. It has
    methods instead of bindings: the screen binds the keys of the table of actions to them.
    """

    @dataclass
    class CursorMoved(Message):
        """The cursor is on another card or lane now; `card` is None in a lane without cards."""

        card: CardRow | None
        step: StepRow | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, BoardGrid.CursorMoved)

    @dataclass
    class CardOpened(Message):
        """A card was double-clicked."""

        card: CardRow

    @dataclass
    class CardDropped(Message):
        """Cards were dragged to step `to`, between `after` (the card above) and `before` (the card below).

        Both are references, None at an end of the lane.
        """

        cards: tuple[CardRow, ...]
        to: str
        before: str | None
        after: str | None

    @dataclass
    class MarksChanged(Message):
        """Another number of cards is marked."""

        count: int

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(signs=signs, id=id, classes=classes)
        self._told: tuple[CardRow | None, StepRow | None] = (None, None)

    # Cursor

    @property
    def cursor_card(self) -> CardRow | None:
        """The card under the cursor."""
        return None if self._viewpoint is None else self._viewpoint.card

    @property
    def cursor_step(self) -> StepRow | None:
        """The lane of the cursor."""
        return None if self._viewpoint is None else self._viewpoint.step

    @property
    def cursor_in_done(self) -> bool:
        """Whether the cursor is in a lane of finished cards."""
        step = self.cursor_step
        return step is not None and step.kind is StepKind.DONE

    def move_cursor(self, direction: Direction) -> None:
        """Go one lane or one card on."""
        self._travel(lambda viewpoint: viewpoint.move(direction))

    def cursor_first(self) -> None:
        """Go to the first card of the lane."""
        self._travel(lambda viewpoint: viewpoint.move_to_edge(last=False))

    def cursor_last(self) -> None:
        """Go to the last card of the lane."""
        self._travel(lambda viewpoint: viewpoint.move_to_edge(last=True))

    def half_page(self, sign: int) -> None:
        """Go down (1) or up (-1) by half a lane."""
        self._travel(lambda viewpoint: viewpoint.half_page(sign))

    def go_to(self, card_id: int) -> bool:
        """Put the cursor on a card; return False when it is not shown."""
        return bool(self._travel(lambda viewpoint: viewpoint.go_to(card_id)))

    def find(self, matches: Predicate, step: int = 1) -> bool:
        """Go to the next (1) or previous (-1) card that matches, around the end; return False when there is none."""
        return bool(self._travel(lambda viewpoint: viewpoint.find(matches, step)))

    def neighbours(self, card_id: int) -> tuple[CardRow | None, CardRow | None]:
        """Return the shown cards above and below a card in its lane."""
        return (None, None) if self._viewpoint is None else self._viewpoint.neighbours(card_id)

    # Marks

    @property
    def marked(self) -> frozenset[int]:
        """Ids of the marked cards."""
        return self._marks

    def toggle_mark(self) -> None:
        """Mark the card under the cursor, or take its mark off."""
        card = self.cursor_card
        if card is not None:
            self._mark(self._marks ^ {card.id})

    def mark_lane(self) -> None:
        """Mark every shown card of the lane, or take their marks off when all are marked."""
        if self._model is None or self.cursor_step is None:
            return
        ids = frozenset(self._model.lane(self.cursor_step.key).ids())
        self._mark(self._marks - ids if ids <= self._marks else self._marks | ids)

    def clear_marks(self) -> bool:
        """Take all marks off; return whether there were any."""
        had = bool(self._marks)
        self._mark(frozenset())
        return had

    def selection(self) -> tuple[CardRow, ...]:
        """Return what a verb works on: the marked cards in reading order, else the card under the cursor, else none."""
        if self._model is None or self._viewpoint is None:
            return ()
        if self._marks:
            ids = (card_id for card_id in self._viewpoint.reading_order() if card_id in self._marks)
            return tuple(self._model.cards[card_id] for card_id in ids)
        return (self._viewpoint.card,) if self._viewpoint.card is not None else ()

    # Mouse

    def cancel_drag(self) -> bool:
        """Let go of dragged cards where they were; return whether any were dragged."""
        if self._drag is None:
            return False
        was_active, self._drag = self._drag.active, None
        self.release_mouse()
        self.redraw()
        return was_active

    def on_mouse_down(self, event: events.MouseDown) -> None:
        hit = None if self._viewpoint is None else self._viewpoint.hit(event.x, event.y)
        if hit is None or event.button != 1:
            return
        if hit.card is None:
            step = hit.step
            self._travel(lambda viewpoint: viewpoint.stand_in(step))
            return
        self.go_to(hit.card.id)
        if event.ctrl:
            self.toggle_mark()
            return
        ids = self._marks if hit.card.id in self._marks else frozenset({hit.card.id})
        self._drag = Drag(ids, (event.x, event.y))
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is None or self._viewpoint is None or self._model is None:
            return
        hit = self._viewpoint.hit(event.x, event.y)
        length = 0 if hit is None else len(self._model.lane(hit.step))
        self._drag = self._drag.moved((event.x, event.y), hit, length)
        self.redraw()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        drag, self._drag = self._drag, None
        if drag is None:
            return
        self.release_mouse()
        self.redraw()
        if drag.active and drag.target is not None:
            self._drop(drag.ids, drag.target.step, drag.target.ordinal)

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and self.cursor_card is not None and not event.ctrl:
            self.post_message(self.CardOpened(self.cursor_card))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    # Inner parts

    def changed(self) -> None:
        """Show the board anew; marks of cards that nobody sees any more go, so that no verb works on them."""
        model = self._model
        if model is not None and self._marks:
            self._mark(frozenset(card_id for card_id in self._marks if model.place(card_id) is not None))
        super().changed()
        self._tell_cursor()

    def _travel(self, step: Callable[[Viewpoint], bool | None]) -> bool | None:
        if self._viewpoint is None:
            return None
        arrived = step(self._viewpoint)
        self.redraw()
        self._tell_cursor()
        return arrived

    def _tell_cursor(self) -> None:
        now = (self.cursor_card, self.cursor_step)
        if now != self._told:
            self._told = now
            self.post_message(self.CursorMoved(*now))

    def _mark(self, marks: frozenset[int]) -> None:
        if marks == self._marks:
            return
        self._marks = marks
        self.redraw()
        self.post_message(self.MarksChanged(len(marks)))

    def _wheel(self, event: events.MouseEvent, sign: int) -> None:
        hit = None if self._viewpoint is None else self._viewpoint.hit(event.x, event.y)
        if hit is None or self._viewpoint is None:
            return
        event.stop()
        if event.shift:
            self._viewpoint.scroll_across(sign)
        else:
            self._viewpoint.scroll(hit.step, sign * WHEEL_CARDS)
        self.redraw()

    def _drop(self, ids: frozenset[int], to: str, ordinal: int) -> None:
        """Tell where cards were dropped, unless they lie there already."""
        if self._model is None:
            return
        lane = list(self._model.lane(to).ids())
        above = next((card_id for card_id in reversed(lane[:ordinal]) if card_id not in ids), None)
        below = next((card_id for card_id in lane[ordinal:] if card_id not in ids), None)
        cards = tuple(card for card in self.selection() if card.id in ids)
        if (
            len(cards) == 1
            and self.neighbours(cards[0].id) == (self._row(above), self._row(below))
            and cards[0].step == to
        ):
            return
        self.post_message(self.CardDropped(cards, to, self._ref(below), self._ref(above)))

    def _row(self, card_id: int | None) -> CardRow | None:
        return None if card_id is None else self.card(card_id)

    def _ref(self, card_id: int | None) -> str | None:
        row = self._row(card_id)
        return None if row is None else row.ref
