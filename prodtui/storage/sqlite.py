"""The SQLite in use: a current one where a wheel brings it, else the one inside Python.

Only ever one of the two in a process: each keeps its own account of file locks, and two would drop each other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:  # no wheel for this platform
        import sqlite3

__all__ = ["sqlite3"]
