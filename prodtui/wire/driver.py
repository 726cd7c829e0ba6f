"""The screen library's driver, writing only what the terminal does not show already."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from typing import Any, Protocol, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from prodtui.wire.paste import PasteFilter
from prodtui.wire.shadow import Shadow

INPUT_SECONDS = 0.1


class Shadowed(Protocol):
    """An app that keeps what its terminal shows; `to_terminal` gets the way to write to it."""

    shadow: Shadow
    to_terminal: Callable[[str], object]


class SparingDriver(LinuxDriver):
    """Passes everything through the shadow of its app, which has to be `Shadowed`."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        owner = cast("Shadowed", app)
        self._shadow = owner.shadow
        owner.to_terminal = self.write
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

    def run_input_thread(self) -> None:
        """Read the terminal through a pipe, from which control characters inside a paste were taken."""
        terminal, done = self.fileno, threading.Event()
        cleaned, writing = os.pipe()
        cleaner = threading.Thread(target=_clean, args=(terminal, writing, done), name="paste-filter", daemon=True)
        self.fileno = cleaned
        cleaner.start()
        try:
            super().run_input_thread()
        finally:
            self.fileno = terminal
            done.set()
            os.close(cleaned)  # first, so that nothing waits for room in the pipe
            cleaner.join()
            os.close(writing)


def _clean(terminal: int, writing: int, done: threading.Event) -> None:
    """Pass on what the terminal sends until it is done, or the terminal is gone: that is noticed elsewhere."""
    paste = PasteFilter()
    while not done.is_set():
        try:
            if select.select([terminal], [], [], INPUT_SECONDS)[0]:
                data = os.read(terminal, 4096)
                if not data:
                    return
                rest = paste.feed(data)
                while rest:
                    rest = rest[os.write(writing, rest) :]
        except OSError:
            return
