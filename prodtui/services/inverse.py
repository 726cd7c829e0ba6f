"""The inverse of one recorded event, refused when what it left behind is not there any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from prodtui.domain.codec import from_json, to_dict, to_json
from prodtui.domain.enums import DependencyKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.errors import NotFound, Refused
from prodtui.services import entities, issue_parts, rules
from prodtui.services.change import require
from prodtui.services.kinds import KINDS
from prodtui.services.links import connect, disconnect
from prodtui.services.lookup import pick_step
from prodtui.services.people import keep_a_manager
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as queries
from prodtui.storage.tables.boards import SavedFilter, Transition
from prodtui.storage.tables.tasks import Comment, Dependency, Task, Work
from prodtui.storage.tables.types import table_of

#: Restoring what others may have put beside it since is not worth a refusal.
_LOOSE = frozenset({"rank"})
_OF_A_TASK = frozenset({"task", "comment", "work", "dependency"})
_NEED = {
    **dict.fromkeys(("board", "step", "transition", "person"), Permission.SET_UP),
    **dict.fromkeys(("checklist", "checklist_use"), Permission.CHECKLISTS),
}

_dep, _task, _way, _filter = (table_of(t) for t in (Dependency, Task, Transition, SavedFilter))


class Inverter:
    """Takes back events inside one change; `word` is "undo" or "redo", as the sentences to the user say it."""

    def __init__(self, book: TaskBook, word: str) -> None:
        self.book = book
        self.change = book.change
        self.word = word

    def invert(self, event: EventRow) -> None:
        """Do the inverse of an event. Raises Refused when something changed since or a limit stands against it."""
        if event.kind in _NEED:
            require(self.change.actor, _NEED[event.kind])
        kinds = {
            "task": self._task,
            "dependency": self._dependency,
            "comment": self._part,
            "work": self._part,
            "transition": self._transition,
            "filter": self._filter,
            "reading": self._quality,
            "checklist_use": self._quality,
            "issue_comment": self._issue_part,
            "issue_task": self._issue_part,
            **dict.fromkeys(KINDS, self._record),
        }
        try:
            kinds.get(event.kind, self._entity)(event)
        except NotFound as error:
            raise self._refusal(event, str(error.message)) from error

    def _refusal(self, event: EventRow, why: str) -> Refused:
        return Refused(
            f"{event.command} of {event.ref} cannot be taken back by {self.word}: {why}",
            hint=f"Look at `prodtui history {event.ref}` and change it by hand.",
            details={"reasons": [{"ref": event.ref, "code": "changed_since", "text": why, "overridable": False}]},
        )

    def _later(self, event: EventRow) -> list[EventRow]:
        """Return what happened to the same thing since."""
        found = queries.events(self.change.session, ref=event.ref, after=event.id)
        return [other for other in found if other.board == event.board]

    def _compare_fields(self, event: EventRow, now: Mapping[str, Any]) -> None:
        """Raise Refused when a field does not hold any more what the event left in it."""
        for name, left in (event.after or {}).items():
            if name not in _LOOSE and name in now and now[name] != left:
                same = (later for later in reversed(self._later(event)) if later.kind == event.kind)
                by = next((later.actor for later in same if name in (later.after or {})), "somebody")
                raise self._refusal(event, f"{by} changed {name.replace('_', ' ')} since.")

    def _compare_whole(self, event: EventRow, now: Mapping[str, Any] | None) -> None:
        """Raise Refused when a small thing is not any more as the event left it; `now` is None when it is gone."""
        left = None if event.after is None else {name: value for name, value in event.after.items() if name != "id"}
        if to_json(now) != left:
            hands = (other.actor for other in reversed(self._later(event)) if other.kind == event.kind)
            raise self._refusal(event, f"{next(hands, 'somebody')} changed it since.")

    def _task(self, event: EventRow) -> None:
        book = self.book
        board, task = book.find(event.ref)
        if event.before is None:
            hand = (event.actor, event.typed_by)
            later = [other for other in self._later(event) if other.kind in _OF_A_TASK]
            others = [other for other in later if (other.actor, other.typed_by) != hand]
            if others or self._has_parts(task):
                raise self._refusal(event, f"{others[-1].actor if others else event.actor} worked on it since.")
            book.apply(board, task, {"archived_at": self.change.now})
            return
        if event.after is None:
            raise self._refusal(event, "it was purged.")
        self._compare_fields(event, {name: to_json(book.value(board, task, name)) for name in event.after})
        self._check_limits(event, board, task)
        # Lists become tuples; the book reads moments itself.
        back = {name: tuple(value) if isinstance(value, list) else value for name, value in event.before.items()}
        book.apply(board, task, back)

    def _check_limits(self, event: EventRow, board: BoardRow, task: Task) -> None:
        """Raise Refused when the task would come to a step that is full or gone."""
        back = event.before or {}
        comes_back = "archived_at" in back and back["archived_at"] is None
        if not comes_back and ("step" not in back or task.archived_at is not None):
            return
        key = str(back.get("step") or self.book.step_key(board, task.step_id))
        to_step = pick_step(self.change.steps(board), key)
        judge = rules.arrival_verdict if comes_back else rules.limit_verdict
        judged = judge(self.book, board, task, to_step)
        rules.settle([judged], f"{event.ref} cannot go back to {to_step.name}", self.change.actor, None, final=True)

    def _dependency(self, event: EventRow) -> None:
        values = event.after or event.before or {}
        (board, before), (_, after) = self.book.find(values["predecessor"]), self.book.find(values["successor"])
        pair = (_dep.c.predecessor_id == before.id) & (_dep.c.successor_id == after.id)
        known = self.change.session.execute(select(_dep.c.kind, _dep.c.lag_hours).where(pair)).mappings().first()
        names = {"predecessor": f"{board.key}-{before.number}", "successor": f"{board.key}-{after.number}"}
        self._compare_whole(event, None if known is None else names | dict(known))
        if event.before is None:
            disconnect(self.book, board, before, after)
        else:
            kind, lag = DependencyKind(event.before["kind"]), event.before["lag_hours"]
            connect(self.book, board, before, after, kind, lag)

    def _part(self, event: EventRow) -> None:
        """Take back or bring back a comment or a piece of work."""
        table = table_of(Comment if event.kind == "comment" else Work)
        board, task = self.book.find(event.ref)
        values = dict(event.after or event.before or {})
        if event.before is None:
            mine = (table.c.id == values["id"]) & (table.c.task_id == task.id)
            if self.change.session.scalar(select(table.c.id).where(mine)) is None:
                raise self._refusal(event, "it is gone already.")
            self.change.session.execute(delete(table).where(mine))
            self.book.record(board, task, values, None, kind=event.kind, object_id=values["id"])
            return
        columns = {column.name: values[column.name] for column in table.c if column.name in values}
        del columns["id"]
        columns["at"] = from_json(type(self.change.now), values["at"])
        new_id = self.change.unit.insert(table, task_id=task.id, **columns)
        self.book.record(board, task, None, values | {"id": new_id}, kind=event.kind, object_id=new_id)

    def _transition(self, event: EventRow) -> None:
        change, values = self.change, event.after or event.before or {}
        board = change.board_of(event.board or "")
        ends = (values["from_step"], values["to_step"])
        source, target = (pick_step(change.steps(board), key).id for key in ends)
        ways = board_queries.transitions(change.session, board.id)
        known = next((way for way in ways if (way.from_step, way.to_step) == ends), None)
        self._compare_whole(event, None if known is None else to_dict(known))
        change.session.execute(delete(_way).where(_way.c.from_step_id == source, _way.c.to_step_id == target))
        if event.before is not None:
            new = {"from_step_id": source, "to_step_id": target, "kind": event.before["kind"]}
            change.session.execute(insert(_way).values(**new))
        entities.note(change, "transition", source, event.ref, event.after, event.before, 1, board.id)

    def _filter(self, event: EventRow) -> None:
        change = self.change
        board = change.board_of(event.board or "")
        here = (_filter.c.board_id == board.id) & (_filter.c.name == event.ref)
        known = change.session.execute(select(_filter.c.name, _filter.c.text).where(here)).mappings().first()
        self._compare_whole(event, None if known is None else dict(known))
        change.session.execute(delete(_filter).where(here))
        if event.before is not None:
            change.session.execute(insert(_filter).values(board_id=board.id, **event.before))
        entities.note(change, "filter", board.id, event.ref, event.after, event.before, 1, board.id)

    def _record(self, event: EventRow) -> None:
        """Set fields of a numbered thing back; something new is put away instead."""
        records = RecordBook(self.change)
        board, entity = records.find(event.kind, event.ref)
        if event.before is None:
            hand = (event.actor, event.typed_by)
            others = [other for other in self._later(event) if (other.actor, other.typed_by) != hand]
            if entity.version > 1 or others or (event.kind == "issue" and issue_parts.has_actions(self.change, entity)):
                raise self._refusal(event, "it was worked on since.")
            records.apply(board, event.kind, entity, {"archived_at": self.change.now})
            return
        now = {name: records.value(board, event.kind, entity, name) for name in event.after or {}}
        self._compare_fields(event, now)
        records.apply(board, event.kind, entity, event.before)
        if event.kind == "downtime":
            issue_parts.must_run_alone(self.change, board, entity)

    def _issue_part(self, event: EventRow) -> None:
        """Take back or bring back a comment on an issue, or a task that it touches."""
        put_back = issue_parts.comment if event.kind == "issue_comment" else issue_parts.task
        why = put_back(self.change, event)
        if why:
            raise self._refusal(event, why)

    def _quality(self, event: EventRow) -> None:
        from prodtui.services import inverse_quality  # its tables are not needed by those who only move tasks

        invert = inverse_quality.invert_reading if event.kind == "reading" else inverse_quality.invert_use
        invert(self.change, event, self._refusal)

    def _entity(self, event: EventRow) -> None:
        """Set columns of a board, step, person or rule back; something new is archived or made inactive instead."""
        change = self.change
        board_id = change.board_of(event.board).id if event.board else None
        entity = self._find_entity(event, board_id)
        if event.before is None:
            gone = {"active": False} if event.kind in ("person", "recurrence") else {"archived_at": change.now}
        else:
            self._compare_fields(event, {name: to_json(getattr(entity, name)) for name in event.after or {}})
            gone = None
        back = gone or dict(event.before or {})
        if event.kind == "step" and (gone or "kind" in back) and self._stand_in(entity.id, archived="kind" in back):
            raise self._refusal(event, "tasks stand in it.")
        if event.kind == "person":
            row = next(person for person in change.people() if person.id == entity.id)
            keep_a_manager(change.people(), row, back)
        entities.set_columns(change, event.kind, entity, event.ref, back, board_id)

    def _find_entity(self, event: EventRow, board_id: int | None) -> Any:
        cls = entities.class_of(event.kind)
        table = table_of(cls)
        if event.kind == "recurrence":
            here = table.c.id == int(event.ref.rsplit("R", 1)[1])
        elif event.kind == "person":
            here = table.c.login == event.ref
        else:
            here = table.c.key == event.ref
        if event.kind in ("step", "checklist"):
            here &= table.c.board_id == board_id
        entity = self.change.session.scalars(select(cls).where(here)).first()
        if entity is None:
            raise self._refusal(event, "it is gone.")
        return entity

    def _has_parts(self, task: Task) -> bool:
        """Tell whether a task has comments, work or links by now."""
        comment, work = table_of(Comment), table_of(Work)
        lists = (
            select(comment.c.id).where(comment.c.task_id == task.id),
            select(work.c.id).where(work.c.task_id == task.id),
            select(_dep.c.id).where((_dep.c.predecessor_id == task.id) | (_dep.c.successor_id == task.id)),
        )
        return any(self.change.session.scalar(query.limit(1)) is not None for query in lists)

    def _stand_in(self, step_id: int, *, archived: bool) -> bool:
        mine = select(_task.c.id).where(_task.c.step_id == step_id).limit(1)
        if not archived:
            mine = mine.where(_task.c.archived_at.is_(None))
        return self.change.session.scalar(mine) is not None
