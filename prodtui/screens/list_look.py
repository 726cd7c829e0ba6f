"""Going about in a list of rows: the cursor, words that are looked for, and rows that others have just changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from prodtui.domain.text import holds
from prodtui.screens.finding import Finding
from prodtui.screens.verbs import Target, Verbs
from prodtui.widgets.row_list import RowList

R = TypeVar("R")
FLASH_SECONDS = 3.0


class ListLook(Finding, Verbs, Generic[R]):
    """The part of a screen that moves the cursor of `list`; what it lists are no tasks.

    `authors` tells who has just changed a row, by its key.
    """

    def __init__(self) -> None:
        super().__init__()
        self.list = self.make_list()
        self.list.moved = self.cursor_moved
        self.authors: dict[str, str] = {}

    def make_list(self) -> RowList[R]:
        """Return the list, still empty."""
        raise NotImplementedError

    def words_of(self, row: R) -> str:
        """Return the text of a row in which words are found."""
        raise NotImplementedError

    def targets(self) -> tuple[Target, ...]:
        return ()

    def do_cursor_down(self) -> None:
        self.list.move(1)

    def do_cursor_up(self) -> None:
        self.list.move(-1)

    def do_cursor_first(self) -> None:
        self.list.go_first()

    def do_cursor_last(self) -> None:
        self.list.go_last()

    def do_half_page_down(self) -> None:
        self.list.half_page(1)

    def do_half_page_up(self) -> None:
        self.list.half_page(-1)

    def find_on(self, step: int) -> None:
        words = self.found
        if not self.list.find(lambda row: holds(self.words_of(row), words), step):
            self.notice(f"Nothing that is shown holds {self.found}.")

    def flash(self, authors: Mapping[str, str]) -> None:
        """Let rows, by their key, name for some seconds who has just changed them."""
        if authors:
            self.authors.update(authors)
            self.set_timer(FLASH_SECONDS, lambda: self._calm(authors))

    def _calm(self, authors: Mapping[str, str]) -> None:
        """End a flash, unless somebody else changed the row meanwhile."""
        for key, author in authors.items():
            if self.authors.get(key) == author:
                del self.authors[key]
        self.list.redraw()

    def cursor_moved(self) -> None:
        """Show what depends on where the cursor stands."""
        self.show_footer()
