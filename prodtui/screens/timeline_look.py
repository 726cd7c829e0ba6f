"""Looking along a timeline: cursor, zoom, time, find, groups, filter. Nothing here changes the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.text import holds
from prodtui.screens.filtering import Filtering
from prodtui.screens.timeline_log import TimelineLog, Wish
from prodtui.widgets.timeline import TimelinePane
from prodtui.widgets.timeline_model import Grouped

_GROUPED = tuple(Grouped)


class TimelineLook(Filtering):
    """The part of the timeline that moves the reader's eye over `pane`, and says which rows it has."""

    FIND_HINT = "words in title or reference"

    pane: TimelinePane
    shown: TimelineLog | None

    def __init__(self) -> None:
        super().__init__()
        self.wish = Wish()

    def steps(self) -> Sequence[StepRow]:
        """Return the steps of the board in order."""
        raise NotImplementedError

    def people(self) -> Sequence[PersonRow]:
        """Return everybody who is active on the board."""
        raise NotImplementedError

    # --- going about

    def do_cursor_down(self) -> None:
        self.pane.move(1)

    def do_cursor_up(self) -> None:
        self.pane.move(-1)

    def do_cursor_left(self) -> None:
        self.pane.turn(-1)

    def do_cursor_right(self) -> None:
        self.pane.turn(1)

    def do_first_row(self) -> None:
        self.pane.go_first()

    def do_cursor_last(self) -> None:
        self.pane.go_last()

    def do_half_page_down(self) -> None:
        self.pane.half_page(1)

    def do_half_page_up(self) -> None:
        self.pane.half_page(-1)

    def do_to_now(self) -> None:
        self.pane.go_to_now()

    def do_show_bar(self) -> None:
        self.pane.show_bar()

    def do_zoom_in(self) -> None:
        self._zoom(1)

    def do_zoom_out(self) -> None:
        self._zoom(-1)

    def _zoom(self, steps: int) -> None:
        self.pane.zoom_by(steps)
        self.show_footer()

    def do_view_timeline(self) -> None:
        pass  # it is shown

    def find_on(self, step: int) -> None:
        words = self.found
        if not self.pane.find(lambda row: holds(f"{row.ref} {row.title}", words), step):
            self.notice(f"No task that is shown holds {self.found}.")
        else:
            self.pane.show_bar()

    # --- marks

    def do_mark(self) -> None:
        self.pane.toggle_mark()

    def do_mark_all(self) -> None:
        self.pane.mark_group()

    # --- which rows, in which order

    def use(self, wish: Wish) -> None:
        """Wish for something else, and read it."""
        self.wish = wish
        self.reload()

    def do_group_rows(self) -> None:
        place = (_GROUPED.index(self.wish.grouped) + 1) % len(_GROUPED)
        self.use(replace(self.wish, grouped=_GROUPED[place]))
        self.notice("Not grouped." if not place else f"Grouped by {_GROUPED[place]}.")

    @property
    def filter_text(self) -> str:
        return self.wish.text

    def use_filter(self, text: str) -> None:
        parse_filter(text).check(self.context())
        self.use(replace(self.wish, text=text.strip()))

    def would_show(self, text: str) -> str:
        parse_filter(text).check(self.context())
        return "Tasks that match are shown." if text.strip() else "Everything is shown."

    def context(self) -> FilterContext:
        people = (person.login for person in self.people())
        return self.context_with(self.steps(), people, sorted(set(self.named()[1])))

    def named(self) -> tuple[Iterable[str], Iterable[str]]:
        rows = self.shown.schedule.tasks if self.shown is not None else ()
        return (
            (login for row in rows for login in row.assignees),
            (label for row in rows for label in row.labels),
        )
