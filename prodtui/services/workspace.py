"""Who is working, through what, on which board of which store."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from prodtui.domain.enums import Role, Via
from prodtui.domain.rows import Actor, BoardRow, PersonRow
from prodtui.errors import NotFound, Refused, Usage
from prodtui.services.lookup import pick_person, unknown_board
from prodtui.storage.engine import Store, open_store
from prodtui.storage.queries import boards as queries
from prodtui.storage.unit_of_work import read

T = TypeVar("T")


def utc_now() -> datetime:
    """Return the present, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The answer of a use case that changes something.

    `notes` are sentences for the user (such as "kept ann's change of due"); `txn` is None when nothing had to change;
    `replayed` tells that a request id was known and this is its first answer.
    """

    value: T
    notes: tuple[str, ...] = ()
    txn: str | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open store seen by one actor, with a default board; `committed` is told the transaction of each change."""

    store: Store
    actor: Actor
    board: BoardRow | None
    clock: Callable[[], datetime] = utc_now
    read_only: bool = False
    committed: Callable[[str], object] | None = None

    def now(self) -> datetime:
        """Return the present of this workspace."""
        return self.clock()

    def need_board(self) -> BoardRow:
        """Return the board that is worked on. Raises Usage when none was named and it is not the only one."""
        if self.board is not None:
            return self.board
        with read(self.store) as session:
            boards = queries.boards(session, archived=True)
        keys = [board.key for board in boards if board.archived_at is None]
        if not boards:
            raise NotFound("The store has no board yet.", hint="Make one with `prodtui board add KEY NAME`.")
        if not keys:
            keys = [board.key for board in boards]
            raise Usage(
                "Every board of the store is archived.",
                hint=f"Read one with --board {keys[0]}, or bring it back with `prodtui board restore {keys[0]}`.",
                details={"candidates": keys},
            )
        raise Usage(
            "The store has several boards; say which one.",
            hint=f"Add --board with one of {', '.join(keys)}, or set PRODTUI_BOARD.",
            details={"candidates": keys},
        )

    def tz(self) -> ZoneInfo:
        """Return the time zone of the board, UTC without one."""
        return ZoneInfo(self.board.timezone if self.board else "UTC")

    def with_board(self, key: str) -> Workspace:
        """Return the same workspace on another board. Raises NotFound with the nearest key."""
        with read(self.store) as session:
            return replace(self, board=_board(session, key))

    def renewed(self) -> Workspace:
        """Return the same workspace with its board and the role of its actor as they are in the store now."""
        with read(self.store) as session:
            board = queries.board_by_key(session, self.board.key) if self.board is not None else None
            person = queries.person_by_login(session, self.actor.login)
        actor = _actor(person, self.actor.login, self.actor.typed_by, self.actor.via)
        return replace(self, board=board or self.board, actor=actor)

    def with_via(self, via: Via) -> Workspace:
        """Return the same workspace acting through something else."""
        return replace(self, actor=replace(self.actor, via=via))

    def with_clock(self, clock: Callable[[], datetime]) -> Workspace:
        """Return the same workspace with another clock."""
        return replace(self, clock=clock)

    def acting_as(self, login: str) -> Workspace:
        """Return the same workspace with another person acting, as if they had opened it themselves."""
        with read(self.store) as session:
            person = pick_person(queries.people(session), login)
        return replace(self, actor=_actor(person, person.login, None, self.actor.via))

    def must_write(self) -> None:
        """Raise Refused in a read-only workspace."""
        if self.read_only:
            raise Refused(
                "This program was opened read-only, so nothing can be changed.", hint="Start it without --read-only."
            )

    def acting_for(self, name: str) -> Workspace:
        """Return the same workspace acting for somebody, typed by the operating-system user: "X for Y"."""
        with read(self.store) as session:
            person = pick_person(queries.people(session), name)
        typed_by = system_login()
        actor = _actor(person, person.login, typed_by if typed_by != person.login else None, self.actor.via)
        return replace(self, actor=actor)

    def acting_for_nobody(self) -> Workspace:
        """Return the same workspace acting as the operating-system user alone, who need not be a known person."""
        login = system_login()
        with read(self.store) as session:
            person = queries.person_by_login(session, login)
        return replace(self, actor=_actor(person, login, None, self.actor.via))

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def system_login() -> str:
    """Return the login of the operating-system user by uid: the environment can lie."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def open_workspace(
    path: Path | None = None,
    *,
    board: str | None = None,
    as_name: str | None = None,
    via: Via = Via.CLI,
    clock: Callable[[], datetime] = utc_now,
    read_only: bool = False,
) -> Workspace:
    """Open the store at `path` (the platform's default when None) as the operating-system user or for `as_name`.

    With no board named, the only board is the default one. Raises StoreMissing, StoreProblem, NotFound for an unknown
    board or person.
    """
    if path is None:
        from prodtui.paths import find_paths

        path = find_paths().store
    return workspace_on(open_store(path), board=board, as_name=as_name, via=via, clock=clock, read_only=read_only)


def workspace_on(
    store: Store,
    *,
    board: str | None = None,
    as_name: str | None = None,
    via: Via = Via.CLI,
    clock: Callable[[], datetime] = utc_now,
    read_only: bool = False,
) -> Workspace:
    """Return a workspace on a store that is open already."""
    with read(store) as session:
        login = system_login()
        if as_name:
            person = pick_person(queries.people(session), as_name)
            if not person.active:
                raise Refused(
                    f"{person.name} is not active any more, so nobody acts as them.",
                    hint=f"`prodtui person edit {person.login} --active` brings them back.",
                )
            actor = _actor(person, person.login, login if login != person.login else None, via)
        else:
            actor = _actor(queries.person_by_login(session, login), login, None, via)
        if board:
            chosen: BoardRow | None = _board(session, board)
        else:
            rows = queries.boards(session)
            chosen = rows[0] if len(rows) == 1 else None
    return Workspace(store, actor, chosen, clock, read_only)


def _actor(person: PersonRow | None, login: str, typed_by: str | None, via: Via) -> Actor:
    if person is None:
        return Actor(login, login, Role.MEMBER, None, typed_by, via)
    return Actor(login, person.name, person.role, person.id, typed_by, via)


def _board(session: Session, key: str) -> BoardRow:
    row = queries.board_by_key(session, key.upper())
    if row is None:
        raise unknown_board(key, [board.key for board in queries.boards(session)])
    return row
