"""News from any program that writes to the same store."""

from __future__ import annotations

from datetime import datetime

from prodtui.services.workspace import Workspace
from prodtui.storage.changes import ChangeFeed, Locked


class Feed:
    """Tells which topics changed; never waits and never raises for a store that is busy.

    `stale_since` is None while the store answers, else the moment of the first poll that failed.
    """

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._feed = ChangeFeed(ws.store)
        self.stale_since: datetime | None = None

    def poll(self) -> frozenset[str]:
        """Return the topics touched since the last poll, nothing while the store is locked."""
        try:
            topics = self._feed.poll()
        except Locked:
            self.stale_since = self.stale_since or self._ws.now()
            return frozenset()
        self.stale_since = None
        return topics

    def close(self) -> None:
        """Stop watching."""
        self._feed.close()
