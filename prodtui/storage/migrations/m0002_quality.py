"""Schema 2: checklists and inspections, the issue log, improvements."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_SCHEMA = """
CREATE TABLE checklist (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    draft TEXT,
    published INTEGER,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, "key"),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE counter (
    board_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    next_number INTEGER NOT NULL,
    PRIMARY KEY (board_id, kind),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE checklist_use (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    checklist_id INTEGER NOT NULL,
    step_id INTEGER,
    product VARCHAR,
    frequency VARCHAR NOT NULL,
    every INTEGER,
    share FLOAT,
    seed BIGINT,
    FOREIGN KEY(checklist_id) REFERENCES checklist (id),
    FOREIGN KEY(step_id) REFERENCES step (id)
);
CREATE INDEX ix_checklist_use_checklist_id ON checklist_use (checklist_id);
CREATE INDEX ix_checklist_use_step_id ON checklist_use (step_id);
CREATE TABLE checklist_version (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    checklist_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    content TEXT NOT NULL,
    published_at DATETIME NOT NULL,
    published_by VARCHAR NOT NULL,
    UNIQUE (checklist_id, number),
    FOREIGN KEY(checklist_id) REFERENCES checklist (id)
);
CREATE TABLE checklist_draw (
    use_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    chosen BOOLEAN NOT NULL,
    PRIMARY KEY (use_id, task_id),
    FOREIGN KEY(use_id) REFERENCES checklist_use (id) ON DELETE CASCADE,
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_checklist_draw_task_id ON checklist_draw (task_id);
CREATE TABLE inspection (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    task_id INTEGER,
    step_id INTEGER,
    state VARCHAR NOT NULL,
    result VARCHAR,
    answered INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    started_by VARCHAR NOT NULL,
    completed_at DATETIME,
    completed_by VARCHAR,
    reason VARCHAR,
    conceded_by VARCHAR,
    signed_at DATETIME,
    signed_by VARCHAR,
    signed_typed_by VARCHAR,
    meaning VARCHAR,
    corrects_id INTEGER,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(version_id) REFERENCES checklist_version (id),
    FOREIGN KEY(task_id) REFERENCES task (id),
    FOREIGN KEY(step_id) REFERENCES step (id),
    FOREIGN KEY(corrects_id) REFERENCES inspection (id)
);
CREATE INDEX ix_inspection_corrects_id ON inspection (corrects_id);
CREATE INDEX ix_inspection_state ON inspection (board_id, archived_at, state, number);
CREATE INDEX ix_inspection_task_id ON inspection (task_id);
CREATE INDEX ix_inspection_version_id ON inspection (version_id);
CREATE TABLE issue (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    notes VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    category VARCHAR,
    state VARCHAR NOT NULL,
    step_id INTEGER,
    task_id INTEGER,
    inspection_id INTEGER,
    owner VARCHAR,
    andon BOOLEAN NOT NULL,
    raised_at DATETIME NOT NULL,
    raised_by VARCHAR NOT NULL,
    containment VARCHAR NOT NULL,
    whys TEXT NOT NULL,
    cause VARCHAR NOT NULL,
    cause_category VARCHAR,
    evidence VARCHAR NOT NULL,
    check_days INTEGER,
    check_items INTEGER,
    verifying_at DATETIME,
    check_due DATETIME,
    effective BOOLEAN,
    checked_at DATETIME,
    checked_by VARCHAR,
    closed_at DATETIME,
    closed_by VARCHAR,
    recurs_id INTEGER,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(step_id) REFERENCES step (id),
    FOREIGN KEY(task_id) REFERENCES task (id),
    FOREIGN KEY(inspection_id) REFERENCES inspection (id),
    FOREIGN KEY(recurs_id) REFERENCES issue (id)
);
CREATE INDEX ix_issue_cause ON issue (board_id, step_id, cause_category, raised_at);
CREATE INDEX ix_issue_inspection_id ON issue (inspection_id);
CREATE INDEX ix_issue_open ON issue (board_id, severity, number) WHERE archived_at IS NULL AND state <> 'closed';
CREATE INDEX ix_issue_recurs_id ON issue (recurs_id);
CREATE INDEX ix_issue_state ON issue (board_id, archived_at, state, number);
CREATE INDEX ix_issue_task_id ON issue (task_id);
CREATE TABLE reading (
    inspection_id INTEGER NOT NULL,
    item VARCHAR NOT NULL,
    sample INTEGER NOT NULL,
    flag BOOLEAN,
    number FLOAT,
    text VARCHAR,
    na BOOLEAN NOT NULL,
    note VARCHAR NOT NULL,
    ok BOOLEAN NOT NULL,
    off FLOAT NOT NULL,
    at DATETIME NOT NULL,
    "by" VARCHAR NOT NULL,
    PRIMARY KEY (inspection_id, item, sample),
    FOREIGN KEY(inspection_id) REFERENCES inspection (id)
);
CREATE TABLE downtime (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step_id INTEGER NOT NULL,
    issue_id INTEGER,
    reason VARCHAR NOT NULL,
    started_at DATETIME NOT NULL,
    started_by VARCHAR NOT NULL,
    ended_at DATETIME,
    ended_by VARCHAR,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(step_id) REFERENCES step (id),
    FOREIGN KEY(issue_id) REFERENCES issue (id)
);
CREATE INDEX ix_downtime_issue_id ON downtime (issue_id);
CREATE INDEX ix_downtime_step ON downtime (board_id, step_id, started_at);
CREATE TABLE improvement (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    problem VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    owner VARCHAR,
    state VARCHAR NOT NULL,
    outcome VARCHAR,
    kpi VARCHAR NOT NULL,
    typed BOOLEAN NOT NULL,
    unit VARCHAR NOT NULL,
    baseline_from DATE,
    baseline_to DATE,
    baseline FLOAT,
    target FLOAT,
    result_from DATE,
    result_to DATE,
    result FLOAT,
    learned VARCHAR NOT NULL,
    issue_id INTEGER,
    created_at DATETIME NOT NULL,
    created_by VARCHAR NOT NULL,
    closed_at DATETIME,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(issue_id) REFERENCES issue (id)
);
CREATE TABLE issue_action (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    issue_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    owner VARCHAR,
    due DATETIME,
    done_at DATETIME,
    done_by VARCHAR,
    result VARCHAR NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (issue_id, number),
    FOREIGN KEY(issue_id) REFERENCES issue (id)
);
CREATE INDEX ix_issue_action_open ON issue_action (due) WHERE done_at IS NULL AND archived_at IS NULL;
CREATE TABLE issue_comment (
    id INTEGER NOT NULL,
    issue_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    author VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(issue_id) REFERENCES issue (id)
);
CREATE INDEX ix_issue_comment_issue_id ON issue_comment (issue_id);
CREATE TABLE issue_task (
    issue_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    PRIMARY KEY (issue_id, task_id),
    FOREIGN KEY(issue_id) REFERENCES issue (id) ON DELETE CASCADE,
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
CREATE INDEX ix_issue_task_task_id ON issue_task (task_id);
"""


def _refuse(name: str, what: str, when: str, why: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {what} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"


_SIGNED = "(SELECT state FROM inspection WHERE id = {}.inspection_id) = 'signed'"
_NO_CHANGE = "signed inspections never change"

#: What was signed or published stays as it is: the database itself refuses.
_TRIGGERS = (
    _refuse("checklist_version_no_update", "UPDATE ON checklist_version", "1", "published versions never change"),
    _refuse("checklist_version_no_delete", "DELETE ON checklist_version", "1", "published versions never change"),
    _refuse("inspection_no_update", "UPDATE ON inspection", "OLD.state = 'signed'", _NO_CHANGE),
    _refuse("inspection_no_delete", "DELETE ON inspection", "OLD.state = 'signed'", _NO_CHANGE),
    _refuse("reading_no_insert", "INSERT ON reading", _SIGNED.format("NEW"), _NO_CHANGE),
    _refuse("reading_no_update", "UPDATE ON reading", _SIGNED.format("OLD"), _NO_CHANGE),
    _refuse("reading_no_delete", "DELETE ON reading", _SIGNED.format("OLD"), _NO_CHANGE),
)


def apply(connection: sqlite3.Connection) -> None:
    """Create the tables of schema 2."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for trigger in _TRIGGERS:
        connection.execute(trigger)
