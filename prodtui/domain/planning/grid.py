"""Demand, planned, actual and backlog of a product by period.

The forecast of a period is consumed by its orders, and what is left of it once the period is over was never asked
for. The backlog is previous + demand − actual where a period is over, − planned where it has not begun, and − the
greater of both in the period of today. Below zero it is what was made ahead of demand. Whichever period a view begins
with, its backlogs are the same, since the opening one is made up of the same orders and outputs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from prodtui.domain.rows_planning import PeriodRow, PlanCell, PlanProduct, ProductRow

#: Quantities by day.
ByDay = Mapping[date, float]


def consumed(orders: float, forecast: float) -> tuple[float, float]:
    """Return the demand of a period and what its orders leave of its forecast."""
    rest = max(forecast - orders, 0.0)
    return orders + rest, rest


def counts_from(asked: Iterable[date], planned: Iterable[date]) -> date | None:
    """Return the first day on which outputs of a product count, None while nothing is asked for or planned.

    `asked` are the days on which its orders were entered and those on which they are due, `planned` those of its plan.
    What was finished before anybody planned served nobody that the plan knows.
    """
    return min((*asked, *planned), default=None)


def grid_of(
    product: ProductRow,
    columns: Sequence[PeriodRow],
    today: date,
    *,
    orders: ByDay,
    forecast: ByDay,
    planned: ByDay,
    released: ByDay,
    actual: ByDay,
    since: date | None = None,
) -> PlanProduct:
    """Return the row of a product; the mappings may reach before and behind the periods.

    `orders` and `forecast` are by the day they are due, `planned` and `released` by the first day of a plan line,
    `actual` by the day of finishing, from `since` (see `counts_from`; all of it when None).
    """
    starts = [column.starts for column in columns]
    ends = columns[-1].ends
    counted = actual if since is None else {day: made for day, made in actual.items() if day >= since}
    opening = sum(asked for day, asked in orders.items() if day < starts[0])
    opening -= sum(made for day, made in counted.items() if day < starts[0])
    sums = [_by_column(values, starts, ends) for values in (orders, forecast, planned, released, counted)]
    cells = []
    backlog = opening
    for column, ordered, foreseen, plan, out, made in zip(columns, *sums, strict=True):
        demand, rest = consumed(ordered, foreseen if column.ends > today else 0.0)
        backlog += demand - _supply(column, today, plan, made)
        cells.append(PlanCell(demand, rest, plan, out, made, backlog))
    return PlanProduct(product.key, product.name, product.unit, opening, tuple(cells))


def _supply(column: PeriodRow, today: date, planned: float, actual: float) -> float:
    """Return what a period adds: what it did when it is over, what it should when not, and the better of both today."""
    if column.ends <= today:
        return actual
    return planned if column.starts > today else max(planned, actual)


def _by_column(values: ByDay, starts: Sequence[date], ends: date) -> list[float]:
    sums = [0.0] * len(starts)
    for day, value in values.items():
        if starts[0] <= day < ends:
            sums[bisect_right(starts, day) - 1] += value
    return sums
