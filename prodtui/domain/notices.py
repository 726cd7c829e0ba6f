"""What of the event log concerns a person: mentions, tasks that are theirs or go on, andons, signatures, shifts."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from prodtui.domain.enums import InspectionState, NoticeKind
from prodtui.domain.rows_day import NoticeRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.standup.handover import first_line

#: What tells how a thing stands: of several about one thing the newest is enough.
STATES = frozenset({NoticeKind.ASSIGNED, NoticeKind.UNBLOCKED, NoticeKind.SIGNATURE})
#: The kinds of events whose text may name somebody.
SAID = frozenset({"comment", "issue_comment", "standup_note"})


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as notices see them: login, the tasks in their hands, what they may sign, where they take shifts over.

    `tasks`, those of them that `can_go_on`, and `to_sign` are references, `takes_over` keys of boards.
    """

    login: str
    tasks: Collection[str] = ()
    can_go_on: Collection[str] = ()
    to_sign: Collection[str] = ()
    takes_over: Collection[str] = ()


def notice_of(event: EventRow, reader: Reader) -> tuple[NoticeKind, str] | None:
    """Return why an event concerns somebody and what it says, None when it does not; never their own doing."""
    before, after = event.before, event.after
    if event.actor == reader.login or after is None:
        return None
    if event.kind in SAID:
        text = str(after.get("text") or "")
        return (NoticeKind.MENTION, text) if before is None and mentions(text, reader.login) else None
    if event.kind == "task":
        return _of_task(event, reader) if event.ref in reader.tasks else None
    if event.kind == "issue" and before is None and after.get("andon"):
        return NoticeKind.ANDON, str(after.get("title") or "")
    if event.kind == "inspection" and after.get("state") == InspectionState.WAITING and event.ref in reader.to_sign:
        return NoticeKind.SIGNATURE, "passed, and waits for your signature"
    if event.kind == "handover" and before is None and event.board in reader.takes_over:
        return NoticeKind.HANDOVER, first_line(str(after.get("text") or ""))
    return None


def mentions(text: str, login: str) -> bool:
    """Tell whether a text names somebody as @login."""
    return re.search(rf"(?<![\w@.])@{re.escape(login)}(?![\w-])", text, re.IGNORECASE) is not None


def told(row: NoticeRow) -> str:
    """Return a notice as one line: its kind, what it is about, what it says and who did it."""
    about = row.ref if row.title in ("", row.text) else f"{row.ref} {row.title}"
    return f"{row.kind}  {about}: {' '.join(row.text.split())} ({row.by})"


def _of_task(event: EventRow, reader: Reader) -> tuple[NoticeKind, str] | None:
    before, after = event.before or {}, event.after or {}
    if reader.login in (after.get("assignees") or ()) and reader.login not in (before.get("assignees") or ()):
        return NoticeKind.ASSIGNED, "is yours"
    if before.get("blocked_reason") and not after.get("blocked_reason", True) and event.ref in reader.can_go_on:
        return NoticeKind.UNBLOCKED, f"is unblocked (it was: {before['blocked_reason']})"
    return None
