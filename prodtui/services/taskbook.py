"""Tasks inside a change: found by reference, read as natural values, changed field by field with an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import bindparam, delete, func, insert, select

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow, StepRow, TaskRow
from prodtui.domain.task_fields import moment
from prodtui.errors import NotFound, Rejected
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person, pick_task, split_ref, unknown_task
from prodtui.storage.queries import tasks as queries
from prodtui.storage.queries.named import product_key
from prodtui.storage.tables.tasks import Assignment, Label, Task, TaskLabel
from prodtui.storage.tables.types import table_of

#: Distance between two neighbours in a lane, so that many can be put in between.
RANK_GAP = 1 << 32

_task, _assignment, _label, _task_label = (table_of(t) for t in (Task, Assignment, Label, TaskLabel))
_PLAIN = (
    "title notes rank priority service_class product quantity unit estimate_hours due due_committed "
    "planned_start planned_finish blocked_reason blocked_since blocked_by external_key wait_until recurrence_id "
    "occurrence created_at created_by entered_at started_at finished_at archived_at pinned_start "
    "sequence"
).split()
_TIMES = frozenset(name for name in _PLAIN if name.endswith("_at") or name in {
    "due", "due_committed", "planned_start", "planned_finish", "blocked_since", "wait_until",
    "pinned_start",
})  # fmt: skip
_SETS = ("assignees", "labels")

# Built once: putting a statement together costs more than running these.
_BY_NUMBER = select(Task).where(_task.c.board_id == bindparam("board_id"), _task.c.number == bindparam("number"))
_LAST_RANK = select(func.max(_task.c.rank)).where(
    _task.c.board_id == bindparam("board_id"),
    _task.c.archived_at.is_(None),
    _task.c.step_id == bindparam("step_id"),
)


class TaskBook:
    """The tasks that one change touches, on any board of the store."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def place(self, name: str, board: BoardRow | None = None) -> tuple[BoardRow, int]:
        """Return board and number that a reference or a title means; `board`, else the current one, holds a bare one.

        A reference is not looked up. Raises NotFound, Usage for a title that may be several tasks.
        """
        from prodtui.storage.queries.names import titles  # scripts name tasks by reference

        ref = split_ref(name)
        if ref is not None and ref[0] is not None:
            return self.change.board_of(ref[0]), ref[1]
        board = board or self.change.board()
        if ref is not None:
            return board, ref[1]
        return board, pick_task(titles(self.change.session, board), name).number

    def find(self, name: str) -> tuple[BoardRow, Task]:
        """Return a task and its board by reference or title; see `place`."""
        board, number = self.place(name)
        task = self.change.session.scalars(_BY_NUMBER, {"board_id": board.id, "number": number}).first()
        if task is None:
            raise unknown_task(f"{board.key}-{number}")
        return board, task

    def find_all(self, refs: str | Sequence[str]) -> list[tuple[BoardRow, Task]]:
        """Return several tasks, each once, in the order given."""
        found = [self.find(ref) for ref in ([refs] if isinstance(refs, str) else refs)]
        return list({task.id: (board, task) for board, task in found}.values())

    def step_key(self, board: BoardRow, step_id: int) -> str:
        """Return the key of a step, archived or not."""
        return self._steps(board)[step_id].key

    def step(self, board: BoardRow, task: Task) -> StepRow:
        """Return the step at which a task stands."""
        return self._steps(board)[task.step_id]

    def value(self, board: BoardRow, task: Task, name: str) -> Any:
        """Return a field as the domain keeps it: step and parent by key, people and labels as sorted names."""
        session = self.change.session
        if name == "step":
            return self.step_key(board, task.step_id)
        if name == "parent":
            if task.parent_id is None:
                return None
            number = session.scalar(select(_task.c.number).where(_task.c.id == task.parent_id))
            return f"{board.key}-{number}"
        if name == "assignees":
            return queries.assignees(session, board, [task.id or 0]).get(task.id or 0, ())
        if name == "labels":
            return queries.labels_of(session, board, [task.id or 0]).get(task.id or 0, ())
        return getattr(task, name)

    def natural(self, board: BoardRow, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return clean values as `value` gives them: people by login, sets sorted, a product by its key."""
        found = dict(values)
        if found.get("assignees"):
            people = self.change.people()
            found["assignees"] = tuple(sorted({pick_person(people, name).login for name in found["assignees"]}))
        if found.get("product"):
            found["product"] = product_key(self.change.session, board.id, found["product"])
        if found.get("labels"):
            found["labels"] = tuple(sorted(found["labels"]))
        if found.get("parent") is not None:
            owner, number = self.place(found["parent"], board)
            found["parent"] = f"{owner.key}-{number}"
        return found

    def state(self, board: BoardRow, task: Task, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return every field that is not empty, as JSON: what the event of a new or purged task holds.

        `known` holds fields that need not be read from other tables.
        """
        more = {name: self.value(board, task, name) for name in ("parent", *_SETS) if name not in (known or {})}
        values = (
            {"step": self.step_key(board, task.step_id)}
            | {n: getattr(task, n) for n in _PLAIN}
            | more
            | dict(known or {})
        )
        return {name: to_json(value) for name, value in values.items() if value not in (None, "", (), [])}

    def apply(
        self,
        board: BoardRow,
        task: Task,
        values: Mapping[str, Any],
        *,
        command: str | None = None,
        reason: str | None = None,
        at: datetime | None = None,
    ) -> bool:
        """Set fields, raise the version by one and record one event; return False when nothing differs."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, new in self.natural(board, values).items():
            old, new = self.value(board, task, name), moment(new, name) if name in _TIMES else new
            if old == new:
                continue
            self._set(board, task, name, new)
            before[name], after[name] = to_json(old), to_json(new)
        if not after:
            return False
        task.version += 1
        self.change.session.flush()
        self.record(board, task, before, after, command=command, reason=reason, at=at)
        return True

    def block(self, board: BoardRow, task: Task, reason: str) -> bool:
        """Mark a task as blocked; one that was so already keeps since when. Return False when nothing differs."""
        since, by = task.blocked_since or self.change.now, self.change.actor.login
        return self.apply(board, task, {"blocked_reason": reason, "blocked_since": since, "blocked_by": by})

    def record(
        self,
        board: BoardRow,
        task: Task,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        *,
        kind: str = "task",
        object_id: int | None = None,
        command: str | None = None,
        reason: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Note an event about a task, or about a part of it such as a comment."""
        self.change.unit.record(
            kind, object_id or task.id or 0, f"{board.key}-{task.number}", before, after, task.version,
            board_id=board.id, command=command, reason=reason, at=at,
        )  # fmt: skip
        self.change.unit.touch(f"tasks:{board.id}")

    @staticmethod
    def new(**values: Any) -> Task:
        """Return a task that carries values, to be judged and inserted; a field that is not named has its default.

        It looks like a task of the store without being one: the first of those sets up the mappers of all tables.
        """
        empty = {name: field.default for name, field in Task.model_fields.items()}
        return cast(Task, SimpleNamespace(**empty | values))

    def insert(self, board: BoardRow, task: Task, values: Mapping[str, Any], *, reason: str | None = None) -> TaskRow:
        """Store a new task with the parent, people and labels in the natural `values`, record it and return its row.

        `task` is one of `new`: a plain insert takes a quarter of the time of a flush. Find it to change it.
        """
        if values.get("parent") is not None:
            self._set_parent(board, task, values["parent"])
        columns = {column.name: getattr(task, column.name) for column in _task.c if column.name != "id"}
        task.id = self.change.unit.insert(_task, **columns)
        sets = {name: tuple(values.get(name, ())) for name in _SETS}
        for name in _SETS:
            if sets[name]:
                self._set(board, task, name, sets[name])
        self.record(board, task, None, self.state(board, task, {"parent": values.get("parent"), **sets}), reason=reason)
        more = queries.Extras({task.id: sets["assignees"]}, {task.id: sets["labels"]})
        return self._row(board, task, more)

    def last_rank(self, board: BoardRow, step_id: int) -> int:
        """Return a rank behind every task of a step."""
        top = self.change.session.scalar(_LAST_RANK, {"board_id": board.id, "step_id": step_id})
        return (top or 0) + RANK_GAP

    def rows(self, found: Sequence[tuple[BoardRow, Task]]) -> tuple[TaskRow, ...]:
        """Return tasks as rows, in the same order."""
        self.change.session.flush()
        ids: dict[int, list[int]] = {}
        for board, task in found:
            ids.setdefault(board.id, []).append(task.id or 0)
        more = {
            board.id: queries.extras(self.change.session, board, self.change.now, ids[board.id])
            for board in {board.id: board for board, _ in found}.values()
        }
        return tuple(self._row(board, task, more[board.id]) for board, task in found)

    def row(self, board: BoardRow, task: Task) -> TaskRow:
        """Return one task as a row."""
        return self.rows([(board, task)])[0]

    def _row(self, board: BoardRow, task: Task, more: queries.Extras) -> TaskRow:
        parent = None
        if task.parent_id is not None:
            parent = self.change.session.scalar(select(_task.c.number).where(_task.c.id == task.parent_id))
        return queries.task_row(board, vars(task), self.step_key(board, task.step_id), parent, more)

    def _set(self, board: BoardRow, task: Task, name: str, value: Any) -> None:
        """Write one field; the value is natural."""
        if name == "step":
            task.step_id = self._step_id(board, value)
        elif name == "parent":
            self._set_parent(board, task, value)
        elif name == "assignees":
            self._set_assignees(task, value)
        elif name == "labels":
            self._set_labels(board, task, value)
        elif name in _PLAIN:
            setattr(task, name, value)
        else:
            raise ValueError(f"unknown field {name}")

    def _steps(self, board: BoardRow) -> dict[int, StepRow]:
        return self.change.all_steps(board)

    def _step_id(self, board: BoardRow, key: str) -> int:
        for step_id, step in self._steps(board).items():
            if step.key == key:
                return step_id
        raise NotFound(f"Board {board.key} has no step {key!r} any more.", hint="Look at `prodtui step list`.")

    def _set_parent(self, board: BoardRow, task: Task, ref: str | None) -> None:
        if ref is None:
            task.parent_id = None
            return
        owner, parent = self.find(ref)
        if owner.id != board.id:
            raise Rejected("A parent must be on the same board.", hint=f"Choose a task of {board.key}.")
        ancestor: Task | None = parent
        while ancestor is not None:
            if ancestor.id == task.id:
                raise Rejected(f"{ref} is below this task already.", hint="Choose another parent.")
            ancestor = self.change.session.get(Task, ancestor.parent_id) if ancestor.parent_id else None
        task.parent_id = parent.id

    def _set_assignees(self, task: Task, logins: Sequence[str]) -> None:
        session = self.change.session
        ids = [person.id for person in self.change.people() if person.login in logins]
        session.execute(delete(_assignment).where(_assignment.c.task_id == task.id))
        if ids:
            session.execute(insert(_assignment), [{"task_id": task.id, "person_id": id} for id in ids])

    def _set_labels(self, board: BoardRow, task: Task, names: Sequence[str]) -> None:
        session = self.change.session
        known: dict[str, int] = {}
        if names:
            query = select(_label.c.name, _label.c.id).where(_label.c.board_id == board.id, _label.c.name.in_(names))
            known = {name: id for name, id in session.execute(query)}
        for name in names:
            if name not in known:
                known[name] = self.change.unit.insert(_label, board_id=board.id, name=name)
        session.execute(delete(_task_label).where(_task_label.c.task_id == task.id))
        if names:
            session.execute(insert(_task_label), [{"task_id": task.id, "label_id": known[name]} for name in names])
