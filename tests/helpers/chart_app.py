"""A program with nothing but charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Grid

from prodtui.domain.rows_charts import Chart as ChartRow
from prodtui.themes.loader import load_shipped, to_theme, token_defaults
from prodtui.widgets.chart.widget import Chart
from prodtui.widgets.signs import UNICODE, Signs


class ChartApp(App[None]):
    """Charts by title, two beside each other where there are several; keys do what they do on the screens."""

    CSS = """
    Grid { grid-size: 2; }
    Grid.-alone { grid-size: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("h,left", "move(-1)", "Left"),
        ("l,right", "move(1)", "Right"),
        ("g", "first", "First"),
        ("G", "last", "Last"),
        ("enter", "open", "Open"),
    ]

    def __init__(self, rows: Mapping[str, ChartRow | None], *, signs: Signs = UNICODE, theme: str = "dark") -> None:
        super().__init__()
        for palette in load_shipped().values():
            self.register_theme(to_theme(palette))
        self.theme = theme
        self.rows = rows
        self.charts = [Chart(signs=signs) for _ in rows]
        self.told: list[tuple[int, str | None]] = []
        self.opened: list[str] = []

    @property
    def chart(self) -> Chart:
        """The chart that keys go to."""
        return next((chart for chart in self.charts if chart.has_focus), self.charts[0])

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def compose(self) -> ComposeResult:
        with Grid(classes="-alone" if len(self.charts) == 1 else ""):
            yield from self.charts

    def on_mount(self) -> None:
        for chart, (title, row) in zip(self.charts, self.rows.items(), strict=True):
            chart.show(row, title)
        for chart in self.charts[:1]:
            chart.focus()

    def action_move(self, points: int) -> None:
        self.chart.move(points)

    def action_first(self) -> None:
        self.chart.go_first()

    def action_last(self) -> None:
        self.chart.go_last()

    def action_open(self) -> None:
        self.chart.open()

    def on_chart_selected(self, event: Chart.Selected) -> None:
        self.told.append((event.index, event.ref))

    def on_chart_opened(self, event: Chart.Opened) -> None:
        self.opened.append(event.ref)
