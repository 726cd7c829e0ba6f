"""One chart on the whole screen: points are selected, told in words, and lead to their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.chart_words import about, figure, range_of, signal_words, stop, stop_count, why_empty
from prodtui.domain.rows_charts import Bands, Control, StepTimes
from prodtui.domain.rows_charts import Chart as ChartRow
from prodtui.domain.text import holds
from prodtui.screens.base import bindings_of
from prodtui.screens.dashboard_desk import DashboardDesk
from prodtui.screens.dashboard_words import CHARTS, about_line
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.widgets.chart.widget import Chart
from prodtui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from prodtui.screens.dashboard_log import DashboardLog
    from prodtui.screens.dashboard_look import Source

_PAGE = 10
"""Points that half a page is long."""
_MOST_WORDS = 200
"""The last so many points are told in words."""


class ChartScreen(DashboardDesk, ProgramVerbs):
    """The chart `key` of what is looked at."""

    SCREEN: ClassVar[str] = actions.CHART
    CSS_PATH = "chart.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.CHART)
    AUTO_FOCUS = "Chart"

    def __init__(self, source: Source, key: str) -> None:
        super().__init__()
        self.source = source
        self.key = key
        self.chart = Chart(signs=self.prodtui.signs, id="chart")
        self.about = Sheet(id="about")

    def compose(self) -> ComposeResult:
        yield self.message
        yield self.alarm
        yield self.about
        yield self.chart
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        if self.source.shown is not None:
            self._show(self.source.shown)

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="point that stands for a task",
            has_card=self.chart.selected_ref is not None,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            cards=self.chart.count,
        )

    # --- the refresh road

    async def refresh_rows(self) -> None:
        log = await self.read_anew()
        if log is not None:
            self._show(log)

    def say_reading(self, words: str) -> None:
        if words:
            self.about.show(lambda width, height: [])
            self.notice(words)

    def _show(self, log: DashboardLog) -> None:
        signs = self.prodtui.signs
        self.about.show(lambda width, height: [about_line(log, signs, width)])
        self.chart.show(log.charts[self.key], log.titles[self.key])
        self.show_footer()

    def _go_to_chart(self, steps: int) -> None:
        self.key = CHARTS[(CHARTS.index(self.key) + steps) % len(CHARTS)]
        if self.source.shown is not None:
            self._show(self.source.shown)

    def open_chart(self, key: str) -> None:
        self._go_to_chart(CHARTS.index(key) - CHARTS.index(self.key))

    # --- points

    def do_next_point(self) -> None:
        self.chart.move(1)

    def do_prev_point(self) -> None:
        self.chart.move(-1)

    def do_cursor_down(self) -> None:
        self.chart.move(1)

    def do_cursor_up(self) -> None:
        self.chart.move(-1)

    def do_cursor_first(self) -> None:
        self.chart.go_first()

    def do_cursor_last(self) -> None:
        self.chart.go_last()

    def do_half_page_down(self) -> None:
        self.chart.move(_PAGE)

    def do_half_page_up(self) -> None:
        self.chart.move(-_PAGE)

    def do_next_chart(self) -> None:
        self._go_to_chart(1)

    def do_prev_chart(self) -> None:
        self._go_to_chart(-1)

    def find_on(self, step: int) -> None:
        row, count = self.chart.row, self.chart.count
        here = self.chart.selected or 0
        for distance in range(1, count + 1):
            at = (here + step * distance) % count
            if row is not None and holds(stop(row, at).words, self.found):
                self.chart.go_to(at)
                return
        self.notice(f"No point of this chart holds {self.found}.")

    @on(Chart.Selected)
    def _selected(self) -> None:
        self.show_footer()

    @on(Chart.Opened)
    def _opened(self, event: Chart.Opened) -> None:
        self.open_ref(event.ref)

    @on(Sheet.Chosen)
    def _about_chosen(self, event: Sheet.Chosen) -> None:
        self.act(event.target)

    # --- going on

    def do_open_point(self) -> None:
        self.chart.open()

    def do_in_words(self) -> None:
        log = self.source.shown
        if log is not None:
            row, signs = log.charts[self.key], self.prodtui.signs
            text = "\n".join(chart_text(row, signs.past_most))
            self.app.push_screen(ShowText(log.titles[self.key], text, wide=True))

    def do_back(self) -> None:
        self.app.pop_screen()


def chart_text(row: ChartRow | None, mark: str) -> Iterator[str]:
    """Yield what a chart shows in words: what it is about, its lines, and each signal with the rule that found it."""
    reason = why_empty(row)
    if row is None or reason is not None:
        yield reason or ""
        return
    yield ", ".join(about(row))
    if isinstance(row, Control):
        exact = range_of((*row.values, row.lower, row.upper, row.mean)).exact
        yield f"mean {exact(row.mean)}, limits {exact(row.lower)} and {exact(row.upper)} {row.unit}"
        yield ""
        found = signal_words(row)
        yield "No signal: nothing but what happens by chance." if not found else "Signals, each with the rule:"
        yield from (f"{mark} {words}" for words in found)
    elif not isinstance(row, (Bands, StepTimes)):
        yield from (f"{each.label}: {figure(each.value)}" for each in row.lines)
    yield ""
    count = stop_count(row)
    yield from (stop(row, at).words for at in range(max(count - _MOST_WORDS, 0), count))
