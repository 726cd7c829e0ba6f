"""Looking along a timeline: cursor, zoom, time, find, groups, filter. Nothing here changes the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.text import holds
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.picker import Choice
from prodtui.screens.finding import Finding
from prodtui.screens.timeline_log import TimelineLog, Wish
from prodtui.widgets.timeline import TimelinePane
from prodtui.widgets.timeline_model import Grouped

_GROUPED = tuple(Grouped)


class TimelineLook(Finding):
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

    # --- which rows, in which order

    def use(self, wish: Wish) -> None:
        """Wish for something else, and read it."""
        self.wish = wish
        self.reload()

    def do_group_rows(self) -> None:
        place = (_GROUPED.index(self.wish.grouped) + 1) % len(_GROUPED)
        self.use(replace(self.wish, grouped=_GROUPED[place]))
        self.notice("Not grouped." if not place else f"Grouped by {_GROUPED[place]}.")

    def do_filter(self) -> None:
        self.talk(self._filter)

    async def _filter(self) -> None:
        text = await self.ask(FilterDialog(self.wish.text, self._terms(), self._would_show))
        if text is not None:
            self.use(replace(self.wish, text=text))

    def _would_show(self, text: str) -> str:
        """Return what a filter text would show. Raises Usage for one that cannot be read or means nothing here."""
        parse_filter(text).check(self.filter_context())
        return "Tasks that match are shown." if text.strip() else "Everything is shown."

    def filter_context(self) -> FilterContext:
        rows = self.shown.schedule.tasks if self.shown is not None else ()
        app = self.prodtui
        return FilterContext(
            now=app.now(),
            tz=app.zone,
            me=app.bridge.workspace.actor.login,
            steps={step.key: step for step in self.steps()},
            people=[person.login for person in self.people()],
            labels=sorted({label for row in rows for label in row.labels}),
        )

    def _terms(self) -> list[Choice]:
        context = self.filter_context()
        terms = [
            Choice("mine", "mine", "what I work on"),
            Choice("late", "late", "due before now"),
            Choice("blocked", "blocked", "something stops it"),
            Choice("waiting", "waiting", "for another task"),
            Choice("unassigned", "unassigned", "nobody works on it"),
        ]
        terms += [Choice(f"@{login}", f"@{login}", "works on it") for login in sorted(context.people)]
        return terms + [Choice(f"#{label}", f"#{label}", "label") for label in context.labels]
