"""Schema 3: products, resources and stock, absences, demand, the plan and its what-ifs, own calendars of people."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_SCHEMA = """
CREATE TABLE product (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    routing TEXT NOT NULL,
    materials TEXT NOT NULL,
    checklist_id INTEGER,
    lot_size FLOAT,
    task_title VARCHAR NOT NULL,
    task_notes VARCHAR NOT NULL,
    task_labels TEXT NOT NULL,
    task_priority VARCHAR,
    task_assignees TEXT NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    UNIQUE (board_id, "key"),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(checklist_id) REFERENCES checklist (id)
);
CREATE TABLE resource (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    pool VARCHAR NOT NULL,
    parallel INTEGER NOT NULL,
    workweek TEXT,
    unit VARCHAR NOT NULL,
    reorder_level FLOAT,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    UNIQUE (board_id, "key"),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE stock_move (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    resource_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    quantity FLOAT NOT NULL,
    day DATE NOT NULL,
    task_id INTEGER,
    note VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "by" VARCHAR NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(resource_id) REFERENCES resource (id),
    FOREIGN KEY(task_id) REFERENCES task (id)
);
CREATE INDEX ix_stock_move_resource ON stock_move (resource_id, day);
CREATE INDEX ix_stock_move_task_id ON stock_move (task_id);
CREATE TABLE absence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    person_id INTEGER,
    resource_id INTEGER,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    reason VARCHAR NOT NULL,
    uid VARCHAR,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    UNIQUE (board_id, uid),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(resource_id) REFERENCES resource (id)
);
CREATE INDEX ix_absence_person ON absence (person_id, starts);
CREATE TABLE demand_rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    start DATE NOT NULL,
    ahead INTEGER NOT NULL,
    fields TEXT NOT NULL,
    last_due DATE,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE demand (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity FLOAT NOT NULL,
    due DATE NOT NULL,
    kind VARCHAR NOT NULL,
    priority VARCHAR NOT NULL,
    customer VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    notes VARCHAR NOT NULL,
    closed VARCHAR,
    external_key VARCHAR,
    rule_id INTEGER,
    occurrence DATE,
    created_at DATETIME NOT NULL,
    created_by VARCHAR NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    UNIQUE (board_id, external_key),
    UNIQUE (rule_id, occurrence),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(rule_id) REFERENCES demand_rule (id)
);
CREATE INDEX ix_demand_product ON demand (product_id, due);
CREATE TABLE what_if (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    created_at DATETIME NOT NULL,
    created_by VARCHAR NOT NULL,
    applied_at DATETIME,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id)
);
CREATE TABLE plan_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    what_if_id INTEGER,
    product_id INTEGER NOT NULL,
    starts DATE NOT NULL,
    quantity FLOAT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(what_if_id) REFERENCES what_if (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
);
CREATE INDEX ix_plan_line_cell ON plan_line (board_id, what_if_id, product_id, starts);
CREATE TABLE capacity_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    board_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    what_if_id INTEGER,
    kind VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    hours FLOAT NOT NULL,
    reason VARCHAR NOT NULL,
    archived_at DATETIME,
    version INTEGER NOT NULL,
    UNIQUE (board_id, number),
    FOREIGN KEY(board_id) REFERENCES board (id),
    FOREIGN KEY(what_if_id) REFERENCES what_if (id)
);
CREATE TABLE release (
    task_id INTEGER NOT NULL,
    plan_line_id INTEGER NOT NULL,
    demand_id INTEGER,
    PRIMARY KEY (task_id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE,
    FOREIGN KEY(plan_line_id) REFERENCES plan_line (id),
    FOREIGN KEY(demand_id) REFERENCES demand (id)
);
CREATE INDEX ix_release_demand_id ON release (demand_id);
CREATE INDEX ix_release_plan_line_id ON release (plan_line_id);
CREATE TABLE output (
    task_id INTEGER NOT NULL,
    good FLOAT NOT NULL,
    scrap FLOAT NOT NULL,
    rework FLOAT NOT NULL,
    PRIMARY KEY (task_id),
    FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE CASCADE
);
ALTER TABLE person ADD COLUMN workweek TEXT;
"""


def apply(connection: sqlite3.Connection) -> None:
    """Create the tables of schema 3."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
