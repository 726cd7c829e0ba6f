"""Figures from inspections: the chart and capability of a measurement, first-pass yields, and what reports rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from prodtui.domain.enums import InspectionResult, ItemKind
from prodtui.domain.metrics import Capability, Xmr, capability, share, xmr
from prodtui.domain.rows_quality import InspectionDetail, InspectionRow, ItemRow
from prodtui.errors import NotFound, Rejected
from prodtui.services import checklists, inspections, readings
from prodtui.services.change import Change
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import checks as queries
from prodtui.storage.tables.quality import Inspection, Reading
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_inspection, _reading = table_of(Inspection), table_of(Reading)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value, when and in which inspection."""

    at: datetime
    ref: str
    sample: int
    value: float


@dataclass(frozen=True, slots=True)
class ItemStats:
    """A measurement over time: its values oldest first, its control chart, and how well it fits its limits.

    Values and limits are in the unit of `item`, which is the question as it was published last. Chart and capability
    are None while there is too little to compute them from.
    """

    checklist: str
    item: ItemRow
    points: tuple[Measured, ...]
    outside: int
    chart: Xmr | None
    capability: Capability | None


@dataclass(frozen=True, slots=True)
class YieldRow:
    """How many of the first inspections of a checklist passed at once; `first_pass` is a share, None without any."""

    checklist: str
    name: str
    inspected: int
    passed: int
    first_pass: float | None


def item_stats(
    ws: Workspace, checklist: str, item: str, *, since: datetime | None = None, until: datetime | None = None
) -> ItemStats:
    """Return the figures of a measurement from every completed inspection that counts. Raises NotFound, Rejected."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        row = checklists.pick(change, board, checklist)
        content = queries.published(session, [row.id]).get(row.id)
        if content is None:
            raise NotFound(f"{row.name} was never published.", hint=f"See `prodtui check template show {row.key}`.")
        question = readings.question(content, item, 1)
        if question.kind is not ItemKind.MEASUREMENT:
            raise Rejected(f"{question.text} is no measurement.", hint="Figures are made of measured values.")
        query = (
            select(_reading.c.at, _inspection.c.number, _reading.c.sample, _reading.c.number.label("value"))
            .join_from(_reading, _inspection, _reading.c.inspection_id == _inspection.c.id)
            .where(
                _inspection.c.board_id == board.id, queries.of_checklist(row.id), queries.present(),
                _inspection.c.completed_at.is_not(None), _reading.c.item == question.key,
                _reading.c.number.is_not(None),
            )
            .order_by(_reading.c.at, _inspection.c.number, _reading.c.sample)
        )  # fmt: skip
        if since is not None:
            query = query.where(_reading.c.at >= since)
        if until is not None:
            query = query.where(_reading.c.at < until)
        points = tuple(
            Measured(at, f"{board.key}-Q{n}", sample, value) for at, n, sample, value in session.execute(query)
        )
    values = [point.value for point in points]
    low, high = question.lower, question.upper
    outside = sum((low is not None and v < low) or (high is not None and v > high) for v in values)
    return ItemStats(row.key, question, points, outside, xmr(values), capability(values, low, high))


def report(
    ws: Workspace, refs: Sequence[str] = (), *, checklist: str | None = None, task: str | None = None,
    since: datetime | None = None, until: datetime | None = None, limit: int | None = None,
) -> tuple[InspectionDetail, ...]:  # fmt: skip
    """Return inspections with all that belongs to them, oldest first: those named, or those that the filters pick."""
    if refs:
        return tuple(inspections.show(ws, ref) for ref in refs)
    rows = inspections.list_inspections(
        ws, checklist=checklist, task=task, since=since, until=until, limit=limit
    )  # fmt: skip
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return inspections.details(change, change.board(), tuple(reversed(rows)))


def yields(rows: Sequence[InspectionRow]) -> tuple[YieldRow, ...]:
    """Return the first-pass yield of each checklist among inspections: the first one of each task is what counts.

    One without a task counts for itself; a concession is no pass; what still runs is left out.
    """
    first: dict[tuple[str, str], InspectionRow] = {}
    for row in sorted(rows, key=lambda row: row.number):
        if row.completed_at is not None and row.corrects is None:
            first.setdefault((row.checklist, row.task or row.ref), row)
    found = []
    for key in sorted({row.checklist for row in first.values()}):
        mine = [row for row in first.values() if row.checklist == key]
        passed = sum(row.result is InspectionResult.PASS for row in mine)
        found.append(YieldRow(key, mine[-1].name, len(mine), passed, share(passed, len(mine))))
    return tuple(found)
