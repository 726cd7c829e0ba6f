"""A store as plain data, so that two can be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prodtui.storage.engine import connect


def content(path: Path) -> dict[str, Any]:
    """Return the version, the schema and every row of a sound store; equal contents are equal stores."""
    connection = connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, Any] = {"version": connection.execute("PRAGMA user_version").fetchone()[0], "schema": schema}
    found |= {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in tables}
    connection.close()
    return found
