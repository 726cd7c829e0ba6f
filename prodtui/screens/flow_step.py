"""A step from near: what stands in it, how long tasks stay, who takes them over from whom, and its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from prodtui import actions
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.rows_flow import StepTask
from prodtui.domain.text import holds
from prodtui.errors import NotFound
from prodtui.screens.base import bindings_of
from prodtui.screens.finding import Finding
from prodtui.screens.flow_design import FlowDesign
from prodtui.screens.flow_log import StepLog, Wish, read_step
from prodtui.screens.flow_rows import step_task_head, step_task_line
from prodtui.screens.flow_texts import more_lines, stays_title, step_head
from prodtui.screens.flow_window import choose_window
from prodtui.screens.line_pane import LinePane
from prodtui.screens.opening import open_entry
from prodtui.screens.paragraphs import stamp
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.widgets.chart.widget import Chart
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, line

HALF_PAGE = 0.5
TASKS, STAYS, MORE = PARTS = ("tasks", "stays", "more")


class StepScreen(FlowDesign, Finding, ProgramVerbs):
    """The look at the step `key`, over the window and the filter of the map."""

    SCREEN: ClassVar[str] = actions.STEP
    CSS_PATH = "flow.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.STEP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 (declared so by Textual)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 (declared so by Textual)
    AUTO_FOCUS = "RowList"
    FIND_HINT = "words in title or reference"

    def __init__(self, key: str, name: str, wish: Wish) -> None:
        super().__init__()
        self.key, self.wish = key, wish
        self._name = name
        self._log: StepLog | None = None
        self._part = TASKS
        style: RowStyle[StepTask] = RowStyle(lambda row: row.ref, self._draw, step_task_head)
        self.head = LinePane(id="head")
        self.list: RowList[StepTask] = RowList(style, words=("…",), id="tasks")
        self.list.moved = self.show_footer
        self.chart = Chart(signs=self.prodtui.signs, id="stays")
        self.more = LinePane(id="more")

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.alarm
        yield self.head
        with Horizontal(id="parts"):
            yield self.list
            with Vertical(id="beside"):
                yield self.chart
                yield self.more
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.head.show(lambda width: [line([(f" {self._name} …", Ink.MUTED)], width)])
        self._turn_to(TASKS)
        self.reload()

    # --- what there is

    def steps(self) -> Sequence[StepRow]:
        return self._log.here.steps if self._log is not None else ()

    def people(self) -> Sequence[PersonRow]:
        return [person for person in self._log.here.people if person.active] if self._log is not None else ()

    def step_key(self) -> str | None:
        return self.key

    def task_here(self) -> str | None:
        row = self.list.cursor_row
        return row.ref if row is not None else None

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="task",
            has_card=self.list.cursor_row is not None,
            read_only=self.prodtui.read_only,
            closed=self.prodtui.bridge.why_not(Permission.CHECKLISTS),
            denied=self.prodtui.bridge.why_not(Permission.SET_UP),
            finding=bool(self.found),
            cards=len(self._log.look.tasks) if self._log is not None else 0,
        )

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    def known_cards(self) -> Sequence[StepTask]:
        return self._log.look.tasks if self._log is not None else ()

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        kinds = ("tasks:", "steps:", "checks:", "plan:")
        return any(topic.startswith(kinds) or topic in ("people", "boards") for topic in topics)

    async def refresh_rows(self) -> None:
        key, wish, shown = self.key, self.wish, self._log
        try:
            log = await self.prodtui.bridge.read(lambda ws: read_step(ws, key, wish, shown))
        except NotFound:
            self.notice(f"{self._name} is gone: somebody put it away. esc goes back.", wrong=True)
            return
        if wish != self.wish:
            return  # it comes too late: something else is wished for meanwhile, and being read
        self._log, self._name = log, log.look.name
        app, working = self.prodtui, log.working
        names = {step.key: step.name for step in log.here.steps}
        names |= {f"@{person.login}": person.name for person in log.here.people}
        self.head.show(lambda width: step_head(log.shown, log.look, log.about, self._when, width, app.signs))
        self.list.set_words(("No task stands here.",))
        self.list.show([Section("", log.look.tasks)])
        self.chart.show(log.look.stays, stays_title(log.look, working=working))
        self.more.show(
            lambda width: more_lines(log.shown, log.look, names, app.signs, self._when, width, working=working)
        )
        self.show_footer()

    def _draw(self, row: StepTask, width: int) -> Line:
        log = self._log
        names = {person.login: person.name for person in log.here.people} if log is not None else {}
        most = log.look.most if log is not None else None
        return step_task_line(row, width, self.prodtui.signs, names, most, working=log is not None and log.working)

    def _when(self, at: datetime) -> str:
        return stamp(at, self.prodtui.now(), self.prodtui.zone)

    # --- going about

    def do_next_part(self) -> None:
        self._turn_to(PARTS[(PARTS.index(self._part) + 1) % len(PARTS)])

    def _turn_to(self, part: str) -> None:
        """Let the keys that move go to another part; on a low screen it is the only one that is seen."""
        self._part = part
        for each in PARTS:
            self.set_class(each == part, f"-{each}")
        if part == MORE:
            self.set_focus(None)
        else:
            self.query_one(f"#{part}").focus()

    def do_cursor_down(self) -> None:
        self._move(1)

    def do_cursor_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        if self._part == TASKS:
            self.list.move(by)
        elif self._part == STAYS:
            self.chart.move(by)
        else:
            self.more.scroll_lines(by)

    def do_cursor_first(self) -> None:
        self._go_to_end(last=False)

    def do_cursor_last(self) -> None:
        self._go_to_end(last=True)

    def _go_to_end(self, *, last: bool) -> None:
        if self._part == MORE:
            self.more.scroll_to_end(last)
        elif self._part == STAYS:
            (self.chart.go_last if last else self.chart.go_first)()
        else:
            (self.list.go_last if last else self.list.go_first)()

    def do_half_page_down(self) -> None:
        self._half_page(1)

    def do_half_page_up(self) -> None:
        self._half_page(-1)

    def _half_page(self, way: int) -> None:
        if self._part == TASKS:
            self.list.half_page(way)
        else:
            self.more.scroll_pages(way * HALF_PAGE)

    def find_on(self, step: int) -> None:
        words = self.found
        if not self.list.find(lambda row: holds(f"{row.ref} {row.title}", words), step):
            self.notice(f"No task in {self._name} holds {self.found}.")

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_task")

    def do_open_task(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            open_entry(self, row.ref)

    def do_flow_window(self) -> None:
        self.talk(self._window)

    async def _window(self) -> None:
        back = await choose_window(self, self.wish.back)
        if back is not None:
            self.wish = replace(self.wish, back=back)
            self.reload()

    def do_back(self) -> None:
        self.app.pop_screen()
