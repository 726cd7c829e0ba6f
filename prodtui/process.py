"""How the program ends when it is told to, or when its terminal goes away: drafts kept, terminal sane, at once.

Handlers are set by `signal.signal`: handlers of an event loop do not run while the loop waits for a terminal that
takes no more output. A thread watches for the hang-up as well, for programs started with SIGHUP ignored.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prodtui.config import Config

WATCH_SECONDS = 1.0
SLOW_FRAMES = "12"

RESET = (
    b"\x1b[?2026l"  # end a frame that was begun
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l"  # paste marks off, wrap on, resize reports off
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"  # mouse and focus reports off
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"  # keyboard protocol off, main screen, cursor, no colour
)
"""What undoes every mode that the screen library switches on, in the order that terminals need."""


def prepare(config: Config) -> None:
    """Tell the screen library how to draw; only before it is loaded, because it reads its settings then."""
    if config.slow:
        os.environ.setdefault("TEXTUAL_FPS", SLOW_FRAMES)
        os.environ["TEXTUAL_ANIMATIONS"] = "none"
    if not config.colour:
        os.environ["NO_COLOR"] = "1"
    if not os.isatty(2):
        # The screens are drawn on standard error; `prodtui 2>log` would draw them into the log.
        os.dup2(1, 2)


class Lifeline:
    """Guards one terminal program; `install` in the main thread before the screens start, `remove` afterwards."""

    def __init__(self, flush: Callable[[], object], *, terminal: int = 0) -> None:
        """`flush` writes the drafts and must not raise; `terminal` is a descriptor of the controlling terminal."""
        self._flush = flush
        self._terminal = terminal
        self._before: list[Any] | None = None
        self._previous: dict[signal.Signals, Any] = {}
        self._ending = threading.Lock()
        self._stop = threading.Event()

    def install(self) -> None:
        """Remember the state of the terminal, take over HUP and TERM, and start to watch for a hang-up."""
        with contextlib.suppress(termios.error):  # without a terminal there is no state to bring back
            self._before = termios.tcgetattr(self._terminal)
        for number in (signal.SIGHUP, signal.SIGTERM):
            # A program started by nohup keeps ignoring SIGHUP; the watch below sees the terminal go.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._previous[number] = signal.signal(number, self._on_signal)
        threading.Thread(target=self._watch, name="terminal-watch", daemon=True).start()

    def remove(self) -> None:
        """Give the signals back and stop watching; for a program that ends in the ordinary way."""
        self._stop.set()
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def end(self, code: int) -> None:
        """Keep the drafts, bring the terminal back and end the process without waiting for anything."""
        if not self._ending.acquire(blocking=False):
            return  # a second signal while the first is being served
        try:
            self._flush()
            self._restore()
        finally:
            os._exit(code)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.end(128 + number)

    def _watch(self) -> None:
        watcher = select.poll()
        watcher.register(self._terminal, 0)  # hang-up and error are reported without being asked for
        while not self._stop.is_set():
            for _descriptor, event in watcher.poll(WATCH_SECONDS * 1000):
                if event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) and not self._stop.is_set():
                    self.end(128 + signal.SIGHUP)

    def _restore(self) -> None:
        """Undo the terminal modes straight on the device; a terminal that is gone or stalled is left as it is."""
        with contextlib.suppress(OSError, termios.error):
            if os.tcgetpgrp(self._terminal) != os.getpgrp():
                return  # in the background: the terminal belongs to somebody else now
            # What the terminal has not taken yet is of no use any more, and would leave no room for the reset.
            termios.tcflush(self._terminal, termios.TCOFLUSH)
            # A description of its own, because O_NONBLOCK on the inherited one would reach the shell as well.
            device = os.open(os.ttyname(self._terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            with contextlib.suppress(OSError):  # a full buffer: the attributes below still matter
                os.write(device, RESET)
            if self._before is not None:
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._before)
