"""The inverse of one recorded event, refused when what it left behind is not there any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select

from prodtui.domain.codec import from_json, to_dict, to_json
from prodtui.domain.enums import DependencyKind
from prodtui.domain.permissions import Permission, RightRow, cell_of
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.text import quoted
from prodtui.errors import NotFound, Refused
from prodtui.services import entities, inverse_daily, issue_parts, rules
from prodtui.services.kinds import KINDS
from prodtui.services.links import connect, disconnect
from prodtui.services.lookup import pick_step
from prodtui.services.people import judge_managers
from prodtui.services.recordbook import RecordBook
from prodtui.services.rights import set_right
from prodtui.services.steps import check_can_go
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as queries
from prodtui.storage.tables.boards import Transition
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Dependency, Task, Work
from prodtui.storage.tables.types import table_of

#: Restoring what others may have put beside it since is not worth a refusal.
_LOOSE = frozenset({"rank"})
_OF_A_TASK = frozenset({"task", "comment", "work", "dependency"})
_NEED = {
    **dict.fromkeys(("board", "step", "transition", "person"), Permission.SET_UP),
    **dict.fromkeys(("checklist", "checklist_use"), Permission.CHECKLISTS),
    **dict.fromkeys(("product", "resource", "demand", "demand_rule"), Permission.PLAN),
    "handover": Permission.HAND_OVER,
    "right": Permission.SET_UP,
    **dict.fromkeys(("plan_line", "what_if", "capacity_change", "release"), Permission.PLAN),
}

_dep, _task, _way, _filter = (table_of(t) for t in (Dependency, Task, Transition, SavedFilter))


class Inverter:
    """Takes back events inside one change; `word` is "undo" or "redo", as the sentences to the user say it.

    `notes` tell what the user should know of it.
    """

    def __init__(self, book: TaskBook, word: str) -> None:
        self.book = book
        self.change = book.change
        self.word = word
        self.notes: list[str] = []
        self._gone: list[tuple[EventRow, int]] = []
        self._issues: dict[str, EventRow] = {}

    def invert(self, event: EventRow) -> None:
        """Do the inverse of an event. Raises Refused when something changed since or a limit stands against it."""
        board = self.change.any_board(event.board) if event.board else None
        self.change.require(_NEED.get(event.kind, Permission.WORK), board)
        kinds = {
            "task": self._task,
            "dependency": self._dependency,
            "comment": self._part,
            "work": self._part,
            "transition": self._transition,
            "filter": self._filter,
            "right": self._right,
            "reading": self._quality,
            "checklist_use": self._quality,
            "issue_comment": self._issue_part,
            "issue_task": self._issue_part,
            **dict.fromkeys(KINDS, self._record),
            **dict.fromkeys(("plan_line", "release", "output"), self._plan),
        }
        try:
            kinds.get(event.kind, self._entity)(event)
        except NotFound as error:
            raise self._refusal(event, str(error.message)) from error

    def finish(self) -> None:
        """Judge what only shows when every event is taken back: whether the others can do without a step that went."""
        for event, step_id in self._gone:
            board = self.change.any_board(event.board or "")
            if board.archived_at is not None:  # it went with the whole board
                continue
            try:
                check_can_go(self.change, board, self.change.all_steps(board)[step_id])
            except Refused as error:
                raise self._refusal(event, error.message) from error
        for ref, event in self._issues.items():
            why = issue_parts.lacking(self.change, ref)
            if why:
                raise self._refusal(event, why)

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
        self._check_key(event, _task, board, task)
        reason = self._override(event, board, task)
        # Lists become tuples; the book reads moments itself.
        back = {name: tuple(value) if isinstance(value, list) else value for name, value in event.before.items()}
        book.apply(board, task, back, reason=reason)

    def _check_key(self, event: EventRow, table: Table, board: BoardRow, entity: Any) -> None:
        """Raise Refused when an external key that would come back is another thing's by now."""
        key = (event.before or {}).get("external_key")
        same = (table.c.board_id == board.id) & (table.c.external_key == key) & (table.c.id != entity.id)
        if key is not None and self.change.session.scalar(select(table.c.id).where(same)) is not None:
            raise self._refusal(event, f"the external key {quoted(key)} is in use by now.")

    def _override(self, event: EventRow, board: BoardRow, task: Task) -> str | None:
        """Return what is recorded of an override; raise Refused when a step is gone or a limit stands against it.

        An override holds again for what came about by one, if the actor may override.
        """
        book, back = self.book, event.before or {}
        people = back.get("assignees", ())
        comes_back = "archived_at" in back and back["archived_at"] is None
        if comes_back or ("step" in back and task.archived_at is None):
            key = str(back.get("step") or book.step_key(board, task.step_id))
            to_step = pick_step(self.change.steps(board), key)
            words = self._words(event, {"step": key, "archived_at": None})
            judge = rules.overridable_verdict if words and self.word == "redo" else rules.limit_verdict
            judged = (rules.arrival_verdict if comes_back else judge)(book, board, task, to_step, people)
            if self.word == "undo" and not self._worked_on_since(event):
                judged = rules.without_gates_not_begun(judged)
            sentence = f"{event.ref} cannot go back to {to_step.name}"
        elif people and task.archived_at is None and rules.counts_for_people(book, board, task):
            words = self._words(event, {"assignees": people})
            if words is None:
                return None
            joining = sorted(set(people) - set(book.value(board, task, "assignees")))
            judged, sentence = rules.load_verdict(book, board, task, joining), f"{event.ref} cannot be assigned again"
        else:
            return None
        again = words if self.change.may(Permission.OVERRIDE, board) else None
        hint = "" if again else _done_with_override(board) if words else rules.MAKE_ROOM
        reason = rules.settle(self.change, [judged], sentence, again, final=hint)
        if reason:
            self.notes.append(f"{event.ref} was overridden again for the reason given before: {again}.")
        return reason

    def _worked_on_since(self, event: EventRow) -> bool:
        """Tell whether anything happened to a task since an event that was not taken back again."""
        later = [other for other in self._later(event) if other.txn != event.txn]
        undone = {other.undoes for other in later}
        return any(other.txn not in undone and (other.undoes is None or other.command == "redo") for other in later)

    def _words(self, event: EventRow, state: Mapping[str, Any]) -> str | None:
        """Return the reason of the override by which a task came to `state` before an event."""
        for earlier in reversed(queries.events(self.change.session, ref=event.ref)):
            after = (earlier.after or {}) if earlier.kind == "task" and earlier.board == event.board else {}
            led_here = earlier.id < event.id and any(name in after and after[name] == state[name] for name in state)
            # A redo that found room has no reason of its own, but what it did again may have one.
            if led_here and (earlier.reason or earlier.command != "redo"):
                return rules.words_of(earlier.reason)
        return None

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

    def _right(self, event: EventRow) -> None:
        board, cell = self.change.board_of(event.board or ""), cell_of(event.ref)
        if cell is None or event.before is None:
            raise self._refusal(event, "it is gone.")
        self._compare_whole(event, {"granted": board.rights.may(*cell)})
        set_right(self.change, board, RightRow(*cell, granted=bool(event.before.get("granted"))))

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
            self._issues |= dict.fromkeys(issue_parts.about(records, board, event.kind, entity), event)
            return
        now = {name: records.value(board, event.kind, entity, name) for name in event.after or {}}
        back = dict(event.before)
        if event.kind == "standup" and "people" in now:
            back["people"] = inverse_daily.people_back(event, now.pop("people"))
        self._compare_fields(event, now)
        if event.kind == "demand":
            self._check_key(event, table_of(type(entity)), board, entity)
        records.apply(board, event.kind, entity, back)
        if event.kind == "downtime":
            issue_parts.must_run_alone(self.change, board, entity)
        if event.kind == "standup":
            inverse_daily.must_run_alone(self.change, board, entity)
        self._issues |= dict.fromkeys(issue_parts.about(records, board, event.kind, entity), event)

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

    def _plan(self, event: EventRow) -> None:
        from prodtui.services import inverse_plan  # nor are those of the plan

        {
            "plan_line": inverse_plan.invert_line,
            "release": inverse_plan.invert_release,
            "output": inverse_plan.invert_output,
        }[event.kind](self.change, event, self._refusal)

    def _entity(self, event: EventRow) -> None:
        """Set columns of a board, step, person or rule back; something new is archived or made inactive instead."""
        change = self.change
        # An archived board takes back only that it was archived.
        find = change.any_board if event.kind == "board" and "archived_at" in (event.before or {}) else change.board_of
        board_id = find(event.board).id if event.board else None
        entity = self._find_entity(event, board_id)
        if event.before is None:
            gone = {"active": False} if event.kind in ("person", "recurrence") else {"archived_at": change.now}
        else:
            self._compare_fields(event, {name: to_json(getattr(entity, name)) for name in event.after or {}})
            gone = None
        back = gone or dict(event.before or {})
        if event.kind == "step":
            self._check_step(event, entity.id, back)
        if event.kind == "step" and gone and issue_parts.stands_still(change, entity.id):
            raise self._refusal(event, "a downtime runs there.")
        if event.kind == "person":
            row = next(person for person in change.people() if person.id == entity.id)
            judge_managers(change, row, back)
        entities.set_columns(change, event.kind, entity, event.ref, back, board_id)

    def _check_step(self, event: EventRow, step_id: int, back: Mapping[str, Any]) -> None:
        """Raise Refused when a step would change its kind or go while something needs it as it is."""
        goes = back.get("archived_at") is not None
        if (goes or "kind" in back) and self._stand_in(step_id, archived="kind" in back):
            raise self._refusal(event, "tasks stand in it.")
        if not goes:
            return
        board = self.change.board_of(event.board or "")
        ways = board_queries.transitions(self.change.session, board.id)
        if any(event.ref in (way.from_step, way.to_step) for way in ways):
            raise self._refusal(event, "transitions lead to it or away from it.")
        self._gone.append((event, step_id))

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


def _done_with_override(board: BoardRow) -> str:
    who = board.rights.only(Permission.OVERRIDE)
    return f"It had been done with an override, and {who} may do that again."
