"""A board as a document that loses nothing: every row and every event, in natural keys instead of the store's ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow
from prodtui.services.board_names import BoardNames
from prodtui.services.change import Change
from prodtui.services.record_export import RecordReader, Section
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import tasks as task_queries
from prodtui.storage.tables.boards import Board, Step
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Dependency, Label, Recurrence, Task, Work
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_board, _step, _filter, _event, _person = (table_of(t) for t in (Board, Step, SavedFilter, Event, Person))
_task, _label, _recurrence = (table_of(t) for t in (Task, Label, Recurrence))
_dep, _comment, _work = (table_of(t) for t in (Dependency, Comment, Work))

_CHUNK = 2_000
_STORE_IDS = frozenset({"id", "board_id", "step_id", "parent_id", "recurrence_id", "object_id"})


@contextmanager
def board_sections(ws: Workspace) -> Iterator[Iterator[Section]]:
    """Give the parts of the current board in the order of the document, all from one moment of the store.

    The store stays open for reading until the block ends: write to something that does not wait for anybody.
    """
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        yield _Reader(session, board).sections()


class _Reader:
    """Reads one board; store ids become names or places in the document."""

    def __init__(self, session: Session, board: BoardRow) -> None:
        self._session = session
        self._board = board
        self._numbers = self._pairs(select(_task.c.id, _task.c.number).where(_task.c.board_id == board.id))
        self._steps = {step.id: step.key for step in board_queries.steps(session, board.id, archived=True)}
        refs = {id: f"{board.key}-{number}" for id, number in self._numbers.items()}
        self._records = RecordReader(session, board, refs, self._steps)
        self._names = BoardNames(
            board.key,
            board.key,
            recurrences=self._places(_recurrence, _recurrence.c.board_id == board.id),
            parts={
                "dependency": self._places(_dep, _dep.c.successor_id.in_(self._own_tasks())),
                "comment": self._places(_comment, _comment.c.task_id.in_(self._own_tasks())),
                "work": self._places(_work, _work.c.task_id.in_(self._own_tasks())),
                "issue_comment": self._records.comment_places(),
            },
        )

    def sections(self) -> Iterator[Section]:
        """Yield every part of the board."""
        yield "board", map(_plain, self._rows(_board, _board.c.id == self._board.id))
        yield "people", self._people()
        yield "steps", map(_plain, self._rows(_step, _step.c.board_id == self._board.id))
        yield "transitions", map(to_json, board_queries.transitions(self._session, self._board.id))
        names = select(_label.c.name).where(_label.c.board_id == self._board.id).order_by(_label.c.name)
        yield "labels", ({"name": name} for name in self._session.scalars(names))
        yield "filters", (_plain(row) for row in self._rows(_filter, _filter.c.board_id == self._board.id))
        yield "recurrences", map(_plain, self._rows(_recurrence, _recurrence.c.board_id == self._board.id))
        yield "tasks", self._tasks()
        yield "dependencies", map(self._dependency, self._rows(_dep, _dep.c.successor_id.in_(self._own_tasks())))
        for name, table in (("comments", _comment), ("work", _work)):
            yield name, map(self._part, self._rows(table, table.c.task_id.in_(self._own_tasks())))
        yield from self._records.sections()
        yield "events", map(self._event, self._rows(_event, _event.c.board_id == self._board.id))

    def _people(self) -> Iterator[dict[str, Any]]:
        """Yield everybody whom the board names; others of the store are none of its business."""
        mine = _event.c.board_id == self._board.id
        named = set(self._session.scalars(select(_event.c.actor).where(mine).distinct()))
        named |= set(self._session.scalars(select(_event.c.typed_by).where(mine).distinct()))
        for column in (_task.c.created_by, _task.c.blocked_by):
            named |= set(self._session.scalars(select(column).where(_task.c.board_id == self._board.id).distinct()))
        for column, owner in ((_comment.c.author, _comment.c.task_id), (_work.c.person, _work.c.task_id)):
            named |= set(self._session.scalars(select(column).where(owner.in_(self._own_tasks())).distinct()))
        named |= self._records.people()
        on_tasks = task_queries.assignees(self._session, self._board)
        named |= {login for logins in on_tasks.values() for login in logins}
        of_rules = self._session.scalars(select(_recurrence.c.fields).where(_recurrence.c.board_id == self._board.id))
        named |= {login for fields in of_rules for login in fields.get("assignees", ())}
        for row in self._session.execute(select(_person).order_by(_person.c.login)).mappings():
            if row["login"] in named:
                yield {name: value for name, value in _plain(dict(row)).items() if name != "version"}

    def _tasks(self) -> Iterator[dict[str, Any]]:
        people = task_queries.assignees(self._session, self._board)
        labels = task_queries.labels_of(self._session, self._board)
        for row in self._rows(_task, _task.c.board_id == self._board.id, by="number"):
            parent, rule = row["parent_id"], row["recurrence_id"]
            yield {
                "ref": f"{self._board.key}-{row['number']}",
                **{name: value for name, value in _plain(row).items() if name != "number"},
                "step": self._steps[row["step_id"]],
                "parent": None if parent is None else f"{self._board.key}-{self._numbers[parent]}",
                "recurrence": None if rule is None else self._names.recurrence(rule),
                "assignees": list(people.get(row["id"], ())),
                "labels": list(labels.get(row["id"], ())),
            }

    def _dependency(self, row: Mapping[str, Any]) -> dict[str, Any]:
        ends = {end: f"{self._board.key}-{self._numbers[row[f'{end}_id']]}" for end in ("predecessor", "successor")}
        return {**ends, "kind": row["kind"], "lag_hours": row["lag_hours"]}

    def _part(self, row: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: value for name, value in _plain(row).items() if name != "task_id"}
        return {"ref": f"{self._board.key}-{self._numbers[row['task_id']]}", **values}

    def _event(self, row: Mapping[str, Any]) -> dict[str, Any]:
        event = _plain(row)
        del event["flow"]  # whoever reads the file works it out again
        kind = event["kind"]
        event["ref"] = self._names.ref(kind, event["ref"])
        for side in ("before", "after"):
            if event[side] is not None:
                event[side] = self._names.payload(kind, event[side])
        return event

    def _own_tasks(self) -> Any:
        return select(_task.c.id).where(_task.c.board_id == self._board.id).scalar_subquery()

    def _rows(self, table: Table, where: Any, by: str = "id") -> Iterator[Mapping[str, Any]]:
        query = select(table).where(where).order_by(table.c[by])
        for row in self._session.execute(query.execution_options(yield_per=_CHUNK)).mappings():
            yield dict(row)

    def _pairs(self, query: Any) -> dict[int, int]:
        return {id: number for id, number in self._session.execute(query)}

    def _places(self, table: Table, where: Any) -> dict[int, int]:
        """Return the place of each row in its part of the document, counted from 1, by id."""
        ids = self._session.scalars(select(table.c.id).where(where).order_by(table.c.id))
        return {id: place for place, id in enumerate(ids, start=1)}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in row.items() if name not in _STORE_IDS}
