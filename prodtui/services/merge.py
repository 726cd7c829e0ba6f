"""Two people editing one thing: different fields merge and say so, the same field is refused with every value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.task_fields import clean_field
from prodtui.errors import Changed, Rejected
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import events as queries
from prodtui.storage.tables.tasks import Task

#: What a move changes by the way; nobody needs to be told beside the step itself.
_SILENT = frozenset({"rank", "entered_at"})


@dataclass(frozen=True, slots=True)
class Edited:
    """What is edited: its reference, the kind of its events, its version.

    `value` returns a field as it stands, `natural` a value as typed in the form in which it would stand.
    """

    session: Session
    ref: str
    kind: str
    version: int
    value: Callable[[str], Any]
    natural: Callable[[str, Any], Any]


def merge(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    values: Mapping[str, Any],
    base: Mapping[str, Any] | None,
    version: int | None,
) -> list[str]:
    """Compare an edit of a task with what is there now; see `merge_fields`."""
    edited = Edited(
        book.change.session,
        f"{board.key}-{task.number}",
        "task",
        task.version,
        lambda name: book.value(board, task, name),
        lambda name, value: book.natural(board, {name: clean_field(name, value)})[name],
    )
    return merge_fields(edited, values, base, version)


def merge_fields(
    edited: Edited, values: Mapping[str, Any], base: Mapping[str, Any] | None, version: int | None
) -> list[str]:
    """Compare what an editor started from with what is there now; return a note for each change of others that stays.

    `values` are natural; `base` holds the values that the editor started from, `version` is the one it saw. Raises
    Changed when one of `values` was changed meanwhile: to something else for a field in `base`, at all for one without
    (two scripts that count must not take each other's number for their own).
    """
    if version is not None and version > edited.version:
        raise Rejected(
            f"{edited.ref} has no version {version} yet; it stands at {edited.version}.",
            hint="Give the version that you have read.",
        )
    if base is None and (version is None or version == edited.version):
        return []
    changes = _changes(edited, version)
    conflicts: dict[str, Any] = {}
    for name, value in values.items():
        theirs, mine, events = to_json(edited.value(name)), to_json(value), changes.get(name, [])
        if base is not None and name in base:
            started_from = to_json(edited.natural(name, base[name]))
            differs = theirs not in (started_from, mine)
        else:
            started_from = (events[0].before or {}).get(name) if events else None
            differs = bool(events)
        if differs:
            conflicts[name] = {
                "base": started_from,
                "theirs": theirs,
                "mine": mine,
                "by": events[-1].actor if events else None,
                "at": to_json(events[-1].at) if events else None,
            }
    if conflicts:
        raise _changed(edited.ref, edited.version, conflicts)
    if version is None or version == edited.version:
        return []
    others = {name: found[-1].actor for name, found in changes.items() if name not in values and name not in _SILENT}
    return [f"{actor} changed {name} meanwhile; both changes are kept." for name, actor in others.items()]


def _changes(edited: Edited, version: int | None) -> dict[str, list[EventRow]]:
    """Return the events that changed each field, oldest first, after `version` when one is given."""
    found = defaultdict[str, list[EventRow]](list)
    for event in queries.events(edited.session, ref=edited.ref):
        if event.kind == edited.kind and (version is None or event.version > version):
            for name in event.after or {}:
                found[name].append(event)
    return found


def _changed(ref: str, version: int, conflicts: Mapping[str, Any]) -> Changed:
    who = ", ".join(sorted({conflict["by"] for conflict in conflicts.values() if conflict["by"]})) or "Somebody"
    return Changed(
        f"{who} changed {', '.join(conflicts)} of {ref} meanwhile.",
        hint="Look at both values and choose; nothing was changed and what you typed is kept.",
        details={"ref": ref, "version": version, "fields": dict(conflicts)},
    )
