"""What the plan does not bear, each with a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from prodtui.domain.enums import DemandKind, DemandStatus, ExceptionKind, LoadKind
from prodtui.domain.planning.load import rates
from prodtui.domain.planning.periods import TINY, amount_text, day_name, index_of, period_name
from prodtui.domain.rows_planning import (
    DemandRow,
    ExceptionRow,
    LoadCell,
    LoadRow,
    PeriodRow,
    PlanProduct,
    ProductRow,
    ShortageRow,
)

_ENDED = (DemandStatus.DELIVERED, DemandStatus.CANCELLED)
_EPS = 1e-6
_ORDER = {kind: place for place, kind in enumerate(ExceptionKind)}


@dataclass(frozen=True, slots=True)
class Situation:
    """The plan as it stands: `ready` as in `promise.ready_days`, `loads` and `roles` of the whole board."""

    today: date
    columns: Sequence[PeriodRow]
    ready: Sequence[date]
    products: Sequence[tuple[ProductRow, PlanProduct]]
    orders: Iterable[DemandRow]
    loads: Sequence[LoadRow]
    roles: Mapping[str, str]
    shortages: Iterable[ShortageRow]


def exceptions(now: Situation) -> tuple[ExceptionRow, ...]:
    """Return late demand, overload, shortages, unplanned demand, and where plan and actual differ, in this order."""
    names = {product.key: product.name for product, _ in now.products}
    shortages = [_shortage(now.today, row, names) for row in now.shortages]
    found = [*_demand(now), *_overload(now), *shortages, *_differences(now)]
    return tuple(sorted(found, key=lambda row: (_ORDER[row.kind], row.day, row.ref)))


def full_until(now: Situation, product: ProductRow) -> tuple[date, str] | None:
    """Return which step, role or pool of a product has no hour left from today on for longest, and until when.

    The day is that after its last full period; the sentence begins small: "the capacity of step Paint is full until
    4 Dec". None when all of them have time in the period of today.
    """
    first = index_of(now.columns, now.today)
    if first is None:
        return None
    needs = rates(product, now.roles)
    last, named = first - 1, ""
    for row in now.loads:
        if (row.kind, row.key) in needs:
            end = next((at for at in range(first, len(row.cells)) if not _is_full(row.cells[at])), len(row.cells))
            if end - 1 > last:
                last, named = end - 1, f"the capacity of {row.kind} {row.name} is full until "
    return (now.columns[last].ends, named + day_name(now.ready[last], now.today)) if named else None


def _demand(now: Situation) -> Iterator[ExceptionRow]:
    """Yield what of the orders is late, and what is not planned although it is due within the periods."""
    full = {product.key: full_until(now, product) for product, _ in now.products}
    for order in now.orders:
        if order.status in _ENDED or order.kind is DemandKind.FORECAST or order.archived_at is not None:
            continue
        left = order.quantity - order.delivered
        bare = left - order.released - order.planned
        of = f"{amount_text(order.quantity)} {order.unit}"
        due = day_name(order.due, now.today)
        if order.late:
            cause = full.get(order.product)
            why = cause[1] if cause is not None and order.due < cause[0] else _whereabouts(order, bare)
            overdue = f"{amount_text(left)} of {of} were due on {due}"
            reason = f"{overdue if order.due < now.today else f'Not all of {of} come by {due}'}: {why}."
            yield _of_order(ExceptionKind.LATE, order, left, reason)
        elif bare > TINY and order.due < now.columns[-1].ends:
            reason = f"{amount_text(bare)} of {of} due on {due} are not planned."
            yield _of_order(ExceptionKind.UNPLANNED, order, bare, reason)


def _of_order(kind: ExceptionKind, order: DemandRow, amount: float, reason: str) -> ExceptionRow:
    return ExceptionRow(kind, order.ref, order.product, order.due, amount, order.unit, reason)


def _whereabouts(order: DemandRow, bare: float) -> str:
    parts = ((order.released, "released"), (order.planned, "planned"), (bare, "not planned"))
    told = ", ".join(f"{amount_text(amount)} {word}" for amount, word in parts if amount > TINY)
    return told if bare > TINY else f"{told}, not all of it in time"


def _overload(now: Situation) -> Iterator[ExceptionRow]:
    """Yield what is over from the period of today on; a role with a single step would only say it again."""
    several = [role for role in now.roles.values() if list(now.roles.values()).count(role) > 1]
    for row in now.loads:
        if row.kind is LoadKind.ROLE and row.key not in several:
            continue
        for column, cell in zip(now.columns, row.cells, strict=True):
            if cell.capacity is not None and cell.over and column.ends > now.today:
                over = cell.load - cell.capacity
                reason = (
                    f"{row.name} is {amount_text(over)} h over in {period_name(column, now.today)} "
                    f"({amount_text(cell.load)} of {amount_text(cell.capacity)} h)."
                )
                yield ExceptionRow(ExceptionKind.OVERLOAD, row.key, None, column.starts, over, "h", reason)


def _shortage(today: date, row: ShortageRow, names: Mapping[str, str]) -> ExceptionRow:
    work = row.task or f"what is planned of {names.get(row.product or '', row.product)}"
    comes = f"expected on {day_name(row.until, today)}" if row.until else "and no receipt that covers it is expected"
    reason = (
        f"{row.name}: {amount_text(row.short)} of {amount_text(row.needed)} {row.unit} are missing for {work} on "
        f"{day_name(row.day, today)}, {comes}."
    )
    return ExceptionRow(
        ExceptionKind.SHORTAGE, row.task or row.material, row.product, row.day, row.short, row.unit, reason
    )


def _differences(now: Situation) -> Iterator[ExceptionRow]:
    """Yield products of which more or less was made than planned, over all periods that are over."""
    over = [at for at, column in enumerate(now.columns) if column.ends <= now.today]
    if not over:
        return
    last = now.columns[over[-1]]
    until = day_name(last.ends - timedelta(days=1), now.today)
    for product, row in now.products:
        planned = sum(cell.planned for cell in row.cells[: len(over)])
        actual = sum(cell.actual for cell in row.cells[: len(over)])
        if abs(planned - actual) > _EPS:
            reason = (
                f"{amount_text(actual)} {row.unit} were made until {until}, {amount_text(planned)} were planned: "
                f"{amount_text(abs(planned - actual))} {'too few' if actual < planned else 'more than planned'}."
            )
            amount = abs(planned - actual)
            yield ExceptionRow(ExceptionKind.BEHIND, product.key, product.key, last.starts, amount, row.unit, reason)


def _is_full(cell: LoadCell) -> bool:
    return cell.capacity is not None and cell.load >= cell.capacity - _EPS
