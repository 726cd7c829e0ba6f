"""What a change of tasks answers, the same for every verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from prodtui.cli.result import Result
from prodtui.domain.codec import to_dict
from prodtui.domain.rows import TaskRow

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

Line = Callable[[TaskRow], str]


def one(done: Done[TaskRow]) -> Result:
    """Return one changed task: an object in JSON, reference and title as text."""
    row = done.value
    return Result(to_dict(row), (plain(row),), quiet=(row.ref,), talk=remarks(done))


def of(done: Done[Any], text: str, quiet: str = "") -> Result:
    """Return any other changed row: an object in JSON, one line of text."""
    return Result(to_dict(done.value), (text,), quiet=(quiet or text,), talk=remarks(done))


def many(done: Done[tuple[TaskRow, ...]], line: Line | None = None) -> Result:
    """Return the tasks that a verb for several was used on: always a list in JSON."""
    rows = done.value
    lines = tuple((line or plain)(row) for row in rows)
    return Result([to_dict(row) for row in rows], lines, quiet=tuple(row.ref for row in rows), talk=remarks(done))


def plain(row: TaskRow) -> str:
    """Return reference and title."""
    return f"{row.ref} {row.title}"


def where(row: TaskRow) -> str:
    """Return a task with its step."""
    return f"{row.ref} {row.title}: {row.step}"


def remarks(done: Done[Any]) -> tuple[str, ...]:
    """Return what people should know about a change beside its result."""
    if done.replayed:
        return (*done.notes, "This request was answered before; this is its first answer.")
    if done.txn is None:
        return (*done.notes, "Nothing had to change.")
    return done.notes
