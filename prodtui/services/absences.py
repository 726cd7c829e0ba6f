"""Absences: days on which a person or a resource is away, written by hand or brought in from a calendar file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.supply_fields import ABSENCE
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import resources
from prodtui.services.calendars import days_between
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import supply as queries
from prodtui.storage.tables.planning import Absence
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_absence = table_of(Absence)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as a calendar file tells it: `cancelled` takes an earlier one with the same `uid` away."""

    uid: str
    starts: date
    ends: date
    reason: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did: how many absences are new, changed, taken away, and were there already."""

    added: int
    changed: int
    removed: int
    same: int
    absences: tuple[AbsenceRow, ...]


def add_absence(
    ws: Workspace,
    starts: object,
    ends: object = None,
    *,
    person: str | None = None,
    resource: str | None = None,
    reason: str = "",
    request_id: str | None = None,
) -> Done[AbsenceRow]:
    """Say that a person (the actor when nobody is named) or a resource is away on days, both ends included.

    Everybody may do so for themselves; for others and for resources it takes the right to change the plan. Raises
    Refused without it, Rejected for days that are none.
    """
    values = ABSENCE.clean_all({"starts": starts, "ends": ends or starts, "reason": reason})
    body = {**values, "person": person, "resource": resource}
    with begin(ws, "absence.add", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(AbsenceRow)
        board = change.board()
        natural = {**_who(change, board, person, resource), **values}
        _check_days(natural["starts"], natural["ends"])
        entity = RecordBook(change).insert(board, "absence", natural)
        return change.done(_row(change, board, entity.id))


def edit_absence(ws: Workspace, ref: str, *, request_id: str | None = None, **fields: Any) -> Done[AbsenceRow]:
    """Set first day, last day or reason of an absence. Raises Refused for one that was taken away."""
    values = ABSENCE.clean_all(fields)
    if values.keys() - {"starts", "ends", "reason"}:
        raise Usage("Who is away stays as it is.", hint="Remove the absence, and add another one.")
    with begin(ws, "absence.edit", request_id=request_id, body={"ref": ref, "fields": values}) as change:
        if change.first_answer:
            return change.repeat(AbsenceRow)
        board, entity = _find(change, ref)
        if entity.archived_at is not None:
            raise Refused(f"{ref} was taken away.", hint="Add it again with `prodtui calendar absence add`.")
        _check_days(values.get("starts", entity.starts), values.get("ends", entity.ends))
        RecordBook(change).apply(board, "absence", entity, values)
        return change.done(_row(change, board, entity.id))


def remove_absence(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[AbsenceRow]:
    """Take an absence away: the days are worked again."""
    with begin(ws, "absence.remove", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(AbsenceRow)
        board, entity = _find(change, ref)
        RecordBook(change).apply(board, "absence", entity, {"archived_at": entity.archived_at or change.now})
        return change.done(_row(change, board, entity.id))


def import_absences(
    ws: Workspace, found: Sequence[Away], *, person: str | None = None, resource: str | None = None,
    dry_run: bool = False, request_id: str | None = None,
) -> Done[Brought]:  # fmt: skip
    """Bring the absences of one person or resource to what a calendar file says, all of them or none.

    An absence is known again by its `uid`: what is new is added, what differs is changed, what was cancelled is taken
    away, and one that was removed here comes back only when the file says something new about it.
    """
    values = [ABSENCE.clean_all({"starts": each.starts, "ends": each.ends, "reason": each.reason}) for each in found]
    body = {"found": found, "person": person, "resource": resource, "dry_run": dry_run}
    with begin(ws, "absence.import", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Brought)
        board = change.board()
        who = _who(change, board, person, resource)
        counted = {"added": 0, "changed": 0, "removed": 0, "same": 0}
        ids: list[int] = []
        for each, natural in zip(found, values, strict=True):
            _check_days(natural["starts"], natural["ends"])
            done, id = _bring(change, board, each, {**who, **natural})
            counted[done] += 1
            ids += [id] if done in ("added", "changed") else []
        brought = Brought(**counted, absences=tuple(_row(change, board, id) for id in ids))
        return Done(brought, ("Nothing was changed: this was a trial.",)) if dry_run else change.done(brought)


def list_absences(
    ws: Workspace, *, person: str | None = None, resource: str | None = None, first: date | None = None,
    last: date | None = None, archived: bool = False,
) -> tuple[AbsenceRow, ...]:  # fmt: skip
    """Return the absences that touch the days from `first` to `last`, earliest first, of all or of one."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        login = None if person is None else pick_person(change.people(), person).login
        key = None if resource is None else resources.pick(change, board, resource).key
        found = queries.absences(session, board, first=first, last=last, archived=archived)
    return tuple(row for row in found if login in (None, row.person) and key in (None, row.resource))


def _who(change: Change, board: BoardRow, person: str | None, resource: str | None) -> dict[str, Any]:
    """Return who or what is away; the actor may say so. Raises Refused, Usage, NotFound."""
    if person is not None and resource is not None:
        raise Usage("An absence is of a person or of a resource.", hint="Name one of the two.")
    if resource is not None:
        change.require(Permission.PLAN, board)
        return {"resource": resources.pick(change, board, resource).ref}
    login = pick_person(change.people(), person or change.actor.login).login
    _check_right(change, board, login)
    return {"person": login}


def _check_right(change: Change, board: BoardRow, login: str | None) -> None:
    if login != change.actor.login:
        change.require(Permission.PLAN, board)


def _find(change: Change, ref: str) -> tuple[BoardRow, Absence]:
    board, entity = RecordBook(change).find("absence", ref)
    _check_right(change, board, RecordBook(change).value(board, "absence", entity, "person"))
    return board, entity


def _bring(change: Change, board: BoardRow, each: Away, natural: Mapping[str, Any]) -> tuple[str, int]:
    """Bring one absence to what the file says; return what was done, and its id."""
    records = RecordBook(change)
    here = (_absence.c.board_id == board.id) & (_absence.c.uid == each.uid)
    entity = change.session.scalars(select(Absence).where(here)).first()
    if entity is None:
        if each.cancelled:
            return "same", 0
        return "added", records.insert(board, "absence", {**natural, "uid": each.uid}).id
    if each.cancelled:
        gone = records.apply(board, "absence", entity, {"archived_at": entity.archived_at or change.now})
        return "removed" if gone else "same", entity.id or 0
    whose = {name: records.value(board, "absence", entity, name) for name in ("person", "resource")}
    if any(whose[name] != natural.get(name) for name in whose):
        ref, owner = records.ref(board, "absence", entity), whose["person"] or whose["resource"]
        raise Rejected(
            f"{ref} of the same file belongs to {owner}.",
            hint="Import the file for the one to whom it belongs.",
        )
    changed = records.apply(board, "absence", entity, natural)
    if changed and entity.archived_at is not None:
        records.apply(board, "absence", entity, {"archived_at": None})
    return "changed" if changed else "same", entity.id or 0


def _check_days(starts: date | None, ends: date | None) -> None:
    if starts is None or ends is None:
        raise Rejected("An absence needs its first day.", hint="Write it like 2026-12-24.")
    days_between(starts, ends)


def _row(change: Change, board: BoardRow, id: int | None) -> AbsenceRow:
    return queries.absences(change.session, board, id=id)[0]
