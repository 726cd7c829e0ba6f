"""The issue log: raise, edit with merge by field, take from state to state, look whether it helped, list."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from prodtui.domain.enums import ActionKind, IssueState
from prodtui.domain.issue_fields import ISSUE
from prodtui.domain.issue_filters import (
    IssueContext,
    asks_for_archived,
    asks_for_closed,
    issue_test,
    parse_issue_filter,
)
from prodtui.domain.issues import STATES, Trace
from prodtui.domain.pareto import pareto as bars_of
from prodtui.domain.rows_issues import IssueDetail, IssueRow, ParetoBar
from prodtui.domain.task_fields import choice
from prodtui.domain.text import clean_line, nearest
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services.change import Change, begin
from prodtui.services.downtime import begin_downtime
from prodtui.services.issue_states import advance, chosen_again, hold_task, must_be_time, set_fields
from prodtui.services.issuebook import IssueBook
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import issues as queries
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.tables.issues import Issue
from prodtui.storage.unit_of_work import read

#: How many issues a list shows unless it is asked for more: as many as a screen or two.
PAGE = 100

_LAST = datetime.max.isoformat()
SORTS: Mapping[str, Callable[[IssueRow], Any]] = {
    "age": lambda issue: issue.raised_at,
    "newest": lambda issue: -issue.number,
    "severity": lambda issue: (issue.severity.value, issue.number),  # the alphabet happens to have their order
    "state": lambda issue: (STATES.index(issue.state), issue.number),
    "due": lambda issue: (issue.next_due.isoformat() if issue.next_due else _LAST, issue.number),
    "step": lambda issue: (issue.step or "~", issue.number),
    "owner": lambda issue: (issue.owner or "~", issue.number),
    "category": lambda issue: ((issue.category or "~").casefold(), issue.number),
    "ref": lambda issue: issue.number,
}


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """How many issues of a board are open, and how many of those have an overdue action."""

    open: int
    overdue: int


def raise_issue(
    ws: Workspace,
    title: str,
    *,
    andon: bool = False,
    downtime: str | None = None,
    block: bool = False,
    request_id: str | None = None,
    **fields: Any,
) -> Done[IssueRow]:
    """Put something that deviated into the log; `fields` are the editable fields of IssueRow.

    Without a step it is found at the task's one. With `andon` open boards ring; `downtime` is the reason for which the
    step stands still from now on; `block` holds the task until somebody takes the block away. A note tells which older
    issue it repeats. Raises Rejected for a downtime without a step, a block without a task.
    """
    values = ISSUE.clean_all({"title": title, "severity": "minor", **fields})
    body = {**values, "andon": andon, "downtime": downtime, "block": block}
    with begin(ws, "issue.raise", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book, board = IssueBook(change), change.board()
        values = book.natural(board, values)
        if values.get("task") and not values.get("step"):
            tasks = TaskBook(change)
            values["step"] = tasks.step(*tasks.find(values["task"])).key
        if downtime and not values.get("step"):
            raise Rejected("A downtime needs the step that stands still.", hint="Name the step, or a task in it.")
        if block and not values.get("task"):
            raise Rejected("A block needs the task that is held.", hint="Name the task at which it was seen.")
        filled: dict[str, Any] = {
            "whys": (),
            "state": IssueState.OPEN,
            "raised_at": change.now,
            "raised_by": change.actor.login,
        }
        if not values.get("recurs"):
            filled["recurs"] = book.repeated(board, _trace(values, change.now))
        issue: Issue = book.records.insert(board, "issue", {**filled, **values, "andon": bool(andon)})
        notes = [book.recurrence_note(filled["recurs"])] if filled.get("recurs") else []
        if downtime:
            begin_downtime(change, board, values["step"], downtime, issue=book.ref(board, issue))
        if block:
            notes += hold_task(book, board, issue)
        return change.done(book.row(board, issue), notes)


def edit_issue(
    ws: Workspace,
    ref: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[IssueRow]:
    """Set fields of an issue; what others changed meanwhile in other fields stays and a note says so.

    Raises Changed when the same field was changed meanwhile (see `tasks.edit`), Refused for a closed issue and for a
    change that takes away what its state needs.
    """
    values = ISSUE.clean_all(fields)
    body = {"ref": ref, "fields": values, "version": version}
    with begin(ws, "issue.edit", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find_live(ref)
        values = book.natural(board, values)
        notes = book.merged(board, issue, values, base, version)
        notes += set_fields(book, board, issue, values)
        state = IssueState(issue.state)
        if book.change.unit.changed:
            book.check_needs(board, issue, state, f"{book.ref(board, issue)} is {state} and cannot stay so")
        return change.done(book.row(board, issue), notes)


def advance_issue(
    ws: Workspace,
    ref: str,
    to: IssueState | str | None = None,
    *,
    reason: str | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[IssueRow]:
    """Set fields of an issue and take it to a state, the next one when `to` is None; the way back needs a reason.

    Raises Refused with everything that it lacks, Rejected without a reason for the way back.
    """
    values, state = ISSUE.clean_all(fields), None if to is None else choice(IssueState, to, "The state")
    text = clean_line(reason, what="reason") if reason else None
    body = {"ref": ref, "to": state, "reason": text, "version": version, "fields": values}
    with begin(ws, "issue.advance", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        book.must_stand(board, issue)
        values = book.natural(board, values)
        notes = book.merged(board, issue, values, None, version)
        notes += advance(book, board, issue, state, values, text)
        return change.done(book.row(board, issue), notes)


def reopen_issue(
    ws: Workspace,
    ref: str,
    reason: str,
    *,
    to: IssueState | str = IssueState.ANALYSING,
    again: Sequence[int | str] = (),
    request_id: str | None = None,
) -> Done[IssueRow]:
    """Open a closed issue again, with a reason: closing it needs new evidence. A note offers its corrective actions.

    `again` are the numbers (or references) of actions to be done once more, or "all": each comes back as a new action.
    """
    state, text = choice(IssueState, to, "The state"), clean_line(reason, what="reason")
    body = {"ref": ref, "reason": text, "to": state, "again": list(again)}
    with begin(ws, "issue.reopen", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        book.must_stand(board, issue)
        name = book.ref(board, issue)
        if issue.state != IssueState.CLOSED:
            raise Refused(f"{name} is {issue.state}, not closed.", hint=f"See `prodtui issue show {name}`.")
        old = [a for a in book.actions(board, issue) if a.kind is ActionKind.CORRECTIVE and a.archived_at is None]
        advance(book, board, issue, state, {}, text)
        chosen = chosen_again(name, old, again)
        for place, action in enumerate(chosen, start=len(book.actions(board, issue)) + 1):
            new = {"issue": name, "kind": action.kind, "text": action.text, "owner": action.owner}
            book.records.insert(board, "issue_action", new, number=place)
        left = [action for action in old if action not in chosen]
        notes = [f"Corrective action {name}.{action.number} was: {action.text}." for action in left]
        return change.done(book.row(board, issue), notes)


def put_away_issue(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[IssueRow]:
    """Take an issue that was raised by mistake out of the log; it keeps its number and history."""
    return _put(ws, "issue.put-away", ref, True, request_id)


def restore_issue(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[IssueRow]:
    """Bring an issue that was put away back into the log."""
    return _put(ws, "issue.restore", ref, False, request_id)


def check_effect(
    ws: Workspace, ref: str, effective: bool, note: str = "", *, early: str | None = None, close: bool = False,
    request_id: str | None = None,
) -> Done[IssueRow]:  # fmt: skip
    """Say whether the actions of an issue helped. If not, it goes back to analysing, with the note as the reason.

    A note about what helped is the evidence unless there is some already; with `close` the issue is closed in the same
    change. `early` is why it is known already that they helped. Raises Refused before it is verifying, and for "they
    helped" before its day without that; Rejected for "not effective" without a note.
    """
    text, why = ISSUE.clean("evidence", note), clean_line(early, what="reason") if early else None
    if not effective and not text:
        raise Rejected("Say what still goes wrong when the actions did not help.", hint="Add a note.")
    body = {"ref": ref, "effective": effective, "note": text, "early": why, "close": close}
    with begin(ws, "issue.check", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find_live(ref)
        name = book.ref(board, issue)
        if issue.state != IssueState.VERIFYING:
            raise Refused(
                f"{name} is {issue.state}; its effect is checked while it is verifying.",
                hint=f"Take it there with `prodtui issue verify {name}`.",
            )
        values: dict[str, Any] = {"effective": effective, "checked_at": change.now, "checked_by": change.actor.login}
        if effective and not why:
            must_be_time(book, board, issue)
        notes = []
        if not effective:
            values["state"] = IssueState.ANALYSING
            notes.append(f"{name} goes back to analysing: its cause is not taken away yet.")
        elif not issue.evidence:
            values["evidence"] = text
        told = (why, " ".join(text.split()))
        book.apply(board, issue, values, reason=": ".join(part for part in told if part) or None)
        if effective and close:
            notes += advance(book, board, issue, IssueState.CLOSED, {}, None)
        return change.done(book.row(board, issue), notes)


def list_issues(
    ws: Workspace,
    text: str = "",
    *,
    all: bool = False,
    sort: str | None = None,
    limit: int | None = PAGE,
    skip: int = 0,
) -> tuple[IssueRow, ...]:
    """Return the open issues that a filter text picks, overdue actions first, then by severity and age.

    `all` adds closed ones, and so does a filter that asks for them; put away ones come only by such a filter. At most
    `limit` after the first `skip`, None for all. `sort` is one of SORTS. Raises Usage for another, and for a
    filter that cannot be read or names what the board does not know.
    """
    groups, key, now = parse_issue_filter(text), _sort_key(sort), ws.now()
    with read(ws.store) as session:
        board = Change.looking(ws, session).board()
        steps = {step.key: step for step in board_queries.steps(session, board.id, archived=True)}
        people = [person.login for person in board_queries.people(session)]
        passes = issue_test(groups, IssueContext(now, ws.tz(), ws.actor.login, steps, people))
        archived = asks_for_archived(groups)
        order = queries.urgent_first(session, board, now, closed=all or asks_for_closed(groups), archived=archived)
        wanted = None if limit is None else skip + limit
        size = PAGE if key is None else 10 * PAGE
        found: list[IssueRow] = []
        while (key is not None or wanted is None or len(found) < wanted) and (ids := list(islice(order, size))):
            found += filter(passes, queries.issues(session, board, ids, now))
    if key is not None:
        found.sort(key=key)
    return tuple(found[skip:wanted])


def count_issues(ws: Workspace) -> IssueCounts:
    """Return how many issues of the board are open and overdue."""
    with read(ws.store) as session:
        return IssueCounts(*queries.open_counts(session, Change.looking(ws, session).board(), ws.now()))


def still_open(ws: Workspace, ids: Collection[int]) -> frozenset[int]:
    """Return which of some issues of any board, by their ids, are neither closed nor put away."""
    with read(ws.store) as session:
        return queries.still_open(session, ids)


def show_issue(ws: Workspace, ref: str) -> IssueDetail:
    """Return an issue with its actions, talk, tasks, downtime and history. Raises NotFound."""
    with read(ws.store) as session:
        book = IssueBook(Change.looking(ws, session))
        board, issue = book.find(ref)
        row, id = book.row(board, issue), issue.id or 0
        actions = book.actions(board, issue)
        events = [event for name in (row.ref, *(f"{row.ref}.{action.number}" for action in actions))
                  for event in event_queries.events(session, ref=name)]  # fmt: skip
        return IssueDetail(
            issue=row,
            actions=tuple(action for action in actions if action.archived_at is None),
            comments=queries.comments(session, row.ref, id),
            tasks=queries.further_tasks(session, board, id),
            downtime=downtimes(session, board, issue_id=id),
            recurrences=queries.recurrences(session, board, id),
            events=tuple(sorted(events, key=lambda event: event.id)),
        )


def pareto(ws: Workspace, by: str = "category", *, since: datetime | None = None) -> tuple[ParetoBar, ...]:
    """Return the issues raised since a moment counted by category, step or cause, most frequent first."""
    known = ("category", "step", "cause")
    if by not in known:
        raise Usage(f"Issues are counted by {', '.join(known)}, not by {by[:40]!r}.", hint="Choose one of these.")
    with read(ws.store) as session:
        return bars_of(queries.names_for_pareto(session, Change.looking(ws, session).board(), by, since))


def _trace(values: Mapping[str, Any], now: datetime) -> Trace:
    """Return what tells whether an issue that has no number yet repeats an older one."""
    step, category, cause = (values.get(name) for name in ("step", "category", "cause_category"))
    return Trace(sys.maxsize, step, category, cause, raised_at=now, closed_at=None)


def _put(ws: Workspace, command: str, ref: str, away: bool, request_id: str | None) -> Done[IssueRow]:
    with begin(ws, command, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(IssueRow)
        book = IssueBook(change)
        board, issue = book.find(ref)
        moment = (issue.archived_at or change.now) if away else None
        book.apply(board, issue, {"archived_at": moment})
        return change.done(book.row(board, issue))


def _sort_key(sort: str | None) -> Callable[[IssueRow], Any] | None:
    if sort is None:
        return None
    if sort not in SORTS:
        close = nearest(sort, SORTS)
        hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(SORTS)}."
        raise Usage(f"Issues cannot be sorted by {sort[:40]!r}.", hint=hint)
    return SORTS[sort]
