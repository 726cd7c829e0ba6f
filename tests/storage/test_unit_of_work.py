"""One transaction: it rolls back unless told to commit, and leaves events, revisions and answers behind as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.exc import StaleDataError

from prodtui.domain.enums import Role, Via
from prodtui.domain.rows import Actor
from prodtui.errors import Busy, Refused, StoreProblem
from prodtui.storage.engine import connect, open_store
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.tables.people import Person
from prodtui.storage.unit_of_work import WriteUnit, read, write
from tests.helpers.team import NOW, Team

ANN = Actor("ann", "Ann Smith", Role.MANAGER, 1, "root", Via.TUI)


def count(team: Team, table: str) -> int:
    with read(team.store) as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def add_label(unit: WriteUnit, name: str) -> None:
    unit.session.execute(text("INSERT INTO label (board_id, name) VALUES (1, :name)"), {"name": name})


def test_leaving_without_commit_changes_nothing(team: Team) -> None:
    events = count(team, "event")
    with write(team.store, ANN, "x", now=NOW) as unit:
        add_label(unit, "lost")
        unit.record("label", 1, "lost", None, {"name": "lost"}, 1, board_id=1)
        unit.touch("labels")
    assert (count(team, "label"), count(team, "event"), unit.committed) == (0, events, False)


def test_an_error_rolls_back_and_passes_on(team: Team) -> None:
    with pytest.raises(ZeroDivisionError), write(team.store, ANN, "x", now=NOW) as unit:
        add_label(unit, "lost")
        raise ZeroDivisionError
    assert count(team, "label") == 0
    with write(team.store, ANN, "x", now=NOW) as unit:  # nothing is left locked
        unit.commit()


def test_commit_keeps_the_change_its_event_and_its_topics_together(team: Team) -> None:
    with write(team.store, ANN, "label.add", now=NOW, request_id="r1", undoes="t0") as unit:
        add_label(unit, "kept")
        unit.record("label", 7, "kept", None, {"name": "kept"}, 1, board_id=1, reason="why not")
        unit.touch("labels:1", "labels:1", "boards")
        unit.commit()
    with read(team.store) as session:
        event = session.execute(text("SELECT * FROM event ORDER BY id DESC LIMIT 1")).mappings().one()
        revisions = dict(session.execute(text("SELECT topic, value FROM revision")).all())
    assert count(team, "label") == 1
    wanted = {
        "actor": "ann",
        "typed_by": "root",
        "via": "tui",
        "command": "label.add",
        "kind": "label",
        "object_id": 7,
        "ref": "kept",
        "before": None,
        "after": '{"name":"kept"}',
        "txn": unit.txn,
        "undoes": "t0",
        "request_id": "r1",
        "reason": "why not",
        "at": event["recorded_at"],
    }
    assert {name: event[name] for name in wanted} == wanted
    assert revisions["labels:1"] == 1


def test_a_topic_rises_by_one_with_each_change(team: Team) -> None:
    for _ in range(3):
        with write(team.store, ANN, "x", now=NOW) as unit:
            unit.touch("labels:9")
            unit.commit()
    with read(team.store) as session:
        assert session.execute(text("SELECT value FROM revision WHERE topic = 'labels:9'")).scalar_one() == 3


def test_transactions_have_names_of_their_own(team: Team) -> None:
    names = set()
    for _ in range(3):
        with write(team.store, ANN, "x", now=NOW) as unit:
            names.add(unit.txn)
    assert len(names) == 3


def test_a_read_session_cannot_leave_anything_behind(team: Team) -> None:
    with read(team.store) as session:
        session.execute(text("INSERT INTO label (board_id, name) VALUES (1, 'lost')"))
    assert count(team, "label") == 0


@pytest.mark.parametrize("opened", [read, lambda store: write(store, ANN, "x", now=NOW)], ids=["read", "write"])
def test_a_session_takes_no_connection_any_more_once_it_has_ended(team: Team, opened: Callable[..., Any]) -> None:
    with opened(team.store) as given:
        session = getattr(given, "session", given)
    with pytest.raises(InvalidRequestError):
        session.execute(text("SELECT 1"))
    with pytest.raises(InvalidRequestError):
        session.connection()


def test_a_read_session_sees_one_state(team: Team) -> None:
    """In rollback mode the writer waits for the reader, in WAL mode the reader keeps its snapshot: both hold this."""
    with read(team.store) as session:
        first = session.execute(text("SELECT count(*) FROM label")).scalar_one()
        other = connect(team.path, busy_seconds=0)
        try:
            other.execute("INSERT INTO label (board_id, name) VALUES (1, 'new')")
        except sqlite3.OperationalError as error:
            assert "locked" in str(error)
        other.close()
        assert session.execute(text("SELECT count(*) FROM label")).scalar_one() == first


def test_the_first_answer_is_given_again(team: Team) -> None:
    with write(team.store, ANN, "x", now=NOW, request_id="r1") as unit:
        assert unit.first_answer("body") is None
        unit.keep_answer("body", {"value": 1})
        unit.commit()
    with write(team.store, ANN, "x", now=NOW, request_id="r1") as unit:
        assert unit.first_answer("body") == {"value": 1}
        with pytest.raises(Refused, match="used before"):
            unit.first_answer("another body")


def test_an_answer_that_was_rolled_back_is_forgotten(team: Team) -> None:
    with write(team.store, ANN, "x", now=NOW, request_id="r1") as unit:
        unit.keep_answer("body", {"value": 1})
    with write(team.store, ANN, "x", now=NOW, request_id="r1") as unit:
        assert unit.first_answer("body") is None


def test_without_a_request_id_nothing_is_kept(team: Team) -> None:
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.keep_answer("body", {"value": 1})
        unit.commit()
    assert count(team, "request") == 0


def test_a_second_writer_is_told_that_the_store_is_busy(store_path: Path) -> None:
    store = open_store(store_path, busy_seconds=0)
    holder = connect(store_path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy), write(store, ANN, "x", now=NOW):
        pass
    holder.close()
    store.close()


@pytest.mark.parametrize(
    ("version", "words"), [(SCHEMA_VERSION + 1, "newer prodtui"), (SCHEMA_VERSION - 1, "db migrate")]
)
def test_a_store_of_another_schema_is_not_written_by_a_program_that_is_still_open(
    team: Team, version: int, words: str
) -> None:
    other = connect(team.path)
    other.execute(f"PRAGMA user_version={version}")
    other.close()
    with pytest.raises(StoreProblem) as caught, write(team.store, ANN, "x", now=NOW):
        pass
    assert words in caught.value.message + caught.value.hint


def test_a_row_that_changed_under_the_hands_is_not_overwritten(team: Team) -> None:
    with pytest.raises(StaleDataError), write(team.store, ANN, "x", now=NOW) as unit:
        person = unit.session.get(Person, 1)
        assert person is not None
        unit.session.execute(text("UPDATE person SET version = 99 WHERE id = 1"))
        person.name, person.version = "Mine", 2
        unit.session.flush()
