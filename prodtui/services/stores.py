"""The store itself: made, described, checked, backed up, restored, migrated."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prodtui.domain.enums import Role, Via
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import Actor
from prodtui.errors import Refused, StoreProblem
from prodtui.services.boards import make_board
from prodtui.services.change import begin, require
from prodtui.services.people import make_person
from prodtui.services.templates import load_template
from prodtui.services.workspace import Workspace, system_login, workspace_on
from prodtui.storage import invariants
from prodtui.storage.backup import backup_to, check_file, replace_from, restore_from
from prodtui.storage.engine import file_system, open_store, translated
from prodtui.storage.migrate import create_store, migrate_store
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.queries import boards as queries
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `problems` is empty for a sound store, `counts` holds rows by table."""

    path: str
    schema: int
    counts: dict[str, int]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Created:
    """A store that is ready, and whether this call made the file and the board."""

    workspace: Workspace
    made_store: bool
    made_board: bool


def init_store(
    path: Path,
    *,
    template: str | None = "it-service",
    board_key: str | None = None,
    board_name: str | None = None,
    timezone: str | None = None,
    group: str | None = None,
    via: Via = Via.CLI,
) -> Created:
    """Make a store with one board and the operating-system user as manager; on an existing store only what is missing.

    Any number of programs may do this at once: one of them makes it, the others find it. Raises StoreProblem, Rejected.
    """
    if template is not None:
        load_template(template)
    made_store = create_store(path, group=group)
    store = open_store(path)
    login = system_login()
    founder = Actor(login, login, Role.MANAGER, None, None, via)
    workspace = Workspace(store, founder, None)
    with begin(workspace, "init", need=Permission.SET_UP, of_store=True) as change:
        people = change.people()
        if not people:
            make_person(change, login, {"name": login, "role": Role.MANAGER})
        boards = queries.boards(change.session, archived=True)
        wanted = (board_key or "OPS").upper()
        made_board = not boards or (board_key is not None and wanted not in [board.key for board in boards])
        if made_board:
            mine = next((person for person in people if person.login == login), None)
            if people:
                require(Actor(login, login, mine.role if mine else Role.MEMBER, None, None, via), Permission.SET_UP)
            name = board_name or (load_template(template).title if template else "Board")
            make_board(change, wanted, name, template=template, timezone=timezone)
        change.done(None)
    return Created(workspace_on(store, board=board_key, via=via), made_store, made_board)


def info(ws: Workspace) -> dict[str, Any]:
    """Return what the store is: path, schema, journal, file system, size, modes, rows by table."""
    path = ws.store.path
    with read(ws.store) as session:
        pragmas = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "page_size", "synchronous")
        }
        rows = invariants.counts(session)
    status = path.stat()
    return {
        "path": str(path),
        "schema": SCHEMA_VERSION,
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": pragmas["journal_mode"],
        "synchronous": pragmas["synchronous"],
        "page_size": pragmas["page_size"],
        "file_system": file_system(path),
        "bytes": status.st_size,
        "mode": f"{stat.S_IMODE(status.st_mode):04o}",
        "rows": rows,
    }


def check(ws: Workspace) -> CheckReport:
    """Check structure, references and the product's own invariants."""
    with translated(ws.store.path):
        problems = check_file(ws.store.path)
    with read(ws.store) as session:
        problems += invariants.broken(session)
        rows = invariants.counts(session)
    return CheckReport(str(ws.store.path), SCHEMA_VERSION, rows, tuple(problems))


def backup(ws: Workspace, target: Path | None = None) -> Path:
    """Copy the live store to `target` (a dated file beside it when None) and return where it is, verified."""
    path = ws.store.path
    name = f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.backup"
    if target is None:
        target = path.with_name(name)
    elif target.is_dir():
        target = target / name
    return backup_to(path, target)


def restore(ws: Workspace, source: Path) -> Path:
    """Put a backup into the live store; return the safety copy that was made first. Needs a lead or manager."""
    ws.must_write()
    require(ws.actor, Permission.SET_UP)
    if source.exists() and source.samefile(ws.store.path):
        raise Refused("A store cannot be restored from itself.", hint="Name the backup file.")
    return restore_from(ws.store.path, source)


def replace_damaged(path: Path, source: Path) -> Path:
    """Put a backup in the place of a store that cannot be read any more; return where the damaged file lies now."""
    return replace_from(path, source)


def migrate(path: Path) -> Path | None:
    """Bring an older store up to date; return the backup made first, None when it was up to date."""
    if not path.exists():
        raise StoreProblem(f"There is no store at {path}.", hint="Make one with `prodtui init`.")
    return migrate_store(path)
