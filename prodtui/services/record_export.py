"""What a board has beside its tasks, from checklists to stand-ups, as parts of its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow
from prodtui.services import daily_fields, planning_fields
from prodtui.services.kinds import KINDS, table_class, write_number
from prodtui.storage.tables.counters import Counter
from prodtui.storage.tables.issues import Issue, IssueComment, IssueTask
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.planning import Absence, Output, Release
from prodtui.storage.tables.quality import (
    Checklist,
    ChecklistDraw,
    ChecklistUse,
    ChecklistVersion,
    Inspection,
    Reading,
)
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_list, _version, _use, _draw = (table_of(t) for t in (Checklist, ChecklistVersion, ChecklistUse, ChecklistDraw))
_inspection, _issue, _reading, _comment = (table_of(t) for t in (Inspection, Issue, Reading, IssueComment))
_also, _counter = table_of(IssueTask), table_of(Counter)
_person, _absence, _release, _output, _task = (table_of(t) for t in (Person, Absence, Release, Output, Task))
_CHUNK = 2_000

Section = tuple[str, Iterable[Any]]
"""The name of a part of the document, and its elements as JSON-able dicts, lazily."""


class RecordReader:
    """Reads what one board has beside its tasks; store ids become names, or places in the document.

    `tasks` and `steps` hold the references and keys of those by id.
    """

    def __init__(self, session: Session, board: BoardRow, tasks: Mapping[int, str], steps: Mapping[int, str]) -> None:
        self._session = session
        self._board = board
        self._names: dict[str, Mapping[int, str]] = {"task": tasks, "step": steps}
        for kind in ("inspection", "issue", "standup", *planning_fields.NUMBERED):
            table = table_of(table_class(kind))
            numbers = session.execute(select(table.c.id, table.c.number).where(table.c.board_id == board.id))
            self._names[kind] = {id: write_number(kind, board.key, number) for id, number in numbers}
        keys = session.execute(select(_list.c.id, _list.c.key).where(_list.c.board_id == board.id))
        self._lists = {id: key for id, key in keys}
        self._names["checklist"] = self._lists
        self._names["person"] = {id: login for id, login in session.execute(select(_person.c.id, _person.c.login))}
        versions = session.execute(
            select(_version.c.id, _version.c.checklist_id, _version.c.number).where(
                _version.c.checklist_id.in_(self._own(_list))
            )
        )
        self._names["checklist_version"] = {id: f"{self._lists[owner]}@{number}" for id, owner, number in versions}

    def sections(self) -> Iterator[Section]:
        """Yield every part in the order of the document."""
        here, lists = self._board.id, self._own(_list)
        yield "counters", self._rows(select(_counter).where(_counter.c.board_id == here).order_by(_counter.c.kind))
        yield "checklists", self._rows(select(_list).where(_list.c.board_id == here).order_by(_list.c.id))
        yield "checklist_versions", map(self._of_list, self._owned(_version, _version.c.checklist_id.in_(lists)))
        yield "checklist_uses", map(self._of_list, self._owned(_use, _use.c.checklist_id.in_(lists)))
        yield "checklist_draws", self._draws()
        yield "inspections", self._numbered("inspection")
        query = select(_reading).where(_reading.c.inspection_id.in_(self._own(_inspection)))
        query = query.order_by(_reading.c.inspection_id, _reading.c.item, _reading.c.sample)
        yield "readings", self._rows(query, inspection="inspection")
        yield "issues", self._numbered("issue")
        yield "issue_actions", self._numbered("issue_action")
        said = select(_comment).where(_comment.c.issue_id.in_(self._own(_issue))).order_by(_comment.c.id)
        yield "issue_comments", self._rows(said, issue="issue")
        also = select(_also).where(_also.c.issue_id.in_(self._own(_issue))).order_by(_also.c.issue_id, _also.c.task_id)
        yield "issue_tasks", self._rows(also, issue="issue", task="task")
        yield "downtimes", self._numbered("downtime")
        yield "improvements", self._numbered("improvement")
        for kind, part in {**planning_fields.PART_OF, **daily_fields.PART_OF}.items():
            yield part, self._numbered(kind)
        mine = select(_task.c.id).where(_task.c.board_id == here).scalar_subquery()
        for kind, table in (("release", _release), ("output", _output)):
            query = select(table).where(table.c.task_id.in_(mine)).order_by(table.c.task_id)
            yield f"{kind}s", self._rows(query, **planning_fields.OF_TASKS[kind])

    def comment_places(self) -> dict[int, int]:
        """Return the place of each comment on an issue in its part, counted from 1, by id."""
        mine = select(_comment.c.id).where(_comment.c.issue_id.in_(self._own(_issue))).order_by(_comment.c.id)
        return {id: place for place, id in enumerate(self._session.scalars(mine), start=1)}

    def people(self) -> set[str]:
        """Return the logins that stand in these things alone; those who changed something stand in the events."""
        action = table_of(table_class("issue_action"))
        improvement = table_of(table_class("improvement"))
        away = select(_person.c.login).join_from(_absence, _person, _absence.c.person_id == _person.c.id)
        queries = (
            away.where(_absence.c.board_id == self._board.id),
            select(_issue.c.owner).where(_issue.c.board_id == self._board.id),
            select(improvement.c.owner).where(improvement.c.board_id == self._board.id),
            select(action.c.owner).where(action.c.issue_id.in_(self._own(_issue))),
        )
        found = {login for query in queries for login in self._session.scalars(query.distinct()) if login}
        contents = select(_version.c.content).where(_version.c.checklist_id.in_(self._own(_list)))
        return found | {login for content in self._session.scalars(contents) for login in content["sign"]["people"]}

    def _numbered(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the things of a kind with their references, in the order of their numbers."""
        known, table = KINDS[kind], table_of(table_class(kind))
        if known.owner is None:
            query = select(table).where(table.c.board_id == self._board.id).order_by(table.c.number)
        else:
            column, target = known.links[known.owner]
            mine = table.c[column].in_(self._own(table_of(table_class(target))))
            query = select(table).where(mine).order_by(table.c[column], table.c.number)
        for row in self._session.execute(query.execution_options(yield_per=_CHUNK)).mappings():
            if known.owner is None:
                ref = write_number(kind, self._board.key, row["number"])
            else:
                column, target = known.links[known.owner]
                ref = f"{self._names[target][row[column]]}.{row['number']}"
            plain = self._plain(dict(row), known.links)
            yield {"ref": ref, **{name: value for name, value in plain.items() if name != "number"}}

    def _owned(self, table: Table, mine: Any) -> Iterator[Mapping[str, Any]]:
        query = select(table).where(mine).order_by(table.c.id).execution_options(yield_per=_CHUNK)
        yield from map(dict, self._session.execute(query).mappings())

    def _of_list(self, row: Mapping[str, Any]) -> dict[str, Any]:
        links = {"step": ("step_id", "step")} if "step_id" in row else {}
        plain = self._plain(row, links)
        del plain["checklist_id"]
        return {"checklist": self._lists[row["checklist_id"]], **plain}

    def _draws(self) -> Iterator[dict[str, Any]]:
        uses = self._session.scalars(
            select(_use.c.id).where(_use.c.checklist_id.in_(self._own(_list))).order_by(_use.c.id)
        )
        places = {id: place for place, id in enumerate(uses, start=1)}
        query = select(_draw).where(_draw.c.use_id.in_(list(places))).order_by(_draw.c.use_id, _draw.c.ordinal)
        for row in self._session.execute(query).mappings():
            task = self._names["task"][row["task_id"]]
            yield {
                "use": places[row["use_id"]], "task": task, "ordinal": row["ordinal"], "chosen": row["chosen"],
            }  # fmt: skip

    def _rows(self, query: Select[Any], **links: str) -> Iterator[dict[str, Any]]:
        """Yield rows in which each link, by its natural name, leads to the kind that stands there."""
        pairs = {name: (f"{name}_id", kind) for name, kind in links.items()}
        for row in self._session.execute(query.execution_options(yield_per=_CHUNK)).mappings():
            yield self._plain(dict(row), pairs)

    def _plain(self, row: Mapping[str, Any], links: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        """Return a row as JSON: links by name, store ids left out."""
        hidden = {"id", "board_id", *(column for column, _ in links.values())}
        found = {
            name: None if row[column] is None else self._names[kind][row[column]]
            for name, (column, kind) in links.items()
        }
        return {**found, **{name: to_json(value) for name, value in row.items() if name not in hidden}}

    def _own(self, table: Table) -> Any:
        return select(table.c.id).where(table.c.board_id == self._board.id).scalar_subquery()
