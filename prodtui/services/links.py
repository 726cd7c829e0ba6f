"""Dependencies between tasks of one board: which waits for which."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from sqlalchemy import delete, select

from prodtui.domain.board import find_cycle
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DependencyKind
from prodtui.domain.rows import BoardRow, DependencyRow
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services.change import begin
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.tables.tasks import Dependency, Task
from prodtui.storage.tables.types import table_of

_dep, _task = table_of(Dependency), table_of(Task)
_MOST_LAG = 10_000.0


def link(
    ws: Workspace,
    predecessor: str,
    successor: str,
    *,
    kind: DependencyKind = DependencyKind.FINISH_START,
    lag_hours: float = 0.0,
    request_id: str | None = None,
) -> Done[DependencyRow]:
    """Let `successor` wait for `predecessor`, plus a lag in working hours; linking again changes kind and lag.

    Raises Refused for a link that would close a cycle, Rejected for two boards or an absurd lag.
    """
    body = {"predecessor": predecessor, "successor": successor, "kind": kind, "lag": lag_hours}
    with begin(ws, "task.link", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DependencyRow)
        book = TaskBook(change)
        (board, before), (other, after) = book.find(predecessor), book.find(successor)
        if board.id != other.id:
            raise Rejected("Both tasks must be on the same board.", hint=f"Link tasks of {board.key}.")
        return change.done(connect(book, board, before, after, kind, lag_hours))


def connect(
    book: TaskBook,
    board: BoardRow,
    before: Task,
    after: Task,
    kind: DependencyKind = DependencyKind.FINISH_START,
    lag_hours: float = 0.0,
) -> DependencyRow:
    """Store a dependency inside a change and return it; see `link`."""
    if not math.isfinite(lag_hours) or not 0 <= lag_hours <= _MOST_LAG:
        raise Rejected(
            f"The lag {lag_hours} must lie between 0 and {_MOST_LAG:.0f} working hours.", hint="Check the number."
        )
    _refuse_cycle(book, board, before, after)
    session = book.change.session
    pair = (_dep.c.predecessor_id == before.id) & (_dep.c.successor_id == after.id)
    known = session.execute(select(_dep).where(pair)).first()
    names: dict[str, Any] = {"predecessor": f"{board.key}-{before.number}", "successor": f"{board.key}-{after.number}"}
    new: dict[str, Any] = {"kind": kind, "lag_hours": float(lag_hours)}
    if known is not None:
        old = {"kind": DependencyKind(known.kind), "lag_hours": known.lag_hours}
        if old != new:
            session.execute(_dep.update().where(_dep.c.id == known.id).values(**new))
            book.record(board, after, names | old, names | new, kind="dependency", object_id=known.id)
        return DependencyRow(id=known.id, **names, **new)
    new_id = book.change.unit.insert(_dep, predecessor_id=before.id, successor_id=after.id, **new)
    row = DependencyRow(id=new_id, **names, **new)
    book.record(board, after, None, to_dict(row), kind="dependency", object_id=row.id)
    return row


def unlink(ws: Workspace, predecessor: str, successor: str, *, request_id: str | None = None) -> Done[DependencyRow]:
    """Take a dependency away. Raises NotFound when there is none."""
    body = {"predecessor": predecessor, "successor": successor}
    with begin(ws, "task.unlink", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DependencyRow)
        book = TaskBook(change)
        (board, before), (_, after) = book.find(predecessor), book.find(successor)
        return change.done(disconnect(book, board, before, after))


def disconnect(book: TaskBook, board: BoardRow, before: Task, after: Task) -> DependencyRow:
    """Delete a dependency inside a change and return what it was. Raises NotFound."""
    session = book.change.session
    pair = (_dep.c.predecessor_id == before.id) & (_dep.c.successor_id == after.id)
    known = session.execute(select(_dep).where(pair)).first()
    first, second = f"{board.key}-{before.number}", f"{board.key}-{after.number}"
    if known is None:
        raise NotFound(f"{second} does not wait for {first}.", hint=f"See its chain with `prodtui task show {second}`.")
    row = DependencyRow(known.id, first, second, DependencyKind(known.kind), known.lag_hours)
    session.execute(delete(_dep).where(_dep.c.id == row.id))
    book.record(board, after, to_dict(row), None, kind="dependency", object_id=row.id)
    return row


def _refuse_cycle(book: TaskBook, board: BoardRow, before: Task, after: Task) -> None:
    pairs = book.change.session.execute(
        select(_dep.c.predecessor_id, _dep.c.successor_id)
        .join_from(_dep, _task, _dep.c.predecessor_id == _task.c.id)
        .where(_task.c.board_id == board.id)
    )
    successors = defaultdict[int, list[int]](list)
    for first, second in pairs:
        successors[first].append(second)
    way = find_cycle(successors, after.id or 0, before.id or 0)
    if not way:
        return
    numbers = {
        id: n for id, n in book.change.session.execute(select(_task.c.id, _task.c.number).where(_task.c.id.in_(way)))
    }
    refs = [f"{board.key}-{numbers[id]}" for id in way]
    text = " → ".join([*refs, refs[0]]) if len(refs) > 1 else "a task cannot wait for itself"
    raise Refused(
        f"{board.key}-{after.number} cannot wait for {board.key}-{before.number}: that closes a circle ({text}).",
        hint="Take one of these links away first with `prodtui task unlink`.",
        details={"reasons": [{"ref": refs[0], "code": "cycle", "text": text, "overridable": False}], "cycle": refs},
    )
