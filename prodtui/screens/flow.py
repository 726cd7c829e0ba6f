"""The workflow map: the steps of a board, what happens in them, and another design of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from prodtui import actions
from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.errors import Usage
from prodtui.screens.base import PATIENCE_SECONDS, bindings_of
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.filtering import Filtering
from prodtui.screens.flow_design import FlowDesign
from prodtui.screens.flow_log import FlowLog, Wish, read_flow
from prodtui.screens.flow_step import StepScreen
from prodtui.screens.flow_texts import READING, TEACHING, about_lines, times_of
from prodtui.screens.flow_window import choose_window
from prodtui.screens.line_pane import LinePane
from prodtui.screens.paragraphs import stamp
from prodtui.screens.view import ViewScreen
from prodtui.widgets.chart.widget import Chart
from prodtui.widgets.flow_map import FlowMap

#: Lines below the map that are kept for the step under the cursor where the screen is not small.
_LEAST_ABOUT, _NOT_SMALL = 1, 16
#: Lines for that step where there is room for a chart of all steps below it, and those of the chart beside its bars.
_ABOUT, _AROUND_CHART = 8, 3
_TOPICS = ("tasks", "steps", "plan", "checks", "schedule")
_EXPORTS = (
    Choice("--mermaid --out workflow.mmd", "Mermaid", "a flowchart that documents and code hosts draw"),
    Choice("--svg --out workflow.svg", "SVG", "a picture of it"),
    Choice("--html --out workflow.html", "a page", "to print or to send"),
    Choice("--markdown --out workflow.md", "Markdown", "tables for a document"),
)


class FlowScreen(FlowDesign, Filtering, ViewScreen):
    """The workflow of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.FLOW
    CSS_PATH = "flow.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.FLOW)
    AUTO_FOCUS = "FlowMap"
    FIND_HINT = "words in the name, role, criteria or gates of a step"

    def __init__(self) -> None:
        super().__init__()
        self.map = FlowMap(signs=self.prodtui.signs, id="map")
        self.about = LinePane(id="about")
        self.times = Chart(signs=self.prodtui.signs, id="times")
        self.wish = Wish()
        self.shown: FlowLog | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="middle"):
            yield self.map
            yield self.about
            yield self.times

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self.shown.here.board if self.shown is not None else None

    def steps(self) -> Sequence[StepRow]:
        return self.shown.here.steps if self.shown is not None else ()

    def people(self) -> Sequence[PersonRow]:
        return [person for person in self.shown.here.people if person.active] if self.shown is not None else ()

    def step_key(self) -> str | None:
        return self.map.step.key if self.map.step is not None else None

    def show_step(self, key: str) -> None:
        self.map.go_to(key)

    @property
    def has_ways(self) -> bool:
        return self.shown is not None and bool(self.shown.shown.allowed)

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="step",
            has_card=self.map.step is not None,
            read_only=self.prodtui.read_only,
            closed=self.prodtui.bridge.why_not(Permission.CHECKLISTS),
            denied=self.prodtui.bridge.why_not(Permission.SET_UP),
            finding=bool(self.found),
            boards=len(self.boards),
            cards=len(self.steps()),
        )

    def jump(self, ref: str) -> None:
        self.prodtui.go_to_card(ref)

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.shown_board()
        if board is None:
            return "boards" in topics
        return bool(topics & {"boards", "people", *(f"{kind}:{board.id}" for kind in _TOPICS)})

    def show_other_board(self) -> None:
        self.shown, self.wish = None, Wish()
        self.map.forget()

    async def refresh_rows(self) -> None:
        wish, shown = self.wish, self.shown
        patience = self.set_timer(PATIENCE_SECONDS, lambda: self.map.set_words(*READING))
        try:
            log = await self.prodtui.bridge.read(lambda ws: read_flow(ws, wish, shown))
        except Usage as error:
            if not wish.text:
                raise
            self.wish = replace(wish, text="")
            self.notice(f"The filter {wish.text} has ended. {error.message}", wrong=True)
            self.reload()
            return
        finally:
            patience.stop()
        if wish != self.wish:
            return  # it comes too late: something else is wished for meanwhile, and being read
        if log.hint and (shown is None or shown.wish != wish):
            self.notice(log.hint, about=(("flow_window", "another window"),))
        self.shown, self.boards = log, log.boards
        self._tell(log)
        self.map.set_words(*TEACHING)
        self.map.show(log.shown, log.about, working=log.working)
        self.times.show(times_of(log.shown), "Where the time goes: median and 85 % of the stays in each step")
        self.header.set_note(wish.text)
        self.show_header()
        self._arrange()
        self._show_rest()

    def _tell(self, log: FlowLog) -> None:
        """Name in the header who else changed what."""
        self.tell_changes(self.others_in(log.events, log.here.board.key))

    def minute_passed(self, now: datetime) -> None:
        today = now.astimezone(self.prodtui.zone).date()
        if self.shown is not None and self.shown.shown.last != self.wish.back.span(today)[1]:
            self.reload()  # a day is over, and the window ends with today

    # --- layout and what stands below

    def on_resize(self, _: events.Resize) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Give the map the lines that it needs, and what is left to the step under the cursor."""
        width, height = self.query_one("#middle").size
        least = _LEAST_ABOUT if height >= _NOT_SMALL else 0
        wanted = self.map.height_for(width, height - least)
        self.map.styles.height = wanted
        bars = len(times_of(self.shown.shown).steps) if self.shown is not None else 0
        left = height - wanted - _ABOUT
        self.times.display = bool(bars) and left >= bars + 1
        self.times.styles.height = min(left, bars + _AROUND_CHART)
        self.about.styles.height = _ABOUT if self.times.display else "1fr"

    def _show_rest(self) -> None:
        self.show_footer()
        log, step = self.shown, self.map.step
        if log is None or step is None:
            self.about.show(lambda width: (), from_top=True)
            return
        signs = self.prodtui.signs
        self.about.show(
            lambda width: about_lines(log.shown, step, signs, self._when, width, working=log.working), from_top=True
        )

    def _when(self, at: datetime) -> str:
        return stamp(at, self.prodtui.now(), self.prodtui.zone)

    @on(FlowMap.CursorMoved)
    def _cursor_moved(self) -> None:
        self._show_rest()

    @on(FlowMap.StepOpened)
    def _step_opened(self) -> None:
        self.act("look_step")

    # --- going about

    def do_cursor_left(self) -> None:
        self.map.move(-1)

    def do_cursor_right(self) -> None:
        self.map.move(1)

    def do_cursor_down(self) -> None:
        self.map.move_row(1)

    def do_cursor_up(self) -> None:
        self.map.move_row(-1)

    def do_cursor_first(self) -> None:
        self.map.go_first()

    def do_cursor_last(self) -> None:
        self.map.go_last()

    def do_half_page_down(self) -> None:
        self.map.half_page(1)

    def do_half_page_up(self) -> None:
        self.map.half_page(-1)

    def find_on(self, step: int) -> None:
        if not self.map.find(self.found, step):
            self.notice(f"No step holds {self.found}.")

    def do_view_flow(self) -> None:
        pass  # it is shown

    def do_back(self) -> None:
        if self.wish.text:
            self.use(replace(self.wish, text=""))
        else:
            self.found = ""

    def do_look_step(self) -> None:
        step = self.map.step
        if step is not None:
            self.app.push_screen(StepScreen(step.key, step.name, self.wish))

    # --- which days, which tasks

    def use(self, wish: Wish) -> None:
        """Wish for something else, and read it."""
        self.wish = wish
        self.reload()

    def do_flow_window(self) -> None:
        self.talk(self._window)

    async def _window(self) -> None:
        back = await choose_window(self, self.wish.back)
        if back is not None:
            self.use(replace(self.wish, back=back))

    @property
    def filter_text(self) -> str:
        return self.wish.text

    def use_filter(self, text: str) -> None:
        parse_filter(text).check(self.context())
        self.use(replace(self.wish, text=text.strip()))

    def would_show(self, text: str) -> str:
        parse_filter(text).check(self.context())
        return "Only tasks that match are counted." if text.strip() else "All tasks are counted."

    def context(self) -> FilterContext:
        labels = self.shown.labels if self.shown is not None else ()
        return self.context_with(self.steps(), (person.login for person in self.people()), labels)

    def named(self) -> tuple[Iterable[str], Iterable[str]]:
        return (person.login for person in self.people()), self.context().labels

    # --- files

    def do_flow_export(self) -> None:
        self.talk(self._export)

    async def _export(self) -> None:
        """Let the reader choose a form, then write the file by the command line, which says where it goes."""
        form: str | None = await self.ask(Picker("Write the map as", _EXPORTS))
        if form is None or self.shown is None:
            return
        only = f' --filter "{self.wish.text}"' if self.wish.text else ""
        window = f"{self.shown.shown.first}..{self.shown.shown.last}"
        await self.type_command(f"step map --window {window}{only} {form}")
