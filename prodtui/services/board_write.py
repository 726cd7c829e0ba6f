"""Writes the rows and events of a checked board document, natural names turned back into the store's ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, select

from prodtui.domain.flow.marks import flow_text
from prodtui.domain.text import quoted
from prodtui.services.board_document import BoardDocument, wrong
from prodtui.services.board_names import BoardNames
from prodtui.services.change import Change
from prodtui.services.planning_fields import PAYLOADS as PLANNING_KINDS
from prodtui.services.record_fields import PAYLOADS as RECORD_KINDS
from prodtui.services.record_write import RecordWriter
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.tables.boards import Board, Step, Transition
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Assignment, Dependency, Label, Recurrence, Task, TaskLabel, Work
from prodtui.storage.tables.types import table_of

_board, _step, _way, _filter = (table_of(t) for t in (Board, Step, Transition, SavedFilter))
_event, _person, _task, _recurrence = (table_of(t) for t in (Event, Person, Task, Recurrence))
_label, _task_label, _assignment = (table_of(t) for t in (Label, TaskLabel, Assignment))
_dep, _comment, _work = (table_of(t) for t in (Dependency, Comment, Work))

_CHUNK = 2_000


class BoardWriter:
    """Stores one document as a new board inside a change; raises Rejected for a name that leads nowhere.

    `txns` are the names of transactions in the store by those in the document.
    """

    def __init__(self, change: Change, found: BoardDocument, key: str, txns: Mapping[str, str]) -> None:
        self._change = change
        self._session = change.session
        self._found = found
        self._key = key
        self._txns = txns
        self._old_key = str(found.board["key"])
        self._board_id = 0
        self._steps: dict[str, int] = {}
        self._ids: dict[int, int] = {}
        self._rules: dict[int, int] = {}

    def write(self) -> None:
        """Store everything, in the order in which rows refer to each other."""
        self._board_id = self._change.unit.insert(_board, **(self._found.board | {"key": self._key}))
        self._write_steps()
        labels = self._write_labels()
        own = [{"board_id": self._board_id, **row} for row in self._found["filters"]]
        self._insert(_filter, own)
        for place, rule in enumerate(self._found["recurrences"], start=1):
            self._rules[place] = self._change.unit.insert(_recurrence, board_id=self._board_id, **rule)
        self._write_tasks()
        self._join(_assignment, "person_id", "assignees", self._people())
        self._join(_task_label, "label_id", "labels", labels)
        self._write_parents()
        parts = {
            "dependency": self._write_part(_dep, "dependencies", self._link, _dep.c.successor_id),
            "comment": self._write_part(_comment, "comments", self._of_task, _comment.c.task_id),
            "work": self._write_part(_work, "work", self._of_task, _work.c.task_id),
        }
        names = BoardNames(self._old_key, self._key)
        self._records = RecordWriter(self._change, self._found, self._board_id, self._ids, self._steps, names)
        parts["issue_comment"] = self._records.write()
        self._write_events(BoardNames(self._old_key, self._key, dict(self._rules), parts, gone_low=True))
        self._change.unit.touch("boards", *(f"{topic}:{self._board_id}" for topic in ("steps", "tasks", "filters")))
        self._change.forget()

    def _write_steps(self) -> None:
        self._insert(_step, [{"board_id": self._board_id, **row} for row in self._found["steps"]])
        query = select(_step.c.key, _step.c.id).where(_step.c.board_id == self._board_id)
        self._steps = {key: id for key, id in self._session.execute(query)}
        ways = [
            {
                "from_step_id": self._step("transitions", place, "from_step", way["from_step"]),
                "to_step_id": self._step("transitions", place, "to_step", way["to_step"]),
                "kind": way["kind"],
            }
            for place, way in enumerate(self._found["transitions"], start=1)
        ]
        self._insert(_way, ways)

    def _write_labels(self) -> dict[str, int]:
        self._insert(_label, [{"board_id": self._board_id, "name": row["name"]} for row in self._found["labels"]])
        query = select(_label.c.name, _label.c.id).where(_label.c.board_id == self._board_id)
        return {name: id for name, id in self._session.execute(query)}

    def _people(self) -> dict[str, int]:
        """Return ids by login as the document spells it; logins are one whatever their case."""
        ids = {login.casefold(): id for login, id in self._session.execute(select(_person.c.login, _person.c.id))}
        spelt = {login for task in self._found["tasks"] for login in task["assignees"]}
        return {login: ids[login.casefold()] for login in spelt if login.casefold() in ids}

    def _write_tasks(self) -> None:
        columns = tuple(column.name for column in _task.columns if column.name != "id")
        into = BulkInsert(self._session, _task, columns)
        numbers: list[int] = []
        for start in range(0, len(self._found["tasks"]), _CHUNK):
            rows = []
            for place, task in enumerate(self._found["tasks"][start : start + _CHUNK], start=start + 1):
                numbers.append(self._number("tasks", place, "ref", task["ref"]))
                row = task | {
                    "board_id": self._board_id,
                    "number": numbers[-1],
                    "step_id": self._step("tasks", place, "step", task["step"]),
                    "parent_id": None,
                    "recurrence_id": self._rule(place, task["recurrence"]),
                }
                rows.append([row[name] for name in columns])
            into.insert(rows)
        query = select(_task.c.number, _task.c.id).where(_task.c.board_id == self._board_id)
        self._ids = {number: id for number, id in self._session.execute(query)}

    def _write_parents(self) -> None:
        rows = []
        for place, task in enumerate(self._found["tasks"], start=1):
            if task["parent"] is not None:
                own = self._ids[self._number("tasks", place, "ref", task["ref"])]
                above = self._task("tasks", place, "parent", self._number("tasks", place, "parent", task["parent"]))
                rows.append({"own": own, "above": above})
        _refuse_circles(((row["above"], row["own"]) for row in rows), "tasks", "parent")
        if rows:
            setting = _task.update().where(_task.c.id == bindparam("own")).values(parent_id=bindparam("above"))
            self._session.connection().execute(setting, rows)

    def _join(self, table: Table, column: str, part: str, ids: Mapping[str, int]) -> None:
        pairs = []
        for place, task in enumerate(self._found["tasks"], start=1):
            own = self._ids[self._number("tasks", place, "ref", task["ref"])]
            for name in task[part]:
                if name not in ids:
                    raise wrong("tasks", place, part, f"the file does not describe {quoted(name)}")
                pairs.append((own, ids[name]))
        BulkInsert(self._session, table, ("task_id", column)).insert(pairs)

    def _write_part(
        self, table: Table, part: str, row: Callable[[int, dict[str, Any]], dict[str, Any]], owner: Any
    ) -> dict[int, int]:
        """Store the elements of a part that belong to tasks; return their new ids by place."""
        rows = [row(place, element) for place, element in enumerate(self._found[part], start=1)]
        if part == "dependencies":
            _refuse_circles(((r["predecessor_id"], r["successor_id"]) for r in rows), part, "predecessor")
        self._insert(table, rows)
        mine = select(_task.c.id).where(_task.c.board_id == self._board_id).scalar_subquery()
        ids = self._session.scalars(select(table.c.id).where(owner.in_(mine)).order_by(table.c.id))
        return {place: id for place, id in enumerate(ids, start=1)}

    def _link(self, place: int, element: dict[str, Any]) -> dict[str, Any]:
        ends = {
            f"{end}_id": self._task("dependencies", place, end, self._number("dependencies", place, end, element[end]))
            for end in ("predecessor", "successor")
        }
        return {**ends, "kind": element["kind"], "lag_hours": element["lag_hours"]}

    def _of_task(self, place: int, element: dict[str, Any]) -> dict[str, Any]:
        part = "comments" if "text" in element else "work"
        own = self._task(part, place, "ref", self._number(part, place, "ref", element["ref"]))
        return {"task_id": own, **{name: value for name, value in element.items() if name != "ref"}}

    def _write_events(self, names: BoardNames) -> None:
        columns = tuple(column.name for column in _event.columns if column.name != "id")
        into = BulkInsert(self._session, _event, columns)
        events = self._found["events"]
        for start in range(0, len(events), _CHUNK):
            rows = []
            for event in events[start : start + _CHUNK]:
                kind = event["kind"]
                row = event | {
                    "board_id": self._board_id,
                    "ref": names.ref(kind, event["ref"]),
                    "before": None if event["before"] is None else names.payload(kind, event["before"]),
                    "after": None if event["after"] is None else names.payload(kind, event["after"]),
                    "txn": self._txns[event["txn"]],
                    "undoes": self._txns.get(event["undoes"]),
                }
                row["object_id"] = self._object_id(kind, row)
                row["flow"] = flow_text(kind, row["after"], row["command"])
                rows.append([row[name] for name in columns])
            into.insert(rows)

    def _object_id(self, kind: str, event: Mapping[str, Any]) -> int:
        """Return the id of what an event is about, 0 for what is gone; history finds its way by reference.

        A task that is gone has an id of its own below 0, since figures still count it.
        """
        if kind == "task":
            number = event["ref"].rpartition("-")[2]
            return self._ids.get(int(number), -int(number)) if number.isdecimal() else 0
        if kind in RECORD_KINDS or kind in PLANNING_KINDS:
            return self._records.id_of(kind, event["ref"])
        if kind in ("comment", "work", "dependency"):
            return int((event["after"] or event["before"]).get("id", 0))
        if kind == "recurrence":
            number = event["ref"].rpartition("-R")[2]
            return int(number) if number.isdecimal() else 0
        return self._steps.get(event["ref"].partition(">")[0], 0) if kind in ("step", "transition") else self._board_id

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self._session.execute(insert(table), rows[start : start + _CHUNK])

    def _step(self, part: str, place: int, field: str, key: str) -> int:
        if key not in self._steps:
            raise wrong(part, place, field, f"there is no step {quoted(key)} in the file")
        return self._steps[key]

    def _rule(self, place: int, number: int | None) -> int | None:
        if number is not None and number not in self._rules:
            raise wrong("tasks", place, "recurrence", f"there is no recurrence {number} in the file")
        return None if number is None else self._rules[number]

    def _number(self, part: str, place: int, field: str, ref: str) -> int:
        key, _, number = ref.rpartition("-")
        if key != self._old_key or not number.isascii() or not number.isdecimal() or len(number) > 15:
            raise wrong(part, place, field, f"{quoted(ref)} is not a reference of board {self._old_key}")
        return int(number)

    def _task(self, part: str, place: int, field: str, number: int) -> int:
        if number not in self._ids:
            raise wrong(part, place, field, f"there is no task {self._old_key}-{number} in the file")
        return self._ids[number]


def _refuse_circles(pairs: Iterable[tuple[int, int]], part: str, field: str) -> None:
    """Raise Rejected when the arrows from first to second close a circle."""
    after: dict[int, list[int]] = {}
    waits: dict[int, int] = {}
    for first, second in pairs:
        after.setdefault(first, []).append(second)
        waits[second] = waits.get(second, 0) + 1
        waits.setdefault(first, 0)
    free = [node for node, count in waits.items() if not count]
    for node in free:
        for second in after.get(node, ()):
            waits[second] -= 1
            if not waits[second]:
                free.append(second)
    if len(free) < len(waits):
        raise wrong(part, 0, field, "the links close a circle")
