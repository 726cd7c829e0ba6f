"""Schema 4: pinned starts, an agreed order, the schedule as it was made last, and a name that no other store has."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_SCHEMA = """
ALTER TABLE task ADD COLUMN pinned_start DATETIME;
ALTER TABLE task ADD COLUMN sequence INTEGER;
CREATE TABLE schedule_task (
    task_id INTEGER NOT NULL,
    board_id INTEGER NOT NULL,
    starts DATETIME,
    ends DATETIME,
    late INTEGER NOT NULL,
    slack INTEGER,
    critical BOOLEAN NOT NULL,
    guessed BOOLEAN NOT NULL,
    problem VARCHAR,
    parts TEXT NOT NULL,
    PRIMARY KEY (task_id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE,
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE INDEX ix_schedule_task_board_id ON schedule_task (board_id);
CREATE TABLE schedule_run (
    board_id INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    stamp TEXT NOT NULL,
    PRIMARY KEY (board_id),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
INSERT INTO meta ("key", value) VALUES ('store', lower(hex(randomblob(16))));
"""


def apply(connection: sqlite3.Connection) -> None:
    """Create what schema 4 adds."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
