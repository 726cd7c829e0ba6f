"""BoardPane: a board that is shown and kept up to date, without keys and mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import BoardSnapshot, CardRow
from prodtui.widgets.board_model import BoardModel, Grouping, Predicate, Tally
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.card_lines import CardContext
from prodtui.widgets.drag import Drag
from prodtui.widgets.flashes import Flashes
from prodtui.widgets.frame import Frame, Painter, Scene, View, quiet_rows
from prodtui.widgets.signs import Signs, signs_for
from prodtui.widgets.viewpoint import Viewpoint

FLASH_SECONDS = 1.5
LOADING = ("Opening the board…",)
EMPTY = ("This board has no cards yet.",)
NO_MATCH = ("No card matches the filter.",)


class BoardPane(FrameCanvas):
    """The lanes of a board, drawn from rows. Give it rows with `show` and `apply`."""

    DEFAULT_CSS = """
    BoardPane { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, signs: Signs | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.signs = signs or signs_for()
        self._model: BoardModel | None = None
        self._viewpoint: Viewpoint | None = None
        self._painter: Painter | None = None
        self._flashes = Flashes()
        self._marks: frozenset[int] = frozenset()
        self._drag: Drag | None = None
        self._compact = False
        self._grouping = Grouping.NONE
        self._visible: Predicate | None = None
        self._words: tuple[Sequence[str], Sequence[str], Sequence[str]] = (EMPTY, NO_MATCH, LOADING)

    # Data

    def show(self, snapshot: BoardSnapshot, *, now: datetime) -> None:
        """Show a whole board at `now` (aware).

        Cursor, scrolling and marks are kept where the cards still exist; another board starts at its first card.
        """
        if self._model is not None and self._model.board.id != snapshot.board.id:
            self._viewpoint, self._marks = None, frozenset()
        self._model = BoardModel(snapshot, now, visible=self._visible, grouping=self._grouping)
        context = CardContext(
            now=now,
            tz=ZoneInfo(snapshot.board.timezone),
            signs=self.signs,
            age_lines=snapshot.age_lines,
            initials={person.login: person.initials for person in snapshot.people},
            compact=self._compact,
        )
        if self._painter is None:
            self._painter = Painter(context)
        self._painter.use(context)
        if self._viewpoint is None:
            self._viewpoint = Viewpoint(self._model, context.height)
            self._viewpoint.resize(self.size.width, self.size.height)
        else:
            self._viewpoint.rearrange(self._model, context.height)
        self.changed()

    def apply(
        self,
        changed: Iterable[CardRow],
        gone: Iterable[int] = (),
        *,
        flash: bool = True,
        authors: Mapping[int, str] | None = None,
    ) -> None:
        """Take over changed cards and the ids of cards that went away; before `show` nothing happens.

        Changed cards flash once, and name who changed them where `authors` has their id. What is on the screen stays
        where it is, also when something changes above it.
        """
        if self._model is None or self._viewpoint is None:
            return
        anchors = self._viewpoint.anchors()
        applied = self._model.apply(changed, gone)
        if not applied.changed and not applied.gone:
            return
        self._viewpoint.hold(anchors)
        if flash and applied.changed:
            turn = self._flashes.start(applied.changed, authors or {})
            self.set_timer(FLASH_SECONDS, partial(self._end_flash, turn))
        self.changed()

    def set_filter(self, visible: Predicate | None) -> None:
        """Show only the cards that pass; None shows all. Marks of hidden cards are taken off."""
        self._visible = visible
        self._sort()

    def set_grouping(self, grouping: Grouping) -> None:
        """Make swimlanes by person, priority or label, or none."""
        self._grouping = grouping
        self._sort()

    def cycle_grouping(self) -> Grouping:
        """Go on to the next grouping and return it."""
        self.set_grouping(self._grouping.next())
        return self._grouping

    def set_compact(self, compact: bool) -> None:
        """Draw each card on one line, or on two."""
        self._compact = compact
        if self._painter is not None:
            self._painter.use(replace(self._painter.context, compact=compact))
            self._arrange()

    def set_words(
        self, *, empty: Sequence[str] = EMPTY, no_match: Sequence[str] = NO_MATCH, loading: Sequence[str] = LOADING
    ) -> None:
        """Say what stands in the middle of a board without cards, without a match, and before the first `show`."""
        self._words = (empty, no_match, loading)
        self.redraw()

    def tick(self, now: datetime) -> None:
        """Move the clock; may be called often, and draws at most once a minute, only the texts that changed."""
        if self._model is None or self._painter is None:
            return
        if _minute(now) != _minute(self._painter.context.now):
            self._model.at_time(now)
            self._painter.use(replace(self._painter.context, now=now))
            self._arrange()

    # Questions

    @property
    def grouping(self) -> Grouping:
        """What the swimlanes are made of."""
        return self._grouping

    @property
    def compact(self) -> bool:
        """Whether cards take one line."""
        return self._compact

    @property
    def filtered(self) -> bool:
        """Whether a filter is on."""
        return self._visible is not None

    @property
    def tally(self) -> Tally:
        """Open, blocked, late and shown cards."""
        return Tally(0, 0, 0, 0) if self._model is None else self._model.tally

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """The lanes from left to right."""
        return () if self._model is None else self._model.steps

    def card(self, card_id: int) -> CardRow | None:
        """Return a card of the board, shown or not."""
        return None if self._model is None else self._model.cards.get(card_id)

    def cards(self) -> Iterable[CardRow]:
        """Return all cards of the board, shown or not, in no particular order."""
        return () if self._model is None else self._model.cards.values()

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        """Return the board as it stands now."""
        empty, no_match, loading = self._words
        if self._model is None or self._viewpoint is None or self._painter is None:
            return tuple(quiet_rows(loading, width, height))
        dragging = self._drag is not None and self._drag.active
        view = View(
            width=width,
            height=height,
            first_lane=self._viewpoint.first_lane,
            offsets=self._viewpoint.offsets,
            cursor_step=self._viewpoint.cursor_step,
            cursor_id=self._viewpoint.cursor_id,
            focused=self.has_focus,
            marks=self._marks,
            flashes=self._flashes.authors,
            dragged=self._drag.ids if self._drag is not None and dragging else frozenset(),
            drop=self._drag.target if self._drag is not None and dragging else None,
        )
        scene = Scene(self._model, self._viewpoint.layout, view)
        return self._painter.frame(scene, no_match if self.filtered else empty)

    def resized(self, width: int, height: int) -> None:
        if self._viewpoint is not None:
            self._viewpoint.resize(width, height)

    def changed(self) -> None:
        """Show the board after other cards, another arrangement or another time."""
        self.redraw()

    def _sort(self) -> None:
        if self._model is not None:
            self._model.arrange(visible=self._visible, grouping=self._grouping)
            self._arrange()

    def _arrange(self) -> None:
        if self._model is None or self._viewpoint is None or self._painter is None:
            return
        self._viewpoint.rearrange(self._model, self._painter.context.height)
        self.changed()

    def _end_flash(self, turn: int) -> None:
        self._flashes.end(turn)
        self.redraw()


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
