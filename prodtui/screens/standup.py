"""The stand-up: exceptions first, then person by person, then what changed; worked on without leaving it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import NoteKind
from prodtui.domain.permissions import Permission, may, who_may
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_standup import StandupRow
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.issue_on_card import CardIssues
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.opening import open_entry
from prodtui.screens.paragraphs import Part, shaped
from prodtui.screens.shift_desk import ShiftDesk
from prodtui.screens.standup_desk import LAST, StandupDesk
from prodtui.screens.standup_rows import Spot, draw, progress, sections, talked_of, text_of, words_of
from prodtui.screens.verbs_task import TaskVerbs
from prodtui.screens.view import ViewScreen
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.spans import Ink, Line, plain

if TYPE_CHECKING:
    from prodtui.services.standup import StandupBoard
    from prodtui.services.workspace import Workspace

TEACHING = (
    "Nothing needs the team, nobody carries anything, and nothing changed.",
    "",
    "2  shows the board, where a adds the first card",
)
_MOST_NEWS = 200
#: What enter opens by its reference; the others have no page of their own.
_WITH_PAGES = frozenset("IKQ0123456789")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for one look: the stand-up, the boards of the store, what happened since the look before."""

    here: StandupBoard
    boards: tuple[BoardRow, ...]
    events: tuple[EventRow, ...]


class StandupScreen(TaskVerbs, CheckVerbs, CardIssues, ListLook[Spot], ViewScreen):
    """The stand-up of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.STANDUP
    CSS_PATH = "standup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.STANDUP)
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self.about = LinePane(id="about")
        self.since = LAST
        self._here: StandupBoard | None = None
        self._talked: frozenset[str] = frozenset()
        self._desk = StandupDesk(self)
        self._shifts = ShiftDesk(self)

    def make_list(self) -> RowList[Spot]:
        style: RowStyle[Spot] = RowStyle(lambda spot: spot.key, self._draw)
        return RowList(style, words=("…",), id="list")

    def body(self) -> ComposeResult:
        yield self.list
        yield self.about

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    @property
    def record(self) -> StandupRow | None:
        """The stand-up that runs, None when none does."""
        return self._here.page.record if self._here is not None else None

    def shown_board(self) -> BoardRow | None:
        return self._here.board if self._here is not None else None

    def steps(self) -> Sequence[StepRow]:
        return self._here.steps if self._here is not None else ()

    def people(self) -> Sequence[PersonRow]:
        return self._here.people if self._here is not None else ()

    def known_cards(self) -> Iterable[CardRow]:
        return self._here.cards.values() if self._here is not None else ()

    def targets(self) -> tuple[CardRow, ...]:
        row = self.list.cursor_row
        card = self._here.cards.get(row.task or "") if self._here is not None and row is not None else None
        return (card,) if card is not None else ()

    def words_of(self, row: Spot) -> str:
        return words_of(row)

    def selection(self) -> actions.Selection:
        targets = self.targets()
        return actions.Selection(
            what="task",
            has_card=bool(targets),
            read_only=self.prodtui.read_only,
            closed=self._why_not(),
            blocked=bool(targets) and targets[0].blocked_reason is not None,
            can_override=self.may_override,
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
        )

    def _why_not(self) -> str:
        """Return why the reader may not write, "" when there is nothing against it."""
        app = self.prodtui
        if not app.bridge.is_open or may(app.bridge.workspace.actor.role, Permission.WORK):
            return ""
        return f"Only a {' or a '.join(who_may(Permission.WORK))} may {Permission.WORK}; you can look at all of it."

    def jump(self, ref: str) -> None:
        spot = next((spot for spot in self._spots() if ref in (spot.ref, spot.task)), None)
        if spot is None or not self.list.go_to(spot.key):
            self.prodtui.go_to_card(ref)

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.shown_board()
        if board is None:
            return "boards" in topics
        own = {f"{kind}:{board.id}" for kind in ("tasks", "steps", "checks", "issues", "plan", "daily")}
        return bool(topics & {"boards", "people", *own})

    def show_other_board(self) -> None:
        self._here, self.since = None, LAST

    async def refresh_rows(self) -> None:
        since, before = self.since, self._here

        def look(ws: Workspace) -> Read:
            here = deferred.standup.standup_board(ws, since)
            events = deferred.history.events_after(ws, before.last_event, _MOST_NEWS) if before is not None else ()
            return Read(here, deferred.boards.list_boards(ws), events)

        found = await self.prodtui.bridge.read(look)
        if since != self.since:
            return  # it comes too late: another moment is wished for meanwhile, and being read
        self._here, self.boards = found.here, found.boards
        self._talked = talked_of(found.here.page)
        self._tell(found)
        self.show_header()
        self._show()

    def _tell(self, found: Read) -> None:
        """Name in the header who else changed what, and let their rows flash."""
        foreign = self.others_in(found.events, found.here.board.key)
        titles = {ref: card.title for ref in foreign if (card := found.here.cards.get(ref)) is not None}
        self.tell_changes(foreign, titles)
        self.flash(foreign)

    def _show(self) -> None:
        here = self._here
        if here is None:
            return
        self.list.set_words(TEACHING)
        self.list.show(sections(here.page))
        running = f"{self.record.ref}  " if self.record is not None else ""
        self.header.set_note(f"{running}{progress(here.page, self._talked)}")
        self._show_rest()

    def _show_rest(self) -> None:
        self.show_footer()
        row = self.list.cursor_row
        parts = [Part([(plain(text_of(row)), Ink.TEXT)])] if row is not None else []
        self.about.show(lambda width: shaped(parts, width), from_top=True)

    def cursor_moved(self) -> None:
        self._show_rest()

    def _draw(self, row: Spot, width: int) -> Line:
        return draw(row, width, self.prodtui.signs, self._talked)

    def minute_passed(self, now: datetime) -> None:
        self.reload()

    # --- going through it

    def do_view_standup(self) -> None:
        pass

    def do_back(self) -> None:
        self.found = ""

    def do_next_topic(self) -> None:
        if not self._go_on():
            self.notice("Everything was talked about; S ends the stand-up.")

    def _go_on(self) -> bool:
        """Go to the next exception or person that was not talked about."""
        return self.list.find(lambda spot: spot.is_topic and spot.key not in self._talked, 1)

    def do_talked(self) -> None:
        spot = self._topic()
        if spot is not None:
            self.verb(lambda: self._mark(spot))

    def _topic(self) -> Spot | None:
        """Return what is talked about where the cursor stands: the person, for what they carry."""
        row = self.list.cursor_row
        if row is None or row.is_topic:
            return row
        login = row.key.partition(" ")[0]
        return next((spot for spot in self._spots() if spot.key == f"person:{login}"), None)

    async def _mark(self, spot: Spot) -> None:
        was = spot.key in self._talked
        await self._desk.mark(spot)
        if not was:
            self._go_on()

    def _spots(self) -> list[Spot]:
        return [spot for part in sections(self._here.page) for spot in part.rows] if self._here is not None else []

    def tell_since(self, since: str) -> None:
        """Tell what changed since another moment."""
        self.since = since
        self.reload()

    # --- verbs

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_line")

    def do_open_line(self) -> None:
        row = self.list.cursor_row
        ref = row.ref if row is not None else None
        if ref is None or ref.rpartition("-")[2][0] not in _WITH_PAGES:
            self.notice("There is nothing more to show about it.")
        else:
            open_entry(self, ref.partition(".")[0])

    def _write(self, kind: NoteKind) -> None:
        row = self.list.cursor_row
        about = (row.task or row.ref) if row is not None else None
        self.talk(lambda: self._desk.write(kind, about))

    def do_standup_note(self) -> None:
        self._write(NoteKind.NOTE)

    def do_decide(self) -> None:
        self._write(NoteKind.DECISION)

    def do_park(self) -> None:
        self._write(NoteKind.PARKED)

    def do_add(self) -> None:
        self._write(NoteKind.ACTION)

    def do_attend(self) -> None:
        self.talk(self._desk.attend)

    def do_finish_standup(self) -> None:
        self.talk(self._desk.finish)

    def do_hand_over(self) -> None:
        self.talk(self._shifts.hand_over)

    def do_standup_notes(self) -> None:
        self.talk(self._desk.show_notes)

    def do_since(self) -> None:
        self.talk(self._desk.since)
