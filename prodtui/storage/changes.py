"""The change feed: tells which topics were touched by any program since the last look."""

from __future__ import annotations

from prodtui.storage.engine import Store, connect, translated
from prodtui.storage.sqlite import sqlite3


class ChangeFeed:
    """Watches a store through one connection of its own, which is never inside a transaction.

    `PRAGMA data_version` is local to a connection and costs one small read; the revisions are read only when it moved.
    """

    def __init__(self, store: Store) -> None:
        with translated(store.path):
            # A feed must never wait: it is polled by the screen.
            self._connection = connect(store.path, busy_seconds=0)
            self._version = self._data_version()
            self._revisions = self._read()

    def poll(self) -> frozenset[str]:
        """Return the topics touched since the last poll; raises sqlite3.OperationalError while the store is locked."""
        version = self._data_version()
        if version == self._version:
            return frozenset()
        revisions = self._read()
        self._version = version
        # A restore can bring revisions back to lower numbers: any difference is news.
        topics = {t for t, value in revisions.items() if self._revisions.get(t) != value}
        topics |= self._revisions.keys() - revisions.keys()
        self._revisions = revisions
        return frozenset(topics)

    def close(self) -> None:
        """Close the feed's connection."""
        self._connection.close()

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _read(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT topic, value FROM revision").fetchall())


Locked = sqlite3.OperationalError
