"""Readings: the answers of an inspection, stored one by one, each on record with the one that it replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, update

from prodtui.domain.codec import to_dict
from prodtui.domain.quality import failed_items
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import ContentRow, ItemRow, ReadingRow
from prodtui.domain.text import nearest, quoted
from prodtui.errors import NotFound, Rejected
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import checks as queries
from prodtui.storage.tables.quality import Inspection, Reading
from prodtui.storage.tables.types import table_of

_reading = table_of(Reading)

#: The answers of an inspection by item and sample.
Given = dict[tuple[str, int], ReadingRow]


def put(change: Change, board: BoardRow, entity: Inspection, content: ContentRow, row: ReadingRow) -> ReadingRow:
    """Store an answer inside a change, in place of an earlier one, and record both; an equal one changes nothing."""
    given = _given(change, entity)
    old = given.get((row.item, row.sample))
    if old is not None and _said(old) == _said(row):
        return old
    here = _place(entity, row.item, row.sample)
    values = {name: getattr(row, name) for name in ReadingRow.__dataclass_fields__}
    if old is None:
        change.session.execute(insert(_reading).values(inspection_id=entity.id, **values))
    else:
        change.session.execute(update(_reading).where(here).values(**values))
    given[row.item, row.sample] = row
    _count(change, board, entity, content, given, old, row)
    return row


def take(change: Change, board: BoardRow, entity: Inspection, content: ContentRow, item: str, sample: int) -> None:
    """Take an answer away inside a change and record it. Raises NotFound when there is none."""
    given = _given(change, entity)
    old = given.pop((item, sample), None)
    if old is None:
        raise NotFound(f"The item {item} has no answer that could be taken back.", hint="See `prodtui check show`.")
    change.session.execute(delete(_reading).where(_place(entity, item, sample)))
    _count(change, board, entity, content, given, old, None)


def question(content: ContentRow, key: str, sample: int) -> ItemRow:
    """Return an item by key, case aside. Raises NotFound, Rejected for a sample that it does not have."""
    wanted = key.strip().casefold()
    found = next((item for item in content.items if item.key == wanted), None)
    if found is None:
        keys = [item.key for item in content.items]
        close = nearest(key, keys)
        hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(keys)}."
        raise NotFound(f"The checklist has no item {quoted(key)}.", hint=hint, details={"candidates": keys})
    if not 1 <= sample <= found.samples:
        raise Rejected(f"{found.text}: there is no sample {sample}.", hint=f"Its samples go from 1 to {found.samples}.")
    return found


def _count(
    change: Change, board: BoardRow, entity: Inspection, content: ContentRow, given: Given, old: ReadingRow | None,
    new: ReadingRow | None,
) -> None:  # fmt: skip
    """Bring the counts of an inspection up to date with what is given now, and record what changed."""
    entity.answered, entity.failed = len(given), len(failed_items(content, given.values()))
    entity.version += 1
    change.session.flush()
    before, after = (None if row is None else to_dict(row) for row in (old, new))
    RecordBook(change).note(board, "inspection", entity, "reading", before, after)


def _given(change: Change, entity: Inspection) -> Given:
    return {(row.item, row.sample): row for row in queries.readings(change.session, entity.id or 0)}


def _place(entity: Inspection, item: str, sample: int) -> Any:
    return (_reading.c.inspection_id == entity.id) & (_reading.c.item == item) & (_reading.c.sample == sample)


def _said(row: ReadingRow) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in ("flag", "number", "text", "na", "note")}
