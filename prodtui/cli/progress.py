"""How far a long command is: one line on a terminal's standard error, nothing anywhere else."""

from __future__ import annotations

import sys
import time

from prodtui.cli.context import is_terminal

WIDTH = 24
#: Redrawing more often would cost a slow link more than it tells.
PACE_SECONDS = 0.1


class Progress:
    """A bar that is called with what goes on, how much is done and how much there is; gone when it ends."""

    def __init__(self) -> None:
        self._shows = is_terminal(sys.stderr)
        self._last = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Draw the bar, unless it was drawn a moment ago."""
        now = time.monotonic()
        if not self._shows or (now - self._last < PACE_SECONDS and done < total):
            return
        self._last = now
        full = WIDTH * done // max(total, 1)
        sys.stderr.write(f"\r\x1b[K{phase} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {total:,}")
        sys.stderr.flush()
