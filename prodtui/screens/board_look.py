"""Looking at a board: cursor, marks, find, filter, swimlanes. Nothing here changes the store but saved filters."""

from __future__ import annotations

from prodtui.domain.filters import Filter, FilterContext, parse_filter
from prodtui.domain.rows_board import FilterRow
from prodtui.domain.text import holds
from prodtui.errors import ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.finding import Finding
from prodtui.widgets.board_model import Grouping
from prodtui.widgets.grid import BoardGrid
from prodtui.widgets.viewpoint import Direction

EVERYTHING, SAVE = "everything", "save"
_GROUPED = {
    Grouping.NONE: "No swimlanes.",
    Grouping.PERSON: "Swimlanes by person.",
    Grouping.PRIORITY: "Swimlanes by priority.",
    Grouping.LABEL: "Swimlanes by label.",
}


class BoardLook(Finding):
    """The part of the board screen that moves the reader's eye over `grid`."""

    FIND_HINT = "words in title, reference or notes"

    grid: BoardGrid

    def __init__(self) -> None:
        super().__init__()
        self.filter_text = ""
        self.filter: Filter | None = None

    def context(self) -> FilterContext:
        """Return what a filter is read against now."""
        raise NotImplementedError

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

    def do_filter(self) -> None:
        self.talk(self._filter)

    async def _filter(self) -> None:
        text = await self.ask(FilterDialog(self.filter_text, self._terms(), self._would_show))
        if text is not None:
            self.use_filter(text)

    def use_filter(self, text: str) -> None:
        """Show only the cards that a filter text picks; "" shows all. Raises as `parse_filter` and `check` do."""
        wanted = parse_filter(text) if text.strip() else None
        if wanted is not None:
            wanted.check(self.context())
        archived = self.asks_for_archived
        self.filter, self.filter_text = wanted, text.strip()
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
            ended, self.filter, self.filter_text = self.filter_text, None, ""
            self.grid.set_filter(None)
            self.show_filter()
            self.notice(f"The filter {ended} has ended. {error.message}", wrong=True)

    @property
    def asks_for_archived(self) -> bool:
        """Return whether the filter names archived tasks, which a board leaves out otherwise."""
        return self.filter is not None and self.filter.asks_for_archived()

    def _would_show(self, text: str) -> str:
        """Return how many cards a filter text would show. Raises as `use_filter` does."""
        if not text.strip():
            return "Everything is shown."
        passes = parse_filter(text).bind(self.context())
        cards = tuple(self.grid.cards())
        return f"{sum(map(passes, cards))} of {len(cards)} cards."

    def _terms(self) -> list[Choice]:
        context = self.context()
        terms = [
            Choice("mine", "mine", "what I work on"),
            Choice("late", "late", "due before now"),
            Choice("blocked", "blocked", "something stops it"),
            Choice("ageing", "ageing", "older than most get"),
            Choice("waiting", "waiting", "for another task"),
            Choice("unassigned", "unassigned", "nobody works on it"),
            Choice("to-check", "to-check", "a check holds it at its step"),
            Choice("to-sign", "to-sign", "waits for my signature"),
            Choice("open-issue", "open-issue", "something is wrong with it"),
        ]
        if context.me is None:
            terms = terms[1:]
        cards = tuple(self.grid.cards())
        people = sorted({login for card in cards for login in card.assignees})
        labels = sorted({label for card in cards for label in card.labels})
        terms += [Choice(f"@{login}", f"@{login}", "works on it") for login in people]
        return terms + [Choice(f"#{label}", f"#{label}", "label") for label in labels]

    def do_saved_filters(self) -> None:
        self.talk(self._saved_filters)

    async def _saved_filters(self) -> None:
        rows: tuple[FilterRow, ...] = await self.prodtui.bridge.read(lambda ws: deferred.filters.list_filters(ws))
        choices = [Choice(f"={row.name}", row.name, row.text) for row in rows]
        if self.filter_text:
            choices.append(Choice(SAVE, "Save the present filter…", self.filter_text))
            choices.append(Choice(EVERYTHING, "Show everything"))
        empty = "No filter is saved yet. Set one with f first, then save it here."
        answer = await self.ask(Picker("Saved filters", choices, empty=empty))
        if answer == SAVE:
            await self._save_filter()
        elif answer is not None:
            texts = {f"={row.name}": row.text for row in rows}
            self.use_filter(texts.get(answer, ""))

    async def _save_filter(self) -> None:
        text = self.filter_text

        async def store(name: str) -> str:
            await self.submit(lambda ws: deferred.filters.save_filter(ws, name, text))
            return name

        name = await self.ask(LineDialog("Name of the filter", store, hint="stand-up"))
        if name is not None:
            self.notice(f'Saved the filter as "{name}"; F finds it again.')
