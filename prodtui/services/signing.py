"""Who may sign an inspection, and who did the work that it looks at."""

from __future__ import annotations

from prodtui.domain.enums import Role, SignRule
from prodtui.domain.quality import against_signing, who_signs
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.domain.rows_quality import ContentRow, InspectionRow, SignRow
from prodtui.domain.text import nearest
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.storage.queries import events as event_queries


def check_signer(change: Change, board: BoardRow, row: InspectionRow, content: ContentRow) -> None:
    """Raise Refused when the checklist does not let the actor sign this inspection."""
    skills = next((p.skills for p in change.people() if p.login == change.actor.login), ())
    against = against_signing(content.sign, change.actor, skills, workers(change, board, row.task, row.ref))
    if against is not None:
        raise Refused(
            f"{row.ref} cannot be signed by {change.actor.login}: {against}",
            hint=f"It can be signed by {who_signs(content.sign)}.",
            details={"ref": row.ref, "may_sign": who_signs(content.sign)},
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


def workers(change: Change, board: BoardRow, task: str | None, ref: str) -> tuple[str, ...]:
    """Return who did the work that an inspection looks at: ever assigned to its task, or logged time on it.

    Without a task it is who gave its answers.
    """
    if task is None:
        given = event_queries.events(change.session, ref=ref, board_id=board.id)
        return tuple(dict.fromkeys(event.actor for event in given if event.kind == "reading"))
    hands: list[str] = []
    for event in event_queries.events(change.session, ref=task, board_id=board.id):
        hands += _hands(event)
    return tuple(dict.fromkeys(hands))


def _hands(event: EventRow) -> list[str]:
    after = event.after or {}
    if event.kind == "work":
        return [after["person"]] if after.get("person") else []
    return list(after.get("assignees") or ()) if event.kind == "task" else []
