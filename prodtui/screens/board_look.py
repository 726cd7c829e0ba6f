"""Looking at a board: cursor, marks, find, filter, swimlanes. Nothing here changes the store but saved filters."""

from __future__ import annotations

from collections.abc import Iterable

from prodtui.domain.filters import Filter, parse_filter
from prodtui.domain.text import holds
from prodtui.errors import ProdtuiError
from prodtui.screens.filtering import Filtering
from prodtui.widgets.board_model import Grouping
from prodtui.widgets.grid import BoardGrid
from prodtui.widgets.viewpoint import Direction

_GROUPED = {
    Grouping.NONE: "No swimlanes.",
    Grouping.PERSON: "Swimlanes by person.",
    Grouping.PRIORITY: "Swimlanes by priority.",
    Grouping.LABEL: "Swimlanes by label.",
}


class BoardLook(Filtering):
    """The part of the board screen that moves the reader's eye over `grid`."""

    FIND_HINT = "words in title, reference or notes"

    grid: BoardGrid

    def __init__(self) -> None:
        super().__init__()
        self.filter: Filter | None = None
        self._filter_text = ""

    def reload_whole(self) -> None:
        """Read the board from the start."""
        raise NotImplementedError

    def show_filter(self) -> None:
        """Say in the header or footer what is left out."""
        raise NotImplementedError

    # --- cursor and marks

    def do_cursor_left(self) -> None:
        self.grid.move_cursor(Direction.LEFT)

    def do_cursor_right(self) -> None:
        self.grid.move_cursor(Direction.RIGHT)

    def do_cursor_down(self) -> None:
        self.grid.move_cursor(Direction.DOWN)

    def do_cursor_up(self) -> None:
        self.grid.move_cursor(Direction.UP)

    def do_cursor_first(self) -> None:
        self.grid.cursor_first()

    def do_cursor_last(self) -> None:
        self.grid.cursor_last()

    def do_half_page_down(self) -> None:
        self.grid.half_page(1)

    def do_half_page_up(self) -> None:
        self.grid.half_page(-1)

    def do_mark(self) -> None:
        self.grid.toggle_mark()

    def do_mark_all(self) -> None:
        self.grid.mark_lane()

    def do_compact(self) -> None:
        self.grid.set_compact(not self.grid.compact)

    def do_swimlanes(self) -> None:
        self.notice(_GROUPED[self.grid.cycle_grouping()])

    # --- find

    def find_on(self, step: int) -> None:
        words = self.found
        if not self.grid.find(lambda card: holds(f"{card.ref} {card.title} {card.notes}", words), step):
            self.notice(f"No card that is shown holds {self.found}.")

    # --- filter

    @property
    def filter_text(self) -> str:
        return self._filter_text

    def use_filter(self, text: str) -> None:
        wanted = parse_filter(text) if text.strip() else None
        if wanted is not None:
            wanted.check(self.context())
        archived = self.asks_for_archived
        self.filter, self._filter_text = wanted, text.strip()
        self.bind_filter()
        self.show_filter()
        if archived != self.asks_for_archived:
            self.reload_whole()

    def bind_filter(self) -> None:
        """Give the grid the filter as it is meant now: "late" is another question every minute.

        One that names what the board no longer knows ends, and the notice says so.
        """
        try:
            self.grid.set_filter(None if self.filter is None else self.filter.bind(self.context()))
        except ProdtuiError as error:
            ended, self.filter, self._filter_text = self._filter_text, None, ""
            self.grid.set_filter(None)
            self.show_filter()
            self.notice(f"The filter {ended} has ended. {error.message}", wrong=True)

    @property
    def asks_for_archived(self) -> bool:
        """Return whether the filter names archived tasks, which a board leaves out otherwise."""
        return self.filter is not None and self.filter.asks_for_archived()

    def would_show(self, text: str) -> str:
        """Return how many cards a filter text would show. Raises as `use_filter` does."""
        if not text.strip():
            return "Everything is shown."
        passes = parse_filter(text).bind(self.context())
        cards = tuple(self.grid.cards())
        return f"{sum(map(passes, cards))} of {len(cards)} cards."

    def named(self) -> tuple[Iterable[str], Iterable[str]]:
        cards = tuple(self.grid.cards())
        return (
            (login for card in cards for login in card.assignees),
            (label for card in cards for label in card.labels),
        )
