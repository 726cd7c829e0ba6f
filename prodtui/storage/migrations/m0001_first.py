"""Schema 1: boards, steps, people, tasks, events."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_SCHEMA = """
CREATE TABLE board (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    timezone VARCHAR NOT NULL,
    template VARCHAR,
    settings TEXT NOT NULL,
    next_number INTEGER NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE ("key")
);
CREATE TABLE meta (
    "key" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    login VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    initials VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    skills TEXT NOT NULL,
    hours_per_day FLOAT NOT NULL,
    wip_limit INTEGER,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (login)
);
CREATE TABLE request (
    "key" VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    answer TEXT NOT NULL,
    at DATETIME NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE revision (
    topic VARCHAR NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (topic)
);
CREATE TABLE event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    board_id INTEGER,
    actor VARCHAR NOT NULL,
    typed_by VARCHAR,
    via VARCHAR NOT NULL,
    command VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    object_id BIGINT NOT NULL,
    ref VARCHAR NOT NULL,
    "before" TEXT,
    "after" TEXT,
    version INTEGER NOT NULL,
    txn VARCHAR NOT NULL,
    undoes VARCHAR,
    request_id VARCHAR,
    reason VARCHAR,
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE INDEX ix_event_actor ON event (actor, id);
CREATE INDEX ix_event_ref ON event (ref, id);
CREATE INDEX ix_event_txn ON event (txn);
CREATE TABLE label (
    id INTEGER NOT NULL,
    board_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (board_id, name),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE recurrence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    start DATETIME NOT NULL,
    fields TEXT NOT NULL,
    last_occurrence VARCHAR,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE INDEX ix_recurrence_board_id ON recurrence (board_id);
CREATE TABLE saved_filter (
    id INTEGER NOT NULL,
    board_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (board_id, name),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    wip_limit INTEGER,
    role VARCHAR,
    criteria VARCHAR NOT NULL,
    standard_hours FLOAT,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, "key"),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE task (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    notes VARCHAR NOT NULL,
    step_id INTEGER NOT NULL,
    rank BIGINT NOT NULL,
    priority VARCHAR NOT NULL,
    service_class VARCHAR NOT NULL,
    product VARCHAR,
    quantity FLOAT,
    unit VARCHAR,
    estimate_hours FLOAT,
    due DATETIME,
    due_committed DATETIME,
    planned_start DATETIME,
    planned_finish DATETIME,
    blocked_reason VARCHAR,
    blocked_since DATETIME,
    blocked_by VARCHAR,
    parent_id INTEGER,
    external_key VARCHAR,
    wait_until DATETIME,
    recurrence_id INTEGER,
    occurrence VARCHAR,
    created_at DATETIME NOT NULL,
    created_by VARCHAR NOT NULL,
    entered_at DATETIME NOT NULL,
    started_at DATETIME,
    finished_at DATETIME,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    UNIQUE (board_id, external_key),
    UNIQUE (recurrence_id, occurrence),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(step_id) REFERENCES step (id),
    FOREIGN KEY(parent_id) REFERENCES task (id),
    FOREIGN KEY(recurrence_id) REFERENCES recurrence (id)
);
CREATE INDEX ix_task_lane ON task (board_id, archived_at, step_id, rank);
CREATE INDEX ix_task_parent_id ON task (parent_id);
CREATE INDEX ix_task_step_id ON task (step_id);
CREATE TABLE transition (
    from_step_id INTEGER NOT NULL,
    to_step_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    PRIMARY KEY (from_step_id, to_step_id),
    FOREIGN KEY(from_step_id) REFERENCES step (id),
    FOREIGN KEY(to_step_id) REFERENCES step (id)
);
CREATE TABLE assignment (
    task_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (task_id, person_id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE,
    FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_assignment_person_id ON assignment (person_id);
CREATE TABLE comment (
    id INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    author VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_comment_task_id ON comment (task_id);
CREATE TABLE dependency (
    id INTEGER NOT NULL,
    predecessor_id INTEGER NOT NULL,
    successor_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    lag_hours FLOAT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (predecessor_id, successor_id),
    FOREIGN KEY(predecessor_id) REFERENCES task (id) ON DELETE CASCADE,
    FOREIGN KEY(successor_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_dependency_successor_id ON dependency (successor_id);
CREATE TABLE task_label (
    task_id INTEGER NOT NULL,
    label_id INTEGER NOT NULL,
    PRIMARY KEY (task_id, label_id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE,
    FOREIGN KEY(label_id) REFERENCES label (id)
);
CREATE INDEX ix_task_label_label_id ON task_label (label_id);
CREATE TABLE work (
    id INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    person VARCHAR NOT NULL,
    minutes INTEGER NOT NULL,
    note VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_work_task_id ON work (task_id);
"""

#: History is never overwritten: the database itself refuses.
_TRIGGERS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)


def apply(connection: sqlite3.Connection) -> None:
    """Create every table of schema 1."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for trigger in _TRIGGERS:
        connection.execute(trigger)
