"""A planned quantity on its way to the board: split into lots, each for the order that waits longest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from prodtui.domain.planning.periods import TINY
from prodtui.errors import Rejected

MOST_LOTS = 200
"""Tasks that one release may make."""


@dataclass(frozen=True, slots=True)
class Want:
    """What an order (its id) still wants of a product."""

    order: int
    due: date
    quantity: float


def split(quantity: float, lot_size: float | None) -> tuple[float, ...]:
    """Return a quantity in lots of a size, the last one smaller; one lot without a size, none of nothing.

    Raises Rejected for more than MOST_LOTS.
    """
    if quantity <= TINY:
        return ()
    if lot_size is None or quantity <= lot_size + TINY:
        return (quantity,)
    whole = int((quantity + TINY) // lot_size)
    if whole > MOST_LOTS:
        raise Rejected(
            f"Lots of {lot_size:g} would make {whole:,} tasks; one release makes {MOST_LOTS} at most.",
            hint="Release less at once, or choose larger lots.",
        )
    rest = quantity - whole * lot_size
    return (lot_size,) * whole + ((rest,) if rest > TINY else ())


def serve(lots: Iterable[float], wants: Sequence[Want]) -> tuple[Want | None, ...]:
    """Return for each lot the order that it is for: the first that wants something yet; None when none does.

    `wants` stand in the order in which they are to be served. A lot that is more than its order wants serves the next
    ones with the rest.
    """
    waiting = [want for want in wants if want.quantity > TINY]
    found: list[Want | None] = []
    taken = 0.0
    for lot in lots:
        found.append(waiting[0] if waiting else None)
        taken += lot
        while waiting and taken >= waiting[0].quantity - TINY:
            taken -= waiting.pop(0).quantity
    return tuple(found)
