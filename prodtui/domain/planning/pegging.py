"""Which order is served by what: supply goes to the orders of a product that are due first.

What was finished is given away first, then what is released, then what is planned; each of them earliest first, to the
orders by due day, then priority, then number. Supply that was released for an order goes to that one before all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from prodtui.domain.enums import DemandStatus, Priority
from prodtui.domain.planning.periods import TINY

_RANKS = {priority: rank for rank, priority in enumerate(Priority)}


class PegOrder(NamedTuple):
    """An order of a product that is not cancelled; one that was set to delivered by hand waits for nothing more."""

    id: int
    number: int
    due: date
    quantity: float
    priority: Priority = Priority.NORMAL
    by_hand: bool = False


class Supply(NamedTuple):
    """A quantity on a day: finished then, a released task due then, or the first day of a plan line.

    `order` is the id of the order that it was released for.
    """

    day: date
    quantity: float
    order: int | None = None


class Pegged(NamedTuple):
    """What an order gets from each kind of supply, and the day on which it has all of it, None when it never has."""

    delivered: float = 0.0
    released: float = 0.0
    planned: float = 0.0
    ready: date | None = None


def peg(
    orders: Sequence[PegOrder],
    actual: Iterable[Supply],
    released: Iterable[Supply],
    planned: Iterable[Supply],
) -> Mapping[int, Pegged]:
    """Return for each order of one product, by id, what it gets.

    `planned` is what of the plan lines is not released yet. An order that was set to delivered by hand keeps what was
    finished for it and takes nothing of what is still to come.
    """
    queue = sorted(orders, key=lambda order: (order.due, _RANKS[order.priority], order.number))
    wants = {order.id: order.quantity for order in queue}
    ready: dict[int, date] = {}
    made = _give(queue, wants, ready, actual)
    queue = [order for order in queue if not order.by_hand]
    coming, meant = (_give(queue, wants, ready, supplies) for supplies in (released, planned))
    return {
        key: Pegged(
            delivered=made.get(key, 0.0),
            released=coming.get(key, 0.0),
            planned=meant.get(key, 0.0),
            ready=ready.get(key) if lacking <= TINY else None,
        )
        for key, lacking in wants.items()
    }


def status_of(quantity: float, pegged: Pegged, closed: DemandStatus | None = None) -> DemandStatus:
    """Return how far an order is; `closed` is how it was ended by hand."""
    if closed is not None:
        return closed
    covered = pegged.delivered + TINY
    for status, more in (
        (DemandStatus.DELIVERED, 0.0),
        (DemandStatus.RELEASED, pegged.released),
        (DemandStatus.PLANNED, pegged.planned),
    ):
        covered += more
        if covered >= quantity:
            return status
    return DemandStatus.OPEN


def is_late(due: date, today: date, status: DemandStatus, pegged: Pegged) -> bool:
    """Tell whether an order is overdue, or gets what it lacks only after its day; periods count by their first day."""
    if status in (DemandStatus.DELIVERED, DemandStatus.CANCELLED):
        return False
    return due < today or (pegged.ready is not None and pegged.ready > due)


def asked_by_day(orders: Iterable[PegOrder], pegged: Mapping[int, Pegged]) -> dict[date, float]:
    """Return the quantity that orders ask for by due day, as `grid_of` takes it.

    One that was set to delivered by hand asks for no more than what was finished for it.
    """
    asked: dict[date, float] = {}
    for order in orders:
        wanted = pegged[order.id].delivered if order.by_hand else order.quantity
        asked[order.due] = asked.get(order.due, 0.0) + wanted
    return asked


def _give(
    queue: Sequence[PegOrder], wants: dict[int, float], ready: dict[int, date], supplies: Iterable[Supply]
) -> dict[int, float]:
    """Give supplies to the orders in the queue; lower what they want, raise the day on which they are ready."""
    given: dict[int, float] = {}
    known = {order.id for order in queue}
    rest: list[tuple[date, float]] = []
    for day, quantity, order in sorted(supplies, key=lambda supply: supply.day):
        if order in known and order is not None:
            quantity -= _take(order, day, quantity, wants, ready, given)
        if quantity > TINY:
            rest.append((day, quantity))
    waiting = iter(queue)
    order_id = next((order.id for order in waiting if wants[order.id] > TINY), None)
    for day, quantity in rest:
        while quantity > TINY and order_id is not None:
            quantity -= _take(order_id, day, quantity, wants, ready, given)
            if wants[order_id] <= TINY:
                order_id = next((order.id for order in waiting if wants[order.id] > TINY), None)
    return given


def _take(
    order: int,
    day: date,
    quantity: float,
    wants: dict[int, float],
    ready: dict[int, date],
    given: dict[int, float],
) -> float:
    """Give an order what it wants of a quantity, and return how much that was."""
    taken = min(quantity, wants[order])
    if taken > 0:
        wants[order] -= taken
        given[order] = given.get(order, 0.0) + taken
        ready[order] = max(day, ready.get(order, day))
    return taken
