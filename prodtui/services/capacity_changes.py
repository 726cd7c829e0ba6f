"""Hours more or fewer than the calendars say: overtime, a machine under repair, a helper for a week."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from prodtui.domain.enums import CapacityKind
from prodtui.domain.fields import FieldSet, day, short_line
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardRow, PersonRow
from prodtui.domain.rows_planning import CapacityChangeRow
from prodtui.domain.task_fields import choice
from prodtui.domain.text import nearest, quoted
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person, pick_step
from prodtui.services.recordbook import RecordBook
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import supply
from prodtui.storage.queries import what_ifs as queries
from prodtui.storage.unit_of_work import read

HOURS_OF_DAY = 24
MOST_HOURS = 10_000
"""More hours a day than that are a slip of the keyboard."""


def _hours(value: Any) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found) or not found or abs(found) > MOST_HOURS:
        raise Rejected(
            f"The hours {str(value)[:40]!r} must be a number other than 0, up to {MOST_HOURS:,} more or fewer a day.",
            hint="Write them like 2, or -4 for fewer.",
        )
    return found


FIELDS = FieldSet(
    "A change of capacity",
    {
        "kind": lambda value: choice(CapacityKind, value, "The kind of capacity"),
        "target": lambda value: str(value).strip(),
        "starts": day("The first day"),
        "ends": day("The last day"),
        "hours": _hours,
        "reason": short_line("reason"),
    },
)


def add(
    ws: Workspace,
    kind: CapacityKind | str,
    target: str,
    starts: date,
    ends: date,
    hours: float | str,
    *,
    reason: str = "",
    what_if: str | None = None,
    request_id: str | None = None,
) -> Done[CapacityChangeRow]:
    """Give a person, role, step or pool so many hours more (fewer below 0) on each working day of a span.

    Both days are included. Raises NotFound for a target that nobody knows, Rejected for days that are turned round
    and for more hours of a person than a day has.
    """
    values = FIELDS.clean_all(
        {"kind": kind, "target": target, "starts": starts, "ends": ends, "hours": hours, "reason": reason}
    )
    body = {**values, "what_if": what_if}
    with begin(ws, "plan.capacity.add", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(CapacityChangeRow)
        board = change.board()
        starts, ends = values["starts"], values["ends"]
        if starts is None or ends is None or ends < starts:
            raise Rejected(
                f"The last day, {ends or 'none'}, must not lie before the first, {starts or 'none'}.",
                hint="Give both days, such as 2026-11-30 and 2026-12-04.",
            )
        values["target"] = _target(change, board, values["kind"], values["target"])
        if values["kind"] is CapacityKind.PERSON:
            _check_day(pick_person(change.people(), values["target"]), values["hours"])
        of = pick_open(change, board, what_if)
        if of is not None:
            values["what_if"] = of.ref
        new = RecordBook(change).insert(board, "capacity_change", values)
        return change.done(_row(change, board, int(new.id)))


def list_changes(ws: Workspace, *, what_if: str | None = None, removed: bool = False) -> tuple[CapacityChangeRow, ...]:
    """Return the changes of capacity by first day; `removed` adds those that were taken away."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        of = pick_open(change, board, what_if)
        return queries.capacity_changes(session, board, what_if_id=of.id if of else None, removed=removed)


def remove(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[CapacityChangeRow]:
    """Take a change of capacity away. Raises Refused for one that is gone already."""
    with begin(ws, "plan.capacity.remove", need=Permission.PLAN, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(CapacityChangeRow)
        records = RecordBook(change)
        board, entity = records.find("capacity_change", ref)
        if entity.archived_at is not None:
            raise Refused(f"{ref} was taken away already.", hint="See `prodtui plan capacity list --all`.")
        records.apply(board, "capacity_change", entity, {"archived_at": change.now})
        return change.done(_row(change, board, int(entity.id)))


def _target(change: Change, board: BoardRow, kind: CapacityKind, name: str) -> str:
    """Return login, role, step key or pool that a name means."""
    if kind is CapacityKind.PERSON:
        return pick_person(change.people(), name).login
    if kind is CapacityKind.STEP:
        return pick_step(change.steps(board), name).key
    if kind is CapacityKind.ROLE:
        known = [*board.settings.roles, *(step.role for step in change.steps(board) if step.role)]
        known += [skill for person in change.people() if person.active for skill in person.skills]
    else:
        resources = supply.resources(change.session, board)
        known = [row.pool or row.key for row in resources if row.archived_at is None]
    wanted = name.casefold()
    found = next((word for word in known if word.casefold() == wanted), None)
    if found is None:
        close = nearest(name, known)
        hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(sorted(set(known))) or 'none yet'}."
        raise NotFound(f"There is no {kind} {quoted(name, limit=60)}.", hint=hint)
    return found


def _check_day(person: PersonRow, hours: float) -> None:
    """Raise Rejected for hours with which the day of a person would be longer than a day is."""
    whole = person.hours_per_day + hours
    if whole > HOURS_OF_DAY:
        raise Rejected(
            f"{person.name} works {amount_text(person.hours_per_day)} h a day; {amount_text(hours)} more make "
            f"{amount_text(whole)} h, and a day has {HOURS_OF_DAY}.",
            hint="Say how many hours more on each day, not in all.",
        )


def _row(change: Change, board: BoardRow, id: int) -> CapacityChangeRow:
    return queries.capacity_changes(change.session, board, id=id)[0]
