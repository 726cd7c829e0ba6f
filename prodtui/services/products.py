"""Products and services: what a board makes, the way through its steps, and what it takes of materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import TINY, amount_text
from prodtui.domain.product_fields import PRODUCT, is_fraction
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import NeedRow, ProductRow
from prodtui.domain.rows_supply import ProductDetail
from prodtui.errors import Rejected
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person, pick_step
from prodtui.services.named import merged, new_key, pick_named, put_away
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import products as queries
from prodtui.storage.tables.planning import Product
from prodtui.storage.unit_of_work import read

UNIT = "pcs"
"""The unit of a product for which nobody named one."""


def add_product(
    ws: Workspace, name: str, *, key: str | None = None, request_id: str | None = None, **fields: Any
) -> Done[ProductRow]:
    """Add a product; its key, which never changes, is made from the name unless given.

    `fields` are the editable fields of ProductRow; `routing` and `materials` take rows, mappings, or words such as
    machining:0.5:2:lathes and steel:2.5. Raises Rejected for a value that does not fit, NotFound for a step, material
    or checklist that nobody knows, Refused for a name or key in use.
    """
    given = {field: value for field, value in fields.items() if value is not None}
    lists: dict[str, object] = dict.fromkeys(("routing", "materials", "task_labels", "task_assignees"), ())
    values = PRODUCT.clean_all({"name": name, "unit": UNIT, **lists, **given})
    with begin(
        ws, "product.add", need=Permission.PLAN, request_id=request_id, body={**values, "key": key}
    ) as change:  # fmt: skip
        if change.first_answer:
            return change.repeat(ProductRow)
        board = change.board()
        check_whole(values["name"], values["unit"], values.get("lot_size"))
        values = {"key": new_key("product", board, list_in(change, board), values["name"], key), **values}
        natural = _natural(change, board, values)
        entity = RecordBook(change).insert(board, "product", natural)
        return change.done(_row(change, board, entity), _remarks(change, board, natural))


def edit_product(
    ws: Workspace,
    name: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[ProductRow]:
    """Set fields of a product; `new_name` renames it. Merges as `tasks.edit` does.

    Raises Changed when the same field was changed meanwhile, Refused for a name in use.
    """
    if "new_name" in fields:
        fields["name"] = fields.pop("new_name")
    values = PRODUCT.clean_all(fields)
    body = {"product": name, "fields": values, "version": version}
    with begin(ws, "product.edit", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ProductRow)
        board, records = change.board(), RecordBook(change)
        row = pick(change, board, name)
        if "name" in values:
            others = [each for each in list_in(change, board) if each.id != row.id]
            new_key("product", board, others, values["name"], None)
        check_whole(row.name, values.get("unit", row.unit), values.get("lot_size", row.lot_size))
        natural = _natural(change, board, values)
        entity = change.session.get_one(Product, row.id)
        notes = merged(records, board, "product", entity, PRODUCT, natural, base, version)
        records.apply(board, "product", entity, natural)
        return change.done(_row(change, board, entity), [*notes, *_remarks(change, board, natural)])


def archive_product(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[ProductRow]:
    """Put a product away: nothing new is planned of it, what it was keeps its name.

    A note says how much of it is still asked for and planned.
    """
    return _put(ws, "product.archive", name, request_id, away=True)


def restore_product(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[ProductRow]:
    """Bring a product back."""
    return _put(ws, "product.restore", name, request_id, away=False)


def list_products(ws: Workspace, *, archived: bool = False) -> tuple[ProductRow, ...]:
    """Return the products of the current board by name; `archived` adds those that are put away."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        found = list_in(change, change.board())
    return tuple(row for row in found if archived or row.archived_at is None)


def show_product(ws: Workspace, name: str) -> ProductDetail:
    """Return a product with its history. Raises NotFound, Usage."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        row = pick(change, change.board(), name)
        return ProductDetail(row, event_queries.events(session, ref=row.ref))


def list_in(change: Change, board: BoardRow) -> tuple[ProductRow, ...]:
    """Return every product of a board inside a change, archived ones too."""
    return queries.products(change.session, board)


def pick(change: Change, board: BoardRow, name: str) -> ProductRow:
    """Return the product with this key, name or reference, or the only one that begins with it.

    Archived ones are found too. Raises NotFound, Usage.
    """
    exact = queries.products(change.session, board, keys=(name.strip().casefold(),))  # what screens ask by
    return pick_named("product", board, exact or list_in(change, board), name)


def check_quantity(product: ProductRow, quantity: float | None, unit: str | None = None) -> None:
    """Raise Rejected for a unit that is not that of the product, and for a fraction of one that is counted."""
    if unit and unit.casefold() != product.unit.casefold():
        raise Rejected(
            f"{product.name} is counted in {product.unit}, not in {unit[:40]!r}.",
            hint=f"Give the quantity in {product.unit}, or leave the unit out.",
            details={"unit": product.unit},
        )
    check_whole(product.name, product.unit, quantity)


def check_whole(name: str, unit: str, quantity: float | None) -> None:
    """Raise Rejected for a fraction of a product that is counted."""
    if is_fraction(unit, quantity):
        raise Rejected(
            f"{name} is counted in whole {unit}, so {amount_text(quantity or 0.0)} is no quantity of it.",
            hint="Give a whole number, or give the product a unit that is measured, such as kg.",
            details={"unit": unit},
        )


def _put(ws: Workspace, command: str, name: str, request_id: str | None, *, away: bool) -> Done[ProductRow]:
    with begin(ws, command, need=Permission.PLAN, request_id=request_id, body={"product": name}) as change:
        if change.first_answer:
            return change.repeat(ProductRow)
        board = change.board()
        row = pick(change, board, name)
        notes = _left_behind(change, board, row) if away and row.archived_at is None else []
        return change.done(_row(change, board, put_away(change, board, "product", row, away=away)), notes)


def _left_behind(change: Change, board: BoardRow, row: ProductRow) -> list[str]:
    """Return a note with what orders still ask for of a product and what is planned and not released, if anything."""
    from prodtui.services.planfacts import PlanFacts  # most verbs need no plan

    facts = PlanFacts(change, board, only=row.id)
    pegged = facts.pegged(row)
    lacking = [order.quantity - pegged[order.id].delivered for order in facts.orders.get(row.id, ())
               if not order.by_hand]  # fmt: skip
    asked = [amount for amount in lacking if amount > TINY]
    planned = sum(amount for _, amount in facts.unreleased(row))
    parts = [f"{amount_text(sum(asked))} {row.unit} are still asked for by {_orders(len(asked))}"] if asked else []
    parts += [f"{amount_text(planned)} {row.unit} are planned and not released"] if planned > TINY else []
    if not parts:
        return []
    return [f"{row.name} is archived, but {' and '.join(parts)}; cancel and unplan that, or bring {row.name} back."]


def _orders(count: int) -> str:
    return "one order" if count == 1 else f"{count} orders"


def _natural(change: Change, board: BoardRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return clean values with steps, materials and checklist by key, and lists as the store keeps them."""
    found = dict(values)
    if "routing" in found:
        steps = change.steps(board)
        rows = tuple(replace(row, step=pick_step(steps, row.step).key) for row in found["routing"])
        found["routing"] = to_json(PRODUCT.clean("routing", rows))  # two names may have meant one step
    if found.get("materials"):
        rows_of = _materials(change, board, found["materials"])
        found["materials"] = PRODUCT.clean("materials", rows_of)
    if "materials" in found:
        found["materials"] = to_json(found["materials"])
    if found.get("checklist") is not None:
        from prodtui.services import checklists  # most products have none

        found["checklist"] = checklists.pick(change, board, found["checklist"]).key
    if found.get("task_assignees"):
        found["task_assignees"] = sorted({pick_person(change.people(), name).login for name in found["task_assignees"]})
    return found


def _materials(change: Change, board: BoardRow, needs: tuple[NeedRow, ...]) -> tuple[NeedRow, ...]:
    from prodtui.services import resources  # most products take none

    return tuple(replace(need, material=resources.pick_material(change, board, need.material).key) for need in needs)


def _remarks(change: Change, board: BoardRow, values: Mapping[str, Any]) -> list[str]:
    """Return a note for each pool of the routing that has no resource yet, and for a checklist that is not in force."""
    notes = [] if values.get("checklist") is None else _of_checklist(change, board, values["checklist"])
    wanted = [route["pool"] for route in values.get("routing", ()) if route["pool"]]
    if not wanted:
        return notes
    from prodtui.services import resources

    known = {row.pool or row.key for row in resources.list_in(change, board) if row.archived_at is None}
    return notes + [
        f"No resource belongs to the pool {pool} yet; add one with `prodtui resource add NAME --pool {pool}`."
        for pool in dict.fromkeys(wanted)
        if pool not in known
    ]


def _of_checklist(change: Change, board: BoardRow, key: str) -> list[str]:
    from prodtui.services import checklists

    row = checklists.pick(change, board, key)
    if row.published is not None and row.archived_at is None:
        return []
    state, verb = ("archived", "restore") if row.archived_at else ("not published yet", "publish")
    return [f"{row.name} is {state}, so no task needs it before `prodtui check template {verb} {row.key}`."]


def _row(change: Change, board: BoardRow, entity: Product) -> ProductRow:
    return queries.products(change.session, board, id=entity.id)[0]
