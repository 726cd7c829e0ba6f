"""`task`: what moves on a board."""

from __future__ import annotations

from prodtui.cli.nouns import task_find, task_flow, task_repeat, task_write
from prodtui.cli.verb import Noun

_PARTS = (task_write.PART, task_find.PART, task_flow.PART)

NOUN = Noun(
    "task",
    verbs={name: verb for part in _PARTS for name, verb in part.verbs.items()},
    groups={"repeat": task_repeat.PART},
)
