"""The fields of the form of a step. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from prodtui.domain.dates import parse_duration
from prodtui.domain.enums import StepKind
from prodtui.domain.step_fields import clean_step_field
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import show_number
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.issue_fields import shown

_KINDS = tuple(kind.value for kind in StepKind)


def _read(name: str) -> Callable[[str, Reading], Any]:
    return lambda text, _: clean_step_field(name, text.strip() or None if name != "name" else text)


def _read_kind(text: str, _: Reading) -> StepKind:
    kind: StepKind = clean_step_field("kind", text.strip().casefold())
    return kind


def _read_hours(text: str, _: Reading) -> float | None:
    if not text.strip():
        return None
    try:
        return float(clean_step_field("standard_hours", text.strip().replace(",", ".")))
    except Rejected:
        return parse_duration(text) / 60


def step_fields(roles: Collection[str]) -> tuple[FormField, ...]:
    """Return the fields of a step; `roles` are offered while somebody types."""
    return (
        FormField("name", "Name", "what it is called", shown, _read("name")),
        FormField("kind", "Kind", "queue: waits, active: is worked on, done: work ends", shown, _read_kind, _KINDS),
        FormField("role", "Role", "who passes tasks on from it; empty for anybody", shown, _read("role"), tuple(roles)),
        FormField("wip_limit", "Limit", "tasks in it at most; empty for no limit", shown, _read("wip_limit")),
        FormField("standard_hours", "Standard time", "hours, or 1h30; empty for none", show_number, _read_hours),
        FormField("criteria", "Criteria", "what must hold before a task goes on", shown, _read("criteria"),
                  long=True),
    )  # fmt: skip
