"""A screen that is styled and laid out once when it opens."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import events, on
from textual.geometry import Size
from textual.screen import Screen

R = TypeVar("R")


class OpenedOnce(Screen[R], Generic[R]):
    """Leaves out what Textual does a second time for a screen that comes into sight.

    Its widgets have their styles since they were mounted, and a new theme reaches every screen by itself. Only the
    screen was made before its stylesheet was read.
    """

    fitted: Size | None = None
    """The size for which the classes of its breakpoints are set."""

    @on(events.ScreenResume)
    def _style_the_screen_alone(self, event: events.ScreenResume) -> None:
        event.refresh_styles = False
        if not self.stack_updates:
            self.app.stylesheet.apply(self)

    @on(events.Resize)
    def _fit_once(self, event: events.Resize) -> None:
        """Leave out a resize that only tells of the layout that has just been made."""
        if event.size == self.fitted:
            event.prevent_default()
        self.fitted = event.size
