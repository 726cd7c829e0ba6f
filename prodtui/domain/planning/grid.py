"""Demand, planned, actual and backlog of a product by period.

The forecast of a period is consumed by its orders, and what is left of it once the period is over was never asked
for. The backlog is previous + demand − actual where a period is over, − planned where it has not begun, and − the
greater of both in the period of today. What was made of another period's plan counts in the period in which it was
made, and a plan is less by what was made of it before its period. Below zero the backlog is what was made ahead of
demand. Whichever period a view begins with, its backlogs are the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from prodtui.domain.planning.periods import period_of
from prodtui.domain.rows_planning import PeriodRow, PlanCell, PlanProduct, ProductRow

#: Quantities by day.
ByDay = Mapping[date, float]
#: Quantities by the day of finishing and the first day of the plan line that they were released from.
ByLine = Mapping[tuple[date, date], float]


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
    of_lines: ByLine | None = None,
    since: date | None = None,
) -> PlanProduct:
    """Return the row of a product; the mappings may reach before and behind the periods.

    `orders` and `forecast` are by the day they are due, `planned` and `released` by the first day of a plan line,
    `actual` by the day of finishing, from `since` (see `counts_from`; all of it when None); `of_lines` is as much of it
    as was released from the plan.
    """
    before = _between(columns[0], today)
    shown, columns = len(columns), [*before, *columns]
    starts = [column.starts for column in columns]
    ends = columns[-1].ends
    counted = actual if since is None else {day: made for day, made in actual.items() if day >= since}
    opening = sum(asked for day, asked in orders.items() if day < starts[0])
    opening -= sum(made for day, made in counted.items() if day < starts[0])
    sums = [_by_column(values, starts, ends) for values in (orders, forecast, planned, released, counted)]
    others, early = _across(of_lines or {}, starts, ends)
    cells = []
    backlog = opening
    for at, (column, ordered, foreseen, plan, out, made) in enumerate(zip(columns, *sums, strict=True)):
        demand, rest = consumed(ordered, foreseen if column.ends > today else 0.0)
        backlog += demand - _supply(column, today, max(plan - early[at], 0.0), made - others[at], others[at])
        cells.append(PlanCell(demand, rest, plan, out, made, backlog))
    opening = cells[len(before) - 1].backlog if before else opening
    return PlanProduct(product.key, product.name, product.unit, opening, tuple(cells[-shown:]))


def _supply(column: PeriodRow, today: date, planned: float, own: float, others: float) -> float:
    """Return what a period adds: what it did when it is over, what it should when not, and the better of both today.

    `own` was made of its plan or of none, `others` of the plan of other periods.
    """
    if column.ends <= today:
        return own + others
    return planned if column.starts > today else max(planned, own) + others


@lru_cache(maxsize=8)
def _between(first: PeriodRow, today: date) -> tuple[PeriodRow, ...]:
    """Return the periods from that of today on that lie before the first one of a view."""
    found = []
    period = period_of(first.kind, today)
    while period.starts < first.starts:
        found.append(period)
        period = period_of(first.kind, period.ends)
    return tuple(found)


def _across(of_lines: ByLine, starts: Sequence[date], ends: date) -> tuple[list[float], list[float]]:
    """Return by period what was made in it of the plan of others, and what was made of its own plan before it."""
    others, early = [0.0] * len(starts), [0.0] * len(starts)
    for (day, line), made in of_lines.items():
        at, of = (bisect_right(starts, each) - 1 if each < ends else len(starts) for each in (day, line))
        if at != of and 0 <= at < len(starts):
            others[at] += made
        if at < of < len(starts):
            early[of] += made
    return others, early


def _by_column(values: ByDay, starts: Sequence[date], ends: date) -> list[float]:
    sums = [0.0] * len(starts)
    for day, value in values.items():
        if starts[0] <= day < ends:
            sums[bisect_right(starts, day) - 1] += value
    return sums
