"""Numbered things inside a change: found by reference, read as natural values, changed with one event each.

What `TaskBook` is for tasks, this is for every kind in `kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, Table, bindparam, select

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow
from prodtui.errors import NotFound, Rejected
from prodtui.services.change import Change
from prodtui.services.kinds import KINDS, Number, split_number, table_class, word_of, write_number
from prodtui.services.lookup import pick_person, unknown_task
from prodtui.services.taskbook import TaskBook
from prodtui.storage.tables.counters import Counter
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import UtcDateTime, table_of

_task, _counter = table_of(Task), table_of(Counter)
_SKIP = frozenset({"id", "board_id", "version", "number"})
#: The command that lists the things of each kind.
_LISTED = {
    "inspection": "check list --all",
    "issue": "issue list --all",
    "issue_action": "issue action list --all",
    "downtime": "issue downtime",
    "improvement": "improve list --all",
    "product": "product list --all",
    "resource": "resource list --all",
    "stock_move": "resource moves",
    "absence": "calendar absence list --all",
    "demand": "demand list --all",
    "demand_rule": "demand repeat list --all",
    "what_if": "plan whatif list --all",
    "plan_line": "plan show",
    "capacity_change": "plan capacity list --all",
    "standup": "standup list",
    "standup_note": "standup list",
    "handover": "handover list",
}


@cache
def _by_number(kind: str) -> Select[Any]:
    """Return the statement that finds a thing of a kind by its number within its board or its owner."""
    cls, owner = table_class(kind), KINDS[kind].owner
    columns = table_of(cls).c
    within = columns.board_id if owner is None else columns[KINDS[kind].links[owner][0]]
    return select(cls).where(within == bindparam("within"), columns.number == bindparam("number"))


class RecordBook:
    """The numbered things that one change touches, on any board of the store."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def find(self, kind: str, ref: str) -> tuple[BoardRow, Any]:
        """Return a thing and its board. Raises NotFound, Usage for a reference that is none."""
        parts = split_number(kind, ref)
        board = self.change.board_of(parts.board) if parts.board else self.change.board()
        return board, self._get(kind, board, parts)

    def ref(self, board: BoardRow, kind: str, entity: Any) -> str:
        """Return the reference of a thing."""
        owner = KINDS[kind].owner
        if owner is None:
            return write_number(kind, board.key, entity.number)
        column, owner_kind = KINDS[kind].links[owner]
        table = table_of(table_class(owner_kind))
        number = self.change.session.scalar(select(table.c.number).where(table.c.id == getattr(entity, column)))
        return write_number(kind, board.key, number or 0, entity.number)

    def value(self, board: BoardRow, kind: str, entity: Any, name: str) -> Any:
        """Return a field as events and documents keep it: JSON, and links by reference or key."""
        link = KINDS[kind].links.get(name)
        if link is None:
            return to_json(getattr(entity, name))
        column, target = link
        found = getattr(entity, column)
        return None if found is None else self._name(board, target, found)

    def state(self, board: BoardRow, kind: str, entity: Any) -> dict[str, Any]:
        """Return every field that is not empty, as the event of a new thing holds it."""
        links = KINDS[kind].links
        hidden = _SKIP | {column for column, _ in links.values()}
        table = table_of(type(entity))
        names = [*links, *(column.name for column in table.c if column.name not in hidden)]
        values = {name: self.value(board, kind, entity, name) for name in names}
        return {name: value for name, value in values.items() if value not in (None, "", [], False)}

    def insert(self, board: BoardRow, kind: str, values: Mapping[str, Any], *, number: int | None = None) -> Any:
        """Store a new thing with natural values and record it; it gets the next number unless one is given."""
        entity = table_class(kind)(board_id=board.id) if KINDS[kind].owner is None else table_class(kind)()
        for name, value in values.items():
            self._set(board, kind, entity, name, value)
        new: Any = entity
        new.number = number or self.next_number(board, kind)
        self.change.session.add(new)
        self.change.session.flush()
        self._record(board, kind, new, None, self.state(board, kind, new), None)
        return new

    def apply(
        self, board: BoardRow, kind: str, entity: Any, values: Mapping[str, Any], *, reason: str | None = None
    ) -> bool:
        """Set natural fields, raise the version by one and record one event; return False when nothing differs."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, new in values.items():
            old = self.value(board, kind, entity, name)
            if old == to_json(new):
                continue
            self._set(board, kind, entity, name, new)
            before[name], after[name] = old, to_json(new)
        if not after:
            return False
        entity.version += 1
        self.change.session.flush()
        self._record(board, kind, entity, before, after, reason)
        return True

    def note(
        self, board: BoardRow, kind: str, entity: Any, part: str, before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> None:  # fmt: skip
        """Record an event about a `part` of a thing, such as a reading or a comment, that has no number of its own."""
        ref = self.ref(board, kind, entity)
        self.change.unit.record(part, entity.id, ref, before, after, entity.version, board_id=board.id)
        self.change.unit.touch(f"{KINDS[kind].topic}:{board.id}")

    def next_number(self, board: BoardRow, kind: str) -> int:
        """Take the next number of a kind on a board, starting from 1."""
        return self.next_numbers(board, kind, 1)

    def next_numbers(self, board: BoardRow, kind: str, count: int) -> int:
        """Take so many numbers in a row, and return the first of them; see `next_number`."""
        counter = self.change.session.get(Counter, (board.id, kind))
        if counter is None:
            counter = Counter(board_id=board.id, kind=kind)
            self.change.session.add(counter)
        number = counter.next_number
        counter.next_number += count
        self.change.session.flush()
        return number

    def _get(self, kind: str, board: BoardRow, parts: Number) -> Any:
        owner = KINDS[kind].owner
        names: dict[str, int | None] = {"within": board.id, "number": parts.number}
        if owner is not None:
            whole = self._get(KINDS[kind].links[owner][1], board, Number(parts.board, parts.number))
            names = {"within": whole.id, "number": parts.part}
        entity = self.change.session.scalars(_by_number(kind), names).first()
        if entity is None:
            raise unknown(kind, write_number(kind, board.key, parts.number, parts.part))
        return entity

    def _record(
        self, board: BoardRow, kind: str, entity: Any, before: dict[str, Any] | None, after: dict[str, Any],
        reason: str | None,
    ) -> None:  # fmt: skip
        self.change.unit.record(
            kind, entity.id, self.ref(board, kind, entity), before, after, entity.version,
            board_id=board.id, reason=reason,
        )  # fmt: skip
        self.change.unit.touch(f"{KINDS[kind].topic}:{board.id}")
        if kind == "product" and "checklist" in {**(before or {}), **after}:
            self.change.unit.touch(f"checks:{board.id}")
            self.change.forget()

    def _set(self, board: BoardRow, kind: str, entity: Any, name: str, value: Any) -> None:
        link = KINDS[kind].links.get(name)
        if link is not None:
            column, target = link
            setattr(entity, column, None if value is None else self._id(board, target, value))
            return
        setattr(entity, name, _plain(table_of(type(entity)), name, value))

    def _name(self, board: BoardRow, target: str, found: int) -> str:
        """Return the reference or key of what an id means."""
        session = self.change.session
        if target == "step":
            return self.change.all_steps(board)[found].key
        if target == "task":
            return f"{board.key}-{session.scalar(select(_task.c.number).where(_task.c.id == found))}"
        if target == "checklist_version":
            return self._version_name(found)
        if target == "person":
            return next(person.login for person in self.change.people() if person.id == found)
        if target == "checklist":
            return next(key for key, id in self._checklists(board).items() if id == found)
        table = table_of(table_class(target))
        return write_number(target, board.key, session.scalar(select(table.c.number).where(table.c.id == found)) or 0)

    def _id(self, board: BoardRow, target: str, name: str) -> int:
        """Return the id of what a reference or key means on this board. Raises NotFound."""
        if target == "step":
            return next(id for id, step in self.change.all_steps(board).items() if step.key == name)
        if target == "task":
            return self._task_id(board, name)
        if target == "checklist_version":
            return self._version_id(board, name)
        if target == "person":
            return pick_person(self.change.people(), name).id
        if target == "checklist":
            return self._checklists(board)[name]
        parts = split_number(target, name)
        if parts.board not in (None, board.key):
            raise Rejected(f"{name} is on another board than {board.key}.", hint="Choose one of the same board.")
        return int(self._get(target, board, parts).id)

    def _task_id(self, board: BoardRow, ref: str) -> int:
        home, number = TaskBook(self.change).place(ref)
        if home.id != board.id:
            raise Rejected(f"{ref} is on another board than {board.key}.", hint="Choose a task of the same board.")
        mine = (_task.c.board_id == board.id) & (_task.c.number == number)
        found = self.change.session.scalar(select(_task.c.id).where(mine))
        if found is None:
            raise unknown_task(f"{board.key}-{number}")
        return int(found)

    def _checklists(self, board: BoardRow) -> dict[str, int]:
        from prodtui.storage.tables.quality import Checklist

        lists = table_of(Checklist)
        rows = self.change.session.execute(select(lists.c.key, lists.c.id).where(lists.c.board_id == board.id))
        return {key: id for key, id in rows}

    def _version_name(self, found: int) -> str:
        from prodtui.storage.tables.quality import Checklist, ChecklistVersion

        lists, versions = table_of(Checklist), table_of(ChecklistVersion)
        query = select(lists.c.key, versions.c.number).join_from(versions, lists, versions.c.checklist_id == lists.c.id)
        key, number = self.change.session.execute(query.where(versions.c.id == found)).one()
        return f"{key}@{number}"

    def _version_id(self, board: BoardRow, name: str) -> int:
        from prodtui.storage.tables.quality import Checklist, ChecklistVersion

        lists, versions = table_of(Checklist), table_of(ChecklistVersion)
        key, _, number = name.rpartition("@")
        query = select(versions.c.id).join_from(versions, lists, versions.c.checklist_id == lists.c.id)
        mine = (lists.c.board_id == board.id) & (lists.c.key == key) & (versions.c.number == int(number))
        return int(self.change.session.scalars(query.where(mine)).one())


def unknown(kind: str, ref: str) -> NotFound:
    """Return the error for a thing that does not exist."""
    return NotFound(f"There is no {word_of(kind)} {ref}.", hint=f"List what there is with `prodtui {_LISTED[kind]}`.")


def _plain(table: Table, name: str, value: Any) -> Any:
    """Return a value as its column keeps it; moments and days may come as the text that an event holds."""
    kind = table.c[name].type
    if isinstance(value, str) and isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return list(value) if isinstance(value, tuple) else value
