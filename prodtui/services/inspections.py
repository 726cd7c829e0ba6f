"""Inspections: started, answered question by question, completed, conceded, signed, corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from prodtui.domain.codec import to_json
from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.permissions import Permission
from prodtui.domain.quality import (
    count_questions,
    failed_items,
    missing_items,
    read_answer,
    result_of,
    who_signs,
)
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import (
    ChecklistRow,
    DueInspectionRow,
    InspectionDetail,
    InspectionRow,
    ReadingRow,
)
from prodtui.domain.task_fields import choice
from prodtui.domain.text import clean_line, clean_text
from prodtui.errors import Changed, Refused
from prodtui.services import checklists, needs, readings, signing
from prodtui.services.change import Change, begin
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.tables.quality import Inspection, Reading
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_KIND = "inspection"
_inspection, _reading = table_of(Inspection), table_of(Reading)
_ISSUES = text("SELECT number FROM issue WHERE inspection_id = :id AND archived_at IS NULL ORDER BY number")


def start(
    ws: Workspace, checklist: str, task: str | None = None, *, request_id: str | None = None
) -> Done[InspectionRow]:
    """Begin an inspection with the newest version of a checklist, for a task at its present step or by hand.

    Raises Refused for a checklist that is not published, and when one of the same checklist runs for the task already
    (`details["ref"]` is its reference).
    """
    body = {"checklist": checklist, "task": task}
    with begin(ws, "check.start", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board = change.board()
        step = None
        if task is not None:
            board, found = TaskBook(change).find(task)
            task, step = f"{board.key}-{found.number}", change.all_steps(board)[found.step_id].key
            if found.archived_at is not None:
                raise Refused(f"{task} is archived.", hint=f"Bring it back first with `prodtui task restore {task}`.")
        row = checklists.pick(change, board, checklist)
        _refuse_second(change, board, row, task)
        return change.done(_begin(change, board, row, task, step))


def answer(
    ws: Workspace, ref: str, item: str, value: object = None, *, sample: int = 1, na: bool = False, note: str = "",
    decimal_comma: bool = False, request_id: str | None = None,
) -> Done[ReadingRow]:  # fmt: skip
    """Save the answer to an item (by key), or to one of its samples, at once; an earlier one stays in the history.

    `value` is text as typed, a bool or a number; with `na` it does not matter. Raises Rejected for a value
    that does not fit, Refused when the inspection does not run any more.
    """
    note = clean_text(note, limit=2000, what="note")
    body = {"ref": ref, "item": item, "value": value, "sample": sample, "na": na, "note": note}
    with begin(ws, "check.answer", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ReadingRow)
        board, entity = _running(change, ref)
        content = queries.contents(change.session, [entity.version_id])[entity.version_id]
        question = readings.question(content, item, sample)
        found = read_answer(question, value, na=na, decimal_comma=decimal_comma)
        plain = {name: getattr(found, name) for name in ("flag", "number", "text", "na", "ok", "off")}
        row = ReadingRow(question.key, sample, note=note, at=change.now, by=change.actor.login, **plain)
        return change.done(readings.put(change, board, entity, content, row))


def clear(ws: Workspace, ref: str, item: str, sample: int = 1, *, request_id: str | None = None) -> Done[InspectionRow]:
    """Take an answer back, so that its question is open again; the history keeps it."""
    with begin(
        ws, "check.clear", request_id=request_id, body={"ref": ref, "item": item, "sample": sample}
    ) as change:  # fmt: skip
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = _running(change, ref)
        content = queries.contents(change.session, [entity.version_id])[entity.version_id]
        readings.take(change, board, entity, content, readings.question(content, item, sample).key, sample)
        return change.done(_row(change, board, entity))


def complete(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[InspectionRow]:
    """End an inspection: one that passes waits for its signature, the other one has failed.

    Raises Refused while questions are open. Notes name the critical items that failed.
    """
    with begin(ws, "check.complete", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = _running(change, ref)
        content = queries.contents(change.session, [entity.version_id])[entity.version_id]
        given = queries.readings(change.session, entity.id or 0)
        name, missing = RecordBook(change).ref(board, _KIND, entity), missing_items(content, given)
        if missing:
            raise Refused(
                f"{name} is not complete: {entity.answered} of {entity.questions} answered; open: {_listed(missing)}.",
                hint=f"Answer the rest with `prodtui check answer {name}`.",
                details={"ref": name, "items": [item.key for item in missing]},
            )
        failed = failed_items(content, given)
        result = result_of(len(failed))
        state = InspectionState.WAITING if result is InspectionResult.PASS else InspectionState.FAILED
        _apply(
            change, board, entity, state=state, result=result, completed_at=change.now, completed_by=change.actor.login
        )
        critical = [item for item in failed if item.critical]
        notes = [f"Critical, and failed: {_listed(critical)}. Raise an issue about {name}."] if critical else []
        return change.done(_row(change, board, entity), notes)


def concede(ws: Workspace, ref: str, reason: str, *, request_id: str | None = None) -> Done[InspectionRow]:
    """Let a failed inspection pass with a reason: it waits for its signature then. Raises Refused for another state."""
    why = clean_line(reason, limit=500, what="reason")
    body = {"ref": ref, "reason": why}
    with begin(ws, "check.concede", need=Permission.CONCEDE, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = RecordBook(change).find(_KIND, ref)
        _refuse_signed(change, board, entity)
        if entity.state != InspectionState.FAILED or entity.archived_at is not None:
            raise Refused(
                f"{RecordBook(change).ref(board, _KIND, entity)} has not failed, so there is nothing to concede.",
                hint="Only an inspection that was completed and failed can pass with a concession.",
            )
        values = {"result": InspectionResult.CONCESSION, "reason": why, "conceded_by": change.actor.login}
        _apply(change, board, entity, state=InspectionState.WAITING, **values)
        return change.done(_row(change, board, entity))


def sign(ws: Workspace, ref: str, *, meaning: str | None = None, request_id: str | None = None) -> Done[InspectionRow]:
    """Sign an inspection: it never changes again. `meaning` replaces what the checklist says a signature means.

    Raises Refused when the checklist does not let the actor sign, Changed when somebody signed it meanwhile.
    """
    said = clean_line(meaning, limit=200, what="meaning of the signature") if meaning else None
    body = {"ref": ref, "meaning": said}
    with begin(ws, "check.sign", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = RecordBook(change).find(_KIND, ref)
        row = _row(change, board, entity)
        if entity.state == InspectionState.SIGNED:
            raise Changed(
                f"{row.ref} was signed by {row.signed_by} at {row.signed_at:%Y-%m-%d %H:%M} UTC already.",
                hint="Nothing was changed; look at it with `prodtui check show`.",
                details={"ref": row.ref, "by": row.signed_by, "at": to_json(row.signed_at), "version": row.version},
            )
        if entity.state == InspectionState.RUNNING or entity.archived_at is not None:
            state = "was put away" if entity.archived_at else "is still running"
            raise Refused(
                f"{row.ref} {state}, so it cannot be signed.", hint="Complete an inspection before it is signed."
            )
        content = queries.contents(change.session, [entity.version_id])[entity.version_id]
        signing.check_signer(change, board, row, content)
        _apply(
            change, board, entity, state=InspectionState.SIGNED, signed_at=change.now, signed_by=change.actor.login,
            signed_typed_by=change.actor.typed_by, meaning=said or content.sign.meaning or None,
        )  # fmt: skip
        return change.done(_row(change, board, entity))


def correct(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[InspectionRow]:
    """Begin a new inspection that replaces a signed one, which stays as it is but counts for no gate any more."""
    with begin(ws, "check.correct", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = RecordBook(change).find(_KIND, ref)
        old = _row(change, board, entity)
        if old.state is not InspectionState.SIGNED:
            raise Refused(f"{old.ref} is not signed, so it needs no correction.", hint="Change its answers instead.")
        if old.corrected_by is not None:
            raise Refused(
                f"{old.ref} is corrected by {old.corrected_by} already.",
                hint=f"Go on with {old.corrected_by}.",
                details={"ref": old.corrected_by},
            )
        row = checklists.pick(change, board, old.checklist)
        step = old.step
        if old.task is not None:
            _refuse_second(change, board, row, old.task)
            _, task = TaskBook(change).find(old.task)
            step = change.all_steps(board)[task.step_id].key
        return change.done(_begin(change, board, row, old.task, step, corrects=old.ref))


def put_away(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[InspectionRow]:
    """Take away an inspection that was started by mistake; it stays in the history. Raises Refused for a signed one."""
    with begin(ws, "check.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(InspectionRow)
        board, entity = RecordBook(change).find(_KIND, ref)
        _refuse_signed(change, board, entity)
        _apply(change, board, entity, archived_at=entity.archived_at or change.now)
        return change.done(_row(change, board, entity))


def list_inspections(
    ws: Workspace, *, state: InspectionState | str | None = None, task: str | None = None, checklist: str | None = None,
    since: datetime | None = None, until: datetime | None = None, all: bool = False, limit: int | None = None,
) -> tuple[InspectionRow, ...]:  # fmt: skip
    """Return inspections of the current board, newest first; `all` adds those that were put away.

    `since` and `until` (not included) are about when they were started.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, where = change.board(), []
        if task is not None:
            board, found = TaskBook(change).find(task)
            where.append(_inspection.c.task_id == found.id)
        if state is not None:
            where.append(_inspection.c.state == choice(InspectionState, state, "The state").value)
        if checklist is not None:
            where.append(queries.of_checklist(checklists.pick(change, board, checklist).id))
        if since is not None:
            where.append(_inspection.c.started_at >= since)
        if until is not None:
            where.append(_inspection.c.started_at < until)
        return queries.inspections(session, board, *where, limit=limit, put_away=all)


def due(ws: Workspace) -> tuple[DueInspectionRow, ...]:
    """Return the inspections that tasks of the board need and nobody has started, longest waiting first."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return needs.due(change, change.board())


def show(ws: Workspace, ref: str) -> InspectionDetail:
    """Return an inspection with its questions, readings, issues and history. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, entity = RecordBook(change).find(_KIND, ref)
        return details(change, board, (_row(change, board, entity),))[0]


def details(change: Change, board: BoardRow, rows: tuple[InspectionRow, ...]) -> tuple[InspectionDetail, ...]:
    """Return inspections with all that belongs to them, in the same order."""
    session = change.session
    ids = [row.id for row in rows]
    used = select(_inspection.c.id, _inspection.c.version_id).where(_inspection.c.id.in_(ids))
    of_version = {id: version_id for id, version_id in session.execute(used)}
    contents, given = queries.contents(session, set(of_version.values())), queries.readings_of(session, ids)
    found = []
    for row in rows:
        content = contents[of_version[row.id]]
        order = {item.key: place for place, item in enumerate(content.items)}
        answers = sorted(given.get(row.id, ()), key=lambda reading: (order[reading.item], reading.sample))
        issues = tuple(f"{board.key}-I{number}" for number in session.scalars(_ISSUES, {"id": row.id}))
        events = event_queries.events(session, ref=row.ref)
        found.append(InspectionDetail(row, content, tuple(answers), who_signs(content.sign), issues, events))
    return tuple(found)


def of_task(ws: Workspace, ref: str) -> tuple[InspectionRow, ...]:
    """Return the inspections of a task, newest first."""
    return list_inspections(ws, task=ref)


def _begin(
    change: Change, board: BoardRow, row: ChecklistRow, task: str | None, step: str | None, *,
    corrects: str | None = None,
) -> InspectionRow:  # fmt: skip
    if row.archived_at is not None or row.published is None:
        state, verb = ("archived", "restore") if row.archived_at else ("not published yet", "publish")
        raise Refused(f"{row.name} is {state}.", hint=f"First `prodtui check template {verb} {row.key}`.")
    content = queries.published(change.session, [row.id])[row.id]
    values = {
        "checklist": f"{row.key}@{row.published}", "task": task, "step": step, "state": InspectionState.RUNNING.value,
        "questions": count_questions(content), "started_at": change.now, "started_by": change.actor.login,
        "corrects": corrects,
    }  # fmt: skip
    return _row(change, board, RecordBook(change).insert(board, _KIND, values))


def _refuse_second(change: Change, board: BoardRow, row: ChecklistRow, task: str | None) -> None:
    if task is None:
        return
    running = _inspection.c.state == InspectionState.RUNNING.value
    _, found = TaskBook(change).find(task)
    mine = (_inspection.c.task_id == found.id, queries.of_checklist(row.id), running)
    other = next(iter(queries.inspections(change.session, board, *mine, limit=1)), None)
    if other is not None:
        raise Refused(
            f"{other.ref} runs already: {row.name} for {task}, started by {other.started_by}.",
            hint=f"Go on with it: `prodtui check show {other.ref}`.",
            details={"ref": other.ref},
        )


def _running(change: Change, ref: str) -> tuple[BoardRow, Inspection]:
    """Return an inspection that takes answers. Raises Refused for any other."""
    board, entity = RecordBook(change).find(_KIND, ref)
    _refuse_signed(change, board, entity)
    if entity.state != InspectionState.RUNNING or entity.archived_at is not None:
        name = RecordBook(change).ref(board, _KIND, entity)
        state = "was put away" if entity.archived_at else "is complete"
        raise Refused(
            f"{name} {state} and takes no more answers.", hint=f"Look at it with `prodtui check show {name}`."
        )
    return board, entity


def _refuse_signed(change: Change, board: BoardRow, entity: Inspection) -> None:
    if entity.state == InspectionState.SIGNED:
        name = RecordBook(change).ref(board, _KIND, entity)
        raise Refused(
            f"{name} was signed by {entity.signed_by} and never changes again.",
            hint=f"Correct it with a new inspection: `prodtui check correct {name}`.",
        )


def _apply(change: Change, board: BoardRow, entity: Inspection, **values: Any) -> None:
    plain = {name: getattr(value, "value", value) for name, value in values.items()}
    RecordBook(change).apply(board, _KIND, entity, plain)


def _row(change: Change, board: BoardRow, entity: Inspection) -> InspectionRow:
    change.session.flush()
    return queries.inspections(change.session, board, _inspection.c.id == entity.id, put_away=True)[0]


def _listed(items: Any) -> str:
    names = [item.text for item in items]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
