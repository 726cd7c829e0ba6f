"""Writes a planned import in bulk: tasks, people on them, labels, comments, links, every event with its own date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DependencyKind, StepKind
from prodtui.domain.rows import BoardRow, DependencyRow, StepRow
from prodtui.domain.rows_detail import CommentRow
from prodtui.services.change import Change
from prodtui.services.import_life import Life, Newborn, live
from prodtui.services.import_plan import Plan, Planned, Present
from prodtui.services.import_store import record_lives, store_lives, take_numbers
from prodtui.services.taskbook import RANK_GAP
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Assignment, Dependency, Label, Task, TaskLabel
from prodtui.storage.tables.types import table_of

_task, _person, _label = (table_of(t) for t in (Task, Person, Label))
_assignment, _task_label, _comment, _dep = (table_of(t) for t in (Assignment, TaskLabel, Comment, Dependency))

CHUNK = 2_000


class ImportWriter:
    """Stores the tasks of one plan inside a change, some thousand at a time, so that memory stays flat."""

    def __init__(self, change: Change, board: BoardRow, steps: Sequence[StepRow], plan: Plan, present: Present) -> None:
        self._change = change
        self._session = change.session
        self._board = board
        self._steps = steps
        self._plan = plan
        self._present = present
        self._numbers: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._versions: dict[str, int] = {}

    def write(self, progress: Callable[[int, int], None]) -> None:
        """Store everything; `progress` gets how many tasks are stored and how many there are, after each chunk."""
        tasks = self._plan.tasks
        first = take_numbers(self._change, self._board, len(tasks))
        self._numbers = {planned.key: first + index for index, planned in enumerate(tasks)}
        ranks, people, labels = self._ranks(), self._people_ids(), self._label_ids()
        for start in range(0, len(tasks), CHUNK):
            chunk = tasks[start : start + CHUNK]
            lives = [self._life(planned, ranks[planned.key]) for planned in chunk]
            self._store(chunk, lives)
            self._join(_assignment, "person_id", [(p.key, people[login]) for p in chunk for login in p.logins])
            self._join(_task_label, "label_id", [(p.key, labels[name]) for p in chunk for name in p.labels])
            record_lives(self._change, self._board, lives, [self._ids[planned.key] for planned in chunk])
            self._say(chunk)
            self._change.unit.write_events()
            progress(start + len(chunk), len(tasks))
        self._set_parents()
        self._write_dependencies()
        self._change.unit.touch(f"tasks:{self._board.id}")

    def _ranks(self) -> dict[str, int]:
        """Return a rank for each task behind its lane: in the order of the file, done ones newest first."""
        query = select(_task.c.step_id, func.max(_task.c.rank)).where(_task.c.board_id == self._board.id)
        last = {step: rank for step, rank in self._session.execute(query.group_by(_task.c.step_id))}
        lanes: dict[int, list[Planned]] = {}
        for planned in self._plan.tasks:
            lanes.setdefault(planned.step.id, []).append(planned)
        ranks: dict[str, int] = {}
        for step_id, lane in lanes.items():
            if lane[0].step.kind is StepKind.DONE:
                ended = {p.key: p.task.finished.at for p in lane if p.task.finished is not None}
                lane = sorted(lane, key=lambda planned: ended.get(planned.key, self._change.now), reverse=True)
            top = last.get(step_id) or 0
            ranks |= {planned.key: top + place * RANK_GAP for place, planned in enumerate(lane, start=1)}
        return ranks

    def _people_ids(self) -> dict[str, int]:
        return {login: id for login, id in self._session.execute(select(_person.c.login, _person.c.id))}

    def _label_ids(self) -> dict[str, int]:
        """Return the ids of the board's labels, the ones that the plan needs made."""
        query = select(_label.c.name, _label.c.id).where(_label.c.board_id == self._board.id)
        known = {name: id for name, id in self._session.execute(query)}
        missing = sorted({label for planned in self._plan.tasks for label in planned.labels} - known.keys())
        if missing:
            self._session.execute(insert(_label), [{"board_id": self._board.id, "name": name} for name in missing])
            known = {name: id for name, id in self._session.execute(query)}
        return known

    def _ref(self, key: str) -> str:
        return f"{self._board.key}-{self._number(key)}"

    def _number(self, key: str) -> int:
        return self._numbers[key] if key in self._numbers else self._there(key)[1]

    def _id(self, key: str) -> int:
        return self._ids[key] if key in self._ids else self._there(key)[0]

    def _there(self, key: str) -> tuple[int, int]:
        found = self._present.find(key, ours=True)
        if found is None:
            raise LookupError(key)
        return found

    def _life(self, planned: Planned, rank: int) -> Life:
        parent = self._plan.parents.get(planned.key)
        by = self._change.actor.login
        born = Newborn(self._numbers[planned.key], rank, self._ref(parent) if parent else None, by)
        return live(planned, born, self._steps, self._change.now)

    def _store(self, chunk: Sequence[Planned], lives: Sequence[Life]) -> None:
        for planned, life, id in zip(chunk, lives, store_lives(self._change, self._board, lives), strict=True):
            self._ids[planned.key] = id
            self._versions[planned.key] = life.row["version"]

    def _join(self, table: Any, column: str, pairs: Sequence[tuple[str, int]]) -> None:
        if pairs:
            BulkInsert(self._session, table, ("task_id", column)).insert((self._ids[key], id) for key, id in pairs)

    def _say(self, chunk: Sequence[Planned]) -> None:
        """Store the comments; one without a time or an author belongs to the import."""
        now, me, authors = self._change.now, self._change.actor.login, self._plan.authors
        rows = [
            {"task_id": self._ids[p.key], "at": c.at or now, "author": authors.get(c.author or "", me), "text": c.text}
            for p in chunk
            for c in p.task.comments
        ]
        if not rows:
            return
        owners = {self._ids[planned.key]: planned.key for planned in chunk}
        for made in self._session.execute(insert(_comment).returning(_comment), rows):
            key = owners[made.task_id]
            row = CommentRow(made.id, self._ref(key), made.at, made.author, made.text)
            self._note("comment", row.id, key, row, row.at)

    def _set_parents(self) -> None:
        rows = [{"own": self._id(key), "above": self._id(parent)} for key, parent in self._plan.parents.items()]
        if rows:
            setting = _task.update().where(_task.c.id == bindparam("own")).values(parent_id=bindparam("above"))
            self._session.connection().execute(setting, rows)

    def _write_dependencies(self) -> None:
        kind = DependencyKind.FINISH_START
        keys = {(self._id(a), self._id(b)): (a, b) for a, b in self._plan.dependencies}
        rows = [{"predecessor_id": a, "successor_id": b, "kind": kind, "lag_hours": 0.0} for a, b in keys]
        for start in range(0, len(rows), CHUNK):
            for made in self._session.execute(insert(_dep).returning(_dep), rows[start : start + CHUNK]):
                before, after = keys[made.predecessor_id, made.successor_id]
                row = DependencyRow(made.id, self._ref(before), self._ref(after), kind, 0.0)
                self._note("dependency", row.id, after, row, None)
            self._change.unit.write_events()

    def _note(self, kind: str, id: int, key: str, row: Any, at: Any) -> None:
        self._change.unit.record(
            kind, id, self._ref(key), None, to_dict(row), self._versions[key], board_id=self._board.id, at=at
        )
