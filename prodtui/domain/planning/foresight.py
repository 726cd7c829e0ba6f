"""What a proposal means before it is applied: which quantities move from where to where, and the load after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from prodtui.domain.planning.load import lots, rates
from prodtui.domain.planning.periods import TINY, amount_text, period_name
from prodtui.domain.rows_planning import LoadCell, LoadRow, OverloadLeft, PlanEdit, PlanGrid, ProductRow


@dataclass(frozen=True, slots=True)
class Move:
    """A quantity of a product that leaves one period for another; None where it comes from or goes to nowhere."""

    product: str
    quantity: float
    source: date | None
    target: date | None


def moves_of(edits: Iterable[PlanEdit]) -> tuple[Move, ...]:
    """Return edits as moves: what each product takes from its periods goes in turn to those that get more."""
    taken: dict[str, list[tuple[date, float]]] = defaultdict(list)
    given: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for edit in sorted(edits, key=lambda edit: edit.starts):
        side = taken if edit.after < edit.before else given
        side[edit.product].append((edit.starts, abs(edit.after - edit.before)))
    found: list[Move] = []
    for product in dict.fromkeys((*taken, *given)):
        sources, targets = taken[product], given[product]
        while sources or targets:
            source, target = (side[0] if side else (None, float("inf")) for side in (sources, targets))
            quantity = min(source[1], target[1])
            found.append(Move(product, quantity, source[0], target[0]))
            for queue in (sources, targets):
                if queue:
                    day, rest = queue.pop(0)
                    if rest - quantity > TINY:
                        queue.insert(0, (day, rest - quantity))
    return tuple(found)


def load_after(
    grid: PlanGrid, edits: Iterable[PlanEdit], products: Mapping[str, ProductRow], roles: Mapping[str, str]
) -> tuple[LoadRow, ...]:
    """Return the load of a grid once its planned quantities are what some edits say.

    `products` are by key, `roles` the role of each step that has one. What is released of a cell stays as it is.
    """
    change: dict[tuple[str, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    at = {period.starts: place for place, period in enumerate(grid.periods)}
    rows = {row.key: row for row in grid.products}
    for edit in edits:
        product, place = products[edit.product], at[edit.starts]
        released = rows[edit.product].cells[place].released
        for key, rate in rates(product, roles).items():
            hours = [
                rate.of(rest, lots(product, rest)) if rest > TINY else 0.0
                for rest in (edit.before - released, edit.after - released)
            ]
            change[key][place] += hours[1] - hours[0]
    return tuple(
        replace(
            row,
            cells=tuple(
                LoadCell(max(cell.load + change[row.kind, row.key][place], 0.0), cell.capacity)
                for place, cell in enumerate(row.cells)
            ),
        )
        for row in grid.loads
    )


def left_text(left: OverloadLeft, today: date) -> str:
    """Return in a sentence which overload stays after levelling, and why."""
    when = period_name(left.period, today)
    return f"{left.name} stays {amount_text(round(left.hours, 1))} h over in {when}: {left.why}."


def overload_of(loads: Iterable[LoadRow]) -> float:
    """Return by how many hours steps, roles and pools are over, all together.

    A role with a single step, whose load only says the same again, is counted once.
    """
    rows = dict.fromkeys(row.cells for row in loads)
    return sum(max(cell.load - cell.capacity, 0.0) for row in rows for cell in row if cell.capacity is not None)
