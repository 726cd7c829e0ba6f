"""Whether a quantity more can be delivered by a day, from what is planned for nobody yet and what there is room for.

What is available to promise by a period is what supply leaves of all orders, up to it and in every later period; the
forecast may be sold. Beside it there is room for as much as the steps, roles and pools of the routing have free hours,
and as the materials suffice for; what is too much for a period takes the free hours of those after it. Whatever is
made in a period is ready on its last working day: a promise counts on nothing finer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from math import inf

from prodtui.domain.enums import LoadKind
from prodtui.domain.planning.capacity import HoursOn
from prodtui.domain.planning.load import Rate, lots, rates
from prodtui.domain.planning.periods import TINY, amount_text, day_name
from prodtui.domain.rows_planning import LoadCell, LoadRow, PeriodRow, PlanProduct, ProductRow, Promise

_Key = tuple[LoadKind, str]


@dataclass(frozen=True, slots=True)
class MaterialFree:
    """A material of a product: how much one unit takes, and how much is free by the end of each period."""

    name: str
    unit: str
    per_unit: float
    free: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Limit:
    """Something that limits what can be made: the quantity until the end of each period, and how to say that it does.

    `units` are those of each period alone, None for a material. `sentence` takes the last period that is in time and
    the quantity that is lacking.
    """

    until: Sequence[float]
    units: Sequence[float] | None
    sentence: Callable[[int, float], str]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: `first` is the period of today, `ready` the days on which what the periods make is ready."""

    product: ProductRow
    quantity: float
    today: date
    first: int
    ready: Sequence[date]

    def day(self, at: int) -> str:
        return day_name(self.ready[at], self.today)

    def units(self, quantity: float) -> str:
        return f"{amount_text(quantity)} {self.product.unit}"


def ready_days(columns: Sequence[PeriodRow], hours_on: HoursOn) -> tuple[date, ...]:
    """Return the last working day of each period, its last day where nobody works; `hours_on` as in `capacity`."""
    found = []
    for column in columns:
        days = [column.ends - timedelta(days=back) for back in range(1, (column.ends - column.starts).days + 1)]
        found.append(next((day for day in days if hours_on(day, None) > 0), days[0]))
    return tuple(found)


def available(row: PlanProduct) -> tuple[float, ...]:
    """Return by period how much of a product may be promised to somebody new from what is planned."""
    surplus, before = -row.opening, row.opening
    left = []
    for cell in row.cells:
        made = before + cell.demand - cell.backlog
        surplus += made - (cell.demand - cell.forecast)
        before = cell.backlog
        left.append(surplus)
    least = list(accumulate(reversed(left), min))
    return tuple(max(units, 0.0) for units in reversed(least))


def promise(
    product: ProductRow,
    quantity: float,
    by: date,
    *,
    today: date,
    columns: Sequence[PeriodRow],
    ready: Sequence[date],
    row: PlanProduct,
    loads: Sequence[LoadRow],
    roles: Mapping[str, str],
    materials: Sequence[MaterialFree] = (),
) -> Promise:
    """Return whether `quantity` more can be delivered on the day `by`, and the first day on which it can.

    `ready` are the `ready_days` of the periods, `loads` and `roles` those of the whole board.
    """
    first = next((at for at, column in enumerate(columns) if column.ends > today), len(columns))
    question = _Question(product, quantity, today, first, tuple(max(day, today) for day in ready))
    spoken_for = available(row)
    needs = rates(product, roles)
    hours = _hours(question, loads, roles, needs)
    limits = hours + [_material(question, material) for material in materials if material.per_unit > 0]
    total = [left + more for left, more in zip(spoken_for, _room(limits, len(columns)), strict=True)]
    open_ = range(first, len(columns))
    notes = _endless(question, loads, needs) if hours else ()
    day = next((question.ready[at] for at in open_ if total[at] >= quantity - TINY), None)
    if day is not None and day <= by:
        return Promise(product.key, quantity, by, True, day, (), notes)
    asked = max((at for at in open_ if question.ready[at] <= by), default=None)
    if asked is None:
        said = _too_early(question)
    elif not hours:
        said = _unknown(question, asked, total[asked])
    else:
        said = _in_the_way(question, limits, asked, quantity - spoken_for[asked], total[asked])
    return Promise(product.key, quantity, by, False, day, said, notes)


def _hours(
    question: _Question, loads: Sequence[LoadRow], roles: Mapping[str, str], needs: Mapping[_Key, Rate]
) -> list[_Limit]:
    """Return what the rows of load that the product needs, and of which the hours are known, leave room for."""
    found = []
    for row in loads:
        rate = needs.get((row.kind, row.key))
        # A role that has a single step says what the step has said.
        again = row.kind is LoadKind.ROLE and list(roles.values()).count(row.key) == 1
        if rate is not None and not again:
            free = [0.0] * question.first + _free(row.cells[question.first :])
            if any(hours < inf for hours in free[question.first :]):
                lot_size = question.product.lot_size
                units = [rate.fits(hours, lot_size) if hours > TINY else 0.0 for hours in free]
                found.append(_Limit(list(accumulate(units)), units, partial(_no_time, question, row, free, rate)))
    return found


def _free(cells: Sequence[LoadCell]) -> list[float]:
    """Return the hours that are free in each period once it has done what was too much for those before it."""
    found, left_over = [], 0.0
    for cell in cells:
        free = (inf if cell.capacity is None else cell.capacity - cell.load) - left_over
        found.append(max(free, 0.0))
        left_over = max(-free, 0.0)
    return found


def _endless(question: _Question, loads: Sequence[LoadRow], needs: Collection[_Key]) -> tuple[str, ...]:
    """Return a sentence for each step and pool that the product needs and whose hours nobody knows."""
    return tuple(
        f"Nobody said how many hours {row.kind} {row.name} has; it is taken for no limit."
        for row in loads
        if (row.kind, row.key) in needs
        and row.kind is not LoadKind.ROLE
        and all(cell.capacity is None for cell in row.cells[question.first :])
    )


def _no_time(question: _Question, row: LoadRow, free: Sequence[float], rate: Rate, asked: int, lacking: float) -> str:
    hours = sum(free[: asked + 1])
    if hours <= TINY:
        full = next((at for at in range(asked, len(free)) if free[at] > TINY), len(free)) - 1
        return f"The capacity of {row.kind} {row.name} is full until {question.day(full)}."
    takes = rate.of(lacking, lots(question.product, lacking))
    return (
        f"{str(row.kind).capitalize()} {row.name} has {amount_text(hours)} h free until {question.day(asked)}; "
        f"{question.units(lacking)} take {amount_text(takes)} h."
    )


def _material(question: _Question, material: MaterialFree) -> _Limit:
    def sentence(asked: int, lacking: float) -> str:
        takes, free = lacking * material.per_unit, material.free[asked]
        return (
            f"{material.name} is {amount_text(takes - free)} {material.unit} short until {question.day(asked)}: "
            f"{question.units(lacking)} take {amount_text(takes)}, {amount_text(free)} are free."
        )

    return _Limit([free / material.per_unit for free in material.free], None, sentence)


def _room(limits: Sequence[_Limit], count: int) -> list[float]:
    """Return how much there is room for until the end of each period; in a period all steps need room together."""
    by_period = [limit.units for limit in limits if limit.units is not None]
    together = accumulate(map(min, *by_period, [inf] * count)) if by_period else [0.0] * count
    return [min([made, *(limit.until[at] for limit in limits)]) for at, made in enumerate(together)]


def _in_the_way(
    question: _Question, limits: Sequence[_Limit], asked: int, lacking: float, total: float
) -> tuple[str, ...]:
    worst = sorted((limit for limit in limits if limit.until[asked] < lacking - TINY), key=lambda it: it.until[asked])
    return tuple(limit.sentence(asked, lacking) for limit in worst) or (
        f"The plan and the free hours of all steps together come to {amount_text(total)} of "
        f"{question.units(question.quantity)} until {question.day(asked)}.",
    )


def _too_early(question: _Question) -> tuple[str, ...]:
    if question.first >= len(question.ready):
        return ("The periods that were looked at are over; look at later ones.",)
    return (
        f"What is made next is ready on {question.day(question.first)}, the last working day of its period; nothing "
        "can be promised for an earlier day.",
    )


def _unknown(question: _Question, asked: int, left: float) -> tuple[str, ...]:
    return (
        f"The plan leaves {amount_text(left)} of {question.units(question.quantity)} until {question.day(asked)}, and "
        f"nobody said how long more of them take: give {question.product.name} a routing and its steps people, or plan "
        "more.",
    )
