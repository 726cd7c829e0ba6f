"""Schema 6: stand-ups, hand-overs, timer and inbox of each person; marks of events that take something back."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_SCHEMA = """
CREATE TABLE standup (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    started_by VARCHAR NOT NULL,
    since DATETIME NOT NULL,
    people TEXT NOT NULL,
    ended_at DATETIME,
    ended_by VARCHAR,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE standup_note (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    standup_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    about VARCHAR,
    made VARCHAR,
    at DATETIME NOT NULL,
    by VARCHAR NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (standup_id, number),
    FOREIGN KEY(standup_id) REFERENCES standup (id)
);
CREATE TABLE handover (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    since DATETIME NOT NULL,
    until DATETIME NOT NULL,
    text VARCHAR NOT NULL,
    written_at DATETIME NOT NULL,
    written_by VARCHAR NOT NULL,
    acknowledged_at DATETIME,
    acknowledged_by VARCHAR,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE timer (
    person_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_timer_task_id ON timer (task_id);
CREATE TABLE inbox_mark (
    person_id INTEGER NOT NULL,
    upto BIGINT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY(person_id) REFERENCES person (id)
);
"""


_MARK = """
UPDATE event SET flow = flow || CASE command WHEN 'redo' THEN ' ~redo' ELSE ' ~undo' END
WHERE flow IS NOT NULL AND kind = 'task' AND after IS NOT NULL AND (command = 'redo' OR command LIKE 'undo %')
"""


def apply(connection: sqlite3.Connection) -> None:
    """Create what schema 6 adds, and mark the events that take something back or do it again."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    (guard,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event_no_update'").fetchone()
    connection.execute("DROP TRIGGER event_no_update")
    connection.execute(_MARK)
    connection.execute(guard)
