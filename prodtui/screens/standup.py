"""The stand-up: exceptions first, then person by person, then what changed; worked on without leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import NoteKind
from prodtui.domain.rows_standup import StandupRow
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.standup_desk import LAST, StandupDesk
from prodtui.screens.standup_rows import Spot, clock_words, draw, progress, sections, talked_of, text_of, words_of
from prodtui.screens.task_rows import TaskRows
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.spans import Line

if TYPE_CHECKING:
    from prodtui.services.standup import StandupBoard

TEACHING = (
    "Nothing needs the team, nobody carries anything, and nothing changed.",
    "",
    "2  shows the board, where a adds the first card",
)


class StandupScreen(TaskRows[Spot, "StandupBoard"]):
    """The stand-up of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.STANDUP
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.STANDUP)

    def __init__(self) -> None:
        super().__init__()
        self.since = LAST
        self._talked: frozenset[str] = frozenset()
        self._desk = StandupDesk(self)

    def make_list(self) -> RowList[Spot]:
        style: RowStyle[Spot] = RowStyle(lambda spot: spot.key, self._draw)
        return RowList(style, words=("…",), id="list")

    # --- what there is

    @property
    def record(self) -> StandupRow | None:
        """The stand-up that runs, None when none does."""
        return self.here.page.record if self.here is not None else None

    def words_of(self, row: Spot) -> str:
        return words_of(row)

    def text_of(self, row: Spot) -> str:
        return text_of(row)

    def jump(self, ref: str) -> None:
        spot = next((spot for spot in self._spots() if ref in (spot.ref, spot.task)), None)
        if spot is None or not self.list.go_to(spot.key):
            self.prodtui.go_to_card(ref)

    # --- the refresh road

    def show_other_board(self) -> None:
        self.here, self.since = None, LAST

    async def refresh_rows(self) -> None:
        since = self.since
        found = await self.look(lambda ws: deferred.standup.standup_board(ws, since))
        if since != self.since:
            return  # it comes too late: another moment is wished for meanwhile, and being read
        self.here, self.boards = found.here, found.boards
        self._talked = talked_of(found.here.page)
        self.tell(found.events, found.here)
        self.show_header()
        self._show(found.here)

    def _show(self, here: StandupBoard) -> None:
        self.list.set_words(TEACHING)
        self.list.show(sections(here.page))
        clock = clock_words(here.page, here.board.settings.standup_minutes)
        self.header.set_note("  ".join(part for part in (clock, progress(here.page, self._talked)) if part))
        self.cursor_moved()

    def _draw(self, row: Spot, width: int) -> Line:
        return draw(row, width, self.prodtui.signs, self._talked)

    # --- going through it

    def do_view_standup(self) -> None:
        pass

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
        await self._desk.mark(spot, talked=not was)
        if not was:
            self._go_on()

    def _spots(self) -> list[Spot]:
        return [spot for part in sections(self.here.page) for spot in part.rows] if self.here is not None else []

    def tell_since(self, since: str) -> None:
        """Tell what changed since another moment."""
        self.since = since
        self.reload()

    # --- verbs

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

    def do_standup_notes(self) -> None:
        self.talk(self._desk.show_notes)

    def do_since(self) -> None:
        self.talk(self._desk.since)
