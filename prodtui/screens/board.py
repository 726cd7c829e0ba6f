"""The board: lanes by step, kept up to date change by change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from prodtui import actions
from prodtui.domain.board_words import nothing_open
from prodtui.domain.filters import FilterContext
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_board import BoardNames, BoardSnapshot, CardRow
from prodtui.errors import Busy, ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.board_add import BoardAdd
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.detail import DetailScreen
from prodtui.screens.issue_on_card import CardIssues
from prodtui.screens.line_pane import LinePane
from prodtui.screens.shift_desk import ShiftVerbs
from prodtui.screens.task_lines import TaskContext, peek_lines
from prodtui.screens.view import ViewScreen
from prodtui.widgets.grid import BoardGrid

if TYPE_CHECKING:
    from prodtui.services.board_view import BoardDelta
    from prodtui.services.workspace import Workspace

#: What changed under these topics is repainted card by card.
_BY_CARD = ("tasks:", "checks:", "issues:")
TEACHING = (
    "This board has no cards yet.",
    "",
    "a  adds one",
    "L  moves it to the next step",
    "?  lists every key",
)
NO_MATCH = ("No card matches the filter.", "", "esc  ends it")
REMAINING = ("", "a  adds a card", ":  task list --all  lists what is finished", "?  lists every key")


class BoardScreen(BoardAdd, CheckVerbs, CardIssues, ShiftVerbs, ViewScreen):
    """The board of the workspace."""

    SCREEN: ClassVar[str] = actions.BOARD
    CSS_PATH = "board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.BOARD)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 (declared so by Textual)
    AUTO_FOCUS = "BoardGrid"

    def __init__(self) -> None:
        super().__init__()
        signs = self.prodtui.signs
        self.grid = BoardGrid(signs=signs, id="grid")
        self.peek = LinePane(id="peek")
        self._snapshot: BoardSnapshot | None = None
        self._last_event = 0
        self._whole = True
        self._told: set[str] = set()

    def body(self) -> ComposeResult:
        with Container(id="middle"):
            yield self.grid
            yield self.peek

    def on_mount(self) -> None:
        super().on_mount()
        self.grid.set_words(empty=TEACHING, no_match=NO_MATCH)

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self._snapshot.board if self._snapshot is not None else None

    def steps(self) -> Sequence[StepRow]:
        return self.grid.steps

    def people(self) -> Sequence[PersonRow]:
        return self._snapshot.people if self._snapshot is not None else ()

    def targets(self) -> tuple[CardRow, ...]:
        return self.grid.selection()

    def known_cards(self) -> Iterable[CardRow]:
        return self.grid.cards()

    def context(self) -> FilterContext:
        """Return what a filter is read against now."""
        snapshot = self._snapshot
        names = snapshot.names if snapshot is not None else BoardNames((), (), ())
        fresh = {label for card in self.grid.cards() for label in card.labels}  # made since the board was read whole
        age = snapshot.age_lines if snapshot is not None else None
        return self.context_with(names.steps, names.people, sorted({*names.labels, *fresh}), age)

    def selection(self) -> actions.Selection:
        card, app = self.grid.cursor_card, self.prodtui
        return actions.Selection(
            has_card=card is not None,
            marked=len(self.grid.marked),
            read_only=app.read_only,
            in_done=self.grid.cursor_in_done,
            blocked=card is not None and card.blocked_reason is not None,
            can_override=self.may_override,
            finding=bool(self.found),
            boards=len({board.key for board in self.boards} | self._shown_board()),
            cards=self.grid.tally.shown,
            others=self.others(),
        )

    def _shown_board(self) -> set[str]:
        """Return the key of the board on the screen, which is not among `boards` once it is archived."""
        return {self._snapshot.board.key} if self._snapshot is not None else set()

    def after_verb(self, refs: Sequence[str]) -> None:
        self.grid.clear_marks()

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        if self._snapshot is None:
            return "boards" in topics
        board = self._snapshot.board.id
        own = {f"{name}:{board}" for name in ("tasks", "steps", "checks", "issues")}
        return bool(topics & {"boards", "people", *own})

    def _changed(self, topics: frozenset[str]) -> None:
        # Only tasks come in parts; whatever else changed may change every card.
        parts = [topic for topic in topics if self.wants(frozenset({topic}))]
        self._whole = self._whole or any(not topic.startswith(_BY_CARD) for topic in parts)
        super()._changed(topics)
        if not self.is_in_sight and any(topic.startswith("issues:") for topic in parts):
            self.reload()  # an andon rings wherever the reader is

    def show_other_board(self) -> None:
        self._snapshot, self._whole = None, True
        self.use_filter("")

    def reload_whole(self) -> None:
        self._whole = True
        self.reload()

    async def refresh_rows(self) -> None:
        """Apply what changed since the last look, or read the whole board where that is not enough."""
        if self._snapshot is None:
            await self._read_whole()
            return
        after, board, own = self._last_event, self._snapshot.board.id, self.prodtui.own
        delta = await self.prodtui.bridge.read(lambda ws: deferred.board_view.changes_since(ws, after, own=own))
        await self._let_end(self.prodtui.andons.ids(self.prodtui.now()))
        self.prodtui.ring(delta.andons, {step.key: step.name for step in self.steps()})
        if self._whole or delta.reload or self.asks_for_archived:
            await self._read_whole()
        elif self._snapshot is not None and self._snapshot.board.id == board:
            self._apply(delta)

    async def _let_end(self, ringing: Collection[int]) -> None:
        """Let those andons be silent whose issues are closed or put away."""
        if ringing:
            there = await self.prodtui.bridge.read(lambda ws: deferred.issues.still_open(ws, ringing))
            self.prodtui.andons.end_those(set(ringing) - there)
            self.prodtui.show_alarm()

    async def _read_whole(self) -> None:
        archived = self.asks_for_archived
        self._whole = False

        def both(ws: Workspace) -> tuple[BoardSnapshot, tuple[BoardRow, ...]]:
            return deferred.board_view.snapshot(ws, archived=archived), deferred.boards.list_boards(ws)

        try:
            snapshot, self.boards = await self.prodtui.bridge.read(both)
        except ProdtuiError:
            self._whole = True
            raise
        self._snapshot, self._last_event = snapshot, snapshot.last_event
        self.bind_filter()
        ended = snapshot.ended
        told = TEACHING if ended is None else (*nothing_open(ended, self.prodtui.zone), *REMAINING)
        self.grid.set_words(empty=told, no_match=NO_MATCH)
        self.grid.show(snapshot, now=self.prodtui.now())
        self.show_header()
        self._show_rest()

    def _apply(self, delta: BoardDelta) -> None:
        """Show changed cards; those that somebody else changed flash, and the header names who."""
        self._last_event = delta.last_event
        went = (self.grid.card(card_id) for card_id in delta.gone)
        rows = [*delta.cards, *(card for card in went if card is not None)]
        foreign = [card for card in rows if card.id in delta.authors]
        ids = {card.id for card in foreign}
        self.grid.apply([card for card in delta.cards if card.id not in ids], delta.gone, flash=False)
        self.grid.apply([card for card in delta.cards if card.id in ids], authors=delta.authors)
        authors = {card.ref: delta.authors[card.id] for card in foreign}
        self.tell_changes(authors, {card.ref: card.title for card in foreign})
        self._show_rest()
        if delta.gone and next(iter(self.grid.cards()), None) is None:
            self.reload_whole()  # what became of them all is told

    # --- footer, peek, clock

    def _show_rest(self) -> None:
        """Show what depends on cards, cursor and marks."""
        grid = self.grid
        hints = actions.footer_for(self.SCREEN, self.selection(), self.prodtui.reader_keys)
        self.footer.show(hints, grid.tally, marked=len(grid.marked), filtered=grid.filtered)
        self._show_peek()

    def show_filter(self) -> None:
        self.header.set_note(self.filter_text)
        self._show_rest()

    def minute_passed(self, now: datetime) -> None:
        """Show who is late or ageing by now, and make the tasks and demand that are due by rule."""
        self.bind_filter()
        self.grid.tick(now)
        self.run_worker(self._catch_up(), group="recurring")

    async def _catch_up(self) -> None:
        """Make what is due by rule; a store that is busy will be asked again in a minute."""
        try:
            done = await self.prodtui.submit(deferred.repeats.catch_up)
        except Busy:
            return
        except ProdtuiError as error:
            self.prodtui.fault(error)
            return
        for sentence in done.notes:
            if sentence not in self._told:
                self._told.add(sentence)
                self.prodtui.say(sentence, "warning")

    def _show_peek(self) -> None:
        if not self.peek.has_class("-shown"):
            return
        context, card = self.task_context(), self.grid.cursor_card
        self.peek.show(lambda width: peek_lines(card, context, width) if card is not None else (), from_top=True)

    def task_context(self) -> TaskContext:
        """Return what a task is drawn with."""
        steps = {step.key: step for step in self._snapshot.steps} if self._snapshot is not None else {}
        names = {person.login: person.name for person in self.people()}
        return TaskContext(self.prodtui.now(), self.prodtui.zone, steps, names, self.prodtui.signs)

    # --- opening, peeking, going back

    def do_peek(self) -> None:
        self.peek.toggle_class("-shown")
        self._show_peek()

    def do_open(self) -> None:
        card = self.grid.cursor_card
        if card is not None:
            self.app.push_screen(DetailScreen(card.ref, self))

    def do_back(self) -> None:
        if self.grid.cancel_drag():
            return
        if self.peek.has_class("-shown"):
            self.peek.remove_class("-shown")
        elif not self.grid.clear_marks():
            if self.filter_text:
                self.use_filter("")
            self.found = ""

    def jump(self, ref: str) -> None:
        """Put the cursor on a card, ending the filter that hides it; show one that is not on the board by itself."""
        card = next((card for card in self.grid.cards() if card.ref == ref), None)
        if card is None and self._stale:
            self.verb(lambda: self._jump_when_read(ref))  # it may be new since the board was last in sight
            return
        if card is None:
            self.app.push_screen(DetailScreen(ref, self))
            return
        if self.grid.go_to(card.id):
            return
        self.use_filter("")
        self.grid.go_to(card.id)

    async def _jump_when_read(self, ref: str) -> None:
        self.reload()
        await self.settled()
        if not self._stale:
            self.jump(ref)

    # --- within the lane, and the mouse

    def do_move_down(self) -> None:
        self.verb(lambda: self._reorder(1))

    def do_move_up(self) -> None:
        self.verb(lambda: self._reorder(-1))

    async def _reorder(self, by: int) -> None:
        card = self.grid.cursor_card
        if card is None:
            return
        above, below = self.grid.neighbours(card.id)
        beside = below if by > 0 else above
        if beside is None:
            self.notice(f"{card.ref} is at the {'end' if by > 0 else 'top'} of the lane already.")
            return
        place = {"after": beside.ref} if by > 0 else {"before": beside.ref}
        await self.change(lambda ws, _: deferred.board.reorder(ws, card.ref, **place))

    @on(BoardGrid.CursorMoved)
    @on(BoardGrid.MarksChanged)
    def _cursor_moved(self) -> None:
        self._show_rest()

    @on(BoardGrid.CardOpened)
    def _card_opened(self) -> None:
        self.act("open")

    @on(BoardGrid.CardDropped)
    def _card_dropped(self, event: BoardGrid.CardDropped) -> None:
        reason = actions.reason_against("move_to", self.selection())
        if reason is not None:
            self.notice(reason)
            return
        self.verb(lambda: self._drop(event))

    async def _drop(self, event: BoardGrid.CardDropped) -> None:
        before, after = event.before, None if event.before else event.after
        if len(event.cards) == 1 and event.cards[0].step == event.to:
            ref = event.cards[0].ref
            await self.change(lambda ws, _: deferred.board.reorder(ws, ref, before=before, after=after))
        else:
            await self.move(event.cards, event.to, before=before, after=after)
