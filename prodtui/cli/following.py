"""Printing what happens while it happens: rows as lines, from any program that writes to the store."""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from prodtui.cli.context import Session
from prodtui.cli.output import write
from prodtui.errors import Busy

T = TypeVar("T")
#: How long a change may wait before it is printed.
POLL_SECONDS = 0.2
#: Returns the rows after an event, and the id of the newest event that was read: the same when there is none.
NextPage = Callable[[int], tuple[Iterable[T], int]]


class Stream(Generic[T]):
    """Prints rows as they are found, each as the line that `line` makes of it.

    `printed` counts them, `open` turns false when the reader has gone.
    """

    def __init__(self, session: Session, page: NextPage[T], line: Callable[[T], str]) -> None:
        self._session = session
        self._page = page
        self._line = line
        self.printed = 0
        self.open = True

    def drain(self, last: int) -> int:
        """Print everything after the event `last` and return the id of the newest event that was read."""
        while self.open:
            found, newest = self._page(last)
            lines = [f"{self._line(row)}\n" for row in found]
            if lines:
                self.printed += len(lines)
                self.open = write(sys.stdout, "".join(lines))
            if newest == last:
                break
            last = newest
        return last

    def follow(self, after: int | None) -> None:
        """Print what comes after the event `after`, from now on without one, until the reader has gone."""
        from prodtui.services.feed import Feed
        from prodtui.services.history import last_event

        self._session.runs_long()
        feed = Feed(self._session.workspace)  # before the first look, so that nothing falls between the two
        try:
            last = self.drain(last_event(self._session.workspace) if after is None else after)
            told = False
            while self.open:
                changed = feed.poll()
                if feed.stale_since is not None and not told:
                    write(sys.stderr, "prodtui: The store is busy; waiting for it.\n")
                told = feed.stale_since is not None
                last = self._drain_patiently(last) if changed else last
                self.open = self.open and _wait(POLL_SECONDS)
        finally:
            feed.close()

    def _drain_patiently(self, last: int) -> int:
        """Drain; when a writer holds the store for long, go on later instead of giving up."""
        while True:
            try:
                return self.drain(last)
            except Busy:
                if not _wait(POLL_SECONDS):
                    return last


def _wait(seconds: float) -> bool:
    """Wait and tell whether somebody still reads standard output."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):  # captured or closed: nothing to watch
        time.sleep(seconds)
        return True
    watcher = select.poll()
    watcher.register(descriptor, 0)  # a reader that goes away is reported without being asked for
    return not any(event & (select.POLLERR | select.POLLNVAL) for _, event in watcher.poll(seconds * 1000))
