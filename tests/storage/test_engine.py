"""Opening a store: what is refused and why, the pragmas, the journal, the transactions."""

from __future__ import annotations

import os
import sqlite3 as codes
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from prodtui.errors import Busy, ExitCode, StoreDamaged, StoreMissing, StoreProblem
from prodtui.storage import engine
from prodtui.storage.engine import (
    APPLICATION_ID,
    check_place,
    connect,
    file_system,
    open_store,
    plain_error,
    set_journal,
    translated,
    wal_is_safe,
)
from prodtui.storage.migrate import create_store
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.sqlite import sqlite3
from tests.helpers.team import Team


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_a_missing_store_is_said_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        open_store(tmp_path / "nowhere.db")
    assert "prodtui init" in caught.value.hint
    assert not (tmp_path / "nowhere.db").exists()


def test_opening_makes_neither_file_nor_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "deep" / "team.db")
    assert list(tmp_path.glob("deep*")) == []


def test_an_empty_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "empty.db")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with raw(path) as connection:
        connection.execute("CREATE TABLE mail (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="another program"):
        open_store(path)
    with pytest.raises(StoreProblem, match="another program"):
        create_store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear all, " * 200)
    with pytest.raises(StoreProblem, match="not a database"):
        open_store(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="is a folder"):
        open_store(tmp_path)


@pytest.mark.parametrize("name", ["x" * 300 + ".db", "nul\0.db"], ids=["long", "nul"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreProblem):
        open_store(tmp_path / name)


def test_a_newer_store_is_refused_with_both_versions(store_path: Path) -> None:
    with raw(store_path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 3}")
    with pytest.raises(StoreProblem, match="newer prodtui") as caught:
        open_store(store_path)
    assert caught.value.details == {"schema": SCHEMA_VERSION + 3, "newest_known": SCHEMA_VERSION}
    assert caught.value.exit_code is ExitCode.IO


def test_an_older_store_is_refused_with_the_way_up(store_path: Path) -> None:
    with raw(store_path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION - 1}")
    with pytest.raises(StoreProblem) as caught:
        open_store(store_path)
    assert "prodtui db migrate" in caught.value.hint


def test_a_name_with_signs_of_a_uri_is_a_plain_name(tmp_path: Path) -> None:
    path = tmp_path / "team?mode=memory#1 %41.db"
    create_store(path)
    open_store(path).close()
    assert path.stat().st_size > 0


def test_every_connection_has_the_pragmas_of_the_house(store_path: Path) -> None:
    connection = connect(store_path)
    answers = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("foreign_keys", "synchronous", "trusted_schema", "busy_timeout", "application_id")
    }
    connection.close()
    assert answers == {
        "foreign_keys": 1,
        "synchronous": 2,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
        "application_id": APPLICATION_ID,
    }


def test_pooled_connections_have_them_too(store_path: Path) -> None:
    store = open_store(store_path)
    with store.reading.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    store.close()


def test_the_journal_is_what_this_sqlite_does_safely(store_path: Path) -> None:
    connection = connect(store_path)
    answer = set_journal(connection, store_path)
    connection.close()
    assert answer == ("wal" if wal_is_safe() else "truncate")


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_only_where_its_defect_is_mended(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_store_left_in_wal_mode_comes_back_to_a_safe_journal(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw(store_path) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"
    connection.close()
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    store = open_store(store_path)
    with store.reading.connect() as pooled:
        assert pooled.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"
    store.close()


def test_a_store_that_somebody_holds_in_unsafe_wal_mode_is_refused(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = raw(store_path)
    holder.execute("PRAGMA journal_mode=WAL")
    holder.execute("BEGIN")
    holder.execute("SELECT count(*) FROM board").fetchone()
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    with pytest.raises((StoreProblem, Busy)):
        open_store(store_path, busy_seconds=0)
    holder.close()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_network_file_system_is_refused(store_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(engine, "file_system", lambda path: kind)
    with pytest.raises(StoreProblem, match=kind) as caught:
        open_store(store_path)
    assert engine.ALLOW_NETWORK in caught.value.hint


def test_a_network_file_system_is_used_when_told_so_but_never_with_wal(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "file_system", lambda path: "nfs4")
    monkeypatch.setattr(engine, "wal_is_safe", lambda: True)
    monkeypatch.setenv(engine.ALLOW_NETWORK, "1")
    store = open_store(store_path)
    with store.reading.connect() as pooled:
        assert pooled.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"
    store.close()


def test_the_file_system_of_a_place_is_known(tmp_path: Path) -> None:
    assert file_system(Path("/proc/self")) == "proc"
    check_place(tmp_path / "team.db")


def test_reads_begin_deferred_and_writes_immediate(team: Team) -> None:
    other = connect(team.path, busy_seconds=0)
    with team.store.reading.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM board")
        other.execute("BEGIN IMMEDIATE")  # a reader does not stand in the way of a writer's beginning
        other.execute("ROLLBACK")
    with team.store.writing.connect() as writing:
        writing.exec_driver_sql("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


@pytest.mark.usefixtures("rollback_journal")
def test_a_held_store_is_busy_and_says_that_nothing_was_changed(store_path: Path) -> None:
    holder = connect(store_path)
    set_journal(holder, store_path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy) as caught:
        open_store(store_path, busy_seconds=0)
    holder.close()
    assert caught.value.exit_code is ExitCode.BUSY
    assert "Nothing was changed" in caught.value.hint


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        (sqlite3.SQLITE_BUSY, Busy, "holds the store"),
        (sqlite3.SQLITE_LOCKED, Busy, "holds the store"),
        (codes.SQLITE_BUSY_SNAPSHOT, Busy, "holds the store"),
        (sqlite3.SQLITE_FULL, StoreProblem, "full"),
        (sqlite3.SQLITE_READONLY, StoreProblem, "may not be written"),
        (codes.SQLITE_READONLY_DIRECTORY, StoreProblem, "may not be written"),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged, "damaged"),
        (sqlite3.SQLITE_NOTADB, StoreDamaged, "not a database"),
        (sqlite3.SQLITE_CANTOPEN, StoreProblem, "cannot be opened"),
        (codes.SQLITE_IOERR_WRITE, StoreProblem, "disk failed"),
        (sqlite3.SQLITE_ERROR, StoreProblem, "answered"),
    ],
)
def test_what_the_driver_says_becomes_a_sentence(code: int, kind: type[Exception], word: str, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("driver's words")
    error.sqlite_errorcode = code
    plain = plain_error(error, tmp_path / "team.db")
    assert type(plain) is kind
    assert word in plain.message
    assert plain.message.endswith(".")
    assert plain.hint


def test_what_cannot_be_opened_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert plain_error(error, tmp_path).args == (f"The store {tmp_path} is a folder.",)
    assert "cannot be opened" in str(plain_error(error, tmp_path / "team.db"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs the tests may write everywhere
    for answer in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        error.sqlite_errorcode = answer
        assert f"The folder {tmp_path} may not be written" in str(plain_error(error, tmp_path / "team.db"))


def test_an_error_inside_sqlalchemy_is_unwrapped(team: Team) -> None:
    with pytest.raises(StoreProblem, match="no such table"), translated(team.path), team.store.reading.connect() as it:
        it.exec_driver_sql("SELECT * FROM nowhere")


def test_other_errors_pass_untouched(tmp_path: Path) -> None:
    with pytest.raises(KeyError), translated(tmp_path):
        raise KeyError("x")


def test_a_transaction_is_not_begun_twice(team: Team) -> None:
    """SQLAlchemy begins by itself; the driver must not begin as well."""
    with team.store.reading.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(OperationalError, match="within a transaction"):
            connection.exec_driver_sql("BEGIN")
