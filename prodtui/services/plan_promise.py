"""Available to promise: can we deliver this much by then?"""

from __future__ import annotations

from datetime import date, timedelta

from prodtui.domain.fields import positive
from prodtui.domain.planning.load import load_rows
from prodtui.domain.planning.periods import day_name
from prodtui.domain.planning.promise import MaterialFree, ready_days
from prodtui.domain.planning.promise import promise as answer
from prodtui.domain.planning.shortages import free_of
from prodtui.domain.rows_planning import Promise
from prodtui.errors import Rejected
from prodtui.services import products
from prodtui.services.change import Change
from prodtui.services.named import must_stand
from prodtui.services.planbook import check_day
from prodtui.services.planfacts import PlanFacts
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read

AHEAD = timedelta(days=365)
"""How far ahead the first day that works is looked for, unless a later one is asked for."""


def promise(
    ws: Workspace,
    product: str,
    quantity: float | str,
    by: date,
    *,
    unit: str | None = None,
    what_if: str | None = None,
) -> Promise:
    """Return whether a quantity more can be delivered on a day, the first day that works, and what is in the way.

    It looks a year ahead, or up to `by` when that is later, in periods of the board's own kind. Raises Rejected for a
    quantity that is not above 0, another unit, and a day in the past or beyond the horizon.
    """
    wanted = positive("The quantity")(quantity)
    if wanted is None:
        raise Rejected("A quantity is needed.", hint="Write a number above 0.")
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        row = must_stand("product", products.pick(change, board, product))
        products.check_quantity(row, wanted, unit)
        facts = PlanFacts(change, board, pick_open(change, board, what_if))
        check_day(facts.today, by)
        if by < facts.today:
            raise Rejected(f"{day_name(by, facts.today)} is over.", hint="Ask for today or a later day.")
        columns = facts.columns_until(max(by, facts.today + AHEAD))
        there = facts.capacities(columns)
        needs = facts.material_needs()
        return answer(
            row,
            wanted,
            by,
            today=facts.today,
            columns=columns,
            ready=ready_days(columns, facts.hours_on),
            row=facts.row(row, columns, as_it_comes=True),
            loads=load_rows(columns, facts.planned_work() + facts.task_work(), there),
            roles=there.roles,
            materials=[
                MaterialFree(
                    facts.materials[need.material].name,
                    facts.materials[need.material].unit,
                    need.per_unit,
                    free_of(columns, facts.materials[need.material], facts.receipts, needs, facts.today),
                )
                for need in row.materials
            ],
        )
