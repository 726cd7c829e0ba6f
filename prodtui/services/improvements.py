"""Improvements: what is tried, measured before and after by the same definition, kept or undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import ImprovementState
from prodtui.domain.improvements import (
    STATES,
    asks_for_closed,
    improvement_test,
    is_back,
    missing_for,
    missing_to_close,
    reached,
    too_little,
)
from prodtui.domain.issue_fields import IMPROVEMENT
from prodtui.domain.issues import Missing
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import Figure, ImprovementDetail, ImprovementRow
from prodtui.domain.task_fields import choice
from prodtui.domain.text import clean_line
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.figures import check_window, measured, pick_figure
from prodtui.services.issuebook import IssueBook, joined
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import improvements as queries
from prodtui.storage.tables.issues import Improvement
from prodtui.storage.unit_of_work import read


def add_improvement(ws: Workspace, title: str, *, request_id: str | None = None, **fields: Any) -> Done[ImprovementRow]:
    """Register a change to try; `fields` are the editable fields of ImprovementRow.

    The figure `kpi` is one that the program computes, and measured at once, unless `typed` says that people write its
    numbers. Raises Rejected for a figure or window that is none.
    """
    values = IMPROVEMENT.clean_all({"title": title, "typed": False, **fields})
    with begin(ws, "improve.add", request_id=request_id, body=values) as change:
        if change.first_answer:
            return change.repeat(ImprovementRow)
        board, records = change.board(), RecordBook(change)
        values = IssueBook(change).natural(board, values)
        values |= {"created_at": change.now, "created_by": change.actor.login}
        _judge(change, board, None, values)
        notes = _fill_in(change, board, None, values)
        return change.done(_row(change, board, records.insert(board, "improvement", values)), notes)


def edit_improvement(
    ws: Workspace,
    ref: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ImprovementRow]:
    """Set fields of an improvement; a new window or figure is measured anew. Merges as `edit_issue` does."""
    return _change(ws, "improve.edit", ref, fields, base=base, version=version, request_id=request_id)


def advance_improvement(
    ws: Workspace,
    ref: str,
    to: ImprovementState | str | None = None,
    *,
    reason: str | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ImprovementRow]:
    """Set fields and take an improvement to a state, the next one when `to` is None; the way back needs a reason.

    In `act` it is closed once it says whether the change is kept and what was learned. Raises Refused with everything
    that it lacks.
    """
    text = clean_line(reason, what="reason") if reason else None
    state = None if to is None else choice(ImprovementState, to, "The state")
    way = (state, text)
    return _change(ws, "improve.advance", ref, fields, version=version, request_id=request_id, way=way)


def measure_improvement(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[ImprovementRow]:
    """Compute baseline and result again from what the store knows now. Raises Refused for numbers of people."""
    with begin(ws, "improve.measure", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(ImprovementRow)
        board, entity = _find_open(change, ref)
        if entity.typed:
            raise Refused(f"The numbers of {ref} are typed by people.", hint="Change them with `prodtui improve edit`.")
        values: dict[str, Any] = {"kpi": entity.kpi}
        notes = _fill_in(change, board, entity, values)
        RecordBook(change).apply(board, "improvement", entity, values)
        return change.done(_row(change, board, entity), notes)


def put_away_improvement(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[ImprovementRow]:
    """Take an improvement that was registered by mistake out of the list; it keeps its number and history."""
    with begin(ws, "improve.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(ImprovementRow)
        records = RecordBook(change)
        board, entity = records.find("improvement", ref)
        records.apply(board, "improvement", entity, {"archived_at": entity.archived_at or change.now})
        return change.done(_row(change, board, entity))


def list_improvements(ws: Workspace, text: str = "", *, all: bool = False) -> tuple[ImprovementRow, ...]:
    """Return the improvements that a filter text picks, newest first; `all` adds closed ones."""
    closed = all or asks_for_closed(text)
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        passes = improvement_test(text, ws.actor.login, [person.login for person in change.people()])
        found = queries.improvements(session, change.board())
    return tuple(row for row in found if (closed or row.closed_at is None) and passes(row))


def unjudged(ws: Workspace, rows: Collection[ImprovementRow]) -> frozenset[str]:
    """Return the references of those whose result rests on too little to be judged; computed figures are measured."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        return frozenset(
            row.ref
            for row in rows
            if row.result is not None
            and too_little(
                _figure(change, board, row, row.baseline_from, row.baseline_to),
                _figure(change, board, row, row.result_from, row.result_to),
            )
        )


def show_improvement(ws: Workspace, ref: str) -> ImprovementDetail:
    """Return an improvement with its figures as they come out now, and its history. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, entity = RecordBook(change).find("improvement", ref)
        row = _row(change, board, entity)
        return ImprovementDetail(
            row,
            _figure(change, board, row, row.baseline_from, row.baseline_to),
            _figure(change, board, row, row.result_from, row.result_to),
            reached(row.baseline, row.target, row.result),
            event_queries.events(session, ref=row.ref),
        )


def _change(
    ws: Workspace,
    command: str,
    ref: str,
    fields: Mapping[str, Any],
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    way: tuple[ImprovementState | None, str | None] | None = None,
) -> Done[ImprovementRow]:
    """Set fields and, with a `way` (to a state, for a reason), change the state in one change."""
    values = IMPROVEMENT.clean_all(fields)
    with begin(ws, command, request_id=request_id, body={"ref": ref, "f": values, "v": version, "w": way}) as change:
        if change.first_answer:
            return change.repeat(ImprovementRow)
        board, entity = _find_open(change, ref, reopening=way is not None)
        book = IssueBook(change)
        values = book.natural(board, values)
        notes = book.merged(board, entity, values, base, version, kind="improvement", fields=IMPROVEMENT)
        _judge(change, board, entity, values)
        notes += _fill_in(change, board, entity, values)
        book.records.apply(board, "improvement", entity, values)
        state = ImprovementState(entity.state) if way is None else _advance(book, board, entity, *way)
        _need(board, entity, missing_for(state, _row(change, board, entity)), f"cannot stand in {state}")
        return change.done(_row(change, board, entity), notes)


def _advance(
    book: IssueBook, board: BoardRow, entity: Improvement, to: ImprovementState | None, reason: str | None
) -> ImprovementState:
    """Change the state inside a change, and close what has acted; return the new state."""
    here, change = ImprovementState(entity.state), book.change
    state = to or STATES[min(STATES.index(here) + 1, len(STATES) - 1)]
    if entity.closed_at is not None and state is here:
        raise Refused(f"{board.key}-K{entity.number} is closed already.", hint="Go back to an earlier state first.")
    if is_back(here, state) and not reason:
        raise Rejected(
            f"{board.key}-K{entity.number} is in {here} already; the way back to {state} needs a reason.",
            hint="Give the reason, or change what it says with `prodtui improve edit`.",
        )
    values: dict[str, Any] = {"state": state}
    if state is not ImprovementState.ACT:
        values |= {"outcome": None, "closed_at": None}
    elif here is state or entity.outcome is not None or entity.learned:
        _need(board, entity, missing_to_close(_row(change, board, entity)), "cannot be closed yet")
        values["closed_at"] = entity.closed_at or change.now
    book.records.apply(board, "improvement", entity, values, reason=reason)
    return state


def _need(board: BoardRow, entity: Improvement, missing: Sequence[Missing], sentence: str) -> None:
    """Raise Refused with everything that is missing."""
    if missing:
        ref = f"{board.key}-K{entity.number}"
        reasons = [
            {"ref": ref, "code": "missing", "field": lack.field, "text": lack.text, "overridable": False}
            for lack in missing
        ]
        typed = [f"--{lack.field}-value" for lack in missing if entity.typed and lack.field in ("baseline", "result")]
        say = f"Give what people measured with {' and '.join(typed)}. " if typed else ""
        raise Refused(
            f"{ref} {sentence}; it lacks {joined(missing)}.",
            hint=f"{say}See what it has with `prodtui improve show {ref}`.",
            details={"reasons": reasons},
        )


def _judge(change: Change, board: BoardRow, entity: Improvement | None, values: Mapping[str, Any]) -> None:
    """Raise Rejected for a figure that is none, for typed numbers of a computed one, and for windows that are none."""

    def known(name: str) -> Any:
        return values[name] if name in values else getattr(entity, name, None)

    if known("kpi") and not known("typed"):
        label = pick_figure(known("kpi")).label
        for name in ("baseline", "result"):
            if values.get(name) is not None:
                raise Rejected(
                    f"{label} is computed, so its {name} is not typed in.", hint="Give the window, or say it is typed."
                )
    for part in ("baseline", "result"):
        first, last = known(f"{part}_from"), known(f"{part}_to")
        if first is not None and last is not None:
            check_window(first, last)
        if part == "baseline" and last is not None and last > _today(change, board):
            raise Rejected(f"The baseline's window ends on {last}, which is to come.", hint="End it today or earlier.")


def _fill_in(change: Change, board: BoardRow, entity: Improvement | None, values: dict[str, Any]) -> list[str]:
    """Put measured numbers beside a new figure or window; return notes about what cannot be measured."""

    def known(name: str) -> Any:
        return values[name] if name in values else getattr(entity, name, None)

    if known("typed") or not known("kpi"):
        return []
    values["unit"] = pick_figure(known("kpi")).unit
    notes = []
    for part in ("baseline", "result"):
        first, last = known(f"{part}_from"), known(f"{part}_to")
        new = {"kpi", "typed", f"{part}_from", f"{part}_to"} & values.keys()
        if not new and known(part) is not None:
            continue
        values[part] = None
        if first is None or last is None:
            continue
        if last > _today(change, board):
            notes.append(f"The {part} is measured when its window is over, after {last}.")
            continue
        figure = measured(change, board, known("kpi"), first, last)
        values[part] = figure.value
        if figure.value is None:
            notes.append(f"There is no data for {figure.label} from {first} to {last}.")
    return notes


def _figure(
    change: Change, board: BoardRow, row: ImprovementRow, first: date | None, last: date | None
) -> Figure | None:
    if row.typed or not row.kpi or first is None or last is None or last > _today(change, board):
        return None
    return measured(change, board, row.kpi, first, last)


def _find_open(change: Change, ref: str, *, reopening: bool = False) -> tuple[BoardRow, Improvement]:
    board, entity = RecordBook(change).find("improvement", ref)
    name = f"{board.key}-K{entity.number}"
    if entity.archived_at is not None:
        raise Refused(f"{name} was put away.", hint="Take that back first with `prodtui undo`.")
    if entity.closed_at is not None and not reopening:
        raise Refused(f"{name} is closed, so it stays as it is.", hint=f"Go back with `prodtui improve check {name}`.")
    return board, entity


def _today(change: Change, board: BoardRow) -> date:
    return change.now.astimezone(ZoneInfo(board.timezone)).date()


def _row(change: Change, board: BoardRow, entity: Improvement) -> ImprovementRow:
    return queries.improvements(change.session, board, id=entity.id)[0]
