"""The tab of the calendar: a month of working hours, holidays, exceptions and absences, to look at and to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.dates import MAX_YEAR, MIN_YEAR
from prodtui.domain.rows import BoardRow, PersonRow
from prodtui.domain.rows_planning import ResourceRow
from prodtui.domain.rows_supply import CalendarDay, CalendarMonth
from prodtui.domain.text import holds
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.finding import Finding
from prodtui.screens.form_fields import Reading
from prodtui.screens.issue_entry import Place, read_place
from prodtui.screens.plan_about import content_of
from prodtui.screens.plan_calendar_desk import CalendarDesk
from prodtui.screens.plan_calendar_words import absences_on, boxes, day_line, day_parts, day_words, month_title
from prodtui.screens.plan_tabs import PlanTab
from prodtui.widgets.bar import Bar, Part
from prodtui.widgets.month import MonthGrid, last_day, month_after, month_before
from prodtui.widgets.spans import Ink

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

WEEK = timedelta(days=7)
MONTHS_TO_FIND = 13
"""How many months are looked through for words, the one that is shown among them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A month as it was read at once, with all that may be away in it."""

    here: Place
    boards: tuple[BoardRow, ...]
    month: CalendarMonth
    resources: tuple[ResourceRow, ...]


class DayBar(Bar):
    """One line about the day under the cursor."""

    text = ""

    def show(self, text: str) -> None:
        """Say something else."""
        self.text = text
        self.redraw()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        return [Part(((self.text, Ink.TEXT),), 90)], []


class CalendarScreen(Finding, PlanTab):
    """The calendar of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.CALENDAR
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.CALENDAR)
    AUTO_FOCUS = "MonthGrid"
    FIND_HINT = "Christmas, or a name"

    def __init__(self) -> None:
        super().__init__()
        self.grid = MonthGrid(signs=self.prodtui.signs, id="month")
        self.day_bar = DayBar(signs=self.prodtui.signs, id="day")
        self.seen: Seen | None = None
        self._cursor: date | None = None
        self._desk = CalendarDesk(self)

    def body(self) -> ComposeResult:
        yield self.tabs
        yield self.grid
        yield self.day_bar

    # --- what there is

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="day",
            has_card=self.seen is not None,
            read_only=self.prodtui.read_only,
            denied=self.why_not_plan(),
            finding=bool(self.found),
            boards=len(self.boards),
        )

    def people(self) -> Sequence[PersonRow]:
        return self.seen.here.people if self.seen is not None else ()

    def need_seen(self) -> Seen:
        """Return what was read. Raises Refused while it is being read."""
        if self.seen is None:
            raise Refused("The calendar is still being read.", hint="Try again in a moment.")
        return self.seen

    def reading(self) -> Reading:
        """Return what text in a form is read against."""
        return Reading(self.prodtui.now(), self.prodtui.zone, self.need_seen().here.people)

    def names(self) -> Mapping[str, str]:
        """Return the names of people by login, and of resources by key."""
        if self.seen is None:
            return {}
        resources = {row.key: row.name for row in self.seen.resources}
        return resources | {person.login: person.name for person in self.seen.here.people}

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._cursor or self.today()

    def _shown_day(self) -> CalendarDay | None:
        month = self.seen.month if self.seen is not None else None
        return next((each for each in month.days if each.day == self.day), None) if month is not None else None

    # --- the refresh road

    def show_other_board(self) -> None:
        super().show_other_board()
        self.seen = None

    async def refresh_rows(self) -> None:
        wanted = self._cursor

        def read(ws: Workspace) -> Seen:
            month = deferred.calendars.show_month(ws, wanted)
            resources = deferred.resources.list_resources(ws)
            return Seen(read_place(ws), deferred.boards.list_boards(ws), month, resources)

        seen = await self.prodtui.bridge.read(read)
        if wanted != self._cursor and not _same_month(self._cursor, seen.month):
            return  # it comes too late: another month is wished for meanwhile, and being read
        self.seen = seen
        self.place, self.boards = self.seen.here.board, self.seen.boards
        self._cursor = self._cursor or self.seen.month.today
        self.show_header()
        self._show()

    def _show(self) -> None:
        if self.seen is None:
            return
        month = self.seen.month
        self.grid.show(month_title(month), boxes(month), month.today, self.day)
        self.show_tabs()
        self._show_day()
        self.show_footer()

    def minute_passed(self, now: datetime) -> None:
        if self.seen is not None and self.seen.month.today != self.today():
            self.reload()

    def _show_day(self) -> None:
        day = self._shown_day()
        self.day_bar.show(day_line(day, self.names()) if day is not None else "")

    # --- going about

    def _go(self, day: date) -> None:
        if not MIN_YEAR <= day.year <= MAX_YEAR:
            self.notice(f"The calendar reaches from {MIN_YEAR} to {MAX_YEAR}.")
            return
        self._cursor = day
        self.grid.stand_on(day)
        if self.seen is not None and _same_month(day, self.seen.month):
            self._show_day()
        else:
            self.reload()

    def do_day_before(self) -> None:
        self._go(self.day - timedelta(days=1))

    def do_day_after(self) -> None:
        self._go(self.day + timedelta(days=1))

    def do_cursor_up(self) -> None:
        self._go(self.day - WEEK)

    def do_cursor_down(self) -> None:
        self._go(self.day + WEEK)

    def do_cursor_first(self) -> None:
        self._go(self.day.replace(day=1))

    def do_cursor_last(self) -> None:
        self._go(last_day(self.day))

    def do_month_before(self) -> None:
        self._go(month_before(self.day))

    def do_month_after(self) -> None:
        self._go(month_after(self.day))

    def do_half_page_up(self) -> None:
        self.do_month_before()

    def do_half_page_down(self) -> None:
        self.do_month_after()

    def do_today(self) -> None:
        self._go(self.today())

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    @on(MonthGrid.DayMoved)
    def _day_moved(self) -> None:
        if self.grid.cursor is not None and self.grid.cursor != self._cursor:
            self._go(self.grid.cursor)

    def find_on(self, step: int) -> None:
        self.talk(lambda: self._find_day(step))

    async def _find_day(self, step: int) -> None:
        """Go to the next day that holds the words, at most a year away."""
        words, names, start = self.found, self.names(), self.day
        turn: Callable[[date], date] = month_after if step > 0 else month_before

        def look(ws: Workspace) -> date | None:
            month = start.replace(day=1)
            for _ in range(MONTHS_TO_FIND):
                days = deferred.calendars.show_month(ws, month).days[::step]
                found = (each.day for each in days if (each.day - start).days * step > 0 and holds_words(each))
                if (day := next(found, None)) is not None:
                    return day
                month = turn(month)
            return None

        def holds_words(day: CalendarDay) -> bool:
            return holds(day_words(day, names), words)

        day = await self.prodtui.bridge.read(look)
        if day is None:
            self.notice(f"No day within a year holds {words}.")
        else:
            self._go(day)

    # --- verbs

    @on(MonthGrid.DayOpened)
    def _day_opened(self) -> None:
        self.act("open_day")

    def do_open_day(self) -> None:
        self.talk(self._open_day)

    async def _open_day(self) -> None:
        seen, day = self.need_seen(), self._shown_day()
        if day is not None:
            away = absences_on(seen.month, day.day)
            parts = day_parts(day, seen.here.board.settings, away, self.names())
            await self.ask(ShowText(f"{day.day:%A} {day.day}", content_of(parts)))

    def do_set_hours(self) -> None:
        self.talk(lambda: self._desk.set_hours(self.day))

    def do_add_absence(self) -> None:
        self.talk(lambda: self._desk.add_absence(self.day))

    def do_import_absences(self) -> None:
        self.talk(self._desk.import_absences)

    def do_edit_week(self) -> None:
        self.talk(lambda: self._desk.edit_week(self.need_seen().here.board))

    def do_clear_day(self) -> None:
        self.talk(self._clear_day)

    async def _clear_day(self) -> None:
        seen, day = self.need_seen(), self.day
        settings = seen.here.board.settings
        differs = any(each.day == day for each in settings.exceptions) or day in settings.holidays
        await self._desk.clear(day, absences_on(seen.month, day), differs)


def _same_month(day: date | None, month: CalendarMonth) -> bool:
    return day is not None and day.replace(day=1) == month.first
