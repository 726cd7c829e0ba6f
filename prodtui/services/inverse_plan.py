"""The inverse of a planned quantity, of a release, and of what came out of a task; see `inverse`."""

from __future__ import annotations

from collections.abc import Callable

from prodtui.domain.codec import to_json
from prodtui.domain.planning.periods import TINY, amount_text
from prodtui.domain.rows_event import EventRow
from prodtui.services import outputs, release_links
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import planning as queries
from prodtui.storage.queries import task_plan

Refusal = Callable[[EventRow, str], Exception]


def invert_line(change: Change, event: EventRow, refusal: Refusal) -> None:
    """Plan again what was planned before, nothing for a new line, unless more of it is released by now."""
    records = RecordBook(change)
    board, line = records.find("plan_line", event.ref)
    left = float((event.after or {})["quantity"])
    if abs(line.quantity - left) > TINY:
        raise refusal(event, "somebody planned something else since.")
    back = float((event.before or {"quantity": 0.0})["quantity"])
    released = queries.released_of_line(change.session, line.id)
    if line.what_if_id is None and back < released - TINY:
        raise refusal(event, f"{amount_text(released)} of it are released.")
    records.apply(board, "plan_line", line, {"quantity": back})


def invert_output(change: Change, event: EventRow, refusal: Refusal) -> None:
    """Put back what was said of a task's output before."""
    book = TaskBook(change)
    board, task = book.find(event.ref)
    if to_json(task_plan.output_of(change.session, task.id or 0)) != event.after:
        raise refusal(event, "somebody said something else since.")
    outputs.store(book, board, task, event.before)


def invert_release(change: Change, event: EventRow, refusal: Refusal) -> None:
    """Take the link of a task to the plan away, or bring it back."""
    book = TaskBook(change)
    board, task = book.find(event.ref)
    if task_plan.release_of(change.session, board, task.id or 0) != event.after:
        raise refusal(event, "it is not linked to the plan like that any more.")
    release_links.store(book, board, task, event.before)
