"""Demand lines inside a change: found by reference, values turned into natural ones, read with what serves them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from prodtui.domain.demand_fields import DEMAND
from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.planning.pegging import Pegged, is_late, status_of
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import DemandRow, ProductRow
from prodtui.errors import Refused
from prodtui.services import products
from prodtui.services.change import Change
from prodtui.services.merge import Edited, merge_fields
from prodtui.services.named import must_stand
from prodtui.services.planfacts import PlanFacts
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import demand as queries
from prodtui.storage.tables.planning import Demand

_SAME = (
    "id number product quantity unit due customer source notes external_key created_at created_by archived_at version"
).split()


class DemandBook:
    """The demand lines that one change touches."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.records = RecordBook(change)

    def find(self, ref: str) -> tuple[BoardRow, Demand]:
        """Return a line and its board. Raises NotFound, Usage."""
        board, entity = self.records.find("demand", ref)
        return board, entity

    def find_live(self, ref: str) -> tuple[BoardRow, Demand]:
        """Return a line that is not archived. Raises Refused for one that is, NotFound, Usage."""
        board, entity = self.find(ref)
        if entity.archived_at is not None:
            name = self.ref(board, entity)
            raise Refused(f"{name} is archived.", hint=f"Bring it back first with `prodtui demand restore {name}`.")
        return board, entity

    def find_open(self, ref: str) -> tuple[BoardRow, Demand]:
        """Return a line that nobody has ended. Raises Refused for delivered and cancelled ones; see `find_live`."""
        board, entity = self.find_live(ref)
        if entity.closed is not None:
            name = self.ref(board, entity)
            raise Refused(
                f"{name} is {entity.closed}, so it stays as it is.",
                hint=f"Reopen it first with `prodtui demand reopen {name}`.",
            )
        return board, entity

    def ref(self, board: BoardRow, entity: Demand) -> str:
        """Return the reference of a line."""
        return self.records.ref(board, "demand", entity)

    def product(self, board: BoardRow, values: Mapping[str, Any], entity: Demand | None = None) -> ProductRow:
        """Return the product that values name, or that of the line. Raises Refused for an archived one that is new."""
        if "product" in values:
            row = products.pick(self.change, board, values["product"])
            return row if entity is not None and row.id == entity.product_id else must_stand("product", row)
        return next(row for row in products.list_in(self.change, board) if entity and row.id == entity.product_id)

    def natural(self, board: BoardRow, values: Mapping[str, Any], entity: Demand | None = None) -> dict[str, Any]:
        """Return clean values as the store keeps them: the product by reference, no unit, which is the product's.

        Raises NotFound for an unknown product, Rejected for another unit than its own and a fraction of a counted one.
        """
        found = dict(values)
        product = self.product(board, values, entity)
        products.check_quantity(product, found.get("quantity"), found.pop("unit", None))
        if "product" in found:
            found["product"] = product.ref
        return found

    def merged(
        self, board: BoardRow, entity: Demand, values: Mapping[str, Any], base: Mapping[str, Any] | None,
        version: int | None,
    ) -> list[str]:  # fmt: skip
        """Compare an edit with what is there now; see `merge_fields`."""
        edited = Edited(
            self.change.session,
            self.ref(board, entity),
            "demand",
            entity.version,
            lambda name: self.records.value(board, "demand", entity, name),
            lambda name, value: self.natural(board, {name: DEMAND.clean(name, value)}, entity)[name],
        )
        return merge_fields(edited, values, base, version)

    def row(self, board: BoardRow, entity: Demand) -> DemandRow:
        """Return a line as it stands in this change."""
        return next(rows(self.change, board, ids=(entity.id or 0,), product_id=entity.product_id))


def today_of(change: Change, board: BoardRow) -> date:
    """Return the day on the board's calendar."""
    return change.now.astimezone(ZoneInfo(board.timezone)).date()


def rows(
    change: Change, board: BoardRow, *, ids: Sequence[int] | None = None, product_id: int | None = None,
    archived: bool = False, facts: PlanFacts | None = None,
) -> Generator[DemandRow]:  # fmt: skip
    """Yield demand lines by due day and number, each with what it gets of plan and board, or of other `facts`.

    Each is made when it is asked for, so that a first page does not cost as much as all of them.
    """
    facts = facts or PlanFacts(change, board, only=product_id)
    for row in queries.demands(change.session, board, ids=ids, product_id=product_id, archived=archived):
        pegged = facts.pegged(facts.products[row["product_id"]])
        yield _row(board, row, pegged.get(row["id"], Pegged()), facts.today)


def unsettled(change: Change, board: BoardRow, facts: PlanFacts) -> Iterator[DemandRow]:
    """Yield the orders that come late, and those of which something is neither made nor planned."""
    found = []
    for product in facts.products.values():
        pegged = facts.pegged(product)
        for order in facts.orders.get(product.id, ()):
            status = status_of(order.quantity, pegged[order.id], DemandStatus.DELIVERED if order.by_hand else None)
            if status is DemandStatus.OPEN or is_late(order.due, facts.today, status, pegged[order.id]):
                found.append(order.id)
    return rows(change, board, ids=found, facts=facts)


def _row(board: BoardRow, plain: RowMapping, pegged: Pegged, today: date) -> DemandRow:
    closed = None if plain["closed"] is None else DemandStatus(plain["closed"])
    status = status_of(plain["quantity"], pegged, closed)
    kind, rule = DemandKind(plain["kind"]), plain["rule_number"]
    waits = kind is DemandKind.ORDER and plain["archived_at"] is None
    return DemandRow(
        **{name: plain[name] for name in _SAME},
        ref=f"{board.key}-D{plain['number']}",
        kind=kind,
        status=status,
        priority=Priority(plain["priority"]),
        planned=pegged.planned,
        released=pegged.released,
        delivered=pegged.delivered,
        late=waits and is_late(plain["due"], today, status, pegged),
        rule=None if rule is None else f"{board.key}-E{rule}",
    )
