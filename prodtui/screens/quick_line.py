"""The one line of quick add: `Title @ann #label !high due:fri`, read into the fields of a new task. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.dates import parse_duration, parse_when
from prodtui.domain.enums import Priority
from prodtui.domain.text import clean_line, nearest
from prodtui.errors import Rejected

_WORD = re.compile(r'"[^"]*"|\S+')
_KEYS = ("due", "est", "step")


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What a line says, before dates are placed in time; `title` is not cleaned yet."""

    title: str
    assignees: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    priority: Priority | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def fields(self, now: datetime, tz: ZoneInfo) -> dict[str, Any]:
        """Return the arguments of `tasks.add`. Raises Rejected for an empty title or an unreadable date."""
        values: dict[str, Any] = {"title": clean_line(self.title)}
        if self.assignees:
            values["assignees"] = self.assignees
        if self.labels:
            values["labels"] = self.labels
        if self.priority is not None:
            values["priority"] = self.priority
        if "due" in self.options:
            values["due"] = parse_when(self.options["due"], now, tz)
        if "est" in self.options:
            values["estimate_hours"] = parse_duration(self.options["est"]) / 60
        if "step" in self.options:
            values["step"] = self.options["step"]
        return values


def read_quick_line(text: str) -> QuickLine:
    """Return the parts of a line; words in double quotes are always title. Raises Rejected for an unknown priority."""
    title: list[str] = []
    assignees: list[str] = []
    labels: list[str] = []
    priority: Priority | None = None
    options: dict[str, str] = {}
    for word in _WORD.findall(text):
        key, colon, value = word.partition(":")
        if word.startswith('"') and word.endswith('"') and len(word) > 1:
            title.append(word[1:-1])
        elif word.startswith("@") and len(word) > 1:
            assignees.append(word[1:])
        elif word.startswith("#") and len(word) > 1:
            labels.append(word[1:])
        elif word.startswith("!") and len(word) > 1 and word[1:].isalpha():
            priority = _priority(word[1:])
        elif colon and value and key in _KEYS:
            options[key] = value
        else:
            title.append(word)
    return QuickLine(" ".join(title), tuple(assignees), tuple(labels), priority, options)


def _priority(word: str) -> Priority:
    names = [priority.value for priority in Priority]
    starts = [name for name in names if name.startswith(word.lower())]
    if len(starts) == 1:
        return Priority(starts[0])
    near = nearest(word, names)
    raise Rejected(
        f'"!{word}" is not a priority' + (f'; did you mean "!{near}"?' if near else "."),
        hint=f'Write one of {", ".join("!" + name for name in names)}, or put "!{word}" in double quotes to keep it.',
    )
