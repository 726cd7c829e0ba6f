"""Backup, restore and check, all through SQLite itself: the file is never opened any other way."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from prodtui.errors import Busy, StoreProblem
from prodtui.storage.engine import check_header, connect, set_journal, translated
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.sqlite import sqlite3


def backup_to(path: Path, target: Path) -> Path:
    """Copy the live store to a new file, 0600 (0640 in a group store), and verify it by opening it.

    Raises StoreProblem when the target exists or the copy does not pass its check.
    """
    target = target.absolute()
    mode = 0o640 if path.stat().st_mode & stat.S_IRGRP else 0o600
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
        target.chmod(mode)
    except FileExistsError as error:
        raise StoreProblem(f"{target} exists already.", hint="Name a file that does not exist yet.") from error
    except OSError as error:
        raise StoreProblem(
            f"The backup {target} cannot be made: {error.strerror}.", hint="Choose another place."
        ) from error
    try:
        with translated(target):
            _copy(path, target)
            _settle(target)
            problems = check_file(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if problems:
        target.unlink(missing_ok=True)
        raise StoreProblem(
            f"The backup did not pass its check: {problems[0]}", hint="Run `prodtui db check` on the store."
        )
    return target


def backup_beside(path: Path, label: str) -> Path:
    """Make a backup next to the store, named after the moment and `label`."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return backup_to(path, path.with_name(f"{path.stem}.{label}.{moment}.backup"))


def restore_from(path: Path, source: Path) -> Path:
    """Put a backup into the live store through the backup API, after a safety copy; return the copy's path.

    Programs that have the store open see the restored state at their next read.
    """
    _must_be_sound(source)
    saved = backup_beside(path, "before-restore")
    with translated(path):
        _copy(source, path)
    return saved


def replace_from(path: Path, source: Path) -> Path:
    """Move a store that cannot be read aside and put a backup in its place; return where the damaged file lies.

    The backup is checked first: when it is not sound, nothing is moved.
    """
    _must_be_sound(source)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside, mode = path.with_name(f"{path.name}.damaged.{moment}"), stat.S_IMODE(path.stat().st_mode)
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
    path.chmod(mode)
    with translated(path):
        _copy(source, path)
    return aside


def _must_be_sound(source: Path) -> None:
    if not source.exists():
        raise StoreProblem(f"There is no backup at {source}.", hint="Name the file that `prodtui db backup` printed.")
    with translated(source):
        problems = check_file(source)
    if problems:
        raise StoreProblem(
            f"{source} does not pass its check: {problems[0]}", hint="Choose another backup; nothing was changed."
        )


def check_file(path: Path) -> list[str]:
    """Return what SQLite finds wrong with a store file: header, structure, references; empty when all is well."""
    connection = connect(path)
    try:
        check_header(connection, path, SCHEMA_VERSION)
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return found + [f"table {row[0]} row {row[1]} refers to a missing row of {row[2]}" for row in broken]
    finally:
        connection.close()


def _settle(target: Path) -> None:
    """Make a backup one plain file that opens anywhere, also where nothing may be written beside it."""
    connection = connect(target)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _not_held(path: Path) -> Callable[[int, int, int], None]:
    """Return a callback that gives up when another program still holds a file after the usual patience."""

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Busy(
                f"Another program holds {path} or its source.", hint="Nothing was changed; try again in a moment."
            )

    return progress


def _copy(source: Path, target: Path) -> None:
    reading, writing = connect(source), connect(target)
    try:
        set_journal(writing, target)
        # In one step: SQLite begins again with every change of another program, which may never end.
        reading.backup(writing, progress=_not_held(target))
    finally:
        writing.close()
        reading.close()
