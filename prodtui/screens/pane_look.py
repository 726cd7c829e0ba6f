"""A screen of lines about one thing: scrolling, and words that are looked for."""

from __future__ import annotations

from textual.app import ComposeResult

from prodtui.screens.finding import Finding
from prodtui.screens.line_pane import LinePane
from prodtui.widgets.spans import Ink, line

HALF_PAGE = 0.5


class PaneLook(Finding):
    """The part of a detail screen that shows `pane`, which is about the thing with the reference `ref`."""

    ref: str

    def __init__(self) -> None:
        super().__init__()
        self.pane = LinePane(id="detail")

    def compose(self) -> ComposeResult:
        yield self.message  # first, as on the board
        yield self.alarm
        yield self.pane
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.pane.show(lambda width: [line([(f" {self.ref} …", Ink.MUTED)], width)])
        self.reload()

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_cursor_down(self) -> None:
        self.pane.scroll_lines(1)

    def do_cursor_up(self) -> None:
        self.pane.scroll_lines(-1)

    def do_cursor_first(self) -> None:
        self.pane.scroll_to_end(last=False)

    def do_cursor_last(self) -> None:
        self.pane.scroll_to_end(last=True)

    def do_half_page_down(self) -> None:
        self.pane.scroll_pages(HALF_PAGE)

    def do_half_page_up(self) -> None:
        self.pane.scroll_pages(-HALF_PAGE)

    def find_on(self, step: int) -> None:
        if not self.pane.find(self.found, step):
            self.notice(f"{self.ref} does not mention {self.found}.")
