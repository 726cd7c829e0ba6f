"""The tables: what the migrations make is what the program works with, and the database guards what it can."""

from __future__ import annotations

import json
import pkgutil
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel

from prodtui.errors import StoreProblem
from prodtui.storage import tables as all_tables
from prodtui.storage.migrate import create_store
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import JsonText, UtcDateTime
from prodtui.storage.unit_of_work import read, write
from tests.helpers.team import NOW, Team
from tests.storage.test_unit_of_work import ANN

for module in pkgutil.iter_modules(all_tables.__path__):  # each fills the metadata with its tables
    import_module(f"{all_tables.__name__}.{module.name}")


def shape(path: Path) -> dict[str, Any]:
    """Return columns, keys, references and indexes of every table, in a form that two databases can be compared by."""
    engine = create_engine(f"sqlite:///{path}")
    seen = inspect(engine)
    tables = {}
    for name in seen.get_table_names():
        if name.startswith("sqlite_"):
            continue
        tables[name] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(name)},
            "order": [c["name"] for c in seen.get_columns(name)],
            "primary": seen.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(u["column_names"] for u in seen.get_unique_constraints(name)),
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"], f["referred_columns"], f["options"].get("ondelete"))
                for f in seen.get_foreign_keys(name)
            ),
            "indexes": sorted((i["name"] or "", i["column_names"], i["unique"]) for i in seen.get_indexes(name)),
        }
    with engine.connect() as connection:
        texts = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    for name, sql in texts:
        if name in tables:
            tables[name]["never_reuses_ids"] = "AUTOINCREMENT" in sql
    engine.dispose()
    return tables


def test_the_migrations_make_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    create_store(tmp_path / "migrated.db")
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()

    migrated, wanted = shape(tmp_path / "migrated.db"), shape(direct)

    assert migrated.keys() == wanted.keys()
    for name in wanted:
        assert migrated[name] == wanted[name], name


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET actor = 'me'", "DELETE FROM event", "DELETE FROM event WHERE id = 1"]
)
def test_history_is_append_only_even_for_plain_sql(store_path: Path, statement: str) -> None:
    connection = sqlite3.connect(store_path)
    before = connection.execute("SELECT count(*), group_concat(actor) FROM event").fetchone()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.rollback()
    assert connection.execute("SELECT count(*), group_concat(actor) FROM event").fetchone() == before
    connection.close()


def test_ids_of_tasks_and_events_are_never_used_twice(team: Team) -> None:
    first = team.task()
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.execute(text("DELETE FROM task"))
        unit.commit()
    assert team.task().id > first.id


def a_task(**changes: Any) -> Task:
    plain: dict[str, Any] = {
        "board_id": 1,
        "number": 900,
        "title": "x",
        "step_id": 1,
        "created_at": NOW,
        "created_by": "ann",
        "entered_at": NOW,
    }
    return Task(**(plain | changes))


def test_a_naive_moment_is_refused_not_guessed_at(team: Team) -> None:
    with pytest.raises(StatementError, match="naive datetime"), write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.add(a_task(due=datetime(2026, 11, 24, 9)))
        unit.session.flush()


def test_moments_come_back_aware_and_in_utc(team: Team) -> None:
    tokyo = datetime(2026, 11, 24, 18, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.add(a_task(due=tokyo))
        unit.commit()
    with read(team.store) as session:
        (due,) = session.execute(text("SELECT due FROM task WHERE number = 900")).one()
        task = session.get(Task, 1)
    assert due == "2026-11-24 09:30:00.123456+00:00"
    assert task is not None
    assert task.due == tokyo
    assert task.due.tzinfo is UTC


def test_moments_and_json_keep_nothing_as_nothing(team: Team) -> None:
    dialect = team.store.reading.dialect
    moment = UtcDateTime()
    assert moment.process_bind_param(None, dialect) is None
    known = moment.dialect_impl(dialect)
    for way in (known.bind_processor(dialect), known.result_processor(dialect, None)):
        assert way is not None
        assert way(None) is None
    assert JsonText().process_bind_param(None, dialect) is None
    assert JsonText().process_result_value(None, dialect) is None


def test_json_is_plain_ascii_with_sorted_keys(team: Team) -> None:
    stored = JsonText().process_bind_param({"b": "ü\u202e", "a": [1, None]}, team.store.reading.dialect)
    assert stored == '{"a":[1,null],"b":"\\u00fc\\u202e"}'
    assert json.loads(stored) == JsonText().process_result_value(stored, team.store.reading.dialect)


@pytest.mark.parametrize(
    "wrong",
    [
        {"board_id": 99},
        {"step_id": 99},
        {"parent_id": 99},
        {"recurrence_id": 99},
        {"number": 1},
        {"external_key": "taken"},
        {"title": None},
        {"created_at": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_itself_refuses_what_cannot_be(team: Team, wrong: dict[str, Any]) -> None:
    team.task(external_key="taken")
    with pytest.raises(StoreProblem, match="constraint failed"), write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.add(a_task(**wrong))
        unit.session.flush()


def test_one_occurrence_of_a_rule_is_stored_once(team: Team) -> None:
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.execute(
            text(
                "INSERT INTO recurrence (board_id, rule, start, fields, active, version) VALUES (1,'x',:now,'{}',1,1)"
            ),
            {"now": "2026-11-24 09:00:00"},
        )
        unit.commit()
    with pytest.raises(StoreProblem, match="constraint failed"), write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.add(a_task(recurrence_id=1, occurrence="2026-11-24T09:00"))
        unit.session.add(a_task(number=901, recurrence_id=1, occurrence="2026-11-24T09:00"))
        unit.session.flush()


def test_an_event_keeps_its_json(team: Team) -> None:
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.record("label", 1, "x", {"a": 1}, {"a": [True, None, "é"]}, 1)
        unit.commit()
    with read(team.store) as session:
        event = session.get(Event, session.execute(text("SELECT max(id) FROM event")).scalar_one())
    assert event is not None
    assert (event.before, event.after) == ({"a": 1}, {"a": [True, None, "é"]})
