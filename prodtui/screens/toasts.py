"""Toasts: short news in a corner, three at most, then how many more there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from textual.app import App

Severity = Literal["information", "warning", "error"]
MOST = 3
SECONDS = 5.0
UNTIL_READ = 12.0


@dataclass(frozen=True, slots=True)
class Toast:
    """One piece of news and until when it is shown, on the monotonic clock."""

    text: str
    severity: Severity
    until: float


class Toasts:
    """Decides which news are shown; `clock` counts seconds."""

    def __init__(self, app: App[int], clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._clock = clock
        self._live: list[Toast] = []
        self._new: list[Toast] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what is shown now, the count of the rest last."""
        return tuple(toast.text for toast in self._shown())

    def say(self, text: str, severity: Severity = "information") -> None:
        """Show a piece of news; errors stay longer."""
        now = self._clock()
        toast = Toast(text, severity, now + (UNTIL_READ if severity == "error" else SECONDS))
        self._live = [*(each for each in self._live if each.until > now), toast]
        self._new.append(toast)
        if len(self._new) == 1:
            self._app.call_later(self._show)

    def _show(self) -> None:
        """Show what was said since the last time; all in one turn, because Textual can only clear what it has shown."""
        now = self._clock()
        new, self._new = self._new, []
        if len(self._live) > MOST:
            self._app.clear_notifications()
            new = self._shown()
        for toast in new:
            self._post(toast, now)

    def _shown(self) -> list[Toast]:
        """Return the newest toasts, and one that counts those left out."""
        now = self._clock()
        live = [toast for toast in self._live if toast.until > now]
        if len(live) <= MOST:
            return live
        rest = len(live) - MOST
        return [*live[-MOST:], Toast(f"and {rest} more", "information", live[-1].until)]

    def _post(self, toast: Toast, now: float) -> None:
        # Never markup: the text may be a title, and a title is text.
        self._app.notify(toast.text, severity=toast.severity, timeout=toast.until - now, markup=False)
