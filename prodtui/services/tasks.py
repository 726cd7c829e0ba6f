"""Tasks: add, edit with merge by field, assign, label, list, archive and purge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from prodtui.domain.board import Clocks, clocks_after
from prodtui.domain.enums import Priority, ServiceClass, StepKind
from prodtui.domain.rows import BoardRow, TaskRow
from prodtui.domain.task_fields import check_plan, clean_field, clean_fields
from prodtui.errors import Refused, Rejected
from prodtui.services import rules
from prodtui.services.board import entering
from prodtui.services.change import Change, begin
from prodtui.services.lookup import first_step, pick_person, pick_step
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task, _board = table_of(Task), table_of(Board)
_TAKE_NUMBER = (
    _board.update()
    .where(_board.c.id == bindparam("board_id"))
    .values(next_number=_board.c.next_number + 1)
    .returning(_board.c.next_number)
)
_SETS = ("assignees", "labels")
MOST_AT_ONCE = 200
"""Tasks that one call may add; an import takes more."""


def add(
    ws: Workspace,
    title: str,
    *,
    step: str | None = None,
    override: str | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[TaskRow]:
    """Add a task to the current board, in its first step unless `step` names another one.

    `fields` are the editable fields of TaskRow. Raises Rejected for a value that does not fit or an external key that
    is taken, Refused when a limit of the step is reached.
    """
    values = clean_fields({"title": title, **fields})
    with begin(ws, "task.add", request_id=request_id, body={"step": step, **values}) as change:
        if change.first_answer:
            return change.repeat(TaskRow)
        return change.done(create(TaskBook(change), change.board(), values, step=step, override=override))


def add_many(
    ws: Workspace,
    items: Sequence[Mapping[str, Any]],
    *,
    step: str | None = None,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[TaskRow, ...]]:
    """Add several tasks to the current board in their order, all or none; one undo takes them all back.

    Each item holds the fields that `add` takes, with `title` and perhaps a `step` of its own. Raises what `add` raises,
    and Rejected for more than MOST_AT_ONCE items.
    """
    if len(items) > MOST_AT_ONCE:
        raise Rejected(
            f"{len(items)} tasks are more than the {MOST_AT_ONCE} that can be added at once.",
            hint="Add them in parts, or import them from a file.",
        )
    wanted = [({"step": step} | dict(item)) for item in items]
    steps = [each.pop("step") for each in wanted]
    wanted = [clean_fields(each) for each in wanted]
    body = {"items": [{"step": where, **values} for where, values in zip(steps, wanted, strict=True)]}
    with begin(ws, "task.add", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book, board = TaskBook(change), change.board()
        pairs = zip(steps, wanted, strict=True)
        return change.done(tuple(create(book, board, each, step=where, override=override) for where, each in pairs))


def create(
    book: TaskBook,
    board: BoardRow,
    values: Mapping[str, Any],
    *,
    step: str | None = None,
    override: str | None = None,
    check: bool = True,
) -> TaskRow:
    """Store a new task inside a change and return it; `values` are clean.

    Gates hold always, the limits of its step with `check`.
    """
    change, values = book.change, book.natural(board, values)
    steps = change.steps(board)
    if not steps:
        raise Refused(f"Board {board.key} has no step yet.", hint="Add one with `prodtui step add NAME`.")
    to_step = pick_step(steps, step) if step else steps[0]
    _check_key(book, board, values.get("external_key"), None)
    check_plan(values.get("planned_start"), values.get("planned_finish"), ZoneInfo(board.timezone))
    clocks = clocks_after(Clocks(change.now, None, None), steps, to_step, change.now)
    plain = {name: value for name, value in values.items() if name not in (*_SETS, "parent")}
    task = book.new(
        board_id=board.id,
        number=_next_number(change, board),
        step_id=to_step.id,
        created_at=change.now,
        created_by=change.actor.login,
        entered_at=clocks.entered_at,
        started_at=clocks.started_at,
        finished_at=clocks.finished_at,
        rank=book.last_rank(board, to_step.id),
        due_committed=values.get("due"),
        **plain,
    )
    limits = check and (to_step.kind is StepKind.ACTIVE or to_step.wip_limit is not None)
    judged = rules.birth_verdict(book, board, task, to_step, values.get("assignees", ()), limits=limits)
    reason = rules.settle(change, [judged], f"A task cannot be added to {to_step.name}", override)
    row = book.insert(board, task, values, reason=reason)
    rules.draw(book, board, task)
    return row


def edit(
    ws: Workspace,
    ref: str,
    changes: Mapping[str, Any],
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[TaskRow]:
    """Set fields of a task; what others changed meanwhile in other fields stays and a note says so.

    `base` holds the values that the editor started from (or `version` the version it saw). Raises Changed when the same
    field was changed meanwhile to something else; `details["fields"]` holds base, theirs, mine, by and at. Raises
    Refused when a person has enough to do; a lead or manager may give `override` as the reason to pass that.
    """
    from prodtui.services.merge import merge  # the history that it reads costs the other verbs more than they do

    values = clean_fields(changes)
    body = {"ref": ref, "changes": values, "version": version, "override": override}
    with begin(ws, "task.edit", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(TaskRow)
        book = TaskBook(change)
        board, task = book.find(ref)
        values = book.natural(board, values)
        notes = merge(book, board, task, values, base, version)
        set_fields(book, board, task, values, override=override)
        return change.done(book.row(board, task), notes)


def set_fields(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    values: Mapping[str, Any],
    *,
    command: str | None = None,
    override: str | None = None,
) -> None:
    """Set clean fields of a task inside a change as far as the limits of the board, or `override`, allow it."""
    reason = None
    values, was_expedite = book.natural(board, values), task.service_class == ServiceClass.EXPEDITE
    if "external_key" in values:
        _check_key(book, board, values["external_key"], task.id)
    if "planned_start" in values or "planned_finish" in values:
        start, finish = (values.get(name, getattr(task, name)) for name in ("planned_start", "planned_finish"))
        changed = "planned_finish" if "planned_finish" in values else "planned_start"
        check_plan(start, finish, ZoneInfo(board.timezone), changed=changed)
    if values.get("due") is not None and task.due_committed is None:
        values["due_committed"] = values["due"]
    if "assignees" in values:
        reason = _check_people(book, board, task, values["assignees"], override)
    book.apply(board, task, values, command=command, reason=reason)
    if was_expedite != (task.service_class == ServiceClass.EXPEDITE) and task.archived_at is None:
        # Otherwise a task could pass a limit in one class and stay behind it in another.
        judged = rules.arrival_verdict(book, board, task, book.step(board, task))
        sentence = f"{board.key}-{task.number} cannot become {task.service_class} where it stands"
        rules.settle(book.change, [judged], sentence, None, final=rules.MAKE_ROOM)


def assign(
    ws: Workspace,
    refs: str | Sequence[str],
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    *,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[TaskRow, ...]]:
    """Put people on tasks or take them off; "all" in `remove` takes everybody off."""
    add, remove = tuple(add), tuple(remove)
    body = {"refs": refs, "add": add, "remove": remove}
    with begin(ws, "task.assign", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book, people = TaskBook(change), change.people()
        found = book.find_all(refs)
        for board, task in found:
            here = set(book.value(board, task, "assignees"))
            leave = here if "all" in remove else {pick_person(people, name).login for name in remove}
            wanted = (here - leave) | {pick_person(people, name).login for name in add}
            reason = _check_people(book, board, task, wanted, override)
            book.apply(board, task, {"assignees": tuple(wanted)}, reason=reason)
        return change.done(book.rows(found))


def label(
    ws: Workspace,
    refs: str | Sequence[str],
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    *,
    request_id: str | None = None,
) -> Done[tuple[TaskRow, ...]]:
    """Put labels on tasks or take them off."""
    added, removed = set(clean_field("labels", tuple(add))), set(clean_field("labels", tuple(remove)))

    def new(book: TaskBook, board: BoardRow, task: Task) -> dict[str, Any]:
        return {"labels": tuple((set(book.value(board, task, "labels")) - removed) | added)}

    return _each(ws, "task.label", refs, new, {"refs": refs, "add": added, "remove": removed}, request_id)


def set_priority(
    ws: Workspace, refs: str | Sequence[str], priority: Priority | str, *, request_id: str | None = None
) -> Done[tuple[TaskRow, ...]]:
    """Set the priority of tasks."""
    value = clean_field("priority", priority)
    return _each(
        ws, "task.priority", refs, lambda *_: {"priority": value}, {"refs": refs, "priority": value}, request_id
    )


def set_due(
    ws: Workspace, refs: str | Sequence[str], due: datetime | None, *, request_id: str | None = None
) -> Done[tuple[TaskRow, ...]]:
    """Set or clear the due date of tasks; the first one stays as the committed date."""
    value = clean_field("due", due)

    def new(book: TaskBook, board: BoardRow, task: Task) -> dict[str, Any]:
        return {"due": value, "due_committed": task.due_committed or value}

    return _each(ws, "task.due", refs, new, {"refs": refs, "due": value}, request_id)


def archive(ws: Workspace, refs: str | Sequence[str], *, request_id: str | None = None) -> Done[tuple[TaskRow, ...]]:
    """Take tasks off the board; they keep their history and can be restored."""

    def new(book: TaskBook, board: BoardRow, task: Task) -> dict[str, Any]:
        return {"archived_at": task.archived_at or book.change.now}

    return _each(ws, "task.archive", refs, new, {"refs": refs}, request_id)


def restore(
    ws: Workspace, refs: str | Sequence[str], *, override: str | None = None, request_id: str | None = None
) -> Done[tuple[TaskRow, ...]]:
    """Put archived tasks back where they were, or into a step of the same kind when theirs is gone.

    Raises Refused when a limit of the step is reached; a lead or manager may give `override` as the reason to pass it.
    """
    with begin(ws, "task.restore", request_id=request_id, body={"refs": refs, "override": override}) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book, notes = TaskBook(change), []
        found = book.find_all(refs)
        for board, task in found:
            if task.archived_at is None:
                continue
            here, steps = book.step(board, task), change.steps(board)
            to_step = here if here.archived_at is None else first_step(steps, here.kind) or steps[0]
            judged = rules.arrival_verdict(book, board, task, to_step)
            ref = f"{board.key}-{task.number}"
            reason = rules.settle(change, [judged], f"{ref} cannot come back to {to_step.name}", override)
            values: dict[str, object] = {"archived_at": None}
            if to_step.id != here.id:
                values |= entering(book, board, task, to_step)
                notes.append(f"{here.name} is not on the board any more; {ref} came back to {to_step.name}.")
            book.apply(board, task, values, reason=reason)
        return change.done(book.rows(found), notes)


def get(ws: Workspace, ref: str) -> TaskRow:
    """Return one task. Raises NotFound."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        return book.row(*book.find(ref))


def get_all(ws: Workspace, refs: Sequence[str]) -> tuple[TaskRow, ...]:
    """Return several tasks, each once, in the order given. Raises NotFound."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        return book.rows(book.find_all(refs))


def _each(
    ws: Workspace,
    command: str,
    refs: str | Sequence[str],
    new: Callable[[TaskBook, BoardRow, Task], dict[str, Any]],
    body: Mapping[str, Any],
    request_id: str | None,
) -> Done[tuple[TaskRow, ...]]:
    with begin(ws, command, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book = TaskBook(change)
        found = book.find_all(refs)
        for board, task in found:
            book.apply(board, task, new(book, board, task))
        return change.done(book.rows(found))


def _check_people(
    book: TaskBook, board: BoardRow, task: Task, wanted: Iterable[str], override: str | None
) -> str | None:
    """Judge whether the logins `wanted` may be on a task; return what is recorded of an override."""
    added = set(wanted) - set(book.value(board, task, "assignees"))
    return rules.check_load(book, board, task, sorted(added), override)


def _check_key(book: TaskBook, board: BoardRow, key: str | None, own: int | None) -> None:
    if not key:
        return
    query = select(_task.c.number, _task.c.id).where(_task.c.board_id == board.id, _task.c.external_key == key)
    taken = book.change.session.execute(query).first()
    if taken is not None and taken.id != own:
        raise Rejected(
            f"The external key {key!r} belongs to {board.key}-{taken.number} already.",
            hint=f"Edit {board.key}-{taken.number}, or use another key.",
            details={"ref": f"{board.key}-{taken.number}"},
        )


def _next_number(change: Change, board: BoardRow) -> int:
    """Take the next number of the board; numbers are never used twice."""
    number: int = change.session.execute(_TAKE_NUMBER, {"board_id": board.id}).scalar_one()
    return number - 1
