"""Workflow maps for tests, told in few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap


def map_step(name: str, kind: StepKind = StepKind.ACTIVE, **fields: Any) -> MapStep:
    """Return a step whose key is its name in small letters; without `fields` nothing is known of it."""
    values: dict[str, Any] = {
        "role": None, "wip_limit": None, "criteria": "", "standard_hours": None, "gates": (), "here": 0, "blocked": 0,
        "median": None, "most": None, "waiting": None, "n": 0, "queue": None, "load": None, "full_since": None,
    }  # fmt: skip
    return MapStep(name.casefold(), name, kind, **(values | fields))


def workflow(
    steps: Sequence[MapStep], *back: tuple[str, str, int, int], allowed: Sequence[tuple[str, str]] = (),
    bottleneck: str | None = None, reasons: Sequence[str] = (),
) -> WorkflowMap:  # fmt: skip
    """Return a map of November; `back` are ways back as source, target, how often, of how many stays."""
    return WorkflowMap(
        "OPS", date(2026, 11, 1), date(2026, 11, 30), "", "last entry", tuple(steps),
        tuple(MapWay(*way) for way in back), tuple(allowed), bottleneck, tuple(reasons),
    )  # fmt: skip


def chain(count: int) -> list[MapStep]:
    """Return a chain of so many steps: the first one a queue, the last one done."""
    kinds = [StepKind.QUEUE, *[StepKind.ACTIVE] * max(count - 2, 0), StepKind.DONE][:count]
    return [map_step(f"S{at}", kind, criteria=f"Part {at} is made") for at, kind in enumerate(kinds)]
