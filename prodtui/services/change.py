"""The frame of every change: permission, request id, one write unit, and the rows that it needs again and again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from prodtui.domain.codec import from_dict, to_json
from prodtui.domain.permissions import DEFAULTS, Permission, Rights
from prodtui.domain.rows import Actor, BoardRow, PersonRow, StepRow
from prodtui.errors import Refused
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries
from prodtui.storage.queries.uses import Use, uses
from prodtui.storage.unit_of_work import WriteUnit, write

T = TypeVar("T")


@dataclass
class Change:
    """One use case in progress; reads lazily what the board's rules need, once."""

    ws: Workspace
    unit: WriteUnit
    body: str
    first_answer: dict[str, Any] | None
    looks: bool = False
    need: Permission | None = None
    _boards: dict[str, BoardRow] = field(default_factory=dict)
    _steps: dict[int, dict[int, StepRow]] = field(default_factory=dict)
    _people: tuple[PersonRow, ...] | None = None
    _uses: dict[int, tuple[Use, ...]] = field(default_factory=dict)
    _allowed: set[str] = field(default_factory=set)

    @classmethod
    def looking(cls, ws: Workspace, session: Session) -> Change:
        """Return a change that only looks: it judges in a read session and has nothing to commit."""
        return cls(ws, WriteUnit(session, ws.actor, "look", ws.now(), ""), "", None, looks=True)

    @property
    def writes(self) -> bool:
        """Tell whether this change may leave something behind; one that only looks may not."""
        return bool(self.unit.txn)

    @property
    def session(self) -> Session:
        """Return the session of the transaction."""
        return self.unit.session

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        return self.unit.actor

    @property
    def now(self) -> datetime:
        """Return the one moment at which all of this change happens."""
        return self.unit.now

    def board(self) -> BoardRow:
        """Return the default board as it stands in this transaction; see `board_of`."""
        return self.board_of(self.ws.need_board().key)

    def board_of(self, key: str) -> BoardRow:
        """Return a board by key.

        Raises NotFound, and Refused where the actor lacks what the change needs, or for an archived board unless the
        change only looks.
        """
        board = self.any_board(key)
        if board.archived_at is not None and not self.looks:
            raise Refused(
                f"Board {key} is archived; `prodtui board restore {key}` brings it back.",
                details={
                    "reasons": [{"ref": key, "code": "archived", "text": "is an archived board", "overridable": False}]
                },
            )
        return board

    def any_board(self, key: str) -> BoardRow:
        """Return a board by key, archived or not: for what archives and restores it. Raises NotFound, Refused.

        Every board that a change touches comes from here, so its rights are asked here and nowhere else.
        """
        if key not in self._boards:
            row = queries.board_by_key(self.session, key)
            if row is None:
                from prodtui.services.lookup import unknown_board

                raise unknown_board(key, [board.key for board in queries.boards(self.session)])
            self._boards[key] = row
            if self.need is not None and key not in self._allowed:  # a change of rights is judged by those before it
                self.require(self.need, row)
                self._allowed.add(key)
        return self._boards[key]

    def may(self, permission: Permission, board: BoardRow | None = None) -> bool:
        """Tell whether the actor has a right on a board, without one whether every new board would grant it."""
        return _rights(board).may(self.actor.role, permission)

    def require(self, permission: Permission, board: BoardRow | None = None) -> None:
        """Raise Refused when the actor does not have a right on a board, without one by the rights of a new board."""
        require(self.actor, permission, board)

    def steps(self, board: BoardRow) -> tuple[StepRow, ...]:
        """Return the steps of a board in their order, archived ones left out."""
        return tuple(step for step in self.all_steps(board).values() if step.archived_at is None)

    def all_steps(self, board: BoardRow) -> dict[int, StepRow]:
        """Return the steps of a board by id in their order, archived ones too."""
        if board.id not in self._steps:
            self._steps[board.id] = {step.id: step for step in queries.steps(self.session, board.id, archived=True)}
        return self._steps[board.id]

    def people(self) -> tuple[PersonRow, ...]:
        """Return everybody, inactive people too."""
        if self._people is None:
            self._people = queries.people(self.session)
        return self._people

    def uses(self, board: BoardRow) -> tuple[Use, ...]:
        """Return for which tasks the checklists of a board are meant."""
        if board.id not in self._uses:
            self._uses[board.id] = uses(self.session, board.id)
        return self._uses[board.id]

    def forget(self) -> None:
        """Read boards, steps, people and uses again: this change has altered them."""
        self._boards.clear()
        self._uses.clear()
        self._steps.clear()
        self._people = None

    def done(self, value: T, notes: Sequence[str] = ()) -> Done[T]:
        """Commit and return the answer; a change that recorded nothing leaves no trace."""
        self._judge_without_board()
        if not self.unit.changed and self.unit.request_id is None:
            return Done(value, tuple(notes))
        self.unit.keep_answer(self.body, {"value": to_json(value), "notes": list(notes)})
        self.unit.commit()
        return Done(value, tuple(notes), self.unit.txn if self.unit.changed else None)

    def kept(self, value: T, notes: Sequence[str] = ()) -> Done[T]:
        """Commit what is somebody's own and leaves no event, such as a mark of what was read, and return the answer."""
        self._judge_without_board()
        self.unit.keep_answer(self.body, {"value": to_json(value), "notes": list(notes)})
        self.unit.commit()
        return Done(value, tuple(notes), self.unit.txn)

    def _judge_without_board(self) -> None:
        """Judge a change that touched no board by the rights of a new one."""
        if self.need is not None and not self._allowed:
            self.require(self.need)

    def repeat(self, cls: type[T]) -> Done[T]:
        """Return the first answer of a known request id as a row of class `cls`."""
        answer = self.first_answer or {}
        return Done(from_dict(cls, answer["value"]), tuple(answer["notes"]), None, replayed=True)

    def repeat_many(self, cls: type[T]) -> Done[tuple[T, ...]]:
        """Return the first answer of a known request id as a tuple of rows."""
        answer = self.first_answer or {}
        rows = tuple(from_dict(cls, row) for row in answer["value"])
        return Done(rows, tuple(answer["notes"]), None, replayed=True)


@contextmanager
def begin(
    ws: Workspace,
    command: str,
    *,
    need: Permission | None = Permission.WORK,
    of_store: bool = False,
    request_id: str | None = None,
    body: Mapping[str, Any] | None = None,
    undoes: str | None = None,
) -> Iterator[Change]:
    """Open a change; leaving the block without `done()` rolls it back.

    The right `need` (None: everybody may) is asked of every board that the change touches. What concerns the whole
    store (`of_store`) goes by the rights of a new board alone. `body` is what a retry under the same request id must
    equal. Raises Refused when the actor's role lacks the right, Busy when the store stays locked.
    """
    ws.must_write()
    print_of = fingerprint(command, ws.actor.login, body or {})
    with write(ws.store, ws.actor, command, now=ws.now(), request_id=request_id, undoes=undoes) as unit:
        first = unit.first_answer(print_of)
        asked = need if first is None else None
        if of_store and asked is not None:
            require(ws.actor, asked)
        yield Change(ws, unit, print_of, first, need=None if of_store else asked)
    if ws.committed is not None and unit.committed and unit.changed:
        ws.committed(unit.txn)


def require(actor: Actor, need: Permission, board: BoardRow | None = None) -> None:
    """Raise Refused when the actor's role lacks a right on a board, without one by the rights of a new board."""
    rights = _rights(board)
    if rights.may(actor.role, need):
        return
    roles, where = rights.who_may(need), f"On {board.key} " if board is not None else ""
    hint = f"Ask somebody whose role is {' or '.join(roles)}."
    if not roles:
        hint = f"No role has that right here; `prodtui person grant ROLE {need}` gives it to one."
    raise Refused(
        f"{where}{actor.login} ({actor.role}) may not {need.words}.",
        hint=hint,
        details={"role": actor.role.value, "right": need.value, "needed": [role.value for role in roles]},
    )


def _rights(board: BoardRow | None) -> Rights:
    return DEFAULTS if board is None else board.rights


def fingerprint(command: str, login: str, body: Mapping[str, Any]) -> str:
    """Return a digest of a request: the same words by the same person give the same digest."""
    text = json.dumps([command, login, to_json(body)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
