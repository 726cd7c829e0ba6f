"""Undo and redo: a new, inverse change of the actor's own last one, refused when somebody changed it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from prodtui.domain.codec import from_json, to_json
from prodtui.domain.enums import DependencyKind, Via
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.errors import NotFound, ProdtuiError, Refused
from prodtui.services import entities, rules
from prodtui.services.change import Change, begin
from prodtui.services.links import connect, disconnect
from prodtui.services.lookup import pick_step
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events as queries
from prodtui.storage.tables.boards import SavedFilter, Transition
from prodtui.storage.tables.tasks import Comment, Task, Work
from prodtui.storage.tables.types import table_of

_LOOK_BACK = 2000
#: Restoring what others may have put beside it since is not worth a refusal.
_LOOSE = frozenset({"rank"})
_NEVER = frozenset({"task.purge", "board.add", "init"})


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again: the command, the references, and its transaction."""

    command: str
    refs: tuple[str, ...]
    undid: str


def undo(ws: Workspace, txn: str | None = None, *, request_id: str | None = None) -> Done[Undone]:
    """Take back the actor's last change on this board, or the one named by `txn`.

    Raises NotFound when there is nothing, Refused when somebody changed the same fields since.
    """
    return _invert(ws, "undo", 0, txn, request_id)


def redo(ws: Workspace, *, request_id: str | None = None) -> Done[Undone]:
    """Do again what was taken back last. Raises NotFound when something else was done since."""
    return _invert(ws, "redo", 1, None, request_id)


def stacks(txns: Mapping[str, str | None]) -> tuple[list[str], list[str]]:
    """Return what can be undone and what can be redone, the next one last.

    `txns` maps each transaction, oldest first, to the one that it undoes. A redo undoes an undo.
    """
    undoable: list[str] = []
    redoable: list[str] = []
    for txn, undoes in txns.items():
        if undoes is None:
            undoable.append(txn)
            redoable.clear()
        elif undoes in redoable:
            redoable.remove(undoes)
            undoable.append(txn)
        else:
            if undoes in undoable:
                undoable.remove(undoes)
            redoable.append(txn)
    return undoable, redoable


def _invert(ws: Workspace, word: str, which: int, txn: str | None, request_id: str | None) -> Done[Undone]:
    with begin(ws, word, request_id=request_id, body={"txn": txn}) as change:
        if change.first_answer:
            return change.repeat(Undone)
        actor, board_id = change.actor, ws.board.id if ws.board else None
        recent = queries.recent_txns(change.session, actor.login, actor.typed_by, board_id, _LOOK_BACK)
        open_ = stacks(recent)[which]
        if txn is not None and txn not in open_:
            raise NotFound(f"You have no change {txn[:40]!r} that could be undone.", hint="See `prodtui history`.")
        if not open_:
            raise NotFound(f"There is nothing of yours to {word} on this board.", hint="See `prodtui history`.")
        undid = txn or open_[-1]
        return _apply_inverse(change, undid, word)


def _apply_inverse(change: Change, undid: str, word: str) -> Done[Undone]:
    found = queries.events_of(change.session, [undid])
    _refuse_lasting(found, word)
    change.unit.undoes = undid
    refs = tuple(dict.fromkeys(event.ref for event in found))
    command = found[-1].command
    change.unit.command = f"{word} {command}" if word == "undo" else "redo"
    book = TaskBook(change)
    for event in reversed(found):
        try:
            _INVERSE.get(event.kind, _entity)(book, event)
        except NotFound as error:
            raise _changed_since(event, word, str(error.message)) from error
    return change.done(Undone(command, refs, undid))


def _refuse_lasting(found: tuple[EventRow, ...], word: str) -> None:
    for event in found:
        if event.command in _NEVER or event.via is Via.IMPORT:
            what = "an import" if event.via is Via.IMPORT else f"`{event.command}`"
            raise Refused(
                f"The last change was {what}, which cannot be taken back by {word}.", hint="See `prodtui history`."
            )


def _changed_since(event: EventRow, word: str, what: str) -> ProdtuiError:
    return Refused(
        f"{event.command} of {event.ref} cannot be taken back by {word}: {what}",
        hint=f"Look at `prodtui history {event.ref}` and change it by hand.",
        details={"reasons": [{"ref": event.ref, "code": "changed_since", "text": what, "overridable": False}]},
    )


def _compare(event: EventRow, now: Mapping[str, Any], later: tuple[EventRow, ...]) -> None:
    """Raise Refused when a field does not hold any more what the event left in it."""
    for name, left in (event.after or {}).items():
        if name not in _LOOSE and name in now and now[name] != left:
            by = next((e.actor for e in reversed(later) if e.id > event.id and name in (e.after or {})), "somebody")
            raise _changed_since(event, "undo", f"{by} changed {name.replace('_', ' ')} since.")


def _task(book: TaskBook, event: EventRow) -> None:
    board, task = book.find(event.ref)
    later = queries.events(book.change.session, ref=event.ref, after=event.id)
    if event.before is None:
        if any(e.kind != "task" or e.actor != event.actor for e in later):
            raise _changed_since(event, "undo", f"{later[-1].actor} worked on it since.")
        book.apply(board, task, {"archived_at": book.change.now})
        return
    if event.after is None:
        raise _changed_since(event, "undo", "it was purged.")
    now = {name: to_json(book.value(board, task, name)) for name in event.after}
    # What an undone creation archives comes back by redo whatever the clock said then.
    _compare(event, now, later)
    if "step" in event.before:
        _check_limits(book, board, task, event)
    book.apply(board, task, _typed(event.before))


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return JSON values of an event as `TaskBook.apply` takes them; it reads moments itself."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _check_limits(book: TaskBook, board: BoardRow, task: Task, event: EventRow) -> None:
    back = pick_step(book.change.steps(board), str((event.before or {})["step"]))
    judged = rules.limit_verdict(book, board, task, back)
    rules.settle([judged], f"{event.ref} cannot go back to {back.name}", book.change.actor, None)


def _dependency(book: TaskBook, event: EventRow) -> None:
    values = event.after or event.before or {}
    (board, before), (_, after) = book.find(values["predecessor"]), book.find(values["successor"])
    if event.before is None:
        disconnect(book, board, before, after)
    else:
        connect(book, board, before, after, DependencyKind(event.before["kind"]), event.before["lag_hours"])


def _part(book: TaskBook, event: EventRow) -> None:
    """Take back or bring back a comment or a piece of work."""
    table = table_of(Comment if event.kind == "comment" else Work)
    board, task = book.find(event.ref)
    session = book.change.session
    values = dict(event.after or event.before or {})
    if event.before is None:
        gone = session.execute(delete(table).where(table.c.id == values["id"], table.c.task_id == task.id))
        if not gone.rowcount:  # type: ignore[attr-defined]
            raise NotFound("it is gone already.")
        book.record(board, task, values, None, kind=event.kind, object_id=values["id"])
        return
    columns = {name: values[name] for name in (column.name for column in table.c) if name in values and name != "id"}
    columns["at"] = from_json(type(book.change.now), values["at"])
    new_id = book.change.unit.insert(table, task_id=task.id, **columns)
    book.record(board, task, None, values | {"id": new_id}, kind=event.kind, object_id=new_id)


def _transition(book: TaskBook, event: EventRow) -> None:
    change, values = book.change, event.after or event.before or {}
    board = change.board_of(event.board or "")
    way = table_of(Transition)
    source, target = (pick_step(change.steps(board), values[end]).id for end in ("from_step", "to_step"))
    change.session.execute(delete(way).where(way.c.from_step_id == source, way.c.to_step_id == target))
    if event.before is not None:
        change.session.execute(insert(way).values(from_step_id=source, to_step_id=target, kind=event.before["kind"]))
    entities.note(change, "transition", source, event.ref, event.after, event.before, 1, board.id)


def _filter(book: TaskBook, event: EventRow) -> None:
    change = book.change
    board, table = change.board_of(event.board or ""), table_of(SavedFilter)
    change.session.execute(delete(table).where(table.c.board_id == board.id, table.c.name == event.ref))
    if event.before is not None:
        change.session.execute(insert(table).values(board_id=board.id, **event.before))
    entities.note(change, "filter", board.id, event.ref, event.after, event.before, 1, board.id)


def _entity(book: TaskBook, event: EventRow) -> None:
    change = book.change
    cls = entities.ENTITIES[event.kind]
    board_id = change.board_of(event.board).id if event.board else None
    key = _key_of(change, event, cls, board_id)
    entity: Any = change.session.get(cls, key)
    if event.before is None:
        column = {"person": {"active": False}, "recurrence": {"active": False}}.get(
            event.kind, {"archived_at": change.now}
        )
        if event.kind == "step":
            _refuse_busy_step(change, event, entity.id)
        entities.set_columns(change, event.kind, entity, event.ref, column, board_id)
        return
    now = {name: to_json(getattr(entity, name)) for name in event.after or {}}
    _compare(event, now, queries.events(change.session, ref=event.ref, after=event.id))
    entities.set_columns(change, event.kind, entity, event.ref, event.before, board_id)


def _key_of(change: Change, event: EventRow, cls: Any, board_id: int | None) -> int:
    table = table_of(cls)
    if event.kind == "recurrence":
        return int(event.ref.rsplit("R", 1)[1])
    query = select(table.c.id).where(table.c.login == event.ref if event.kind == "person" else table.c.key == event.ref)
    if event.kind == "step":
        query = query.where(table.c.board_id == board_id)
    found = change.session.scalar(query)
    if found is None:
        raise NotFound("it is gone.")
    return int(found)


def _refuse_busy_step(change: Change, event: EventRow, step_id: int) -> None:
    tasks = table_of(Task)
    if change.session.scalar(
        select(tasks.c.id).where(tasks.c.step_id == step_id, tasks.c.archived_at.is_(None)).limit(1)
    ):
        raise _changed_since(event, "undo", "tasks stand in it.")


_INVERSE = {
    "task": _task,
    "dependency": _dependency,
    "comment": _part,
    "work": _part,
    "transition": _transition,
    "filter": _filter,
}
