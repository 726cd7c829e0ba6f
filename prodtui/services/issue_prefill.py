"""An issue already filled in from what a failed inspection found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import Severity
from prodtui.domain.quality import Answer
from prodtui.domain.quality_text import answer_text, off_text
from prodtui.domain.rows_quality import ContentRow, ItemRow
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Workspace
from prodtui.storage.tables.quality import ChecklistVersion, Reading
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_reading, _version = table_of(Reading), table_of(ChecklistVersion)
_LONGEST_TITLE = 200


def from_failed(ws: Workspace, ref: str) -> dict[str, Any]:
    """Return the fields for `raise_issue` that tell what failed in an inspection, critical items first.

    Title, notes with each item and how far it lies outside, severity (major for a critical item), step, task and
    inspection. Raises NotFound, Refused for an inspection in which nothing failed.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        records = RecordBook(change)
        board, inspection = records.find("inspection", ref)
        name = records.ref(board, "inspection", inspection)
        query = select(_version.c.content, _version.c.name, _version.c.number)
        content, checklist, number = session.execute(query.where(_version.c.id == inspection.version_id)).one()
        items = from_dict(ContentRow, content).items
        failed = select(_reading).where(_reading.c.inspection_id == inspection.id, _reading.c.ok.is_(False))
        readings = session.execute(failed.order_by(_reading.c.item, _reading.c.sample)).mappings().all()
        found = [(item, reading) for item in items for reading in readings if reading["item"] == item.key]
        if not found:
            raise Refused(f"Nothing failed in {name}.", hint=f"See `prodtui check show {name}`.")
        found.sort(key=lambda pair: not pair[0].critical)
        first, rest = found[0][0], len({item.key for item, _ in found}) - 1
        title = f"{checklist}: {first.text}" + (f" and {rest} more" if rest else "")
        lines = [f"Inspection {name}, {checklist} version {number}", ""]
        lines += [_line(item, reading) for item, reading in found]
        fields = {
            "title": title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…",
            "notes": "\n".join(lines),
            "severity": Severity.MAJOR if first.critical else Severity.MINOR,
            "inspection": name,
        }
        places = {part: records.value(board, "inspection", inspection, part) for part in ("step", "task")}
        return fields | {part: value for part, value in places.items() if value is not None}


def _line(item: ItemRow, reading: Any) -> str:
    """Return what one reading says, such as "- Bore (critical): 12.41 mm, 0.01 mm over"."""
    word = " (critical)" if item.critical else ""
    sample = f", reading {reading['sample']}" if item.samples > 1 else ""
    answer = Answer(*(reading[part] for part in ("flag", "number", "text", "na", "ok", "off")))
    off = off_text(item, answer.off)
    told = f"- {item.text}{word}{sample}: {answer_text(item, answer)}{f', {off}' if off else ''}"
    return told + (f" – {reading['note']}" if reading["note"] else "")
