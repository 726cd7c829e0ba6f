"""What came out of a task: good pieces, scrap and rework, beside its quantity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert

from prodtui.domain.planning.periods import TINY, amount_text
from prodtui.domain.rows import BoardRow
from prodtui.domain.task_fields import amount
from prodtui.errors import Rejected
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import task_plan as queries
from prodtui.storage.tables.planning import Output
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_output = table_of(Output)
_WORDS = {"good": "The good quantity", "scrap": "The scrap", "rework": "The rework"}


def clean(good: object = None, scrap: object = None, rework: object = None) -> dict[str, float | None]:
    """Return quantities as numbers of at least 0, None where nothing was said. Raises Rejected."""
    given = {"good": good, "scrap": scrap, "rework": rework}
    return {name: amount(value, _WORDS[name]) for name, value in given.items()}


def put(book: TaskBook, board: BoardRow, task: Task, given: Mapping[str, float | None]) -> list[str]:
    """Record what came out of a task inside a change; return a note where it is more than its quantity.

    What is not said of the good pieces is what scrap and rework leave of the task's quantity, one without a quantity;
    of the others what was said before, or nothing. Raises Rejected for more scrap and rework than there are pieces.
    """
    known = queries.output_of(book.change.session, task.id or 0)
    values = {name: given.get(name) for name in ("good", "scrap", "rework")}
    for name in ("scrap", "rework"):
        if values[name] is None:
            values[name] = known[name] if known else 0.0
    if values["good"] is None:
        whole = 1.0 if task.quantity is None else task.quantity
        good = whole - (values["scrap"] or 0.0) - (values["rework"] or 0.0)
        if good < 0:
            raise Rejected(
                f"Scrap and rework are more than the {amount_text(whole)} of {board.key}-{task.number}.",
                hint="Say how many are good as well.",
            )
        values["good"] = good
    store(book, board, task, values)
    return _more_than_asked(board, task, sum(value or 0.0 for value in values.values()))


def _more_than_asked(board: BoardRow, task: Task, out: float) -> list[str]:
    if task.quantity is None or out <= task.quantity + TINY:
        return []
    more, whole = amount_text(out - task.quantity), f"{amount_text(task.quantity)} {task.unit or ''}".strip()
    return [f"{board.key}-{task.number} gave {amount_text(out)}, {more} more than its {whole}."]


def store(book: TaskBook, board: BoardRow, task: Task, values: Mapping[str, Any] | None) -> None:
    """Write the output of a task, None takes it away, and record it; nothing happens when it is so already."""
    session = book.change.session
    known = queries.output_of(session, task.id or 0)
    after = None if values is None else dict(values)
    if known == after:
        return
    session.execute(delete(_output).where(_output.c.task_id == task.id))
    if after is not None:
        session.execute(insert(_output).values(task_id=task.id, **after))
    book.record(board, task, known, after, kind="output", object_id=task.id)
    book.change.unit.touch(f"plan:{board.id}")
