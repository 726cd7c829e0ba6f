"""Backups: exact, private, checked; and the way back into a live store."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

import pytest

from prodtui.errors import Busy, StoreMissing, StoreProblem
from prodtui.services import task_view
from prodtui.storage import backup, engine
from prodtui.storage.backup import backup_beside, backup_to, check_file, replace_from, restore_from
from prodtui.storage.changes import ChangeFeed
from prodtui.storage.engine import open_store
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.sqlite import sqlite3
from tests.helpers.contents import content
from tests.helpers.team import Team


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o077])
@pytest.mark.parametrize(("store_mode", "expected"), [(0o600, 0o600), (0o660, 0o640)])
def test_a_backup_is_exact_and_private(team: Team, tmp_path: Path, store_mode: int, expected: int, umask: int) -> None:
    team.task("Sweep")
    team.path.chmod(store_mode)
    old = os.umask(umask)
    try:
        saved = backup_to(team.path, tmp_path / "copy.db")
    finally:
        os.umask(old)
    assert content(saved) == content(team.path)
    assert mode(saved) == expected


def test_a_backup_never_overwrites(team: Team, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep me")
    with pytest.raises(StoreProblem, match="exists already"):
        backup_to(team.path, tmp_path / "precious")
    assert (tmp_path / "precious").read_text() == "keep me"


def test_a_place_that_cannot_be_written_is_said(team: Team, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot be made"):
        backup_to(team.path, tmp_path / "no" / "folder" / "copy.db")


def test_a_backup_of_something_damaged_is_refused_and_removed(team: Team, tmp_path: Path) -> None:
    team.close()
    connection = sqlite3.connect(team.path)
    connection.execute("INSERT INTO label (board_id, name) VALUES (77, 'orphan')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreProblem, match="did not pass"):
        backup_to(team.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_backups_beside_the_store_have_names_of_their_own(team: Team) -> None:
    names = {backup_beside(team.path, "before-restore").name for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("team.before-restore.") and name.endswith(".backup") for name in names)


def test_a_restore_brings_the_old_state_into_the_live_store(team: Team, tmp_path: Path) -> None:
    team.task("Kept")
    saved = backup_to(team.path, tmp_path / "copy.db")
    old, newer = content(team.path), team.task("Lost").ref
    new = content(team.path)
    feed = ChangeFeed(team.store)

    safety = restore_from(team.path, saved)

    assert content(team.path) == old
    assert content(safety) == new
    assert feed.poll() == {"tasks:1"}
    assert [row.title for row in task_view.list_tasks(team.bo)] == ["Kept"]
    assert team.task("Later").ref == newer  # the number was given out in a future that did not happen
    feed.close()


@pytest.mark.parametrize("kind", ["missing", "empty", "letter", "foreign", "newer", "broken"])
def test_only_a_sound_backup_is_restored(team: Team, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "source.db"
    if kind == "empty":
        source.touch()
    elif kind == "letter":
        source.write_text("Dear all, " * 500)
    elif kind != "missing":
        source = backup_to(team.path, source)
        connection = sqlite3.connect(source)
        connection.execute(
            {
                "foreign": "PRAGMA application_id=1",
                "newer": f"PRAGMA user_version={SCHEMA_VERSION + 1}",
                "broken": "UPDATE task SET step_id = 99",
            }[kind]
        )
        if kind == "broken":
            connection.execute("INSERT INTO label (board_id, name) VALUES (77, 'orphan')")
        connection.commit()
        connection.close()
    before = content(team.path)
    with pytest.raises(StoreMissing if kind == "empty" else StoreProblem):
        restore_from(team.path, source)
    assert content(team.path) == before
    assert list(tmp_path.glob("*.backup")) == []


def test_a_store_that_somebody_keeps_is_not_waited_for_for_ever(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the rollback journal lets a writer keep readers out."""
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    monkeypatch.setattr(backup, "connect", partial(engine.connect, busy_seconds=0))
    open_store(store_path).close()
    holder = engine.connect(store_path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy):
        backup_to(store_path, tmp_path / "copy.db")
    holder.close()
    assert not (tmp_path / "copy.db").exists()


def test_a_sound_file_has_no_problems(store_path: Path) -> None:
    assert check_file(store_path) == []


def test_a_broken_reference_is_named(store_path: Path) -> None:
    connection = sqlite3.connect(store_path)
    connection.execute("INSERT INTO label (board_id, name) VALUES (77, 'orphan')")
    connection.commit()
    connection.close()
    assert check_file(store_path) == ["table label row 1 refers to a missing row of board"]


def test_a_damaged_page_is_found(store_path: Path) -> None:
    with store_path.open("r+b") as file:  # nobody has it open
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096)
    try:
        assert check_file(store_path)
    except sqlite3.DatabaseError as error:
        assert "malformed" in str(error)


def test_a_damaged_store_is_set_aside_and_replaced(store_path: Path, tmp_path: Path) -> None:
    saved = backup_to(store_path, tmp_path / "good.backup")
    store_path.write_bytes(b"not a database any more" * 100)
    aside = replace_from(store_path, saved)
    assert aside.read_bytes().startswith(b"not a database")
    assert check_file(store_path) == []
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600


def test_a_store_is_not_set_aside_for_a_backup_that_is_no_better(store_path: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.backup"
    bad.write_bytes(b"nor is this" * 100)
    before = store_path.read_bytes()
    with pytest.raises(StoreProblem, match="damaged"):
        replace_from(store_path, bad)
    assert store_path.read_bytes() == before
