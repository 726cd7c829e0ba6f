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
from prodtui.domain.permissions import Permission, may, who_may
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
    _boards: dict[str, BoardRow] = field(default_factory=dict)
    _steps: dict[int, dict[int, StepRow]] = field(default_factory=dict)
    _people: tuple[PersonRow, ...] | None = None
    _uses: dict[int, tuple[Use, ...]] = field(default_factory=dict)

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
        """Return a board by key. Raises NotFound, and Refused for an archived one unless the change only looks."""
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
        """Return a board by key, archived or not: for what archives and restores it. Raises NotFound."""
        if key not in self._boards:
            row = queries.board_by_key(self.session, key)
            if row is None:
                from prodtui.services.lookup import unknown_board

                raise unknown_board(key, [board.key for board in queries.boards(self.session)])
            self._boards[key] = row
        return self._boards[key]

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
        if not self.unit.changed and self.unit.request_id is None:
            return Done(value, tuple(notes))
        self.unit.keep_answer(self.body, {"value": to_json(value), "notes": list(notes)})
        self.unit.commit()
        return Done(value, tuple(notes), self.unit.txn if self.unit.changed else None)

    def kept(self, value: T, notes: Sequence[str] = ()) -> Done[T]:
        """Commit what is somebody's own and leaves no event, such as a mark of what was read, and return the answer."""
        self.unit.keep_answer(self.body, {"value": to_json(value), "notes": list(notes)})
        self.unit.commit()
        return Done(value, tuple(notes), self.unit.txn)

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
    request_id: str | None = None,
    body: Mapping[str, Any] | None = None,
    undoes: str | None = None,
) -> Iterator[Change]:
    """Open a change; leaving the block without `done()` rolls it back.

    `body` is what a retry under the same request id must equal. Raises Refused when the actor's role does not grant
    `need` (None: everybody may), Busy when the store stays locked.
    """
    ws.must_write()
    print_of = fingerprint(command, ws.actor.login, body or {})
    with write(ws.store, ws.actor, command, now=ws.now(), request_id=request_id, undoes=undoes) as unit:
        first = unit.first_answer(print_of)
        if first is None and need is not None:
            require(ws.actor, need)
        yield Change(ws, unit, print_of, first)
    if ws.committed is not None and unit.committed and unit.changed:
        ws.committed(unit.txn)


def require(actor: Actor, need: Permission) -> None:
    """Raise Refused when the actor's role does not grant the permission."""
    if not may(actor.role, need):
        roles = " or ".join(who_may(need))
        raise Refused(
            f"{actor.login} ({actor.role}) may not {need}.",
            hint=f"Ask somebody whose role is {roles}.",
            details={"role": actor.role.value, "needed": [role.value for role in who_may(need)]},
        )


def fingerprint(command: str, login: str, body: Mapping[str, Any]) -> str:
    """Return a digest of a request: the same words by the same person give the same digest."""
    text = json.dumps([command, login, to_json(body)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
