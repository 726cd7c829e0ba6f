"""Checklists with their versions, inspections with their readings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, text
from sqlalchemy.orm import Session, aliased

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import Frequency, InspectionResult, InspectionState
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import (
    ChecklistRow,
    ChecklistVersionRow,
    ContentRow,
    InspectionRow,
    ReadingRow,
    UseRow,
)
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.quality import Checklist, ChecklistUse, ChecklistVersion, Inspection, Reading
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_list, _version, _use = (table_of(t) for t in (Checklist, ChecklistVersion, ChecklistUse))
_inspection, _reading, _task, _step = (table_of(t) for t in (Inspection, Reading, Task, Step))

#: Without the classes of their tables, which cost more than the checklists of a board.
_PRODUCTS = text(
    "SELECT checklist_id, key FROM product "
    "WHERE board_id = :board_id AND checklist_id IS NOT NULL AND archived_at IS NULL ORDER BY key"
)
_USES = (
    select(_use, _step.c.key.label("step"))
    .join_from(_use, _step, _use.c.step_id == _step.c.id, isouter=True)
    .where(_use.c.checklist_id.in_(bindparam("ids", expanding=True)))
    .order_by(_use.c.id)
)
_OWN = (
    "id number state result answered questions failed started_at started_by completed_at completed_by reason "
    "conceded_by signed_at signed_by signed_typed_by meaning archived_at version"
).split()


def checklists(session: Session, board: BoardRow, *, key: str | None = None) -> tuple[ChecklistRow, ...]:
    """Return the checklists of a board by name, archived ones too; only the one with this key when it is given."""
    query = select(_list).where(_list.c.board_id == board.id).order_by(func.lower(_list.c.name), _list.c.id)
    if key is not None:
        query = query.where(_list.c.key == key)
    rows = session.execute(query).mappings().all()
    uses = _uses_of(session, {row["id"]: row["key"] for row in rows})
    own = _products_of(session, board)
    return tuple(
        ChecklistRow(
            id=row["id"], board=board.key, key=row["key"], name=row["name"], published=row["published"],
            has_draft=row["draft"] is not None, uses=uses.get(row["id"], ()), archived_at=row["archived_at"],
            version=row["version"], products=own.get(row["id"], ()),
        )
        for row in rows
    )  # fmt: skip


def _products_of(session: Session, board: BoardRow) -> dict[int, tuple[str, ...]]:
    """Return the products that name a checklist as their own, by its id."""
    found: dict[int, tuple[str, ...]] = {}
    for id, key in session.execute(_PRODUCTS, {"board_id": board.id}):
        found[id] = (*found.get(id, ()), key)
    return found


def _uses_of(session: Session, keys: Mapping[int, str]) -> dict[int, tuple[UseRow, ...]]:
    found: dict[int, tuple[UseRow, ...]] = {}
    for row in session.execute(_USES, {"ids": list(keys)}).mappings():
        use = UseRow(
            row["id"], keys[row["checklist_id"]], row["step"], row["product"], Frequency(row["frequency"]),
            row["every"], row["share"], row["seed"],
        )  # fmt: skip
        found[row["checklist_id"]] = (*found.get(row["checklist_id"], ()), use)
    return found


def versions(session: Session, checklist_id: int) -> tuple[ChecklistVersionRow, ...]:
    """Return the published versions of a checklist, oldest first."""
    query = select(_version, _list.c.key).join_from(_version, _list, _version.c.checklist_id == _list.c.id)
    rows = session.execute(query.where(_list.c.id == checklist_id).order_by(_version.c.number)).mappings()
    return tuple(
        ChecklistVersionRow(
            row["key"], row["name"], row["number"], from_dict(ContentRow, row["content"]), row["published_at"],
            row["published_by"],
        )
        for row in rows
    )  # fmt: skip


def contents(session: Session, version_ids: Collection[int]) -> dict[int, ContentRow]:
    """Return what versions froze, by their ids."""
    query = select(_version.c.id, _version.c.content).where(_version.c.id.in_(version_ids))
    return {id: from_dict(ContentRow, content) for id, content in session.execute(query)}


def content_of(session: Session, inspection_id: int) -> ContentRow:
    """Return the questions of an inspection: what its version froze."""
    query = select(_version.c.content).join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
    return from_dict(ContentRow, session.scalars(query.where(_inspection.c.id == inspection_id)).one())


def published(session: Session, checklist_ids: Collection[int]) -> dict[int, ContentRow]:
    """Return the newest published content of checklists, by the ids of the checklists."""
    query = (
        select(_list.c.id, _version.c.content)
        .join_from(_version, _list, _newest())
        .where(_list.c.id.in_(checklist_ids))
    )
    return {id: from_dict(ContentRow, content) for id, content in session.execute(query)}


def _newest() -> ColumnElement[bool]:
    return (_version.c.checklist_id == _list.c.id) & (_version.c.number == _list.c.published)


def of_checklist(checklist_id: int) -> ColumnElement[bool]:
    """Return the condition for the inspections of a checklist, of all its versions."""
    return _inspection.c.version_id.in_(select(_version.c.id).where(_version.c.checklist_id == checklist_id))


def numbered(numbers: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the inspections of a board with these numbers."""
    return _inspection.c.number.in_(numbers)


@cache
def present() -> ColumnElement[bool]:
    """Return the condition for an inspection that counts: not put away, and not replaced by a correction."""
    later = aliased(_inspection)
    corrected = select(later.c.id).where(later.c.corrects_id == _inspection.c.id, later.c.archived_at.is_(None))
    return _inspection.c.archived_at.is_(None) & ~corrected.exists()


def inspections(
    session: Session, board: BoardRow, *where: ColumnElement[bool], limit: int | None = None, put_away: bool = False
) -> tuple[InspectionRow, ...]:
    """Return inspections of a board, newest first; `put_away` adds those that were started by mistake."""
    query = _select().where(_inspection.c.board_id == board.id, *where)
    if not put_away:
        query = query.where(_inspection.c.archived_at.is_(None))
    query = query.order_by(_inspection.c.number.desc()).limit(limit)
    return tuple(_row(board, dict(row)) for row in session.execute(query).mappings())


@cache
def _select() -> Select[Any]:
    corrected, later = aliased(_inspection), aliased(_inspection)
    correction = select(func.max(later.c.number)).where(
        later.c.corrects_id == _inspection.c.id, later.c.archived_at.is_(None)
    )
    return (
        select(
            *(_inspection.c[name] for name in _OWN),
            _list.c.key.label("checklist"),
            _version.c.name,
            _version.c.number.label("checklist_version"),
            _task.c.number.label("task"),
            _task.c.title,
            _step.c.key.label("step"),
            corrected.c.number.label("corrects"),
            correction.scalar_subquery().label("corrected_by"),
        )
        .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
        .join(_list, _version.c.checklist_id == _list.c.id)
        .outerjoin(_task, _inspection.c.task_id == _task.c.id)
        .outerjoin(_step, _inspection.c.step_id == _step.c.id)
        .outerjoin(corrected, _inspection.c.corrects_id == corrected.c.id)
    )


def _row(board: BoardRow, row: Mapping[str, Any]) -> InspectionRow:
    def other(number: int | None) -> str | None:
        return None if number is None else f"{board.key}-Q{number}"

    found = dict(row) | {
        "board": board.key,
        "ref": f"{board.key}-Q{row['number']}",
        "task": None if row["task"] is None else f"{board.key}-{row['task']}",
        "state": InspectionState(row["state"]),
        "result": None if row["result"] is None else InspectionResult(row["result"]),
        "corrects": other(row["corrects"]),
        "corrected_by": other(row["corrected_by"]),
    }
    return InspectionRow(**found)


def readings(session: Session, inspection_id: int) -> tuple[ReadingRow, ...]:
    """Return the present answers of an inspection by item and sample."""
    return readings_of(session, [inspection_id]).get(inspection_id, ())


def readings_of(session: Session, ids: Collection[int]) -> dict[int, tuple[ReadingRow, ...]]:
    """Return the present answers of inspections, by their ids."""
    found: dict[int, list[ReadingRow]] = {}
    query = select(_reading).where(_reading.c.inspection_id.in_(ids)).order_by(_reading.c.item, _reading.c.sample)
    for row in session.execute(query).mappings():
        values = dict(row)
        found.setdefault(values.pop("inspection_id"), []).append(ReadingRow(**values))
    return {id: tuple(rows) for id, rows in found.items()}
