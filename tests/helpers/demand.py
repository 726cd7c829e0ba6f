"""Products and demand for tests, entered as the manager."""

from __future__ import annotations

from typing import Any

from prodtui.domain.rows_planning import DemandRow
from prodtui.services import board, demand, products
from tests.helpers.team import Team


def chairs(team: Team, name: str = "Chair", **fields: Any) -> str:
    """Add a product and return its key."""
    return products.add_product(team.ann, name, **fields).value.key


def order(
    team: Team, quantity: float = 10, due: str = "2026-12-04", product: str = "chair", **fields: Any
) -> DemandRow:
    """Enter an order as ann."""
    return demand.add_demand(team.ann, product, quantity, due, **fields).value


def make(team: Team, quantity: float, product: str = "chair") -> str:
    """Finish a task of a product, and return its reference."""
    task = team.task("Make", product=product, quantity=quantity)
    board.move(team.ann, task.ref, "doing")
    board.move(team.ann, task.ref, "done")
    return task.ref
