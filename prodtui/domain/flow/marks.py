"""What an event does to the flow of a task, as one short text, so that a million of them are read without their JSON.

The text is the key of the step that was entered, then what else began (+) or ended (-), parted by spaces: "machining",
"done -blocked", "+away". A task is away while it is archived, and for good once it is purged. "~undo" says that this
takes back what was done, "~redo" that it does again what was taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_BLOCKED, _AWAY = "blocked", "away"
_UNDO, _REDO = "undo", "redo"
_SIGNED = (("blocked_since", _BLOCKED), ("archived_at", _AWAY))


class Mark(NamedTuple):
    """What an event did: the step entered, whether the task is blocked and away from then on; None is as before.

    `way` is "undo" or "redo" where it takes something back, or does that again.
    """

    step: str | None
    blocked: bool | None
    away: bool | None
    way: str = ""


def flow_text(kind: str, after: Mapping[str, Any] | None, command: str = "") -> str | None:
    """Return the mark of an event of a command with these fields after it, None when it leaves the flow as it is."""
    if kind != "task":
        return None
    if after is None:
        return f"+{_AWAY}"
    text: str = after.get("step", "")
    for field, word in _SIGNED:
        if field in after:
            text = f"{text} {'-' if after[field] is None else '+'}{word}"
    way = next((word for word in (_UNDO, _REDO) if command.partition(" ")[0] == word), "")
    return f"{text} ~{way}".lstrip() if text and way else text.lstrip() or None


@lru_cache(1024)
def flow_mark(text: str) -> Mark:
    """Return what a text of `flow_text` says."""
    step: str | None = None
    signs: dict[str, bool] = {}
    way = ""
    for word in text.split():
        if word[0] in "+-":
            signs[word[1:]] = word[0] == "+"
        elif word[0] == "~":
            way = word[1:]
        else:
            step = word
    return Mark(step, signs.get(_BLOCKED), signs.get(_AWAY), way)
