"""Tasks: add, edit with merge by field, assign, label, list, archive and purge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from prodtui.domain.board import Clocks, clocks_after
from prodtui.domain.codec import to_json
from prodtui.domain.enums import Priority
from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, TaskDetail, TaskRow
from prodtui.domain.task_fields import clean_field, clean_fields
from prodtui.errors import Changed, Refused, Rejected
from prodtui.services import rules
from prodtui.services.board import age_lines
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person, pick_step
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import tasks as queries
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task = table_of(Task)
_SETS = ("assignees", "labels")


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
        book, board = TaskBook(change), change.board()
        task = create(book, board, values, step=step, override=override)
        return change.done(book.new_row(board, task, values))


def create(
    book: TaskBook,
    board: BoardRow,
    values: Mapping[str, Any],
    *,
    step: str | None = None,
    override: str | None = None,
    check: bool = True,
) -> Task:
    """Store a new task inside a change; `values` are clean. With `check` the limits of its step hold."""
    change = book.change
    steps = change.steps(board)
    if not steps:
        raise Refused(f"Board {board.key} has no step yet.", hint="Add one with `prodtui step add NAME`.")
    to_step = pick_step(steps, step) if step else steps[0]
    _check_key(book, board, values.get("external_key"), None)
    clocks = clocks_after(Clocks(change.now, None, None), steps, to_step, change.now)
    plain = {name: value for name, value in values.items() if name not in (*_SETS, "parent")}
    task = Task(
        board_id=board.id,
        number=_next_number(change, board),
        step_id=steps[0].id,
        created_at=change.now,
        created_by=change.actor.login,
        entered_at=clocks.entered_at,
        due_committed=values.get("due"),
        **plain,
    )
    if check and to_step.id != steps[0].id:
        judged = rules.limit_verdict(book, board, task, to_step, "the new task")
        rules.settle([judged], f"A task cannot be added to {to_step.name}", change.actor, override)
    task.step_id, task.started_at, task.finished_at = to_step.id, clocks.started_at, clocks.finished_at
    task.rank = book.last_rank(board, to_step.id)
    book.insert(board, task, values)
    return task


def edit(
    ws: Workspace,
    ref: str,
    changes: Mapping[str, Any],
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
) -> Done[TaskRow]:
    """Set fields of a task; what others changed meanwhile in other fields stays and a note says so.

    `base` holds the values that the editor started from (or `version` the version it saw). Raises Changed when the same
    field was changed meanwhile to something else; `details["fields"]` holds base, theirs, mine, by and at.
    """
    values = clean_fields(changes)
    body = {"ref": ref, "changes": values, "version": version}
    with begin(ws, "task.edit", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(TaskRow)
        book = TaskBook(change)
        board, task = book.find(ref)
        notes = _merge(book, board, task, values, base, version)
        if "external_key" in values:
            _check_key(book, board, values["external_key"], task.id)
        if values.get("due") is not None and task.due_committed is None:
            values["due_committed"] = values["due"]
        _check_people(book, board, task, values.get("assignees"), None)
        book.apply(board, task, values)
        return change.done(book.row(board, task), notes)


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

    def new(book: TaskBook, board: BoardRow, task: Task) -> dict[str, Any]:
        people = book.change.people()
        here = set(book.value(board, task, "assignees"))
        leave = here if "all" in remove else {pick_person(people, name).login for name in remove}
        wanted = (here - leave) | {pick_person(people, name).login for name in add}
        _check_people(book, board, task, wanted, override)
        return {"assignees": tuple(wanted)}

    body = {"refs": refs, "add": add, "remove": remove}
    return _each(ws, "task.assign", refs, new, body, request_id)


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


def restore(ws: Workspace, refs: str | Sequence[str], *, request_id: str | None = None) -> Done[tuple[TaskRow, ...]]:
    """Put archived tasks back where they were."""
    return _each(ws, "task.restore", refs, lambda *_: {"archived_at": None}, {"refs": refs}, request_id)


def purge(ws: Workspace, refs: str | Sequence[str], *, request_id: str | None = None) -> Done[tuple[str, ...]]:
    """Delete archived tasks for good; the event keeps what they were. Raises Refused for one that is not archived."""
    with begin(ws, "task.purge", need=Permission.PURGE, request_id=request_id, body={"refs": refs}) as change:
        if change.first_answer:
            return Done(tuple(change.first_answer["value"]), replayed=True)
        book = TaskBook(change)
        found = book.find_all(refs)
        kept = [f"{board.key}-{task.number}" for board, task in found if task.archived_at is None]
        if kept:
            raise Refused(
                f"Only archived tasks can be purged; {', '.join(kept)} {'is' if len(kept) == 1 else 'are'} not.",
                hint="Archive them first with `prodtui task archive`.",
            )
        for board, task in found:
            book.record(board, task, book.state(board, task), None)
        ids = [task.id for _, task in found]
        change.session.execute(_task.update().where(_task.c.parent_id.in_(ids)).values(parent_id=None))
        change.session.execute(delete(_task).where(_task.c.id.in_(ids)))
        return change.done(tuple(f"{board.key}-{task.number}" for board, task in found))


def get(ws: Workspace, ref: str) -> TaskRow:
    """Return one task. Raises NotFound."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        return book.row(*book.find(ref))


def show(ws: Workspace, ref: str) -> TaskDetail:
    """Return a task with its chain, talk, work and history."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        board, task = book.find(ref)
        row = book.row(board, task)
        before, after = queries.chain(session, board, row.id)
        return TaskDetail(
            task=row,
            predecessors=before,
            successors=after,
            children=queries.children(session, board, row.id),
            comments=queries.comments(session, board, row.id),
            work=queries.work(session, board, row.id),
            events=event_queries.events(session, ref=row.ref),
        )


def list_tasks(ws: Workspace, text: str = "", *, all: bool = False, limit: int | None = None) -> tuple[TaskRow, ...]:
    """Return the open tasks of the board that a filter text picks, by step and rank.

    `all` adds finished and archived tasks, and so does a filter that asks for them. Raises Rejected for a filter that cannot be read.
    """
    wanted, now = parse_filter(text), ws.now()
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        if not text.strip():
            where = queries.on_board(board, open_only=not all, archived=all)
            return queries.tasks(session, board, where, now, limit=limit)
        steps = {step.key: step for step in board_queries.steps(session, board.id, archived=True)}
        spans = queries.finished_spans(session, board, 500)
        lines = age_lines([(end - start).total_seconds() / 86400 for start, end in spans])
        context = FilterContext(now=now, tz=ws.tz(), me=ws.actor.login, steps=steps, age_lines=lines)
        wanted.check(context)
        done, archived = wanted.asks_for_done(context), wanted.asks_for_archived()
        where = queries.on_board(board, open_only=not (all or done or archived), archived=all or archived)
        found = (row for row in queries.tasks(session, board, where, now) if wanted.matches(row, context))
        return tuple(found)[:limit]


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


def _merge(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    values: Mapping[str, Any],
    base: Mapping[str, Any] | None,
    version: int | None,
) -> list[str]:
    """Compare what the editor started from with what is there now; return notes or raise Changed."""
    if base is None and (version is None or version == task.version):
        return []
    ref = f"{board.key}-{task.number}"
    later = [e for e in event_queries.events(book.change.session, ref=ref) if e.after and e.kind == "task"]
    if version is not None:
        later = [event for event in later if event.version > version]
    last = {name: event for event in later for name in event.after or {}}
    conflicts: dict[str, Any] = {}
    for name, mine in values.items():
        theirs = book.value(board, task, name)
        started_from = clean_field(name, base[name]) if base is not None and name in base else None
        known = base is not None and name in base
        moved = (to_json(theirs) != to_json(started_from)) if known else name in last
        if moved and to_json(theirs) != to_json(mine):
            event = last.get(name)
            conflicts[name] = {
                "base": to_json(started_from) if known else (event.before or {}).get(name) if event else None,
                "theirs": to_json(theirs),
                "mine": to_json(mine),
                "by": event.actor if event else None,
                "at": to_json(event.at) if event else None,
            }
    if conflicts:
        who = ", ".join(sorted({c["by"] for c in conflicts.values() if c["by"]})) or "Somebody"
        raise Changed(
            f"{who} changed {', '.join(conflicts)} of {ref} meanwhile.",
            hint="Look at both values and choose; nothing was changed and what you typed is kept.",
            details={"ref": ref, "version": task.version, "fields": conflicts},
        )
    if version is None or version == task.version:
        return []
    others = {name: e.actor for name, e in last.items() if name not in values and name not in ("rank", "entered_at")}
    return [f"{actor} changed {name} meanwhile; both changes are kept." for name, actor in others.items()]


def _check_people(
    book: TaskBook, board: BoardRow, task: Task, wanted: Iterable[str] | None, override: str | None
) -> None:
    if wanted is None:
        return
    here = set(book.value(board, task, "assignees"))
    added = [
        person.login for person in (pick_person(book.change.people(), n) for n in wanted) if person.login not in here
    ]
    rules.check_load(book, board, task, added, override)


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
    boards = table_of(Board)
    taken = boards.update().where(boards.c.id == board.id).values(next_number=boards.c.next_number + 1)
    number: int = change.session.execute(taken.returning(boards.c.next_number)).scalar_one()
    return number - 1
