"""Opening a store: the one way to a connection, its pragmas, its transactions and its file checks."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from prodtui.errors import Busy, ProdtuiError, StoreDamaged, StoreMissing, StoreOlder, StoreProblem
from prodtui.storage.sqlite import sqlite3

#: "prod" in ASCII: marks the file as ours.
APPLICATION_ID = 0x70726F64
BUSY_SECONDS = 10.0
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs", "ncpfs", "9p"}
)
ALLOW_NETWORK = "PRODTUI_ALLOW_NETWORK_FS"


@dataclass(frozen=True)
class Store:
    """An open store. `reading` begins deferred transactions, `writing` immediate ones; both share one pool."""

    path: Path
    reading: Engine
    writing: Engine
    new_txn: Callable[[], str]

    def close(self) -> None:
        """Close every pooled connection."""
        self.reading.dispose()


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite has the fix for the WAL reset defect (3.51.3, or back-ported to 3.50.7 and 3.44.6)."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


def file_system(path: Path) -> str:
    """Return the type of the file system that holds `path`, "" where the system does not tell."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    place = str(path.resolve())
    for line in mounts:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def check_place(path: Path) -> None:
    """Refuse a network file system unless told otherwise: file locks are not to be trusted there."""
    kind = file_system(path.parent if not path.exists() else path)
    if kind in NETWORK_FILE_SYSTEMS and not os.environ.get(ALLOW_NETWORK):
        raise StoreProblem(
            f"The store {path} lies on a network file system ({kind}), where locks cannot be trusted.",
            hint=f"Move it to a local disk, or set {ALLOW_NETWORK}=1 if you know that locks work there.",
        )


def connect(
    path: Path, *, busy_seconds: float = BUSY_SECONDS, pragmas: Mapping[str, object] | None = None
) -> sqlite3.Connection:
    """Open one raw connection to an existing store file with every pragma of the house set.

    Never creates the file (mode=rw). Raises sqlite3.Error; wrap in `translated`.
    """
    uri = f"file:{quote(str(path.absolute()))}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_seconds)
    settings: dict[str, object] = {"foreign_keys": "ON", "synchronous": "FULL", "trusted_schema": "OFF"}
    for name, value in (settings | dict(pragmas or {})).items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection


def set_journal(connection: sqlite3.Connection, path: Path) -> str:
    """Set WAL where it is safe and local, else a truncated rollback journal; return what SQLite answered."""
    local = file_system(path) not in NETWORK_FILE_SYSTEMS
    wanted = "WAL" if wal_is_safe() and local else "TRUNCATE"
    try:
        answer = str(connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0])
    except sqlite3.OperationalError:
        # Somebody else is changing it or holds the store; either journal is sound, so the present one will do.
        answer = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    if answer.lower() == "wal" and wanted != "WAL":
        raise StoreProblem(
            f"The store {path} is in WAL mode, which SQLite {sqlite3.sqlite_version} can corrupt, and is held open.",
            hint="Close the other programs once, so that the journal can be changed, or upgrade SQLite to 3.51.3.",
        )
    return answer


def check_header(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """Return the schema version of the file; refuse foreign and newer ones."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        objects = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if objects or application:
            raise StoreProblem(
                f"{path} is a database of another program, not a prodtui store.",
                hint="Name the right file with --store, or make a store with `prodtui init`.",
            )
        raise StoreMissing(f"{path} is an empty database without a store.", hint="Make one with `prodtui init`.")
    if version > newest:
        raise newer_store(path, version, newest)
    return version


def newer_store(path: Path, version: int, newest: int) -> StoreProblem:
    """Return the error for a store that a newer program has migrated."""
    return StoreProblem(
        f"The store {path} was made by a newer prodtui (schema {version}; this one knows {newest}).",
        hint="Upgrade prodtui on this machine; nothing was changed.",
        details={"schema": version, "newest_known": newest},
    )


def older_store(path: Path, version: int, needed: int) -> StoreOlder:
    """Return the error for a store that this program must migrate before it can use it."""
    return StoreOlder(
        f"The store {path} has schema {version}; this prodtui needs {needed}.",
        hint="Run `prodtui db migrate`: it makes a backup first.",
        details={"schema": version, "needed": needed},
    )


def random_txn() -> str:
    """Return a fresh transaction id."""
    return secrets.token_hex(8)


def open_store(
    path: Path,
    *,
    pragmas: Mapping[str, object] | None = None,
    busy_seconds: float = BUSY_SECONDS,
    new_txn: Callable[[], str] = random_txn,
) -> Store:
    """Open an existing store of the current schema.

    Raises StoreMissing when there is none, StoreProblem when it is foreign, newer, older or cannot be read.
    `pragmas` override the defaults on every connection (a private throw-away store may give up durability).
    """
    from prodtui.storage.migrations import SCHEMA_VERSION

    path = path.absolute()
    if not _is_there(path):
        raise StoreMissing(f"There is no store at {path}.", hint="Make one with `prodtui init`, or try `prodtui demo`.")
    check_place(path)

    def creator() -> sqlite3.Connection:
        if spare:
            return spare.pop()
        connection = connect(path, busy_seconds=busy_seconds, pragmas=pragmas)
        set_journal(connection, path)
        return connection

    with translated(path):
        probe = connect(path, busy_seconds=busy_seconds, pragmas=pragmas)
        try:
            version = check_header(probe, path, SCHEMA_VERSION)
            if version < SCHEMA_VERSION:
                raise older_store(path, version, SCHEMA_VERSION)
            set_journal(probe, path)
        except BaseException:
            probe.close()
            raise
    spare = [probe]  # becomes the pool's first connection: opening costs a command more than its query
    engine = create_engine(
        "sqlite://", module=sqlite3, creator=creator, poolclass=QueuePool, pool_size=4, max_overflow=12
    )
    event.listen(engine, "begin", _begin)
    return Store(path, engine, engine.execution_options(prodtui_begin="BEGIN IMMEDIATE"), new_txn)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreProblem(
            f"The store {path} cannot be opened: {why}.", hint="Name another file with --store."
        ) from error


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("prodtui_begin", "BEGIN"))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and SQLAlchemy raise into Busy or StoreProblem with a sentence for the user."""
    try:
        yield
    except DBAPIError as error:
        raise plain_error(error.orig if isinstance(error.orig, sqlite3.Error) else error, path) from error
    except sqlite3.Error as error:
        raise plain_error(error, path) from error


def plain_error(error: BaseException, path: Path) -> ProdtuiError:
    """Return the error that a person can act on for a driver's exception."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    kept = "Nothing was changed; what was saved before is safe."
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(f"Another program holds the store {path}.", hint="Nothing was changed; try again in a moment.")
    if primary == sqlite3.SQLITE_FULL:
        return StoreProblem(f"The disk that holds {path} is full. {kept}", hint="Free some space and try again.")
    if primary == sqlite3.SQLITE_READONLY or primary == sqlite3.SQLITE_PERM:
        return _closed_folder(path) or StoreProblem(
            f"The store {path} may not be written. {kept}", hint="Check the permissions of the file and its folder."
        )
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreDamaged(f"{path} is damaged or not a database.", hint="Restore a backup with `prodtui db restore`.")
    if primary == sqlite3.SQLITE_CANTOPEN:
        return _not_opened(path)
    if primary == sqlite3.SQLITE_IOERR:
        return StoreProblem(
            f"The disk failed while the store {path} was used. {kept}", hint="Check the disk and try again."
        )
    return StoreProblem(f"The store {path} answered: {error}. {kept}", hint="Run `prodtui db check`.")


def _not_opened(path: Path) -> StoreProblem:
    """Return why SQLite could not open a file, as far as the file system tells."""
    if path.is_dir():
        return StoreProblem(f"The store {path} is a folder.", hint=f"Name a file in it, like {path / 'board.db'}.")
    return _closed_folder(path) or StoreProblem(
        f"The store {path} cannot be opened.", hint="Check that the file exists and may be read."
    )


def _closed_folder(path: Path) -> StoreProblem | None:
    if not path.parent.is_dir() or os.access(path.parent, os.W_OK | os.X_OK):
        return None
    return StoreProblem(
        f"The folder {path.parent} may not be written, and a store needs files beside its own. Nothing was changed.",
        hint="Check the permissions of the folder.",
    )
