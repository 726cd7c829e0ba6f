"""Who may sign an inspection, and who did the work that it looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from prodtui.domain.enums import Role, SignRule
from prodtui.domain.quality import against_signing, who_signs
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_quality import ContentRow, InspectionRow, SignRow
from prodtui.domain.text import nearest
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.storage.queries import events as event_queries


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
    skills = next((p.skills for p in change.people() if p.login == change.actor.login), ())
    asked = [row for row, sign in rows if sign.rule is SignRule.INDEPENDENT]
    hands = _workers(change, board, {row.task or row.ref for row in asked})
    return {
        row.ref: against_signing(sign, change.actor, skills, hands.get(row.task or row.ref, ())) for row, sign in rows
    }


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
