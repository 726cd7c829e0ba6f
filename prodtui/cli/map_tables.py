"""The workflow map and its steps as tables and pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prodtui.cli.context import Session
from prodtui.cli.result import Table, plain_cell
from prodtui.cli.tables import names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import StepKind
from prodtui.domain.flow.workmap import against_limit
from prodtui.domain.rows_charts import Bar
from prodtui.domain.rows_flow import HandOvers, MapStep, StepLook, StepTask, WorkflowMap
from prodtui.domain.text import counted
from prodtui.interchange.report import Page, Section

if TYPE_CHECKING:
    from prodtui.services.kpi import Look

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


def map_section(session: Session, look: Look) -> Section:
    """Return the map of the board as a picture on a page."""
    from prodtui.interchange.svg_map import map_svg
    from prodtui.services.workflow_map import workflow_map

    title = f"Workflow of {session.workspace.need_board().name}"
    return Section("Workflow", svg=map_svg(workflow_map(session.workspace, look), title))


def step_table(look: StepLook) -> Table:
    """Return the tasks that stand in a step as a table."""
    return Table(look.tasks, names_of(StepTask), names_of(StepTask), to_dict)


def step_page(look: StepLook, lead: str) -> Page:
    """Return a step as a page: what stands in it, how long tasks stayed, and who takes them over from whom."""
    blocked = sum(task.blocked is not None for task in look.tasks)
    here = counted(len(look.tasks), "task") + (f", {blocked} blocked" if blocked else "")
    facts = [("kind", look.kind.value), ("here", here)]
    if look.median is not None and look.most is not None:
        waiting = "" if look.waiting is None else f", {look.waiting:.0%} of it waiting"
        facts.append(("stayed", f"{look.median:.1f} h, 85 % in {look.most:.1f} h{waiting}"))
    facts.append(("rests on", f"{counted(look.n, 'task')} that left it"))
    tasks = [(each.ref, each.title, ", ".join(each.who), _hours(each.hours), each.blocked or "") for each in look.tasks]
    sections = [Section(look.name, facts)]
    if tasks:
        sections.append(Section("In it now", columns=("Ref", "Title", "Who", "Hours", "Blocked"), rows=tasks))
    if look.stays.bars:
        sections.append(Section("How long tasks stayed", columns=("Time", "Tasks"), rows=_bars(look.stays.bars)))
    if look.handovers:
        columns = ("From", "At", "To", "At", "Times", "Median h", "85 % h")
        sections.append(Section("From hand to hand", columns=columns, rows=[_handed(row) for row in look.handovers]))
    return Page(f"Step {look.name}", sections, lead)


def _bars(bars: Sequence[Bar]) -> list[tuple[str, str]]:
    """Return the classes that hold something; their names tell of the gaps."""
    return [(bar.name, plain_cell(bar.value)) for bar in bars if bar.value]


def _handed(row: HandOvers) -> tuple[str, ...]:
    people = (", ".join(row.giver), row.source, ", ".join(row.taker), row.target)
    return (*people, f"{row.count}", _hours(row.median), _hours(row.most))


def _hours(hours: float) -> str:
    return f"{hours:.1f}"


def _cell(step: MapStep, name: str) -> str:
    value = getattr(step, name)
    if name == "here":
        count = "" if step.kind is StepKind.DONE else against_limit(step)
        return count + (f", {step.blocked} blocked" if step.blocked and count else "")
    if name in ("waiting", "load"):
        return "" if value is None else f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:.1f}"
    return ", ".join(value) if isinstance(value, tuple) else plain_cell(value)
