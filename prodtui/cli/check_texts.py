"""Checklists and their figures as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from prodtui.domain.dates import local
from prodtui.domain.quality import who_signs
from prodtui.domain.quality_text import use_text
from prodtui.domain.rows_quality import ChecklistDetail, ChecklistRow, ContentRow, ItemRow
from prodtui.interchange.check_report import passing_text

if TYPE_CHECKING:
    from prodtui.services.quality_figures import ItemStats


def checklist_lines(detail: ChecklistDetail, zone: ZoneInfo) -> Iterator[str]:
    """Yield a checklist with its uses, its versions and its questions."""
    row = detail.checklist
    yield f"{row.key} {row.name}{' (archived)' if row.archived_at else ''}"
    for version in detail.versions:
        yield f"  version {version.number}  {local(version.published_at, zone)} by {version.published_by}"
    for use in row.uses:
        yield f"  use {use.id}      {use_text(use)}"
    for product in row.products:
        yield f"  own of    product {product}"
    content = detail.draft or (detail.versions[-1].content if detail.versions else None)
    if content is not None:
        yield ""
        yield "Draft, not published yet" if detail.draft else f"Version {row.published}"
        yield from _content(content)


def state_text(row: ChecklistRow) -> str:
    """Return whether a checklist is published, and whether a draft waits."""
    if row.archived_at is not None:
        return "archived"
    if row.published is None:
        return "draft"
    return f"version {row.published}{', draft waits' if row.has_draft else ''}"


def _content(content: ContentRow) -> Iterator[str]:
    section = ""
    for item in content.items:
        if item.section != section:
            section = item.section
            yield f"  {section or '-'}"
        yield f"  {item.key}: {item.text}{_kind(item)}"
        yield from (f"      {line}" for line in item.guidance.split("\n") if line)
    meaning = f', meaning "{content.sign.meaning}"' if content.sign.meaning else ""
    yield f"  signed by {who_signs(content.sign)}{meaning}"


def _kind(item: ItemRow) -> str:
    limits = passing_text(item)
    parts = [
        item.kind.value,
        limits,
        f"of {', '.join(item.choices)}" if item.choices else "",
        f"{item.samples} samples" if item.samples > 1 else "",
        "critical" if item.critical else "",
        "may be not applicable" if item.na_allowed else "",
    ]
    return f" ({'; '.join(part for part in parts if part)})"


def stats_lines(found: ItemStats, zone: ZoneInfo) -> Iterator[str]:
    """Yield the figures of a measurement with what they rest on."""
    item, unit = found.item, f" {found.item.unit}" if found.item.unit else ""
    limits = passing_text(item)
    yield f"{found.checklist} {item.key}: {item.text}{f' ({limits})' if limits else ''}"
    if not found.points:
        yield "  no data: no completed inspection holds a reading of it."
        return
    first, last = found.points[0].at, found.points[-1].at
    yield f"  n            {len(found.points)} readings, {local(first, zone)} to {local(last, zone)}"
    if limits:
        yield f"  outside      {found.outside} of {len(found.points)}"
    if found.chart is None:
        yield "  no chart: two readings are needed."
        return
    chart = found.chart
    few = f", provisional: {chart.baseline} of 10" if chart.is_provisional else ""
    yield f"  mean         {chart.mean:.5g}{unit} (of the first {chart.baseline}{few})"
    yield f"  XmR limits   {chart.lower:.5g} to {chart.upper:.5g}{unit}"
    yield f"  range limit  {chart.range_limit:.5g}{unit} (mean range {chart.mean_range:.5g})"
    for signal in chart.signals:
        point = found.points[signal.point]
        yield f"  signal       {point.ref} {point.value:g}{unit}: {signal.rule.value}"
    if not chart.signals:
        yield "  signal       none"
    if found.capability is not None:
        cp = "" if found.capability.cp is None else f", Cp {found.capability.cp:.2f}"
        yield f"  Cpk          {found.capability.cpk:.2f}{cp} (s {found.capability.s:.4g}{unit}, of all readings)"
