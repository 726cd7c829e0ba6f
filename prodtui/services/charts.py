"""The charts of a board over a window: one registry, each as a row of domain/rows_charts.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from prodtui.domain.flow import charts
from prodtui.domain.flow.charts import Named, StepName
from prodtui.domain.flow.window import Window
from prodtui.domain.pareto import pareto
from prodtui.domain.rows_charts import Bar, Bars, Chart, Control
from prodtui.errors import NotFound
from prodtui.services.change import Change
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.kpi import Look, look_at
from prodtui.services.lookup import pick_key
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart: its key, its title, and how it is drawn up; None where there is too little to draw."""

    key: str
    label: str
    draw: Callable[[FlowFacts, Window], Chart | None]


def _control(facts: FlowFacts, over: Window) -> Control | None:
    return charts.control(facts.flow, over, named(facts))


def _issues(facts: FlowFacts, over: Window) -> Bars:
    raised = [each.category for each in facts.issues(over) or () if each.start in over]
    return Bars("issues", tuple(Bar(bar.name, float(bar.count), bar.cumulative) for bar in pareto(raised)))


CHARTS: Mapping[str, ChartKind] = {
    kind.key: kind
    for kind in (
        ChartKind(
            "flow", "Cumulative flow", lambda facts, over: charts.cumulative_flow(facts.flow, over, step_names(facts))
        ),
        ChartKind("cycle", "Cycle times", lambda facts, over: charts.scatter(facts.flow, over, named(facts))),
        ChartKind("throughput", "Throughput", lambda facts, over: charts.throughput_run(facts.flow, over)),
        ChartKind(
            "ageing",
            "Ageing work in progress",
            lambda facts, over: charts.ageing(facts.flow, over, step_names(facts), named(facts)),
        ),
        ChartKind("control", "Control chart of cycle times", _control),
        ChartKind("issues", "Issues by category", _issues),
        ChartKind("histogram", "How long tasks took", lambda facts, over: charts.histogram(facts.flow, over)),
        ChartKind("steps", "Time in step", lambda facts, over: charts.step_times(facts.flow, over, step_names(facts))),
    )
}


def chart(ws: Workspace, key: str, look: Look) -> Chart:
    """Return a chart over a window. Raises Rejected for one that is none, NotFound for too little to draw."""
    kind = pick_chart(key)
    with read(ws.store) as session:
        facts, over = look_at(Change.looking(ws, session), look)
        drawn = kind.draw(facts, over)
    if drawn is None:
        raise NotFound(
            f"There is too little in this window for {kind.label.lower()}.", hint="Choose a longer --window."
        )
    return drawn


def pick_chart(key: str) -> ChartKind:
    """Return the chart with this key. Raises Rejected with the nearest one."""
    return pick_key(CHARTS, key, "chart")


def step_names(facts: FlowFacts) -> list[StepName]:
    """Return the steps of the board as charts name them."""
    return [StepName(step.key, step.name, step.kind) for step in facts.steps]


def named(facts: FlowFacts) -> Named:
    """Return what gives tasks their reference and title."""
    known, key = facts.traits, facts.board.key

    def name(task: int) -> tuple[str, str]:
        trait = known.get(task)
        return (f"{key}-{trait.number}", trait.title) if trait else (f"{key}-?", "(purged)")

    return name
