"""Pareto: which few categories, steps or causes make most of the issues of the last days."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prodtui.domain.pareto import OTHER
from prodtui.domain.rows_issues import ParetoBar
from prodtui.errors import ProdtuiError
from prodtui.screens import deferred
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.pareto_lines import pareto_head, pareto_line, vital_sentence
from prodtui.screens.sentences import of_error
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Line

KINDS = ("category", "step", "cause")
WINDOWS = (30, 90, 365)
_TERMS = {"category": "cat", "step": "step", "cause": "cause"}


class ParetoDialog(Dialog[str]):
    """Shows the chart; answers the filter text of the bar that somebody opens."""

    KEYS_LINE: ClassVar[str] = "tab what by   w how far back   enter show these issues   esc back"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", "By", show=False, priority=True),
        Binding("w", "widen", "Days", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    def __init__(self, context: TaskContext) -> None:
        super().__init__("Pareto of issues")
        self.add_class("-wide", "-chart")
        self._names = context
        self._by = KINDS[0]
        self._days = WINDOWS[1]
        self._bars: tuple[ParetoBar, ...] = ()
        style: RowStyle[ParetoBar] = RowStyle(
            lambda bar: bar.name, self._draw, lambda width: pareto_head(width, self._by)
        )
        self.chart: RowList[ParetoBar] = RowList(style, words=("…",), id="chart")

    def body(self) -> ComposeResult:
        yield Static("", id="preview")
        yield self.chart

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def action_turn(self) -> None:
        self._by = KINDS[(KINDS.index(self._by) + 1) % len(KINDS)]
        self._read()

    def action_widen(self) -> None:
        self._days = WINDOWS[(WINDOWS.index(self._days) + 1) % len(WINDOWS)]
        self._read()

    def action_move(self, by: int) -> None:
        self.chart.move(by)

    @on(RowList.RowOpened)
    def action_open(self) -> None:
        """Answer the filter that shows the issues of the bar."""
        bar = self.chart.cursor_row
        if bar is None or bar.name == OTHER:
            self.say(f"These issues name no {self._by}, so no filter finds them." if bar is not None else "")
            return
        name = f'"{bar.name}"' if " " in bar.name else bar.name
        self.close(f"{_TERMS[self._by]}:{name}")

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        by, since = self._by, self.prodtui.now() - timedelta(days=self._days)
        try:
            bars = await self.prodtui.bridge.read(lambda ws: deferred.issues.pareto(ws, by, since=since))
        except ProdtuiError as error:
            self.say(of_error(error), problem=True)
            return
        self._bars = bars
        self.query_one("#heading", Static).update(Content(f"Pareto of issues by {by}, last {self._days} days"))
        self.query_one("#preview", Static).update(Content(vital_sentence(bars, by)))
        self.chart.set_words(("No issue was raised in this time.", "w  looks further back"))
        self.chart.styles.height = max(len(bars), 2) + 1
        self.chart.show([Section("", bars)])
        self.chart.go_first()

    def _draw(self, bar: ParetoBar, width: int) -> Line:
        most = max((each.count for each in self._bars), default=1)
        label = self._names.step(bar.name) if self._by == "step" else bar.name
        return pareto_line(bar, most, width, self._names.signs, label)
