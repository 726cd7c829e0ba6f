"""The end of a program that a fault of ours breaks: nothing on the terminal, the exception for whoever started it."""

from __future__ import annotations

import sys
from typing import Generic, TypeVar

from rich.console import RenderableType
from textual.app import App

R = TypeVar("R")
FAILED = 1
"""The return code that Textual sets before it deals with an exception that nobody caught."""


class QuietEnd(App[R], Generic[R], inherit_bindings=False):
    """An app that shows no trace when it breaks; `broken` is then the first exception that nobody caught.

    Textual has no hook of its own for this. Of its public methods it calls `bell`, or `panic` for an exception that
    draws itself, with the exception at hand and all widgets still there.
    """

    broken: Exception | None = None

    def before_end(self) -> None:
        """Save what can be saved while the widgets are still there; must not raise."""

    def bell(self) -> None:
        """Ring the bell, or take note of the exception that ends the program."""
        if not self._ends():
            super().bell()

    def panic(self, *renderables: RenderableType) -> None:
        """End the program, and take note of the exception that does it."""
        self._ends()
        super().panic(*renderables)

    def _ends(self) -> bool:
        error = sys.exception()
        if self.return_code != FAILED or not isinstance(error, Exception):
            return False
        if self.broken is None:
            self.broken = error
            self.error_console.quiet = True
            self.before_end()
        return True
