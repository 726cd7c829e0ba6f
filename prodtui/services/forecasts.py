"""What to expect of a product, from the orders of the past, and keeping it as demand that orders use up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping

from prodtui.domain.enums import DemandKind, DemandStatus, PeriodKind
from prodtui.domain.forecasting import Forecast, forecast
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import period_name, period_of, periods
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_demand import DemandForecast, ForecastPeriod, ForecastSaved
from prodtui.domain.rows_planning import DemandRow, PeriodRow, ProductRow
from prodtui.domain.text import counted
from prodtui.errors import Refused
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.demandbook import rows, today_of
from prodtui.services.import_rows import Progress
from prodtui.services.named import must_stand
from prodtui.services.planfacts import SHOWN
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import demand as queries
from prodtui.storage.tables.planning import Demand
from prodtui.storage.unit_of_work import read

#: The source of the lines that are kept from a forecast; others are people's own.
SOURCE = "exponential smoothing"
#: So many periods of the past are looked at: beyond them it was another time.
MOST_PAST = 260
#: After how many periods a season would come back.
_SEASONS = {PeriodKind.DAY: 7, PeriodKind.WEEK: 52, PeriodKind.MONTH: 12}


def show_forecast(
    ws: Workspace, product: str, *, kind: PeriodKind | None = None, ahead: int | None = None
) -> DemandForecast:
    """Return what to expect of a product in the periods to come, the present one first, as many as a plan shows.

    Periods are the board's unless told. Raises NotFound for an unknown product, Refused where no order is of the past.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        return _Seen(change, board, products.pick(change, board, product), kind, ahead).whole()


def save_forecast(
    ws: Workspace,
    product: str,
    *,
    kind: PeriodKind | None = None,
    ahead: int | None = None,
    request_id: str | None = None,
) -> Done[tuple[DemandRow, ...]]:
    """Keep what `show_forecast` returns as forecast lines, due on the last day of their periods, and return those.

    What was kept before for these periods is replaced; periods in which people foresaw something themselves are left
    to them, which a note says. Quantities are whole when those of the past are. Raises Refused as `show_forecast` does.
    """
    body = {"product": product, "kind": kind, "ahead": ahead}
    with begin(ws, "demand.forecast", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(DemandRow)
        board = change.board()
        seen = _Seen(change, board, must_stand("product", products.pick(change, board, product)), kind, ahead)
        kept, notes = _keep(change, board, seen)
        found = rows(change, board, product_id=seen.product.id) if kept else ()
        return change.done(tuple(row for row in found if row.id in kept), notes)


def save_forecasts(
    ws: Workspace,
    names: Sequence[str] | None = None,
    *,
    kind: PeriodKind | None = None,
    ahead: int | None = None,
    progress: Progress | None = None,
    request_id: str | None = None,
) -> Done[tuple[ForecastSaved, ...]]:
    """Keep the forecasts of several products, of all that are in use without `names`, as one change; see above.

    A product that has no orders of the past is left out, and its row says why. Raises Refused when that is so for all.
    """
    body = {"products": names, "kind": kind, "ahead": ahead}
    with begin(ws, "demand.forecast", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(ForecastSaved)
        board = change.board()
        wanted = [row for row in products.list_in(change, board) if row.archived_at is None]
        if names is not None:
            picked = [must_stand("product", products.pick(change, board, name)) for name in names]
            wanted = list(dict.fromkeys(picked))
        saved, notes = list[ForecastSaved](), list[str]()
        for done, product in enumerate(wanted, start=1):
            row, more = _save_one(change, board, product, kind, ahead)
            saved.append(row)
            notes += [f"{product.name}: {note}" for note in more]
            if progress is not None:
                progress("Foreseeing", done, len(wanted))
        if not any(not row.why for row in saved):
            raise Refused(
                "No product has orders of the past, so there is nothing to foresee any from.",
                hint="Import the orders of the past with `prodtui demand import`.",
            )
        return change.done(tuple(saved), notes)


def _save_one(
    change: Change, board: BoardRow, product: ProductRow, kind: PeriodKind | None, ahead: int | None
) -> tuple[ForecastSaved, list[str]]:
    """Keep the forecast of a product; return what was kept, and notes."""
    try:
        seen = _Seen(change, board, product, kind, ahead)
    except Refused as error:
        return ForecastSaved(product.key, product.unit, 0, 0.0, "", error.message), []
    kept, notes = _keep(change, board, seen)
    quantity = sum(change.session.get_one(Demand, id).quantity for id in kept)
    return ForecastSaved(product.key, product.unit, len(kept), quantity, seen.forecast.method), notes


class _Seen:
    """The demand of a product by period, and the forecast that follows from it."""

    def __init__(
        self, change: Change, board: BoardRow, product: ProductRow, kind: PeriodKind | None, ahead: int | None
    ) -> None:
        self.product = product
        self.kind = kind or board.settings.period
        self.today = today_of(change, board)
        self.columns = periods(self.kind, self.today, SHOWN[self.kind] if ahead is None else ahead)
        lines = queries.demands(change.session, board, product_id=product.id)
        wanted = [line for line in lines if line["closed"] != DemandStatus.CANCELLED.value]
        orders = [line for line in wanted if line["kind"] == DemandKind.ORDER.value]
        first, end = self.columns[0].starts, self.columns[-1].ends
        if not orders or orders[0]["due"] >= first:
            raise Refused(
                f"No order of {product.name} was due before {period_name(self.columns[0], self.today)}, so there is "
                "nothing to foresee it from.",
                hint="Import the orders of the past with `prodtui demand import`.",
            )
        self.past = _past(self.kind, orders[0]["due"], first)
        self.orders = _by_period(self.kind, orders)
        self.foreseen = [
            line for line in wanted if line["kind"] == DemandKind.FORECAST.value and first <= line["due"] < end
        ]
        self.history = [self.orders.get(period.starts, 0.0) for period in self.past]
        self.forecast: Forecast = forecast(self.history, _SEASONS[self.kind], len(self.columns))

    def whole(self) -> DemandForecast:
        """Return all of it as one row."""
        kept, found = _by_period(self.kind, self.foreseen), self.forecast
        return DemandForecast(
            product=self.product.key,
            unit=self.product.unit,
            kind=self.kind,
            method=found.method,
            level=found.level,
            trend=found.trend,
            season=found.season,
            error=found.error,
            past=tuple(ForecastPeriod(each.starts, each.ends, self._of(each)) for each in self.past),
            ahead=tuple(
                ForecastPeriod(each.starts, each.ends, self._of(each), expected, kept.get(each.starts, 0.0))
                for each, expected in zip(self.columns, found.values, strict=True)
            ),
        )

    def quantities(self) -> Mapping[PeriodRow, float]:
        """Return what is to be kept for each period."""
        whole = all(quantity.is_integer() for quantity in self.history)
        values = (
            whole_quantities(self.forecast.values) if whole else [round(value, 2) for value in self.forecast.values]
        )
        return dict(zip(self.columns, values, strict=True))

    def _of(self, period: PeriodRow) -> float:
        return self.orders.get(period.starts, 0.0)


def _keep(change: Change, board: BoardRow, seen: _Seen) -> tuple[set[int], list[str]]:
    """Write the forecast; return the ids of the lines that hold it, and notes."""
    records, kept = RecordBook(change), set[int]()
    own = {line["due"]: line["id"] for line in seen.foreseen if line["source"] == SOURCE}
    by_hand = {
        period_of(seen.kind, line["due"]).starts for line in seen.foreseen if line["source"] != SOURCE
    }  # fmt: skip
    notes = f"{seen.forecast.method}, from {counted(len(seen.history), seen.kind.value)}"
    for period, quantity in seen.quantities().items():
        due = period.ends - timedelta(days=1)
        if period.starts in by_hand or quantity <= 0:
            continue
        values: dict[str, Any] = {"quantity": quantity, "notes": notes}
        if due in own:
            kept.add(own[due])
            records.apply(board, "demand", change.session.get_one(Demand, own.pop(due)), values)
            continue
        values |= {"product": seen.product.ref, "due": due, "kind": DemandKind.FORECAST, "source": SOURCE}
        values |= {"created_at": change.now, "created_by": change.actor.login}
        kept.add(records.insert(board, "demand", values).id)
    for id in own.values():
        records.apply(board, "demand", change.session.get_one(Demand, id), {"archived_at": change.now})
    if not by_hand:
        return kept, []
    shown = ", ".join(period_name(period_of(seen.kind, day), seen.today) for day in sorted(by_hand)[:3])
    more = f" and {len(by_hand) - 3} more" if len(by_hand) > 3 else ""
    return kept, [f"Left as people foresaw it: {shown}{more}."]


def _past(kind: PeriodKind, first: date, current: date) -> tuple[PeriodRow, ...]:
    """Return the periods from that of a day up to, but not including, the present one; the newest MOST_PAST of them."""
    found: list[PeriodRow] = []
    period = period_of(kind, current - timedelta(days=1))
    while period.ends > first and len(found) < MOST_PAST:
        found.append(period)
        period = period_of(kind, period.starts - timedelta(days=1))
    return tuple(reversed(found))


def _by_period(kind: PeriodKind, lines: Iterable[RowMapping]) -> dict[date, float]:
    """Return the quantity of lines by the first day of the period in which they are due."""
    found: dict[date, float] = {}
    for line in lines:
        starts = period_of(kind, line["due"]).starts
        found[starts] = found.get(starts, 0.0) + line["quantity"]
    return found


def whole_quantities(values: Sequence[float]) -> list[float]:
    """Return whole numbers whose running sum is never more than a half away from that of the values."""
    found = list[float]()
    rest = 0.0
    for value in values:
        number = math.floor(value + rest + 0.5)
        rest += value - number
        found.append(float(number))
    return found
