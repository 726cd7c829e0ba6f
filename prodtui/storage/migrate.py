"""Making a store file and bringing an older one up to date."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from prodtui.errors import StoreProblem
from prodtui.storage.backup import backup_beside
from prodtui.storage.engine import APPLICATION_ID, check_header, check_place, connect, set_journal, translated
from prodtui.storage.migrations import STEPS
from prodtui.storage.sqlite import sqlite3

_Steps = Sequence[Callable[[sqlite3.Connection], None]]


def create_store(path: Path, *, group: str | None = None) -> bool:
    """Make the folder, the file and the newest schema; return False when the store is there already.

    Eight processes may do this at once. With `group` the folder becomes 2770 and the file 0660, else 0700 and 0600.
    Raises StoreProblem for an unknown group or a place that cannot be written.
    """
    path = path.absolute()
    try:
        check_place(path)
        _make_place(path, group)
    except OSError as error:
        raise StoreProblem(
            f"The store {path} cannot be made: {error.strerror}.", hint="Choose another place with --store."
        ) from error
    except LookupError as error:
        raise StoreProblem(
            f"There is no group {group!r} on this machine.", hint="Make the group first, or leave --group out."
        ) from error
    with translated(path):
        connection = connect(path)
        try:
            if _has_tables(connection):
                check_header(connection, path, len(STEPS))
                return False
            set_journal(connection, path)
            return _apply_missing(connection, path, STEPS)
        finally:
            connection.close()


def migrate_store(path: Path, *, steps: _Steps = STEPS) -> Path | None:
    """Bring a store up to the newest schema after an exact backup; return the backup, None when nothing was to do."""
    with translated(path):
        connection = connect(path)
        try:
            if check_header(connection, path, len(steps)) == len(steps):
                return None
            set_journal(connection, path)
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            saved = backup_beside(path, f"schema-{connection.execute('PRAGMA user_version').fetchone()[0]}")
            _run(connection, steps)
            return saved
        finally:
            connection.close()


def _make_place(path: Path, group: str | None) -> None:
    gid = None if group is None else _group_id(group)
    folder_is_new = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    if gid is not None:
        _share(path.parent, gid, is_new=folder_is_new)
    elif folder_is_new:
        path.parent.chmod(0o700)
    try:
        # SQLite makes files 0644 whatever the umask says, so the file is made here, empty, before SQLite sees it.
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except FileExistsError:
        return
    try:
        if gid is not None:
            os.fchown(descriptor, -1, gid)
        os.fchmod(descriptor, 0o600 if gid is None else 0o660)
    finally:
        os.close(descriptor)


def _share(folder: Path, gid: int, *, is_new: bool) -> None:
    """Open a folder to a group. Raises StoreProblem when that would open other files as well."""
    status = folder.stat()
    if (status.st_gid, stat.S_IMODE(status.st_mode)) == (gid, 0o2770):
        return
    if not is_new and any(folder.iterdir()):
        raise StoreProblem(
            f"The folder {folder} holds other files, which --group would open to the whole group.",
            hint="Name a folder of its own for the store; it is made if it does not exist.",
        )
    # In this order: a mode with the group bit is only kept for a group that one belongs to.
    os.chown(folder, -1, gid)
    folder.chmod(0o2770)


def _group_id(name: str) -> int:
    """Return the number of a group. Raises LookupError."""
    import grp  # there is none on some platforms, and most stores need none

    return grp.getgrnam(name).gr_gid


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _apply_missing(connection: sqlite3.Connection, path: Path, steps: _Steps) -> bool:
    """Lay the schema out in one transaction; return False when another program was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    if _has_tables(connection):
        connection.execute("ROLLBACK")
        check_header(connection, path, len(steps))
        return False
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    _run(connection, steps)
    return True


def _run(connection: sqlite3.Connection, steps: _Steps) -> None:
    """Run the missing steps inside the open transaction and commit, or roll all of them back."""
    try:
        for number in range(connection.execute("PRAGMA user_version").fetchone()[0], len(steps)):
            steps[number](connection)
            connection.execute(f"PRAGMA user_version={number + 1}")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StoreProblem(
                f"The migration would leave {len(broken)} broken references, so it was not done.",
                hint="Run `prodtui db check` and report what it prints.",
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
