"""Bulk inserts store what the mapper would store, and leave the connection as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select

from prodtui.storage.bulk import BulkInsert, roomy
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read, write
from tests.helpers.team import NOW, Team

_event = table_of(Event)
COLUMNS = tuple(column.name for column in _event.columns if column.name != "id")
AT = datetime(2026, 11, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))


def rows() -> list[dict[str, object]]:
    """Return events with every kind of value: moments of two zones, JSON, numbers, nothing."""
    plain = {
        "at": AT, "recorded_at": NOW, "board_id": None, "actor": "ann", "typed_by": None, "via": "import",
        "command": "import", "kind": "task", "object_id": 7, "ref": "OPS-7", "before": None,
        "after": {"b": [1], "a": "ü"}, "version": 1, "txn": "t", "undoes": None, "request_id": None,
        "reason": "because", "flow": "done -blocked",
    }  # fmt: skip
    return [plain, {**plain, "at": NOW, "after": None, "before": {"a": None}, "ref": "OPS-8"}]


def test_it_stores_what_the_mapper_stores(team: Team) -> None:
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(insert(_event), rows())
        BulkInsert(unit.session, _event, COLUMNS).insert([[row[name] for name in COLUMNS] for row in rows()])
        unit.commit()
    with read(team.store) as session:
        stored = [
            tuple(row)[1:] for row in session.execute(select(_event).where(_event.c.txn == "t").order_by(_event.c.id))
        ]
        raw = session.connection().exec_driver_sql("SELECT at, after FROM event WHERE txn = 't' ORDER BY id").all()
    assert stored[:2] == stored[2:]
    assert raw[:2] == raw[2:]
    assert stored[0][0] == AT.astimezone(UTC)


def test_nothing_to_insert_is_no_statement(team: Team) -> None:
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        BulkInsert(unit.session, _event, COLUMNS).insert([])


def test_columns_must_stand_in_the_order_of_the_table(team: Team) -> None:
    with write(team.store, team.ann.actor, "test", now=NOW) as unit, pytest.raises(ValueError, match="order"):
        BulkInsert(unit.session, _event, COLUMNS[::-1])


def test_the_room_is_given_back(team: Team) -> None:
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        connection = unit.session.connection()
        before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        with roomy(unit.session):
            assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() != before
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == before
