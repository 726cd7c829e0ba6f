"""The downtime log: one clock for each step that stands still, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import working_minutes
from prodtui.domain.enums import IssueState
from prodtui.domain.issue_fields import DOWNTIME
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.rows_issues import DowntimeRow
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.issuebook import IssueBook
from prodtui.services.kinds import kind_of
from prodtui.services.lookup import pick_step
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.tables.issues import Downtime
from prodtui.storage.unit_of_work import read


def start_downtime(
    ws: Workspace, step: str, reason: str, issue: str | None = None, *, request_id: str | None = None
) -> Done[DowntimeRow]:
    """Start the clock of a step that stands still. Raises Refused when one runs there already."""
    body = {"step": step, "reason": reason, "issue": issue}
    with begin(ws, "downtime.start", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DowntimeRow)
        return change.done(begin_downtime(change, change.board(), step, reason, issue=issue))


def begin_downtime(change: Change, board: BoardRow, step: str, reason: str, *, issue: str | None = None) -> DowntimeRow:
    """Start a clock inside a change and return it; see `start_downtime`."""
    row, values = pick_step(change.steps(board), step), DOWNTIME.clean_all({"reason": reason, "issue": issue})
    refuse_second(change, board, row)
    book = IssueBook(change)
    values = book.natural(board, values)
    must_be_open(book, values["issue"])
    values |= {"step": row.key, "started_at": change.now, "started_by": change.actor.login}
    return _row(change, board, RecordBook(change).insert(board, "downtime", values))


def stop_downtime(ws: Workspace, step_or_ref: str, *, request_id: str | None = None) -> Done[DowntimeRow]:
    """Stop the clock of a step, or the one with this reference. Raises Refused when none runs."""
    with begin(ws, "downtime.stop", request_id=request_id, body={"of": step_or_ref}) as change:
        if change.first_answer:
            return change.repeat(DowntimeRow)
        records = RecordBook(change)
        if kind_of(step_or_ref) == "downtime":
            ref = step_or_ref
        else:
            board = change.board()
            step = pick_step(tuple(change.all_steps(board).values()), step_or_ref)
            running = downtimes(change.session, board, step_id=step.id, running=True)
            if not running:
                raise Refused(f"No downtime runs at {step.name}.", hint="See `prodtui issue downtime list`.")
            ref = running[0].ref
        board, down = _find(records, ref)
        if down.ended_at is not None:
            raise Refused(f"{ref} was stopped already.", hint="See `prodtui issue downtime list`.")
        records.apply(board, "downtime", down, {"ended_at": change.now, "ended_by": change.actor.login})
        return change.done(_row(change, board, down))


def edit_downtime(
    ws: Workspace,
    ref: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[DowntimeRow]:
    """Correct reason, issue, started_at or ended_at; merges as `edit_issue` does.

    Raises Rejected for an end before the start or in the future, Refused for a running clock of a closed issue.
    """
    values = DOWNTIME.clean_all(fields)
    body = {"ref": ref, "fields": values, "version": version}
    with begin(ws, "downtime.edit", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DowntimeRow)
        book = IssueBook(change)
        board, down = _find(book.records, ref)
        values = book.natural(board, values)
        notes = book.merged(board, down, values, base, version, kind="downtime", fields=DOWNTIME)
        start, end = values.get("started_at", down.started_at), values.get("ended_at", down.ended_at)
        if start is None or start > change.now or (end is not None and not start <= end <= change.now):
            raise Rejected(
                "A downtime starts before it ends, and neither lies in the future.", hint="Check both times."
            )
        if end is not None and down.ended_at is None:
            values["ended_by"] = change.actor.login
        if end is None and down.ended_at is not None:
            values["ended_by"] = None
            refuse_second(change, board, change.all_steps(board)[down.step_id])
        book.records.apply(board, "downtime", down, values)
        row = _row(change, board, down)
        if row.ended_at is None:
            must_be_open(book, row.issue)
        return change.done(row, notes)


def put_away_downtime(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[DowntimeRow]:
    """Take a downtime that was logged by mistake out of the log."""
    with begin(ws, "downtime.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(DowntimeRow)
        records = RecordBook(change)
        board, down = records.find("downtime", ref)
        records.apply(board, "downtime", down, {"archived_at": down.archived_at or change.now})
        return change.done(_row(change, board, down))


def list_downtime(
    ws: Workspace, *, since: datetime | None = None, until: datetime | None = None, step: str | None = None
) -> tuple[DowntimeRow, ...]:
    """Return downtimes that touch a window, newest first, of every step or of one."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        of = pick_step(tuple(change.all_steps(board).values()), step).id if step else None
        return downtimes(session, board, step_id=of, since=since, until=until)


def minutes_by_step(ws: Workspace, since: datetime, until: datetime) -> Mapping[str, int]:
    """Return by step the whole minutes of working time that it stood still between two moments."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return minutes_down(change, change.board(), since, until)


def minutes_down(change: Change, board: BoardRow, since: datetime, until: datetime) -> dict[str, int]:
    """Return what `minutes_by_step` does, inside a change or a look; a running clock counts until now."""
    tz, minutes = ZoneInfo(board.timezone), dict[str, int]()
    for down in downtimes(change.session, board, since=since, until=until):
        first, last = max(down.started_at, since), min(down.ended_at or change.now, until)
        if first < last:
            minutes[down.step] = minutes.get(down.step, 0) + working_minutes(first, last, board.settings, tz)
    return minutes


def refuse_second(change: Change, board: BoardRow, step: StepRow, *, own: int | None = None) -> None:
    """Raise Refused when a clock other than `own` runs at a step: a step stands still once at a time."""
    running = [down for down in downtimes(change.session, board, step_id=step.id, running=True) if down.id != own]
    if running:
        raise Refused(
            f"{step.name} stands still since {running[0].started_at:%H:%M} UTC already ({running[0].reason}).",
            hint=f"Stop it first with `prodtui issue downtime stop {running[0].ref}`.",
            details={"ref": running[0].ref},
        )


def must_be_open(book: IssueBook, issue: str | None) -> None:
    """Raise Refused when a clock would run for a closed issue, which nothing waits for any more."""
    if issue is not None and book.find(issue)[1].state == IssueState.CLOSED:
        raise Refused(
            f"{issue} is closed, so no step can stand still because of it now.",
            hint=f"Reopen it first with `prodtui issue reopen {issue}`, or name another issue.",
        )


def _find(records: RecordBook, ref: str) -> tuple[BoardRow, Downtime]:
    board, down = records.find("downtime", ref)
    if down.archived_at is not None:
        raise Refused(f"{ref} was put away.", hint="Take that back first with `prodtui undo`.")
    return board, down


def _row(change: Change, board: BoardRow, down: Downtime) -> DowntimeRow:
    return downtimes(change.session, board, id=down.id)[0]
