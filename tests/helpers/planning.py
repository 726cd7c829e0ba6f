"""Builders of what a plan is made of: a product with a routing, orders, and the people who can do the work."""

from __future__ import annotations

from datetime import date
from typing import Any

from prodtui.domain.enums import PeriodKind
from prodtui.domain.rows_planning import PlanCell, PlanGrid, ProductRow
from prodtui.services import people, plan_grid, products
from prodtui.services.change import begin
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team

MONDAY = date(2026, 11, 23)
"""The first day of the week of `team.NOW`."""
NEXT = date(2026, 11, 30)
LATER = date(2026, 12, 7)


def a_product(team: Team, name: str = "Bracket", **fields: Any) -> ProductRow:
    """Add a product that takes half an hour a piece in Doing and 2 h of set-up for each lot."""
    values: dict[str, Any] = {"routing": ["doing:0.5:2"], **fields}
    return products.add_product(team.ann, name, **values).value


def an_order(
    team: Team, product: ProductRow, quantity: float, due: date, *, kind: str = "order", priority: str = "normal"
) -> str:
    """Enter a demand line and return its reference."""
    with begin(team.ann, "demand.add") as change:
        records, board = RecordBook(change), change.board()
        values = {"product": product.ref, "quantity": quantity, "due": due, "kind": kind, "priority": priority}
        made = {"created_at": change.now, "created_by": change.actor.login}
        ref = records.ref(board, "demand", records.insert(board, "demand", values | made))
        change.done(None)
        return ref


def a_maker(team: Team, login: str = "bo", skill: str = "maker") -> None:
    """Let somebody be one of those who do the step Doing, eight hours a day."""
    people.edit_person(team.ann, login, skills=[skill])
    team.step("doing", role=skill)


def cell(grid: PlanGrid, product: str, day: date) -> PlanCell:
    """Return the cell of a product in the period of a day."""
    place = next(at for at, period in enumerate(grid.periods) if period.starts <= day < period.ends)
    return next(row for row in grid.products if row.key == product).cells[place]


def loaded(grid: PlanGrid, key: str, day: date) -> float:
    """Return the hours of work of a step, role or pool in the period of a day."""
    place = next(at for at, period in enumerate(grid.periods) if period.starts <= day < period.ends)
    return next(row for row in grid.loads if row.key == key).cells[place].load


def weeks(team: Team, *, ws: Workspace | None = None, **options: Any) -> PlanGrid:
    """Return the plan of the board by week, from that of today, as somebody sees it who may only look."""
    return plan_grid.grid(ws or team.sam, kind=PeriodKind.WEEK, **options)
