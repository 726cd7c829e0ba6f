"""Charts as tables: what each shows, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prodtui.cli.result import Table, plain_cell
from prodtui.domain.rows_charts import Ageing, Bands, Bars, Chart, Control, Line, Run, Scatter, StepTimes
from prodtui.interchange.report import Page, Section


def chart_table(chart: Chart) -> Table:
    """Return a chart as a table whose columns fit its kind."""
    columns, rows = _rows(chart)
    return Table([dict(zip(columns, row, strict=True)) for row in rows], columns, columns)


def chart_page(chart: Chart, title: str, lead: str) -> Page:
    """Return a chart as a page: its lines, then what it shows."""
    columns, rows = _rows(chart)
    names = [column.replace("_", " ").capitalize() for column in columns]
    cells = [[_cell(value) for value in row] for row in rows]
    lines = [(line.label, _cell(line.value)) for line in _lines(chart)]
    sections = [Section("Lines", lines)] if lines else []
    return Page(title, [*sections, Section("Values", columns=names, rows=cells)], lead)


def _lines(chart: Chart) -> Sequence[Line]:
    if isinstance(chart, Control):
        limits = (Line("lower limit", chart.lower), Line("mean", chart.mean), Line("upper limit", chart.upper))
        return (
            *limits,
            *(Line(f"signal at {place + 1}: {rule}", chart.values[place]) for place, rule in chart.signals),
        )
    return () if isinstance(chart, (Bands, StepTimes)) else chart.lines


def _rows(chart: Chart) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the names of the columns and the rows, JSON-able values."""
    if isinstance(chart, Bands):
        reached = zip(*chart.reached, strict=True) if chart.reached else ((),) * len(chart.days)
        return ("day", *chart.names, "under_way"), [
            (str(day), *row, count) for day, row, count in zip(chart.days, reached, chart.under_way, strict=True)
        ]
    if isinstance(chart, Scatter):
        return ("ref", "title", "finished", "value"), [
            (point.ref, point.title, point.at.isoformat(), point.value) for point in chart.points
        ]
    if isinstance(chart, Run):
        return ("begins", "value"), [(str(day), value) for day, value in zip(chart.starts, chart.values, strict=True)]
    if isinstance(chart, Ageing):
        return ("step", "ref", "title", "value", "blocked"), [
            (step.name, task.ref, task.title, task.value, task.blocked) for step in chart.steps for task in step.tasks
        ]
    if isinstance(chart, Control):
        return ("ref", "value"), list(zip(chart.labels, chart.values, strict=True))
    if isinstance(chart, Bars):
        return ("name", "value", "cumulative"), [(bar.name, bar.value, bar.cumulative) for bar in chart.bars]
    return ("step", "median", "most", "waiting", "n"), [
        (step.name, step.median, step.most, step.waiting, step.n) for step in chart.steps
    ]


def _cell(value: Any) -> str:
    return plain_cell(round(value, 2) if isinstance(value, float) else value)
