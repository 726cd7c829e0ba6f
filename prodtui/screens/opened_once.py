"""Screens that are styled, laid out and drawn once when they open, and the app that lets them."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import events, on
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import AwaitMount

R = TypeVar("R")


class OpenedOnce(Screen[R], Generic[R]):
    """Leaves out what Textual does a second time for a screen that comes into sight.

    Its widgets have their styles since they were mounted, and a new theme reaches every screen by itself. Only the
    screen was made before its stylesheet was read.
    """

    worn: str | None = None
    """The theme in which it is styled, None before it is first seen."""

    fitted: Size | None = None
    """The size for which the classes of its breakpoints are set."""

    @on(events.ScreenResume)
    def _style_the_screen_alone(self, event: events.ScreenResume) -> None:
        event.refresh_styles = False
        self.refresh()  # all of it is drawn once, after it is laid out
        if not self.stack_updates:
            self.app.stylesheet.apply(self)
            self.worn = self.app.theme

    @on(events.Resize)
    def _fit_once(self, event: events.Resize) -> None:
        """Leave out a resize that only tells of the layout that has just been made."""
        if event.size == self.fitted:
            event.prevent_default()
        self.fitted = event.size

    def _compositor_refresh(self) -> None:
        """Draw what a layout moved, unless the whole screen is drawn within the same frame."""
        if not (self._repaint_required and self is self.app.screen):
            super()._compositor_refresh()


class StyledOnce(App[R], Generic[R], inherit_bindings=False):
    """An app that styles everything anew for a new theme, not for each view, and waits for a view only once."""

    _sheet: str | None = None
    _left: frozenset[str] = frozenset()
    _comes_back = False

    def refresh_css(self, animate: bool = True) -> None:
        """Style all screens of the view, unless they and the stylesheet are up to date with the theme."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, OpenedOnce)]
        if self._sheet == self.theme and all(screen.worn in (None, self.theme) for screen in screens):
            return
        super().refresh_css(animate)
        self._sheet = self.theme
        for screen in screens:
            screen.worn = self.theme

    def switch_mode(self, mode: str) -> AwaitMount:
        """Switch to a view; one that was left before is whole, so it is drawn at once instead of after a moment."""
        self._left |= {self.current_mode}
        self._comes_back = mode in self._left
        return super().switch_mode(mode)

    def delay_update(self, delay: float = 0.05) -> None:
        """Hold frames back while a view is mounted and read for the first time."""
        if not self._comes_back:
            super().delay_update(delay)
