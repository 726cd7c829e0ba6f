"""Plan lines inside a change: the one place that writes what is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import MAX_DAYS, TINY, amount_text, day_name, period_name, period_of
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import PeriodRow, PlanLineRow, ProductRow, WhatIfRow
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import planning as queries
from prodtui.storage.tables.planning import PlanLine

_DAY = timedelta(days=1)
_REACH = timedelta(days=MAX_DAYS)


class PlanBook:
    """The planned lines that one change touches, on its board, in the plan or in the what-if `of`."""

    def __init__(self, change: Change, board: BoardRow, of: WhatIfRow | None = None) -> None:
        self.change = change
        self.board = board
        self.of = of
        self.records = RecordBook(change)

    @property
    def today(self) -> date:
        """Return today on the board's calendar."""
        return self.change.now.astimezone(ZoneInfo(self.board.timezone)).date()

    def column(self, kind: PeriodKind | None, day: date) -> PeriodRow:
        """Return the period of a day, of the board's own kind unless one is given. Raises Rejected outside the horizon.

        Five years back and ahead are within it: further away nothing is planned, only mistyped.
        """
        check_day(self.today, day)
        return period_of(kind or self.board.settings.period, day)

    def lines(self, product: ProductRow, first: date, end: date) -> tuple[PlanLineRow, ...]:
        """Return the lines of a product that start from one day up to, but not including, another."""
        of = self.of.id if self.of else None
        session = self.change.session
        return queries.lines(session, self.board, what_if_id=of, product_id=product.id, first=first, end=end)

    def put(self, product: ProductRow, cells: Mapping[PeriodRow, float]) -> tuple[PlanLineRow, ...]:
        """Let these quantities of a product be planned for these periods, and return the lines that changed.

        Each stands in the line that starts with its period; others within it keep what of them is released. Raises
        Refused for less than what is released of a period.
        """
        known = self.lines(product, min(each.starts for each in cells), max(each.ends for each in cells))
        out = queries.released(self.change.session, self.board, product_id=product.id)
        wanted: dict[date, float] = {}
        for period, quantity in cells.items():
            inside = {day: amount for (_, day), amount in out.items() if period.starts <= day < period.ends}
            self._check_floor(product, period, quantity, sum(inside.values()))
            days = {line.starts: inside.get(line.starts, 0.0) for line in known if _holds(period, line)}
            days[period.starts] = 0.0
            days[period.starts] = max(0.0, quantity - sum(days.values()))
            wanted |= days
        return self.put_lines(product, known, wanted)

    def put_lines(
        self, product: ProductRow, known: Iterable[PlanLineRow], wanted: Mapping[date, float]
    ) -> tuple[PlanLineRow, ...]:
        """Let the lines of a product that start on some days hold these quantities, and return those that changed."""
        lines = {line.starts: line for line in known}
        put = {self._put_line(product, lines.get(day), day, wanted[day]) for day in sorted(wanted)} - {None}
        if not put:
            return ()
        return tuple(row for row in self.lines(product, min(wanted), max(wanted) + _DAY) if row.id in put)

    def _put_line(self, product: ProductRow, line: PlanLineRow | None, day: date, quantity: float) -> int | None:
        """Write one line; return its id when it changed."""
        if line is not None:
            if abs(line.quantity - quantity) < TINY:
                return None
            entity = self.change.session.get_one(PlanLine, line.id)
            self.records.apply(self.board, "plan_line", entity, {"quantity": quantity})
            return line.id
        if quantity < TINY:
            return None
        values = {"product": product.ref, "starts": day, "quantity": quantity}
        if self.of is not None:
            values["what_if"] = self.of.ref
        new = self.records.insert(self.board, "plan_line", values)
        return int(new.id)

    def _check_floor(self, product: ProductRow, period: PeriodRow, quantity: float, released: float) -> None:
        if quantity < released - TINY:
            when = period_name(period, self.today)
            raise Refused(
                f"{amount_text(released)} {product.unit} of {product.name} are released for {when} already; "
                f"{amount_text(quantity)} would be less.",
                hint="Archive the tasks that nobody has begun first, or plan at least as much.",
                details={"released": released},
            )


def planned_in(period: PeriodRow, lines: Iterable[PlanLineRow]) -> float:
    """Return what is planned for a period by the lines that start within it."""
    return sum(line.quantity for line in lines if _holds(period, line))


def _holds(period: PeriodRow, line: PlanLineRow) -> bool:
    return period.starts <= line.starts < period.ends


def check_day(today: date, day: date) -> None:
    """Raise Rejected for a day outside the horizon of the plan."""
    first, last = today - _REACH, today + _REACH
    if not first <= day <= last:
        raise Rejected(
            f"{day_name(day, today)} lies outside the plan, which reaches from {first} to {last}.",
            hint="Check the year.",
        )


def version_of(lines: Sequence[PlanLineRow]) -> int:
    """Return the version of a cell of the plan: the sum of those of its lines, 0 for one that has none."""
    return sum(line.version for line in lines)
