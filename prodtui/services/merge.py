"""Two people editing one task: different fields merge and say so, the same field is refused with every value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.domain.task_fields import clean_field
from prodtui.errors import Changed, Rejected
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import events as queries
from prodtui.storage.tables.tasks import Task

#: What a move changes by the way; nobody needs to be told beside the step itself.
_SILENT = frozenset({"rank", "entered_at"})


def merge(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    values: Mapping[str, Any],
    base: Mapping[str, Any] | None,
    version: int | None,
) -> list[str]:
    """Compare what an editor started from with what is there now; return a note for each change of others that stays.

    `values` are natural; `base` holds the values that the editor started from, `version` is the one it saw. Raises
    Changed when one of `values` was changed meanwhile: to something else for a field in `base`, at all for one without
    (two scripts that count must not take each other's number for their own).
    """
    if version is not None and version > task.version:
        raise Rejected(
            f"{board.key}-{task.number} has no version {version} yet; it stands at {task.version}.",
            hint="Give the version that you have read.",
        )
    if base is None and (version is None or version == task.version):
        return []
    changes = _changes(book, f"{board.key}-{task.number}", version)
    conflicts: dict[str, Any] = {}
    for name, value in values.items():
        theirs, mine, events = to_json(book.value(board, task, name)), to_json(value), changes.get(name, [])
        if base is not None and name in base:
            started_from = to_json(book.natural(board, {name: clean_field(name, base[name])})[name])
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
        raise _changed(f"{board.key}-{task.number}", task.version, conflicts)
    if version is None or version == task.version:
        return []
    others = {name: found[-1].actor for name, found in changes.items() if name not in values and name not in _SILENT}
    return [f"{actor} changed {name} meanwhile; both changes are kept." for name, actor in others.items()]


def _changes(book: TaskBook, ref: str, version: int | None) -> dict[str, list[EventRow]]:
    """Return the events that changed each field of a task, oldest first, after `version` when one is given."""
    found = defaultdict[str, list[EventRow]](list)
    for event in queries.events(book.change.session, ref=ref):
        if event.kind == "task" and (version is None or event.version > version):
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
