"""An issue inside a change: fields set, a state entered with what it needs, the effect looked at in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.codec import to_json
from prodtui.domain.enums import IssueState
from prodtui.domain.issues import check_due, is_back, next_state, told_check
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import ActionRow
from prodtui.domain.text import scrub
from prodtui.errors import Refused, Rejected
from prodtui.services.issuebook import IssueBook, entering
from prodtui.services.taskbook import TaskBook
from prodtui.storage.tables.issues import Issue
from prodtui.storage.tables.tasks import Task

_LONGEST = 200


def set_fields(book: IssueBook, board: BoardRow, issue: Issue, values: Mapping[str, Any]) -> list[str]:
    """Set natural fields; when the cause becomes known, look again whether the issue repeats an older one."""
    known = issue.cause_category
    if values.get("recurs") and book.find(values["recurs"])[1].number >= issue.number:
        raise Rejected(f"{values['recurs']} is not older than this issue.", hint="An issue repeats an older one.")
    if "check_days" in values or "check_items" in values:
        values = {**values, **_check_again(issue, values)}
    book.apply(board, issue, values)
    return book.repeats_now(board, issue) if issue.cause_category not in (None, known) else []


def advance(
    book: IssueBook, board: BoardRow, issue: Issue, to: IssueState | None, values: Mapping[str, Any], reason: str | None
) -> list[str]:
    """Set fields and enter a state, the next one without `to`; return notes. Raises Refused, Rejected."""
    here, name = IssueState(issue.state), book.ref(board, issue)
    state = to or next_state(here) or here
    if here is IssueState.CLOSED and not reason:
        raise Refused(f"{name} is closed already.", hint=f"Reopen it with `prodtui issue reopen {name}`.")
    if is_back(here, state) and not reason:
        raise Rejected(
            f"{name} is {here} already; the way back to {state} needs a reason.",
            hint="Give the reason, or change what it says with `prodtui issue edit`.",
        )
    if reason and not is_back(here, state):
        raise Refused(
            f"{name} is {here}, and {state} is no earlier state.",
            hint=f"A reason belongs to the way back; see `prodtui issue show {name}`.",
        )
    notes = set_fields(book, board, issue, values)
    book.check_needs(board, issue, state, f"{name} cannot be {state} yet")
    if state is here:
        return [*notes, f"{name} was {state} already."]
    entered = entering(state, issue, book.change.now, book.change.actor.login)
    if here is IssueState.CLOSED:
        # What showed that it was solved shows it no more; history keeps it.
        entered["evidence"] = values.get("evidence", "")
    book.apply(board, issue, entered, reason=reason)
    return notes


def must_be_time(book: IssueBook, board: BoardRow, issue: Issue) -> None:
    """Raise Refused while it is too early to say that the actions of an issue helped."""
    row = book.row(board, issue)
    if not row.check_ready:
        when = told_check(row.check_due, row.check_items, ZoneInfo(board.timezone))
        raise Refused(
            f"The effect of what was done about {row.ref} is looked at {when}.",
            hint="Wait for that, or say with --early why it is known already.",
            details={"ref": row.ref, "check_due": to_json(row.check_due), "check_items": row.check_items},
        )


def hold_task(book: IssueBook, board: BoardRow, issue: Issue) -> list[str]:
    """Block the task at which an issue was seen; one that is blocked already stays so, and a note says it."""
    tasks, task = TaskBook(book.change), book.change.session.get_one(Task, issue.task_id)
    if task.blocked_reason:
        return [f"{board.key}-{task.number} was blocked already: {task.blocked_reason}."]
    tasks.block(board, task, scrub(f"{book.ref(board, issue)} {issue.title}", limit=_LONGEST)[0])
    return []


def chosen_again(name: str, old: Sequence[ActionRow], again: Sequence[int | str]) -> list[ActionRow]:
    """Return those of the corrective actions `old` of an issue that are to be done again. Raises Rejected."""
    if "all" in again:
        return list(old)
    numbers = {str(item).rpartition(".")[2] for item in again}
    unknown = numbers - {str(action.number) for action in old}
    if unknown:
        there = ", ".join(f"{name}.{action.number}" for action in old) or "none"
        raise Rejected(f"{name} has no corrective action {min(unknown)[:20]}.", hint=f"There are: {there}.")
    return [action for action in old if str(action.number) in numbers]


def _check_again(issue: Issue, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return when the effect is to be looked at under new numbers, nothing before it is verifying."""
    if issue.state != IssueState.VERIFYING or issue.verifying_at is None:
        return {}
    days, items = (values.get(name, getattr(issue, name)) for name in ("check_days", "check_items"))
    return {"check_due": check_due(issue.verifying_at, days, items)}
