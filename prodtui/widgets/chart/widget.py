"""Chart: the widget that draws any chart, with a point that can be selected."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from prodtui.domain.chart_words import stop, stop_count, why_empty
from prodtui.domain.rows_charts import Chart as ChartRow
from prodtui.widgets.chart.draw import chart_picture
from prodtui.widgets.chart.glyphs import glyphs_for
from prodtui.widgets.chart.pens import pen_style
from prodtui.widgets.chart.picture import Pen, Picture, Piece
from prodtui.widgets.chart.plot import Look
from prodtui.widgets.signs import Signs, signs_for

#: Where a click looks for a point: there, beside it, above and below it, and then at the corners.
_AROUND = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))


class Chart(Widget, can_focus=True):
    """One chart. Keys are the screen's business: it calls `move`, `go_first`, `go_last` and `open`.

    Without `words` the screen tells of the selected point, and the chart has a line more.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Chart { width: 1fr; height: 1fr; background: $background; color: $foreground; }"

    @dataclass
    class Selected(Message):
        """Another point is selected; `ref` is the task that it stands for, if it stands for one."""

        chart: Chart
        index: int
        ref: str | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Chart.Selected) and message.chart is self.chart

        @property
        def control(self) -> Chart:
            """The chart of the point, by which handlers may choose."""
            return self.chart

    @dataclass
    class Opened(Message):
        """The task of the selected point is asked for."""

        chart: Chart
        ref: str

        @property
        def control(self) -> Chart:
            """The chart of the point, by which handlers may choose."""
            return self.chart

    def __init__(
        self,
        *,
        signs: Signs | None = None,
        words: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.signs = signs or signs_for()
        self._words = words
        self._row: ChartRow | None = None
        self._is_shown = False
        self._title = ""
        self._selected: int | None = None
        self._picture = Picture(())
        self._styles_by_look: dict[tuple[Pen, Pen | None, bool], Style] = {}

    # Data

    def show(self, row: ChartRow | None, title: str = "") -> None:
        """Show another chart, None for one of which there is too little.

        The selection stays on its task where that is still there, else it goes.
        """
        if self._is_shown and row == self._row and title == self._title:
            return
        ref = self.selected_ref
        self._row, self._title, self._selected, self._is_shown = row, title, None, True
        if row is not None and ref is not None:
            self._selected = next((at for at in range(self.count) if stop(row, at).ref == ref), None)
        self._redraw()

    # Questions

    @property
    def row(self) -> ChartRow | None:
        """What is shown."""
        return self._row

    @property
    def count(self) -> int:
        """How many points can be selected."""
        return 0 if self._row is None or why_empty(self._row) else stop_count(self._row)

    @property
    def selected(self) -> int | None:
        """The place of the selected point in the order of the row."""
        return self._selected

    @property
    def selected_ref(self) -> str | None:
        """The task of the selected point."""
        return stop(self._row, self._selected).ref if self._row is not None and self._selected is not None else None

    @property
    def picture(self) -> Picture:
        """What is seen."""
        return self._picture

    # Moving

    def move(self, points: int) -> None:
        """Select a later point, or an earlier one for a negative number; the first step leads to the last point."""
        if self._selected is None:
            self.go_last()
        else:
            self._select(self._selected + points)

    def go_first(self) -> None:
        """Select the first point."""
        self._select(0)

    def go_last(self) -> None:
        """Select the last point."""
        self._select(self.count - 1)

    def go_to(self, at: int) -> None:
        """Select the point at a place in the order of the row."""
        self._select(at)

    def open(self) -> bool:
        """Ask for the task of the selected point; return False when there is none."""
        ref = self.selected_ref
        if ref is not None:
            self.post_message(self.Opened(self, ref))
        return ref is not None

    def _select(self, at: int) -> None:
        if not self.count or self._row is None:
            return
        at = max(0, min(at, self.count - 1))
        if at != self._selected:
            self._selected = at
            self._redraw()
            self.post_message(self.Selected(self, at, self.selected_ref))

    # Drawing

    def _redraw(self) -> None:
        """Draw anew in memory and refresh the lines that came out different."""
        width, height = self.size
        before = self._picture.lines
        self._picture = self._draw(width, height) if width > 0 and height > 0 else Picture(())
        after = self._picture.lines
        if len(before) != len(after):
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _draw(self, width: int, height: int) -> Picture:
        if not self._is_shown:
            return Picture(((Piece(" " * width, Pen.TEXT),),) * height)
        # The terminal's own colours may be any, and without colour there are none: signs tell bands apart then.
        solid = not (self.app.current_theme.ansi or self.app.no_color)
        glyphs = glyphs_for(self.signs, solid=solid)
        return chart_picture(self._row, Look(width, height, glyphs, self._title, self._selected, self._words))

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        if y >= len(self._picture.lines):
            return Strip.blank(self.size.width, self._style(Pen.TEXT, None))
        line = self._picture.lines[y]
        return Strip([Segment(piece.text, self._style(piece.pen, piece.ground)) for piece in line], self.size.width)

    def _style(self, pen: Pen, ground: Pen | None) -> Style:
        key = pen, ground, self.has_focus
        style = self._styles_by_look.get(key)
        if style is None:
            style = pen_style(pen, ground, self.rich_style, self.app.theme_variables, focused=self.has_focus)
            self._styles_by_look[key] = style
        return style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_by_look.clear()
        self._redraw()

    def on_resize(self, event: events.Resize) -> None:
        self._redraw()

    def on_click(self, event: events.Click) -> None:
        spots, (x, y) = self._picture.spots, (event.x, event.y)
        near = (spots.get((x + right, y + down)) for right, down in _AROUND)
        found = next((at for at in near if at is not None), None)
        if found is None:
            return
        self._select(found)
        if event.chain == 2:
            self.open()
