"""The names inside a board's events, translated between a store and a document, or from one board key to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prodtui.services.kinds import KINDS

#: Events whose reference is that of a task or of another numbered thing.
_NUMBERED = frozenset(
    {"task", "dependency", "comment", "work", "reading", "issue_comment", "issue_task", "release", "output", *KINDS}
)
#: Links to what goes by a key of its own.
_KEYED = frozenset({"step", "checklist", "checklist_version", "person"})
#: Fields that hold the reference of a numbered thing, by the kind of event.
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "task": ("parent",),
    "dependency": ("predecessor", "successor"),
    "comment": ("ref",),
    "work": ("ref",),
    "issue_comment": ("issue",),
    "issue_task": ("task",),
    "release": ("task", "plan_line", "demand"),
    "output": ("task",),
    **{
        kind.name: (*(name for name, (_, target) in kind.links.items() if target not in _KEYED), *kind.names)
        for kind in KINDS.values()
    },
}


@dataclass
class BoardNames:
    """Translates what names things in events: board keys in references, numbers of recurrences, ids of parts.

    `recurrences` and `parts` (by kind: dependency, comment, work, issue_comment) map numbers of the one side to the
    other. What is not in them is gone, and gets a number behind all others in the order in which it is met; with
    `gone_low` the negative of it, so that it can never be taken for something that is there.
    """

    old_key: str
    new_key: str
    recurrences: dict[int, int] = field(default_factory=dict)
    parts: Mapping[str, dict[int, int]] = field(default_factory=dict)
    gone_low: bool = False

    def recurrence(self, number: int) -> int:
        """Return the number of a recurrence on the other side."""
        return self._number(self.recurrences, number)

    def numbered(self, ref: str) -> str:
        """Return the reference of a task or another numbered thing under the other board key."""
        head, dash, number = ref.rpartition("-")
        return f"{self.new_key}-{number}" if dash and head == self.old_key else ref

    def ref(self, kind: str, ref: str) -> str:
        """Return the reference of an event."""
        if kind in _NUMBERED:
            return self.numbered(ref)
        if kind == "board":
            return self.new_key if ref == self.old_key else ref
        if kind == "recurrence":
            head, _, number = ref.rpartition("-R")
            if head == self.old_key and number.isdecimal():
                return f"{self.new_key}-R{self.recurrence(int(number))}"
        return ref

    def payload(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an event before or after its change."""
        new = dict(values)
        for name in REFERENCES.get(kind, ()):
            if isinstance(new.get(name), str):
                new[name] = self.numbered(new[name])
        if kind in self.parts and isinstance(new.get("id"), int):
            new["id"] = self._number(self.parts[kind], new["id"])
        if kind == "task" and isinstance(new.get("recurrence_id"), int):
            new["recurrence_id"] = self.recurrence(new["recurrence_id"])
        if kind == "board" and new.get("key") == self.old_key:
            new["key"] = self.new_key
        return new

    def _number(self, known: dict[int, int], number: int) -> int:
        if number not in known:
            last = max(map(abs, known.values()), default=0) + 1
            known[number] = -last if self.gone_low else last
        return known[number]
