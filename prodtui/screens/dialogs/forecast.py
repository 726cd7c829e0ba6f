"""A forecast: days or numbers with how sure they are, the outcomes of all runs, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prodtui.domain.enums import PeriodKind
from prodtui.domain.forecast_words import drawn_words, outcome_bars, promise_words
from prodtui.domain.rows_figures import Forecast
from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog
from prodtui.screens.forecast_desk import Drawing, Question, forecast, title_of
from prodtui.screens.sentences import of_error
from prodtui.widgets.chart.widget import Chart

HISTORIES = (28, 56, 84, 182, 364)
#: What people promise: of the shares that are shown, this one stands out.
PROMISED = 0.85


class ForecastDialog(Dialog[None]):
    """Shows the answer to a question; the past that it is drawn from, the periods and the seed can be changed."""

    KEYS_LINE: ClassVar[str] = "w how much past   d days or weeks   s another seed   esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "past", "Past", show=False),
        Binding("d", "period", "Period", show=False),
        Binding("s", "seed", "Seed", show=False),
        Binding("enter,q", "leave", "Back", show=False),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__("Forecast")
        self.add_class("-wide", "-forecast")
        self._question = question
        self._drawing = Drawing()
        self.chart = Chart(signs=self.prodtui.signs, id="outcomes")
        self.chart.can_focus = False

    def body(self) -> ComposeResult:
        yield Static("Drawing…", id="text")
        yield self.chart

    def on_mount(self) -> None:
        super().on_mount()
        self.chart.display = False
        self._read()

    def action_past(self) -> None:
        at = HISTORIES.index(self._drawing.days)
        self._draw(replace(self._drawing, days=HISTORIES[(at + 1) % len(HISTORIES)]))

    def action_period(self) -> None:
        weekly = self._drawing.period is PeriodKind.WEEK
        self._draw(replace(self._drawing, period=PeriodKind.DAY if weekly else PeriodKind.WEEK))

    def action_seed(self) -> None:
        self._draw(replace(self._drawing, seed=self._drawing.seed + 1))

    def _draw(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._read()

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        drawing = self._drawing
        try:
            found = await self.prodtui.bridge.read(lambda ws: forecast(ws, self._question, drawing))
        except ProdtuiError as error:
            self.query_one("#text", Static).update("")
            self.chart.display = False
            self.say(of_error(error), problem=True)
            return
        self.say("")
        self.query_one("#heading", Static).update(Content(title_of(self._question, found)))
        self.query_one("#text", Static).update(forecast_text(found, self.prodtui.signs.past_most))
        self.chart.display = bool(found.outcomes)
        self.chart.show(outcome_bars(found), "Outcomes of all runs")


def forecast_text(found: Forecast, warning: str) -> Content:
    """Return how sure what is, from what it was drawn, and after a sign each what speaks against it."""
    lines = [
        Content.styled(f"{line.share:>4.0%} of the runs  {promise_words(found, line)}", _style(line.share))
        for line in found.lines
    ]
    lines += [Content(""), Content.styled(drawn_words(found), "$muted")]
    lines += [Content.styled(f"{warning} {doubt}", "$soon") for doubt in found.doubts]
    return Content("\n").join(lines)


def _style(share: float) -> str:
    return "bold" if share == PROMISED else ""
