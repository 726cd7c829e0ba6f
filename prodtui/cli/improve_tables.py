"""Improvements for people: which fields show, one as lines, and the pages of their report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from prodtui.cli.figure_tables import NO_DATA
from prodtui.cli.result import Table, plain_cell
from prodtui.cli.tables import cells_in, history_lines, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import local
from prodtui.domain.improvements import too_little
from prodtui.domain.rows_issues import Figure, ImprovementDetail, ImprovementRow
from prodtui.interchange.report import Page, Section

SHOWN = ("ref", "title", "state", "owner", "kpi", "baseline", "target", "result", "unit")


def improvement_table(rows: Sequence[ImprovementRow], zone: ZoneInfo) -> Table:
    """Return improvements as a table; a closed one shows whether the change was kept."""
    special = {
        "state": lambda row: f"closed, {row.outcome}" if row.closed_at else row.state.value,
        "baseline": lambda row: _number(row.baseline),
        "target": lambda row: _number(row.target),
        "result": lambda row: _number(row.result),
    }
    return Table(rows, names_of(ImprovementRow), SHOWN, to_dict, cells_in(zone, special))


def improvement_lines(detail: ImprovementDetail, zone: ZoneInfo) -> list[str]:
    """Return an improvement with all that belongs to it as lines."""
    row = detail.improvement
    facts = (f"  {name:<11} {' '.join(value.split())}" for name, value in improvement_facts(detail, zone))
    return [f"{row.ref} {row.title}", *facts, *history_lines(detail.events, zone)]


def improvement_facts(detail: ImprovementDetail, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return what is known about an improvement as pairs of name and value, empty ones left out."""
    row = detail.improvement
    reached = {True: "target reached", False: "target not reached", None: ""}[detail.reached]
    pairs = (
        ("state", f"closed, {row.outcome}" if row.closed_at else row.state.value),
        ("owner", row.owner or ""),
        ("problem", row.problem),
        ("figure", f"{row.kpi} ({'typed in' if row.typed else 'computed'})" if row.kpi else ""),
        ("baseline", _measured(row.baseline, row, row.baseline_from, row.baseline_to, detail.baseline)),
        ("target", f"{_number(row.target)} {row.unit}".strip() if row.target is not None else ""),
        ("change", row.change),
        ("changed on", f"{row.changed_on}" if row.changed_on else ""),
        ("result", _measured(row.result, row, row.result_from, row.result_to, detail.result)),
        ("verdict", too_little(detail.baseline, detail.result) or reached),
        ("learned", row.learned),
        ("issue", row.issue or ""),
        ("registered", f"{local(row.created_at, zone)} by {row.created_by}"),
        ("closed", local(row.closed_at, zone) if row.closed_at else ""),
    )
    return [(name, value) for name, value in pairs if value]


def improvement_page(title: str, lead: str, details: Sequence[ImprovementDetail], zone: ZoneInfo) -> Page:
    """Return the report of improvements: the list, then each with who did what when."""
    from prodtui.domain.history import byline, sentence

    table = improvement_table([detail.improvement for detail in details], zone)
    sections = [Section("Improvements", columns=[name.capitalize() for name in SHOWN], rows=table.cells(SHOWN))]
    for detail in details:
        row = detail.improvement
        told = [(local(event.at, zone), byline(event), sentence(event, zone)) for event in detail.events]
        sections.append(Section(f"{row.ref} {row.title}", facts=improvement_facts(detail, zone)))
        sections.append(Section("History", columns=("At", "Who", "What"), rows=told, level=3))
    return Page(title, sections, lead)


def _measured(
    value: float | None, row: ImprovementRow, first: date | None, last: date | None, now: Figure | None
) -> str:
    """Return a recorded number with its window and what it rests on, and how it comes out now where that differs."""
    if value is None and (first is None or last is None):
        return ""
    unmeasured = NO_DATA if now is not None or row.typed else "not measured yet"
    text = unmeasured if value is None else f"{_number(value)} {row.unit}".strip()
    if first is not None and last is not None:
        text += f", {first} to {last}"
    if now is not None:
        text += f", n={now.n}" + (f", {now.left_out} left out" if now.left_out else "") + f" ({now.convention})"
        if now.value != value:
            text += f"; now {NO_DATA if now.value is None else _number(now.value)}"
    return text


def _number(value: float | None) -> str:
    return "" if value is None else plain_cell(round(value, 2))
