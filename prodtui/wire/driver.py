"""The screen library's driver, writing only what the terminal does not show already."""

from __future__ import annotations

import threading
from typing import Any, Protocol, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from prodtui.wire.shadow import Shadow


class Shadowed(Protocol):
    """An app that keeps what its terminal shows."""

    shadow: Shadow


class SparingDriver(LinuxDriver):
    """Passes everything through the shadow of its app, which has to be `Shadowed`."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._shadow = cast("Shadowed", app).shadow
        # The thread that reads keys writes too, and so does a signal in the middle of a write.
        self._writing = threading.RLock()

    def write(self, data: str) -> None:
        """Write what `data` would change on the terminal."""
        with self._writing:
            least = self._shadow.shorten(data)
            if not least:
                return
            try:
                super().write(least)
            except BaseException:
                self._shadow.forget()
                raise
