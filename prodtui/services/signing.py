"""Who may sign an inspection, and who did the work that it looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from prodtui.domain.enums import InspectionState, Role, SignRule
from prodtui.domain.permissions import Permission
from prodtui.domain.quality import against_signing, who_signs
from prodtui.domain.rows import Actor, BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_quality import ContentRow, InspectionRow, SignRow
from prodtui.domain.text import nearest
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.types import table_of

_inspection = table_of(Inspection)


def check_signer(change: Change, board: BoardRow, row: InspectionRow, content: ContentRow) -> None:
    """Raise Refused when the checklist does not let the actor sign this inspection."""
    against = reasons(change, board, [(row, content.sign)])[row.ref]
    if against is not None:
        raise refusal(change, row, content.sign, against)


def refusal(change: Change, row: InspectionRow, sign: SignRow, against: str) -> Refused:
    """Return the error for an actor against whose signature something stands."""
    return Refused(
        f"{row.ref} cannot be signed by {change.actor.login}: {against}",
        hint=f"It can be signed by {who_signs(sign)}.",
        details={"ref": row.ref, "may_sign": who_signs(sign)},
    )


def nobody_signs(change: Change, sign: SignRow) -> list[str]:
    """Return a note when a checklist is signed by a role or skill that nobody active has, with the nearest one."""
    if sign.rule is not SignRule.ROLE or sign.role is None:
        return []
    there = {name for person in change.people() if person.active for name in (person.role.value, *person.skills)}
    if sign.role in there:
        return []
    near = nearest(sign.role, (*there, *Role))
    guess = f"; did you mean {near}?" if near and near != sign.role else "."
    return [f"Nobody has the role or skill {sign.role} yet, so nobody can sign it{guess}"]


def reasons(change: Change, board: BoardRow, rows: Sequence[tuple[InspectionRow, SignRow]]) -> dict[str, str | None]:
    """Return by reference what stands against the actor's signature, None where nothing does; one query for all."""
    if not change.may(Permission.WORK, board):
        lacks = f"on {board.key} a {change.actor.role} may not {Permission.WORK.words}."
        return {row.ref: lacks for row, _ in rows}
    skills = next((p.skills for p in change.people() if p.login == change.actor.login), ())
    asked = [row for row, sign in rows if sign.rule is SignRule.INDEPENDENT]
    hands = _workers(change, board, {row.task or row.ref for row in asked})
    return {
        row.ref: against_signing(sign, change.actor, skills, hands.get(row.task or row.ref, ())) for row, sign in rows
    }


def against(change: Change, board: BoardRow, rows: Sequence[InspectionRow]) -> dict[str, str | None]:
    """Return by reference, as a sentence, why the actor may not sign these inspections, None where they may."""
    signs = _signs(change, rows)
    found: dict[str, str | None] = {}
    why = reasons(change, board, [(row, signs[row.ref]) for row in rows])
    for row in rows:
        reason = why[row.ref]
        error = None if reason is None else refusal(change, row, signs[row.ref], reason)
        found[row.ref] = None if error is None else f"{error.message} {error.hint}"
    return found


def signable(change: Change, board: BoardRow, rows: Sequence[InspectionRow]) -> frozenset[str]:
    """Return the references of those inspections that the actor may sign."""
    return frozenset(ref for ref, reason in against(change, board, rows).items() if reason is None)


def signers(change: Change, board: BoardRow, rows: Sequence[InspectionRow]) -> dict[str, tuple[str, ...]]:
    """Return by reference the logins of those active people who may sign these inspections."""
    signs = _signs(change, rows)
    asked = [row for row in rows if signs[row.ref].rule is SignRule.INDEPENDENT]
    hands = _workers(change, board, {row.task or row.ref for row in asked})
    people = [
        (Actor(each.login, each.name, each.role, each.id, None, change.actor.via), each.skills)
        for each in change.people()
        if each.active and board.rights.may(each.role, Permission.WORK)
    ]
    return {
        row.ref: tuple(
            who.login
            for who, skills in people
            if against_signing(signs[row.ref], who, skills, hands.get(row.task or row.ref, ())) is None
        )
        for row in rows
    }


def signable_tasks(change: Change, board: BoardRow, ids: Collection[int] | None) -> frozenset[int]:
    """Return the tasks with an inspection that waits for a signature which the actor may give, None: of the board."""
    where = [_inspection.c.state == InspectionState.WAITING.value]
    if ids is not None:
        where.append(_inspection.c.task_id.in_(ids))
    rows = queries.inspections(change.session, board, *where)
    by_me = signable(change, board, rows)
    mine = select(_inspection.c.task_id).where(_inspection.c.id.in_([row.id for row in rows if row.ref in by_me]))
    return frozenset(change.session.scalars(mine.where(_inspection.c.task_id.is_not(None))))


def _signs(change: Change, rows: Sequence[InspectionRow]) -> dict[str, SignRow]:
    """Return by reference who signs inspections, as their versions of the checklists say."""
    used = select(_inspection.c.id, _inspection.c.version_id).where(_inspection.c.id.in_([row.id for row in rows]))
    versions = {id: version for id, version in change.session.execute(used)}
    contents = queries.contents(change.session, set(versions.values()))
    return {row.ref: contents[versions[row.id]].sign for row in rows}


def _workers(change: Change, board: BoardRow, refs: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return who did the work that inspections look at, by the reference of the task, or of an inspection without one.

    Of a task it is who was ever assigned to it or logged time on it; without a task it is who gave the answers.
    """
    found = defaultdict[str, dict[str, None]](dict)
    for event in event_queries.events_about(change.session, board.id, refs, ("task", "work", "reading")):
        found[event.ref].update(dict.fromkeys(_hands(event)))
    return {ref: tuple(hands) for ref, hands in found.items()}


def _hands(event: EventRow) -> list[str]:
    after = event.after or {}
    if event.kind == "reading":
        return [event.actor]
    if event.kind == "work":
        return [after["person"]] if after.get("person") else []
    return list(after.get("assignees") or ())
