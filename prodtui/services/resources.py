"""Resources: tools, machines and rooms that are used, materials that are used up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.enums import ResourceKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import ResourceRow
from prodtui.domain.rows_supply import ResourceDetail
from prodtui.domain.supply_fields import RESOURCE
from prodtui.errors import Rejected, Usage
from prodtui.services.change import Change, begin
from prodtui.services.named import merged, must_stand, new_key, pick_named, put_away
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import supply as queries
from prodtui.storage.tables.planning import Resource
from prodtui.storage.unit_of_work import read

UNIT = "pcs"
"""The unit of a material for which nobody named one."""
_OF_MATERIAL, _OF_OTHERS = ("unit", "reorder_level"), ("pool", "parallel", "workweek")
#: So many of the newest movements are shown with a material.
_SHOWN = 20


def add_resource(
    ws: Workspace,
    name: str,
    kind: ResourceKind | str,
    *,
    key: str | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ResourceRow]:
    """Add a resource; its key, which never changes, is made from the name unless given.

    `fields` are the editable fields of ResourceRow; `workweek` takes text such as "mon-fri 6:00-22:00" too. Raises
    Rejected for a value that does not fit its kind, Refused for a name or key in use.
    """
    given = {field: value for field, value in fields.items() if value is not None}
    values = RESOURCE.clean_all({"name": name, "kind": kind, **given})
    _check_kind(values["kind"], values)
    if values["kind"] is ResourceKind.MATERIAL:
        values = {"unit": UNIT, **values}
    with begin(
        ws, "resource.add", need=Permission.PLAN, request_id=request_id, body={**values, "key": key}
    ) as change:  # fmt: skip
        if change.first_answer:
            return change.repeat(ResourceRow)
        board = change.board()
        values = {"key": new_key("resource", board, list_in(change, board), values["name"], key), **values}
        entity = RecordBook(change).insert(board, "resource", _stored(values))
        return change.done(row_of(change, board, entity.id))


def edit_resource(
    ws: Workspace,
    name: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ResourceRow]:
    """Set fields of a resource; `new_name` renames it. Merges as `tasks.edit` does.

    Raises Rejected for a field that its kind does not have: what it is stays, because its history hangs on it.
    """
    if "new_name" in fields:
        fields["name"] = fields.pop("new_name")
    if "kind" in fields:
        raise Usage("The kind of a resource never changes.", hint="Archive it, and add another one.")
    values = RESOURCE.clean_all(fields)
    body = {"resource": name, "fields": values, "version": version}
    with begin(ws, "resource.edit", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ResourceRow)
        board, records = change.board(), RecordBook(change)
        row = pick(change, board, name)
        _check_kind(row.kind, values)
        if "name" in values:
            others = [each for each in list_in(change, board) if each.id != row.id]
            new_key("resource", board, others, values["name"], None)
        entity = change.session.get_one(Resource, row.id)
        natural = _stored(values)
        notes = merged(records, board, "resource", entity, RESOURCE, natural, base, version)
        records.apply(board, "resource", entity, natural)
        return change.done(row_of(change, board, row.id), notes)


def archive_resource(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[ResourceRow]:
    """Put a resource away: it has no more hours and is needed for nothing new."""
    return _put(ws, "resource.archive", name, request_id, away=True)


def restore_resource(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[ResourceRow]:
    """Bring a resource back."""
    return _put(ws, "resource.restore", name, request_id, away=False)


def list_resources(
    ws: Workspace, *, kind: ResourceKind | str | None = None, archived: bool = False
) -> tuple[ResourceRow, ...]:
    """Return the resources of the current board by name, of one kind or of all; `archived` adds what is put away."""
    wanted = None if kind is None else RESOURCE.clean("kind", kind)
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        found = list_in(change, change.board())
    return tuple(row for row in found if (archived or row.archived_at is None) and wanted in (None, row.kind))


def show_resource(ws: Workspace, name: str) -> ResourceDetail:
    """Return a resource with its newest movements of stock, its absences and its history. Raises NotFound, Usage."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        row = pick(change, board, name)
        moves = queries.moves(session, board, resource_id=row.id, limit=_SHOWN)
        away = tuple(each for each in queries.absences(session, board) if each.resource == row.key)
        return ResourceDetail(row, moves, away, event_queries.events(session, ref=row.ref))


def list_in(change: Change, board: BoardRow) -> tuple[ResourceRow, ...]:
    """Return every resource of a board inside a change, archived ones too."""
    return queries.resources(change.session, board)


def row_of(change: Change, board: BoardRow, id: int) -> ResourceRow:
    """Return a resource as it stands in this change."""
    return queries.resources(change.session, board, id=id)[0]


def pick(change: Change, board: BoardRow, name: str) -> ResourceRow:
    """Return the resource with this key, name or reference, or the only one that begins with it.

    Archived ones are found too. Raises NotFound, Usage.
    """
    return pick_named("resource", board, list_in(change, board), name)


def pick_material(change: Change, board: BoardRow, name: str) -> ResourceRow:
    """Return a material that is in use; see `pick`. Raises Rejected for another kind, Refused for an archived one."""
    row = must_stand("resource", pick(change, board, name))
    if row.kind is not ResourceKind.MATERIAL:
        raise Rejected(f"{row.name} is a {row.kind}; only a material is used up and has a stock.")
    return row


def _put(ws: Workspace, command: str, name: str, request_id: str | None, *, away: bool) -> Done[ResourceRow]:
    with begin(ws, command, need=Permission.PLAN, request_id=request_id, body={"resource": name}) as change:
        if change.first_answer:
            return change.repeat(ResourceRow)
        board = change.board()
        row = pick(change, board, name)
        put_away(change, board, "resource", row, away=away)
        return change.done(row_of(change, board, row.id))


def _check_kind(kind: ResourceKind, values: Mapping[str, Any]) -> None:
    """Raise Rejected for a value that resources of this kind do not have."""
    is_material = kind is ResourceKind.MATERIAL
    for name in _OF_OTHERS if is_material else _OF_MATERIAL:
        if values.get(name):
            word = name.replace("_", " ")
            which = "a unit and a reorder level" if is_material else "a pool, a number in parallel and a working week"
            raise Rejected(f"A {kind} has no {word}.", hint=f"A {kind} has {which}.")


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return clean values with the working week as the store keeps it."""
    return {name: to_json(value) if name == "workweek" else value for name, value in values.items()}
