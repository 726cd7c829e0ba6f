"""The dashboard of a board: all figures and charts of a window from facts that are read once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from prodtui.domain.rows_charts import Chart
from prodtui.domain.rows_figures import FigurePage
from prodtui.services.change import Change
from prodtui.services.charts import CHARTS
from prodtui.services.collector import without_collector
from prodtui.services.figures import FIGURES
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.kpi import Look, look_at, page_of
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Figures with their trends, and charts by key; a chart is None where there is too little to draw."""

    page: FigurePage
    charts: Mapping[str, Chart | None]


def dashboard(ws: Workspace, look: Look, memory: FlowMemory | None = None) -> Dashboard:
    """Return figures and charts over a window; raises as `kpi.figures` does.

    An open dashboard gives the same memory to each of its looks: what it shows is the same, it only costs less.
    """
    with memory or nullcontext(), without_collector(), read(ws.store) as session:
        facts, over = look_at(Change.looking(ws, session), look, memory)
        page = page_of(facts, over, look, FIGURES.values())
        return Dashboard(page, {key: kind.draw(facts, over) for key, kind in CHARTS.items()})
