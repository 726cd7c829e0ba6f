"""Figures as tables, texts and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.cli.result import Table, plain_cell
from prodtui.cli.tables import cells_in, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_charts import Chart
from prodtui.domain.rows_figures import FigureItem, FigurePage, FigureProof, FigureTrend
from prodtui.domain.rows_issues import Figure
from prodtui.interchange.report import Page, Section

FIGURE_SHOWN = ("kpi", "value", "unit", "n", "left_out", "convention")
TREND_SHOWN = ("label", "value", "unit", "before", "trend", "n", "left_out")
NO_DATA = "no data"
_TREND = {1: "better", -1: "worse", 0: ""}


def number(value: float | None) -> str:
    """Return a figure's value for people, "no data" where there is none."""
    return NO_DATA if value is None else plain_cell(round(value, 2))


def figure_table(rows: Sequence[Figure], zone: ZoneInfo) -> Table:
    """Return figures as a table; text rounds them and says "no data" where there is none."""
    value = {"value": lambda row: number(row.value)}
    return Table(rows, names_of(Figure), FIGURE_SHOWN, to_dict, cells_in(zone, value))


def trend_table(rows: Sequence[FigureTrend]) -> Table:
    """Return figures with their trends as a table of one row each."""
    names = (*names_of(Figure), "before", "better", "course", "parts")
    return Table(rows, names, TREND_SHOWN, _flat, lambda row, name: _cell(_flat(row), name))


def page_of(page: FigurePage, title: str, lead: str) -> Page:
    """Return all figures as a page: values, what some of them are made of, then how each is computed."""
    names = {"label": "Figure", "left_out": "Left out"}
    columns = [names.get(name, name.capitalize()) for name in TREND_SHOWN]
    rows = trend_table(page.figures).cells(TREND_SHOWN)
    rules = [(each.figure.label, each.figure.convention) for each in page.figures]
    made_of = [
        Section(f"{each.figure.label}, what they are", [(name, number(value)) for name, value in each.parts])
        for each in page.figures
        if each.parts
    ]
    sections = [Section("Figures", columns=columns, rows=rows), *made_of, Section("How they are counted", rules)]
    return Page(title, sections, lead)


def page_data(page: FigurePage) -> dict[str, Any]:
    """Return all figures for JSON: each is one flat object, with the names that CSV has as columns."""
    return {**to_dict(page), "figures": [_flat(row) for row in page.figures]}


def proof_data(proof: FigureProof) -> dict[str, Any]:
    """Return a figure for JSON, with its arithmetic and what is behind it."""
    return _flat(proof)


def chart_sections(charts: Mapping[str, Chart | None]) -> list[Section]:
    """Return charts as sections of a page, each a picture."""
    from prodtui.interchange.svg import chart_svg
    from prodtui.services.charts import CHARTS

    return [Section(CHARTS[key].label, svg=chart_svg(row, CHARTS[key].label)) for key, row in charts.items()]


def proof_page(proof: FigureProof, lead: str) -> Page:
    """Return a figure with its arithmetic and everything behind it as a page."""
    figure = proof.figure
    facts = [
        ("value", f"{number(figure.value)} {figure.unit}" if figure.value is not None else NO_DATA),
        ("counted", figure.convention),
        ("arithmetic", proof.arithmetic),
        ("rests on", f"{figure.n}"),
    ]
    sections = [Section(figure.label, [fact for fact in facts if fact[1]])]
    for title, items in (("Behind it", proof.items), ("Left out", proof.excluded)):
        if items:
            sections.append(Section(title, columns=("Ref", "Title", "Value", "Note"), rows=_item_rows(items)))
    return Page(f"{figure.label}, {figure.first} to {figure.last}", sections, lead)


def item_table(proof: FigureProof) -> Table:
    """Return the things behind a figure as a table."""
    names = tuple(field.name for field in fields(FigureItem))
    return Table(proof.items, names, names, to_dict)


def _item_rows(items: Sequence[FigureItem]) -> list[tuple[str, str, str, str]]:
    return [
        (each.ref, each.title, "" if each.value is None else plain_cell(round(each.value, 2)), each.note)
        for each in items
    ]


def _flat(row: FigureTrend | FigureProof) -> dict[str, Any]:
    whole = to_dict(row)
    return {**whole.pop("figure"), **whole}


def _cell(record: Mapping[str, Any], name: str) -> str:
    if name == "trend":
        return _TREND[record["better"]]
    if name in ("value", "before"):
        return number(record[name])
    if name == "left_out":
        return plain_cell(record[name] or None)
    return plain_cell(record[name])
