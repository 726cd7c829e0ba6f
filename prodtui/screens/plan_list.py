"""What the lists of the plan share: demand, products and resources, each read at once and shown by sections."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult

from prodtui import actions
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import ProductRow
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.dialogs.conflict import Clean
from prodtui.screens.dialogs.edit import VersionedForm
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.picker import Choice
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.issue_entry import Place, read_place
from prodtui.screens.list_look import ListLook
from prodtui.screens.plan_tabs import PlanTab
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, paint

if TYPE_CHECKING:
    from prodtui.services.workspace import Done, Workspace

MOST_NEWS = 100


class Entry(Protocol):
    """What a row of these lists has."""

    @property
    def ref(self) -> str: ...
    @property
    def archived_at(self) -> datetime | None: ...
    @property
    def version(self) -> int: ...


R = TypeVar("R", bound=Entry)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the filter, whether what has ended is shown, the order, and how many at most."""

    text: str = ""
    all: bool = False
    sort: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Seen(Generic[R]):
    """A list as it was read at once on a day; `events` are the changes since the time before."""

    today: date
    here: Place
    boards: tuple[BoardRow, ...]
    rows: tuple[R, ...]
    products: tuple[ProductRow, ...]
    events: tuple[EventRow, ...]
    last_event: int


class PlanList(ListLook[R], PlanTab, Generic[R]):
    """A tab of the plan that lists rows with a reference."""

    AUTO_FOCUS = "RowList"
    WISH = Wish()
    TEACHING: Sequence[str] = ()
    KIND = ""
    """The word of the events that are about such a row."""

    def __init__(self) -> None:
        super().__init__()
        self.wish = self.WISH
        self.seen: Seen[R] | None = None
        self._wanted = ""

    # --- what a list says about itself

    def read_rows(self, ws: Workspace, wish: Wish) -> tuple[R, ...]:
        """Read the rows that a reader wishes for; in a worker thread. Raises Rejected for an unreadable filter."""
        raise NotImplementedError

    def sections(self, rows: Sequence[R]) -> Sequence[Section[R]]:
        """Return the rows by section."""
        raise NotImplementedError

    def head(self, width: int) -> Line:
        """Return the titles of the columns."""
        raise NotImplementedError

    def draw_row(self, row: R, width: int) -> Line:
        """Return a row as a line of exactly `width` cells."""
        raise NotImplementedError

    def names_of(self, row: R) -> tuple[str, ...]:
        """Return what a row may be called by other screens."""
        return (row.ref,)

    def title_of(self, row: R) -> str:
        """Return the words for a row in the news."""
        raise NotImplementedError

    def archive(self, ws: Workspace, ref: str, *, away: bool) -> Done[R]:
        """Put a row away, or bring it back."""
        raise NotImplementedError

    def terms(self) -> list[Choice]:
        """Return the common terms of the filter."""
        return []

    def would_show(self, text: str) -> str:
        """Return how many of the rows that are shown a filter text keeps. Raises Rejected."""
        raise NotImplementedError

    def why_closed(self, row: R) -> str:
        """Return why nothing can be changed about a row, "" when it can."""
        return f"{row.ref} is archived; {self.key_of('archive_row')} brings it back." if row.archived_at else ""

    def stage(self, row: R) -> str:
        """Return how far a row is, or of what kind, where actions depend on that."""
        return ""

    def note(self) -> str:
        """Return what stands at the end of the line of tabs."""
        return ""

    def trouble(self) -> str:
        """Return what is wrong in the list, in a word or two."""
        return ""

    # --- what there is

    def make_list(self) -> RowList[R]:
        style: RowStyle[R] = RowStyle(lambda row: row.ref, self._draw, self.head)
        return RowList(style, words=("…",), id="list")

    def body(self) -> ComposeResult:
        yield self.tabs
        yield self.list

    def selection(self) -> actions.Selection:
        row = self.list.cursor_row
        return actions.Selection(
            what=self.KIND,
            has_card=row is not None,
            read_only=self.prodtui.read_only,
            closed=self.why_closed(row) if row is not None else "",
            denied=self.why_not_plan(),
            stage=self.stage(row) if row is not None else "",
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
        )

    def refs(self) -> tuple[str, ...]:
        key = self.list.cursor_key
        return () if key is None else (key,)

    def need_seen(self) -> Seen[R]:
        """Return what was read. Raises Refused while it is being read."""
        if self.seen is None:
            raise Refused("The board is still being read.", hint="Try again in a moment.")
        return self.seen

    def products(self) -> tuple[ProductRow, ...]:
        """Return the products of the board, archived ones too."""
        return self.seen.products if self.seen is not None else ()

    def reading(self) -> Reading:
        """Return what text in a form is read against."""
        return Reading(self.prodtui.now(), self.prodtui.zone, self.need_seen().here.people)

    def context(self) -> TaskContext:
        """Return what rows are drawn with."""
        here, app = self.seen.here if self.seen is not None else None, self.prodtui
        steps = {step.key: step for step in here.steps} if here is not None else {}
        names = {person.login: person.name for person in here.people} if here is not None else {}
        return TaskContext(app.now(), app.zone, steps, names, app.signs)

    def on_row(self, work: Callable[[R], Awaitable[None]]) -> None:
        """Do something that may ask first, with the row under the cursor."""
        row = self.list.cursor_row
        if row is not None:
            self.talk(lambda: work(row))

    # --- the refresh road

    def show_other_board(self) -> None:
        super().show_other_board()
        self.seen, self.wish = None, self.WISH

    async def refresh_rows(self) -> None:
        wish, today, after = self.wish, self.today(), self.seen.last_event if self.seen is not None else None

        def read(ws: Workspace) -> Seen[R]:
            last = deferred.history.last_event(ws)
            events = () if after is None else deferred.history.events_after(ws, after, MOST_NEWS)
            products = deferred.products.list_products(ws, archived=True)
            boards = deferred.boards.list_boards(ws)
            return Seen(today, read_place(ws), boards, self.read_rows(ws, wish), products, tuple(events), last)

        seen = await self.prodtui.bridge.read(read)
        if wish != self.wish:
            return  # it comes too late: something else is wished for meanwhile, and being read
        self.seen, self.place, self.boards = seen, seen.here.board, seen.boards
        self._tell(seen)
        self.show_header()
        self.show_rows()

    def _tell(self, seen: Seen[R]) -> None:
        """Name in the header who else changed what, and let its row flash."""
        foreign = self.others_in(event for event in seen.events if event.kind == self.KIND)
        self.tell_changes(foreign, {row.ref: self.title_of(row) for row in seen.rows})
        self.flash(foreign)

    def show_rows(self) -> None:
        """Show what was read as the reader wishes it."""
        seen = self.seen
        if seen is None:
            return
        self.list.set_words(("Nothing matches the filter.", "", "esc  ends it") if self.wish.text else self.TEACHING)
        self.list.show(self.sections(seen.rows))
        self.show_tabs(self.note(), self.trouble())
        self.header.set_note(self.wish.text)
        self.show_footer()
        if self._wanted:
            self._go_to_wanted()

    def show_row(self, name: str) -> None:
        """Go to a row, now or when it is read; a filter that hides it ends, and more is read until it is there."""
        self._wanted = name
        if self.seen is not None:
            self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        rows = self.need_seen().rows
        row = next((row for row in rows if self._wanted in self.names_of(row)), None)
        if row is None and self.wish.text:
            self.use(text="", limit=self.WISH.limit)
        elif row is None and 0 < self.wish.limit <= len(rows):
            self.use(limit=self.wish.limit * 4)
        else:
            name, self._wanted = self._wanted, ""
            if row is None or not self.list.go_to(row.ref):
                self.notice(f"{name} is not in this list any more.")

    def _draw(self, row: R, width: int) -> Line:
        drawn = self.draw_row(row, width)
        return paint(drawn, Ink.FLASH) if row.ref in self.authors else drawn

    def minute_passed(self, now: datetime) -> None:
        if self.seen is not None and self.seen.today != self.today():
            self.reload()  # what is late is another question every day

    def jump(self, ref: str) -> None:
        self.list.go_to(ref)

    # --- which part of the list

    def use(self, **wanted: object) -> None:
        """Wish for something else, and read it."""
        self.wish = replace(self.wish, **wanted)  # type: ignore[arg-type]
        self.reload()

    def do_all_rows(self) -> None:
        self.use(all=not self.wish.all)
        self.notice("What has ended or was archived is shown too." if self.wish.all else "Only what stands is shown.")

    def do_filter_rows(self) -> None:
        self.talk(self._filter_rows)

    async def _filter_rows(self) -> None:
        text = await self.ask(FilterDialog(self.wish.text, self.terms(), self.would_show))
        if text is not None:
            self.use(text=text, limit=self.WISH.limit)

    def do_back(self) -> None:
        if self.wish.text:
            self.use(text="", limit=self.WISH.limit)
        self.found = ""

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_row")

    # --- verbs

    async def enter_new(self, form: Form, said: str = "Added") -> None:
        """Ask for what is new, and lead to its row when it is stored."""
        done = await self.ask(form)
        if done is not None:
            self.list.go_to(done.value.ref)
            self.report(done, f"{said} {done.value.ref}. u takes it back.")

    async def edit_row(self, row: R, fields: Sequence[FormField], clean: Clean, edit: Callable[..., Done[R]]) -> None:
        """Ask for other values of a row and store them by `edit(ws, ref, **change)`, a new name as `new_name`."""

        async def store(values: dict[str, Any], base: Mapping[str, Any], version: int) -> Any:
            change = {"base": base, "version": version, **values}
            if "name" in change:
                change["new_name"] = change.pop("name")
            return await self.submit(lambda ws: edit(ws, row.ref, **change))

        done = await self.ask(VersionedForm(row, fields, clean, self.reading(), store))
        if done is not None:
            self.report(done, f"Saved {row.ref}. u takes it back.")

    def do_archive_row(self) -> None:
        self.on_row(self._archive)

    async def _archive(self, row: R) -> None:
        away = row.archived_at is None
        async with self.turn:
            done = await self.submit(lambda ws: self.archive(ws, row.ref, away=away))
        self.report(done, f"{'Archived' if away else 'Brought back'} {row.ref}. u takes it back.")
