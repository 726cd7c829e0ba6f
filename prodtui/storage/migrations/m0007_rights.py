"""Schema 7: what each board decides otherwise than others about who may do what."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3


def apply(connection: sqlite3.Connection) -> None:
    """Make room for the rights of each board; none of them differs from those by which all went before."""
    connection.execute("ALTER TABLE board ADD COLUMN rights TEXT")
