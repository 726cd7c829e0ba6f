"""What a report on inspections says: who signed what, when, on which version, with every reading and its past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from prodtui.domain.codec import from_dict, to_json
from prodtui.domain.quality_text import (
    answer_text,
    answered_text,
    how_far,
    limits_text,
    off_text,
)
from prodtui.domain.rows_quality import InspectionDetail, ItemRow, ReadingRow
from prodtui.domain.text import counted
from prodtui.interchange.report import Section
from prodtui.services.quality_figures import YieldRow

HEAD = ("item", "answer", "limits", "verdict", "by", "at", "note")


def sections(
    details: Sequence[InspectionDetail], yields: Sequence[YieldRow], zone: tzinfo
) -> Iterator[Section]:  # fmt: skip
    """Yield the yields of the checklists, then a section for each inspection; moments on the clock of `zone`."""
    if yields:
        rows = tuple((row.name, str(row.inspected), str(row.passed), share_text(row.first_pass)) for row in yields)
        yield Section("First-pass yield", columns=("checklist", "inspected", "passed at once", "yield"), rows=rows)
    for detail in details:
        yield section(detail, zone)


def section(detail: InspectionDetail, zone: tzinfo) -> Section:
    """Return one inspection: its facts, its readings, and the answers that were given before them."""
    row = detail.inspection
    by_key = {item.key: item for item in detail.content.items}
    rows = tuple(_reading(by_key[reading.item], reading, zone) for reading in detail.readings)
    given = {(reading.item, reading.sample) for reading in detail.readings}
    rows += tuple(
        (_name(item, sample), "", passing_text(item), "open", "", "", "")
        for item in detail.content.items
        for sample in range(1, item.samples + 1)
        if (item.key, sample) not in given
    )
    title = f"{row.ref} {row.name}, version {row.checklist_version}"
    return Section(title, tuple(_facts(detail, zone)), tuple(_earlier(detail, by_key, zone)), HEAD, rows)


def reading_records(details: Iterable[InspectionDetail]) -> Iterator[dict[str, Any]]:
    """Yield each reading as a flat record with the inspection that it belongs to: the rows of the CSV."""
    for detail in details:
        row, by_key = detail.inspection, {item.key: item for item in detail.content.items}
        for reading in detail.readings:
            item = by_key[reading.item]
            yield {
                "inspection": row.ref, "checklist": row.checklist, "checklist_version": row.checklist_version,
                "task": row.task, "step": row.step, "state": row.state.value, "result": to_json(row.result),
                "item": item.key, "text": item.text, "sample": reading.sample, "answer": answer_text(item, reading),
                "number": reading.number, "unit": item.unit, "lower": item.lower, "upper": item.upper,
                "ok": reading.ok, "off": reading.off, "note": reading.note, "by": reading.by, "at": to_json(reading.at),
                "signed_by": row.signed_by, "signed_at": to_json(row.signed_at), "meaning": row.meaning,
            }  # fmt: skip


RECORD_FIELDS = tuple(
    "inspection checklist checklist_version task step state result item text sample answer number unit lower upper ok "
    "off note by at signed_by signed_at meaning".split()
)


def passing_text(item: ItemRow) -> str:
    """Return what an item lets pass, "" for everything."""
    return limits_text(item) or " or ".join(item.accepted)


def reading_text(item: ItemRow, reading: ReadingRow) -> str:
    """Return an answer with its item and whether it passes, on one line."""
    return f"{reading.item}: {answer_text(item, reading)}  {verdict_text(item, reading)}"


def verdict_text(item: ItemRow, reading: ReadingRow) -> str:
    """Return whether an answer passes, and how far a measurement lies outside."""
    if reading.ok:
        return "ok"
    critical = ", critical" if item.critical else ""
    return f"{off_text(item, reading.off) or 'fails'}{critical}"


def share_text(share: float | None) -> str:
    """Return a share as per cent, "no data" for None."""
    return "no data" if share is None else f"{share * 100:.1f} %"


def _facts(detail: InspectionDetail, zone: tzinfo) -> Iterator[tuple[str, str]]:
    row = detail.inspection
    if row.task:
        yield "task", f"{row.task} {row.title}"
    if row.step:
        yield "step", row.step
    yield "state", how_far(row)
    yield "answers", f"{answered_text(row)}, {counted(row.failed, 'item')} failed"
    yield "started", f"{_at(row.started_at, zone)} by {row.started_by}"
    if row.completed_at:
        yield "completed", f"{_at(row.completed_at, zone)} by {row.completed_by}"
    if row.conceded_by:
        yield "concession", f"by {row.conceded_by}: {row.reason}"
    if row.signed_at:
        typed = f", typed by {row.signed_typed_by}" if row.signed_typed_by else ""
        yield "signed", f"{_at(row.signed_at, zone)} by {row.signed_by}{typed}"
        yield "meaning", row.meaning or "none given"
    else:
        yield "may sign", detail.may_sign
    if row.corrects:
        yield "corrects", row.corrects
    if row.corrected_by:
        yield "corrected by", row.corrected_by
    if detail.issues:
        yield "issues", ", ".join(detail.issues)


def _reading(item: ItemRow, reading: ReadingRow, zone: tzinfo) -> tuple[str, ...]:
    return (
        _name(item, reading.sample), answer_text(item, reading), passing_text(item), verdict_text(item, reading),
        reading.by, _at(reading.at, zone), " ".join(reading.note.split()),
    )  # fmt: skip


def _name(item: ItemRow, sample: int) -> str:
    number = f" {sample}/{item.samples}" if item.samples > 1 else ""
    return f"{'! ' if item.critical else ''}{item.text}{number}"


def _earlier(detail: InspectionDetail, by_key: dict[str, ItemRow], zone: tzinfo) -> Iterator[str]:
    """Yield the answers that were replaced or taken back."""
    for event in detail.events:
        if event.kind == "reading" and event.before is not None:
            old = from_dict(ReadingRow, event.before)
            item = by_key[old.item]
            verb = "replaced" if event.after is not None else "taken back"
            said = f"{_name(item, old.sample)}: {answer_text(item, old)} ({old.by}, {_at(old.at, zone)})"
            yield f"Earlier: {said}, {verb} by {event.actor} {_at(event.at, zone)}"


def _at(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
