"""The numbered things of a board beside its tasks: what their references look like, and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, cast

from prodtui.domain.text import sanitize
from prodtui.errors import Usage

if TYPE_CHECKING:
    from sqlmodel import SQLModel


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing, by the word that its events carry.

    `table` is module and class of its table, `letter` stands before the number in a reference, `example` is one.
    `links` maps a natural field to its column and to the kind of thing that the column refers to. `owner` is the link
    to the thing within which it is numbered, None for one that is numbered within its board. `topic` is touched by each
    change. `names` are the fields that may hold the reference of anything.
    """

    name: str
    table: str
    letter: str
    example: str
    topic: str
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    owner: str | None = None
    names: tuple[str, ...] = ()


_PLACE = {"task": ("task_id", "task"), "step": ("step_id", "step")}

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "inspection", "quality:Inspection", "Q", "OPS-Q5", "checks",
            {**_PLACE, "corrects": ("corrects_id", "inspection"), "checklist": ("version_id", "checklist_version")},
        ),
        Kind(
            "issue", "issues:Issue", "I", "OPS-I3", "issues",
            {**_PLACE, "inspection": ("inspection_id", "inspection"), "recurs": ("recurs_id", "issue")},
        ),
        Kind(
            "issue_action", "issues:IssueAction", "I", "OPS-I3.1", "issues",
            {"issue": ("issue_id", "issue")}, owner="issue",
        ),
        Kind(
            "downtime", "issues:Downtime", "S", "OPS-S2", "issues",
            {"step": _PLACE["step"], "issue": ("issue_id", "issue")},
        ),
        Kind("improvement", "issues:Improvement", "K", "OPS-K2", "improvements", {"issue": ("issue_id", "issue")}),
        Kind("product", "planning:Product", "P", "OPS-P1", "plan", {"checklist": ("checklist_id", "checklist")}),
        Kind("resource", "planning:Resource", "F", "OPS-F1", "plan"),
        Kind(
            "stock_move", "planning:StockMove", "M", "OPS-M7", "plan",
            {"resource": ("resource_id", "resource"), "task": _PLACE["task"]},
        ),
        Kind(
            "absence", "planning:Absence", "A", "OPS-A3", "plan",
            {"person": ("person_id", "person"), "resource": ("resource_id", "resource")},
        ),
        Kind("demand_rule", "planning:DemandRule", "E", "OPS-E1", "plan"),
        Kind(
            "demand", "planning:Demand", "D", "OPS-D4", "plan",
            {"product": ("product_id", "product"), "rule": ("rule_id", "demand_rule")},
        ),
        Kind("what_if", "planning:WhatIf", "W", "OPS-W1", "plan"),
        Kind(
            "plan_line", "planning:PlanLine", "L", "OPS-L12", "plan",
            {"product": ("product_id", "product"), "what_if": ("what_if_id", "what_if")},
        ),
        Kind("standup", "daily:Standup", "U", "OPS-U3", "daily"),
        Kind(
            "standup_note", "daily:StandupNote", "U", "OPS-U3.1", "daily",
            {"standup": ("standup_id", "standup")}, owner="standup", names=("about", "made"),
        ),
        Kind("handover", "daily:Handover", "H", "OPS-H4", "daily"),
        Kind(
            "capacity_change", "planning:CapacityChange", "C", "OPS-C1", "plan",
            {"what_if": ("what_if_id", "what_if")},
        ),
    )
}  # fmt: skip

_WORDS = {
    "issue_action": "action", "stock_move": "movement", "what_if": "what-if", "standup": "stand-up",
    "standup_note": "note", "handover": "hand-over",
}  # fmt: skip

#: Text, which `re` compiles and keeps at first use (start-up budget).
_REF = r"(?:([A-Za-z][A-Za-z0-9]*)-)?([A-Za-z])([0-9]{1,18})(?:\.([0-9]{1,9}))?\Z"


@dataclass(frozen=True, slots=True)
class Number:
    """A reference taken apart: board key (None when left out), number, and the number within it."""

    board: str | None
    number: int
    part: int | None = None


def table_class(kind: str) -> type[SQLModel]:
    """Return the table class of a kind, whose module is imported only now (start-up budget)."""
    module, _, name = KINDS[kind].table.partition(":")
    return cast("type[SQLModel]", getattr(import_module(f"prodtui.storage.tables.{module}"), name))


def split_number(kind: str, ref: str) -> Number:
    """Return what a reference of this kind means; 5 alone is one too, but OPS-5 is a task. Raises Usage for that."""
    known = KINDS[kind]
    text = ref.strip()
    bare = re.fullmatch(r"(?:([A-Za-z][A-Za-z0-9]*)-)?([0-9]{1,18})(?:\.([0-9]{1,9}))?", text)
    if bare is not None:
        parts = (bare[1], bare[2], bare[3])
    else:
        match = re.match(_REF, text)
        if match is None or match[2].upper() != known.letter:
            raise _no_reference(known, ref)
        parts = (match[1], match[3], match[4])
    if (parts[2] is not None) != (known.owner is not None):
        raise _no_reference(known, ref)
    if bare is not None and bare[1]:
        raise _is_task(known, bare[1].upper(), text)
    return Number(parts[0].upper() if parts[0] else None, int(parts[1]), int(parts[2]) if parts[2] else None)


def kind_of(ref: str) -> str | None:
    """Return the kind whose letter a reference holds, None for that of a task and for anything else."""
    match = re.match(_REF, ref.strip())
    if match is None:
        return None
    letter, is_part = match[2].upper(), match[4] is not None
    kinds = (kind for kind in KINDS.values() if kind.letter == letter and (kind.owner is not None) == is_part)
    return next((kind.name for kind in kinds), None)


def write_number(kind: str, board: str, number: int, part: int | None = None) -> str:
    """Return the reference of a thing."""
    return f"{board}-{KINDS[kind].letter}{number}" + ("" if part is None else f".{part}")


def word_of(kind: str) -> str:
    """Return the word for a kind in a sentence."""
    return _WORDS.get(kind, kind.replace("_", " "))


def _is_task(kind: Kind, board: str, ref: str) -> Usage:
    number = ref.rpartition("-")[2]
    return Usage(
        f"{ref!r} is a task, not {_a(kind)}.",
        hint=f"Write {board}-{kind.letter}{number}, or {kind.letter}{number} on the current board.",
    )


def _a(kind: Kind) -> str:
    word = word_of(kind.name)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _no_reference(kind: Kind, ref: str) -> Usage:
    short = kind.example.partition("-")[2]
    return Usage(
        f"{sanitize(ref)[:60]!r} is not the reference of {_a(kind)}.",
        hint=f"Write it like {kind.example}, or {short} on the current board.",
    )
