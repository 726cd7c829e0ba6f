"""My day, quietly: what I have in hand, what comes next by the schedule, what waits on me, and what today holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.errors import NotFound
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.day_rows import DaySpot, day_sections, day_text, day_words, draw_day
from prodtui.screens.sentences import of_error
from prodtui.screens.task_rows import TaskRows
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.spans import Line, line

if TYPE_CHECKING:
    from prodtui.services.my_day import DayBoard

TEACHING = (
    "You have nothing in hand, nothing comes next, and nothing waits on you.",
    "",
    "2  shows the board, where @ takes a card and s starts it",
)


class DayScreen(TaskRows[DaySpot, "DayBoard"]):
    """The day of the reader on the board of the workspace."""

    SCREEN: ClassVar[str] = actions.DAY
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.DAY)

    def make_list(self) -> RowList[DaySpot]:
        style: RowStyle[DaySpot] = RowStyle(lambda spot: spot.key, self._draw)
        return RowList(style, words=("…",), id="list")

    def words_of(self, row: DaySpot) -> str:
        return day_words(row)

    def text_of(self, row: DaySpot) -> str:
        here, app = self.here, self.prodtui
        return day_text(row, app.signs, here.day, app.now(), app.zone) if here is not None else ""

    def _draw(self, row: DaySpot, width: int) -> Line:
        here, app = self.here, self.prodtui
        if here is None:
            return line((), width)
        return draw_day(row, width, app.signs, here.day, app.now(), app.zone)

    def selection(self) -> actions.Selection:
        return replace(super().selection(), stage=actions.DAY)

    def jump(self, ref: str) -> None:
        spots = [f"{kind} {ref}" for kind in ("timer", "hand", "next")]
        if not any(self.list.go_to(key) for key in spots):
            self.prodtui.go_to_card(ref)

    def wants(self, topics: frozenset[str]) -> bool:
        return super().wants(topics) or "timers" in topics

    def show_other_board(self) -> None:
        self.here = None

    async def refresh_rows(self) -> None:
        try:
            found = await self.look(lambda ws: deferred.my_day.day_board(ws))
        except NotFound as error:
            self.list.set_words((of_error(error),))
            return
        self.here, self.boards = found.here, found.boards
        self.tell(found.events, found.here)
        self.show_header()
        self._show(found.here)

    def _show(self, here: DayBoard) -> None:
        self.list.set_words(TEACHING)
        self.list.show(day_sections(here.day, here.today, here.cards.__contains__))
        self.cursor_moved()

    def do_view_day(self) -> None:
        pass
