"""The workflow map as a table and a page."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.cli.result import Table, plain_cell
from prodtui.cli.tables import names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.domain.text import counted
from prodtui.interchange.report import Page, Section

_SHOWN = ("name", "kind", "role", "here", "median", "most", "waiting", "n", "queue", "load", "gates")
_TITLES = {"name": "Step", "here": "Tasks", "median": "Median h", "most": "85 % h", "queue": "Queue h"}


def map_table(steps: Sequence[MapStep]) -> Table:
    """Return the steps of a map as a table."""
    return Table(steps, names_of(MapStep), _SHOWN, to_dict, _cell)


def map_page(shown: WorkflowMap, title: str, lead: str) -> Page:
    """Return a map as a page: the steps, the ways back, the bottleneck with its reasons, what must hold to leave."""
    names = {step.key: step.name for step in shown.steps}
    columns = [_TITLES.get(name, name.capitalize()) for name in _SHOWN]
    sections = [Section("Steps", columns=columns, rows=map_table(shown.steps).cells(_SHOWN))]
    if shown.bottleneck is not None:
        sections.append(Section("Bottleneck", [(names[shown.bottleneck], "; ".join(shown.reasons))]))
    back = [
        (
            f"{names[way.source]} back to {names[way.target]}",
            f"{way.rate:.0%}: {way.count} of {counted(way.stays, 'stay')} in {names[way.source]}",
        )
        for way in shown.rework
    ]
    if back:
        sections.append(Section("Rework", back))
    criteria = [(step.name, step.criteria) for step in shown.steps if step.criteria]
    if criteria:
        sections.append(Section("What must hold to leave", criteria))
    if shown.allowed:
        ways = [(names[source], names[target]) for source, target in shown.allowed if {source, target} <= names.keys()]
        sections.append(Section("Allowed ways", columns=("From", "To"), rows=ways))
    return Page(title, sections, lead)


def _cell(step: MapStep, name: str) -> str:
    value = getattr(step, name)
    if name == "here":
        count = f"{step.here}/{step.wip_limit}" if step.wip_limit else f"{step.here}"
        return "" if step.kind is StepKind.DONE else count + (f", {step.blocked} blocked" if step.blocked else "")
    if name in ("waiting", "load"):
        return "" if value is None else f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:.1f}"
    return ", ".join(value) if isinstance(value, tuple) else plain_cell(value)
