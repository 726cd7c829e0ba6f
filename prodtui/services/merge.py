"""Two people editing one task: different fields merge and say so, the same field is refused with every value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.rows import BoardRow, EventRow
from prodtui.domain.task_fields import clean_field
from prodtui.errors import Changed
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
    Changed when one of `values` was changed meanwhile to something else.
    """
    if base is None and (version is None or version == task.version):
        return []
    last = _last_changes(book, f"{board.key}-{task.number}", version)
    conflicts: dict[str, Any] = {}
    for name, mine in values.items():
        theirs, event = to_json(book.value(board, task, name)), last.get(name)
        if base is not None and name in base:
            started_from = to_json(book.natural(board, {name: clean_field(name, base[name])})[name])
            moved = theirs != started_from
        else:
            started_from = (event.before or {}).get(name) if event else None
            moved = event is not None
        if moved and theirs != to_json(mine):
            conflicts[name] = {
                "base": started_from,
                "theirs": theirs,
                "mine": to_json(mine),
                "by": event.actor if event else None,
                "at": to_json(event.at) if event else None,
            }
    if conflicts:
        raise _changed(f"{board.key}-{task.number}", task.version, conflicts)
    if version is None or version == task.version:
        return []
    others = {name: event.actor for name, event in last.items() if name not in values and name not in _SILENT}
    return [f"{actor} changed {name} meanwhile; both changes are kept." for name, actor in others.items()]


def _last_changes(book: TaskBook, ref: str, version: int | None) -> dict[str, EventRow]:
    """Return the event that last changed each field of a task, after `version` when one is given."""
    events = (event for event in queries.events(book.change.session, ref=ref) if event.kind == "task")
    later = (event for event in events if version is None or event.version > version)
    return {name: event for event in later for name in event.after or {}}


def _changed(ref: str, version: int, conflicts: Mapping[str, Any]) -> Changed:
    who = ", ".join(sorted({conflict["by"] for conflict in conflicts.values() if conflict["by"]})) or "Somebody"
    return Changed(
        f"{who} changed {', '.join(conflicts)} of {ref} meanwhile.",
        hint="Look at both values and choose; nothing was changed and what you typed is kept.",
        details={"ref": ref, "version": version, "fields": dict(conflicts)},
    )
