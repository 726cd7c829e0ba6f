"""The dashboard: how well a board does, on one page for whoever pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, VerticalScroll
from textual.geometry import Region

from prodtui import actions
from prodtui.domain.chart_words import stop
from prodtui.domain.rows import BoardRow
from prodtui.domain.text import holds
from prodtui.screens.base import bindings_of
from prodtui.screens.dashboard_desk import DashboardDesk
from prodtui.screens.dashboard_log import LASTING, DashboardLog
from prodtui.screens.dashboard_look import DashboardLook, Source
from prodtui.screens.dashboard_words import CHARTS, READING, about_line, elsewhere_words, nothing_words
from prodtui.screens.view import ViewScreen
from prodtui.widgets.chart.widget import Chart
from prodtui.widgets.dashboard_shape import Shape, along, shape_for, walk
from prodtui.widgets.sheet import Sheet
from prodtui.widgets.spans import plain
from prodtui.widgets.tile_board import TileBoard
from prodtui.widgets.tiles import Tile, chosen

#: Lines of the screen beside the page: header, what is looked at, footer.
AROUND = 3
#: A cursor key scrolls by so many lines at most: each costs bytes on a slow link, lines of charts most of all.
MOST_SCROLL = 5
#: The places of the charts on the page, each the id of its widget; a figure may be called like a chart.
SPOTS = {f"chart-{key}": key for key in CHARTS}


class DashboardScreen(DashboardDesk, DashboardLook, ViewScreen):
    """Figures and charts of the board of the workspace; the cursor stands on one of them."""

    SCREEN: ClassVar[str] = actions.DASHBOARD
    CSS_PATH = "dashboard.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.DASHBOARD)
    AUTO_FOCUS = "TileBoard"

    def __init__(self) -> None:
        super().__init__()
        self.source = Source()
        signs = self.prodtui.signs
        self.about = Sheet(id="about")
        self.page = VerticalScroll(id="page", can_focus=False)
        self.tiles = TileBoard(signs=signs, id="tiles")
        self.grid = Grid(id="charts")
        self.charts = {spot: Chart(signs=signs, words=False, id=spot) for spot in SPOTS}
        self._log: DashboardLog | None = None
        self._figures: tuple[Tile, ...] = ()
        self._shape = shape_for(120, 37, 0)
        self._here: str | None = None

    def body(self) -> ComposeResult:
        yield self.about
        with self.page:
            yield self.tiles
            with self.grid:
                yield from self.charts.values()

    def on_mount(self) -> None:
        super().on_mount()
        self.grid.display = False
        self.tiles.say(READING)
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self._log.board if self._log is not None else None

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="figure",
            has_card=self._here is not None,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            boards=len(self.boards),
            cards=len(self._figures),
        )

    @property
    def here(self) -> str | None:
        """The key of the figure, or the place of the chart, under the cursor."""
        return self._here

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The keys of what is shown, row by row."""
        if not self._figures:
            return ()
        return self._shape.rows([each.key for each in self._figures], tuple(SPOTS))

    # --- the refresh road

    def show_other_board(self) -> None:
        self._log = None
        self.source.forget()

    async def refresh_rows(self) -> None:
        log = await self.read_anew()
        if log is not None:
            self._tell(log)
            self._hint(log)
            self._show(log)

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        # Textual calls the handlers of all classes, this one first: the next one reads what is stale.
        if self._log is not None and self._log.wish != self.source.wish:
            self._stale = True

    def say_reading(self, words: str) -> None:
        self.header.set_note(words)

    def _show(self, log: DashboardLog) -> None:
        self._log, self.boards = log, log.boards
        signs = self.prodtui.signs
        self.about.show(lambda width, height: [about_line(log, signs, width)])
        self.show_header()
        if log.has_tasks:
            self._arrange()
        else:
            self._figures = ()
            self.tiles.say(nothing_words(log, self.key_of("filter"), self.key_of("window")))
            self._stand(None)
        self.grid.display = log.has_tasks
        self.tiles.styles.height = self.tiles.needed if log.has_tasks else "1fr"
        self.show_footer()

    def _arrange(self) -> None:
        """Lay out what was read in the room that there is, and draw it."""
        log, (width, height) = self._log, self.app.size
        if log is None or not log.has_tasks:
            return
        self._shape = shape_for(width, height - AROUND, len(log.page.figures))
        self._figures = chosen(log.page.figures, self._shape.tiles)
        self.tiles.show(self._figures, self._shape.across)
        self.tiles.styles.height = self.tiles.needed
        self._lay_out(self._shape)
        rows = self.rows
        if not any(self._here in row for row in rows):
            self._stand(rows[0][0])
        for spot in self._shown_charts:
            self._draw_chart(spot)

    def _lay_out(self, shape: Shape) -> None:
        self.grid.styles.grid_size_columns = shape.beside
        self.grid.styles.height = shape.charts_height
        self.grid.styles.grid_rows = str(shape.chart_height)
        for place, chart in enumerate(self.charts.values()):
            chart.display = place < shape.charts

    @property
    def _shown_charts(self) -> Sequence[str]:
        return tuple(SPOTS)[: self._shape.charts]

    def _draw_chart(self, spot: str) -> None:
        log, key = self._log, SPOTS[spot]
        if log is not None:
            mark = f"{self.prodtui.signs.drop} " if spot == self._here else ""
            self.charts[spot].show(log.charts[key], f"{mark}{log.titles[key]}")

    def _tell(self, log: DashboardLog) -> None:
        """Name in the header who else changed what."""
        self.tell_changes(self.others_in(log.events, log.board.key))

    def _hint(self, log: DashboardLog) -> None:
        """Say once for a window in which nothing was finished when something was."""
        words = elsewhere_words(log)
        if words and (self._log is None or self._log.wish != log.wish):
            self.notice(words, about=(("window", "other days"),))

    def minute_passed(self, now: datetime) -> None:
        if self._log is not None and now - self._log.read_at >= LASTING:
            self.reload()

    def on_resize(self) -> None:
        self._arrange()

    # --- the cursor

    def _stand(self, key: str | None, most: int | None = None) -> None:
        """Put the cursor on a figure or a chart and bring it into sight, by `most` lines at first."""
        before, self._here = self._here, key
        chart = self.charts.get(key or "")
        self.tiles.stand_on(None if chart is not None else key)
        for changed in self._shown_charts:
            if changed in (before, key):
                self._draw_chart(changed)
        self.set_focus(chart or self.tiles, scroll_visible=False)
        self._scroll(self._out_of_sight(key), most)
        self.show_footer()

    def _scroll(self, lines: int, most: int | None) -> None:
        if lines:
            lines = lines if most is None else max(-most, min(lines, most))
            self.page.scroll_to(y=self.page.scroll_y + lines, animate=False, force=True)

    def _out_of_sight(self, key: str | None) -> int:
        """Return how many lines of a place lie below what is seen, or above it as a negative number."""
        region = self._region_of(key)
        if region is None:
            return 0
        top, height = round(self.page.scroll_y), self.page.size.height
        below = min(region.bottom - top - height, region.y - top)
        return below if below > 0 else min(region.y - top, 0)

    def _region_of(self, key: str | None) -> Region | None:
        if key is None or key not in self.charts:
            return self.tiles.region_of(key) if key is not None else None
        row = tuple(SPOTS).index(key) // self._shape.beside
        top = self.tiles.needed + row * (self._shape.chart_height + 1)
        return Region(0, top, self.page.size.width, self._shape.chart_height)

    def _go(self, key: str | None, most: int | None = None) -> None:
        if key is not None and key != self._here:
            self._stand(key, most)

    def _step(self, down: int) -> None:
        """Go up or down; first bring into sight what of the present place is not."""
        hidden = self._out_of_sight(self._here)
        if hidden * down > 0:
            self._scroll(hidden, MOST_SCROLL)
        else:
            self._go(walk(self.rows, self._here, 0, down), MOST_SCROLL)

    def do_cursor_left(self) -> None:
        self._go(walk(self.rows, self._here, -1, 0))

    def do_cursor_right(self) -> None:
        self._go(walk(self.rows, self._here, 1, 0))

    def do_cursor_up(self) -> None:
        self._step(-1)

    def do_cursor_down(self) -> None:
        self._step(1)

    def do_half_page_up(self) -> None:
        self._go(walk(self.rows, self._here, 0, -2))

    def do_half_page_down(self) -> None:
        self._go(walk(self.rows, self._here, 0, 2))

    def do_next_spot(self) -> None:
        self._go(along(self.rows, self._here, 1))

    def do_prev_spot(self) -> None:
        self._go(along(self.rows, self._here, -1))

    def do_cursor_first(self) -> None:
        self._go(next((row[0] for row in self.rows), None))

    def do_cursor_last(self) -> None:
        self._go(next((row[-1] for row in reversed(self.rows)), None))

    def find_on(self, step: int) -> None:
        places = [key for row in self.rows for key in row]
        at = places.index(self._here) if self._here in places else 0
        for distance in range(1, len(places) + 1):
            key = places[(at + step * distance) % len(places)]
            if holds(self._name_of(key), self.found):
                self._stand(key)
                return
        self.notice(f"No figure and no chart that is shown is called {self.found}.")

    def _name_of(self, key: str) -> str:
        if self._log is not None and key in SPOTS:
            return self._log.titles[SPOTS[key]]
        return next(each.label for each in self._figures if each.key == key)

    # --- mouse

    @on(TileBoard.Chosen)
    def _tile_chosen(self, event: TileBoard.Chosen) -> None:
        if event.again:
            self.act("open_spot")
        else:
            self._stand(event.key)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the cursor follow a click on a chart."""
        spot = event.widget.id
        if spot in self.charts and spot != self._here and self._figures:
            self._stand(spot)

    @on(Sheet.Chosen)
    def _about_chosen(self, event: Sheet.Chosen) -> None:
        self.act(event.target)

    @on(Chart.Selected)
    def _point_selected(self, event: Chart.Selected) -> None:
        if event.chart.row is not None:
            self.notice(plain(stop(event.chart.row, event.index).words))

    @on(Chart.Opened)
    def _point_opened(self, event: Chart.Opened) -> None:
        self.open_ref(event.ref)

    # --- going on

    def do_view_dashboard(self) -> None:
        pass  # it is shown

    def do_open_spot(self) -> None:
        if self._here in SPOTS:
            self.open_chart(SPOTS[self._here])
        elif self._here is not None:
            self.open_figure(self._here)

    def do_back(self) -> None:
        wish = self.source.wish
        if wish.text:
            self.use(replace(wish, text=""))
        elif wish.as_of is not None:
            self.use(replace(wish, as_of=None))
        elif wish.conventions is not None:
            self.use(replace(wish, conventions=None))
        else:
            self.found = ""
