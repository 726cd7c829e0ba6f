"""Making a store, and bringing an older one up to date: all of it or nothing, after an exact backup."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from prodtui.domain.flow.marks import flow_text
from prodtui.domain.permissions import DEFAULTS
from prodtui.errors import ExitCode, StoreProblem
from prodtui.services import stores, tasks
from prodtui.storage import engine
from prodtui.storage.engine import APPLICATION_ID, connect, open_store
from prodtui.storage.migrate import create_store, migrate_store
from prodtui.storage.migrations import SCHEMA_VERSION, STEPS
from prodtui.storage.sqlite import sqlite3
from tests.helpers.contents import content
from tests.helpers.team import NOW, Clock, Team

Step = Callable[[sqlite3.Connection], None]


def add_colour(connection: sqlite3.Connection) -> None:
    """The next schema, as it may look one day: a column, with a value in every row."""
    connection.execute("ALTER TABLE label ADD COLUMN colour VARCHAR NOT NULL DEFAULT 'grey'")
    connection.execute("UPDATE board SET name = name || ' 2'")


def stumble(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (id INTEGER)")
    raise ZeroDivisionError("in the middle")


def orphan(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM board")


def mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def test_a_new_store_has_our_mark_and_the_newest_schema(tmp_path: Path) -> None:
    assert create_store(tmp_path / "team.db") is True
    connection = connect(tmp_path / "team.db")
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID == int.from_bytes(b"prod", "big")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION == len(STEPS)
    connection.close()


def test_making_it_again_changes_nothing(store_path: Path) -> None:
    before = content(store_path)
    assert create_store(store_path) is False
    assert content(store_path) == before


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o002, 0o000])
def test_a_store_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "team.db"
    old = os.umask(umask)
    try:
        create_store(path)
        open_store(path).close()
    finally:
        os.umask(old)
    assert (mode(path.parent), mode(path)) == ("0700", "0600")


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o002])
def test_a_group_store_is_open_to_the_group_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    import grp

    path, group = tmp_path / "new" / "team.db", grp.getgrgid(os.getgid()).gr_name
    old = os.umask(umask)
    try:
        create_store(path, group=group)
    finally:
        os.umask(old)
    assert (mode(path.parent), mode(path), path.stat().st_gid) == ("2770", "0660", os.getgid())


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create_store(tmp_path / "team.db")
    assert mode(tmp_path) == "0755"


def test_a_folder_with_other_things_is_not_opened_to_a_group(tmp_path: Path) -> None:
    """Somebody's home must not become the group's because a store was put there."""
    import grp

    folder, group = tmp_path / "home-of-ann", grp.getgrgid(os.getgid()).gr_name
    folder.mkdir(mode=0o700)
    (folder / "letter.txt").touch()
    with pytest.raises(StoreProblem, match="holds other files"):
        create_store(folder / "team.db", group=group)
    assert (mode(folder), [path.name for path in folder.iterdir()]) == ("0700", ["letter.txt"])
    folder.chmod(0o2770)
    create_store(folder / "team.db", group=group)
    create_store(folder / "other.db", group=group)
    assert mode(folder / "other.db") == "0660"


def test_a_network_file_system_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "file_system", lambda path: "nfs4")
    with pytest.raises(StoreProblem, match="network file system"):
        create_store(tmp_path / "new" / "team.db")
    assert not (tmp_path / "new").exists()


def test_an_unknown_group_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no group 'nobody-knows'"):
        create_store(tmp_path / "new" / "team.db", group="nobody-knows")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "team.db", tmp_path / ("x" * 300)):
        with pytest.raises(StoreProblem, match="cannot be made") as caught:
            create_store(path)
        assert caught.value.exit_code is ExitCode.IO


def test_an_interrupted_creation_is_finished_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.touch(0o600)
    assert create_store(path) is True
    open_store(path).close()


def test_nothing_to_migrate_nothing_saved(store_path: Path) -> None:
    assert migrate_store(store_path) is None
    assert list(store_path.parent.glob("*.backup")) == []


def test_a_migration_makes_an_exact_backup_and_keeps_the_data(team: Team) -> None:
    team.task("Sweep", labels=("line-1",))
    before = content(team.path)
    team.close()

    saved = migrate_store(team.path, steps=(*STEPS, add_colour))

    assert saved is not None
    assert content(saved) == before
    assert mode(saved) == "0600"
    connection = sqlite3.connect(team.path)
    assert connection.execute("SELECT name, colour FROM label").fetchall() == [("line-1", "grey")]
    assert connection.execute("SELECT name FROM board").fetchall() == [("Operations 2",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
    connection.close()
    assert migrate_store(team.path, steps=(*STEPS, add_colour)) is None


def test_several_missing_steps_run_in_one_go(tmp_path: Path) -> None:
    path, seen = tmp_path / "team.db", []

    def note(number: int) -> Step:
        def step(connection: sqlite3.Connection) -> None:
            seen.append((number, connection.execute("PRAGMA user_version").fetchone()[0], connection.in_transaction))

        return step

    create_store(path)
    migrate_store(path, steps=(*STEPS, note(2), note(3)))
    assert seen == [(2, SCHEMA_VERSION, True), (3, SCHEMA_VERSION + 1, True)]


@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION))
def test_a_store_of_every_schema_comes_up_with_all_that_it_holds(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "team.db"
    path.touch(0o600)
    connection = connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for step in STEPS[:schema]:
        step(connection)
    connection.execute(f"PRAGMA user_version={schema}")
    connection.executescript(_OF_OLD)
    connection.close()

    assert migrate_store(path) is not None

    team = Team(path, Clock())
    row = tasks.get(team.ann, "OPS-1")
    assert (row.title, row.step, row.pinned_start, row.sequence) == ("Sweep", "ready", None, None)
    tasks.edit(team.ann, "OPS-1", {"pinned_start": NOW})
    assert tasks.get(team.ann, "OPS-1").pinned_start == NOW
    assert team.ann.need_board().settings.frozen_hours == 8
    assert team.ann.need_board().rights == DEFAULTS
    assert stores.check(team.ann).problems == ()
    team.close()


#: A board with a person and a task, in the words of the first schema.
_OF_OLD = """
INSERT INTO board (id, key, name, timezone, settings, next_number, version)
    VALUES (1, 'OPS', 'Operations', 'Europe/Berlin', '{}', 2, 1);
INSERT INTO person (id, login, name, initials, role, skills, hours_per_day, active, version)
    VALUES (1, 'ann', 'Ann', 'A', 'manager', '[]', 8, 1, 1);
INSERT INTO step (id, board_id, key, name, kind, position, criteria, version)
    VALUES (1, 1, 'ready', 'Ready', 'queue', 0, '', 1);
INSERT INTO task (id, board_id, number, title, notes, step_id, rank, priority, service_class, created_at, created_by,
    entered_at, version) VALUES (1, 1, 1, 'Sweep', '', 1, 1, 'normal', 'standard',
    '2026-11-01 08:00:00.000000+00:00', 'ann', '2026-11-01 08:00:00.000000+00:00', 1);
INSERT INTO event (at, recorded_at, board_id, actor, via, command, kind, object_id, ref, after, version, txn)
    VALUES ('2026-11-01 08:00:00.000000+00:00', '2026-11-01 08:00:00.000000+00:00', 1, 'ann', 'cli', 'task.add',
    'task', 1, 'OPS-1', '{"title":"Sweep"}', 1, 't1');
"""


def test_events_of_an_older_store_get_the_marks_that_new_ones_have(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.touch(0o600)
    connection = connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for step in STEPS[:4]:
        step(connection)
    connection.execute("PRAGMA user_version=4")
    connection.executescript(_OF_OLD)
    told: list[tuple[str, dict[str, Any] | None]] = [
        ("task", {"title": "x", "step": "ready"}),
        ("task", {"step": "done", "blocked_since": None, "archived_at": "2026"}),
        ("task", {"blocked_since": "2026", "archived_at": None}),
        ("task", {"title": "y"}),
        ("task", None),
        ("comment", None),
        ("transition", {"step": "ready"}),
    ]
    commands = ["x", "undo x", "redo"]
    for command in commands:
        for kind, after in told:
            connection.execute(
                "INSERT INTO event (at, recorded_at, board_id, actor, via, command, kind, object_id, ref, after,"
                " version, txn) VALUES ('2026', '2026', 1, 'ann', 'cli', ?, ?, 1, 'OPS-1', ?, 2, 't')",
                (command, kind, None if after is None else json.dumps(after)),
            )
    connection.close()

    migrate_store(path)

    with closing(sqlite3.connect(path)) as opened:
        marks = [row[0] for row in opened.execute("SELECT flow FROM event ORDER BY id")]
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            opened.execute("UPDATE event SET flow = NULL")
    assert marks == [None, *(flow_text(kind, after, command) for command in commands for kind, after in told)]


@pytest.mark.parametrize("steps", [(stumble,), (add_colour, stumble)])
def test_a_step_that_fails_leaves_the_old_store_whole(store_path: Path, steps: tuple[Step, ...]) -> None:
    before = content(store_path)
    with pytest.raises(ZeroDivisionError):
        migrate_store(store_path, steps=(*STEPS, *steps))
    assert content(store_path) == before
    open_store(store_path).close()


def test_a_migration_that_breaks_references_is_not_done(store_path: Path) -> None:
    before = content(store_path)
    with pytest.raises(StoreProblem, match="broken references"):
        migrate_store(store_path, steps=(*STEPS, orphan))
    assert content(store_path) == before


def test_without_room_for_the_backup_nothing_is_migrated(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prodtui.storage import migrate

    def full(path: Path, label: str) -> Path:
        raise StoreProblem("The disk is full.")

    before = content(store_path)
    monkeypatch.setattr(migrate, "backup_beside", full)
    with pytest.raises(StoreProblem, match="full"):
        migrate_store(store_path, steps=(*STEPS, add_colour))
    assert content(store_path) == before


def test_a_foreign_database_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mail (id INTEGER)")
    connection.close()
    with pytest.raises(StoreProblem, match="another program"):
        migrate_store(path)


def test_a_newer_store_is_not_migrated_down(store_path: Path) -> None:
    connection = sqlite3.connect(store_path)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreProblem, match="newer prodtui"):
        migrate_store(store_path)
