"""The columns of the plan: days, weeks from Monday, or months, one after the other without a gap."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from prodtui.domain.dates import MAX_YEAR, MIN_YEAR
from prodtui.domain.enums import PeriodKind
from prodtui.domain.rows_planning import PeriodRow
from prodtui.errors import Rejected

MAX_PERIODS = 520
MAX_DAYS = 5 * 366
"""A plan looks five years ahead at most: further away nothing is planned, only mistyped."""

#: What is smaller than this is a rounding of floats, not a quantity and not an hour.
TINY = 1e-9
#: days further away than this are named with their year
_PLAIN_DAYS = 270
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def period_of(kind: PeriodKind, day: date) -> PeriodRow:
    """Return the period of that kind in which a day lies."""
    if kind is PeriodKind.DAY:
        return PeriodRow(kind, day, day + _DAY)
    if kind is PeriodKind.WEEK:
        starts = day - day.weekday() * _DAY
        return PeriodRow(kind, starts, starts + _WEEK)
    starts = day.replace(day=1)
    return PeriodRow(kind, starts, (starts + 31 * _DAY).replace(day=1))


def periods(kind: PeriodKind, first: date, count: int) -> tuple[PeriodRow, ...]:
    """Return `count` periods, the first of which holds the day `first`.

    Raises Rejected for none at all, for more than 520 of them or five years, and for years that no plan reaches.
    """
    if not 1 <= count <= MAX_PERIODS:
        raise Rejected(f"The plan cannot show {count} periods; give 1 to {MAX_PERIODS}.", details={"periods": count})
    if not MIN_YEAR <= first.year <= MAX_YEAR:
        raise Rejected(f"The plan cannot begin on {first}; give a day of the years {MIN_YEAR} to {MAX_YEAR}.")
    found = [period_of(kind, first)]
    while len(found) < count:
        found.append(period_of(kind, found[-1].ends))
    if (found[-1].ends - found[0].starts).days > MAX_DAYS:
        raise Rejected(
            f"{count} periods of a {kind} are more than five years.",
            hint="Give fewer periods, or a later first day.",
            details={"periods": count, "kind": str(kind)},
        )
    return tuple(found)


def index_of(columns: Sequence[PeriodRow], day: date) -> int | None:
    """Return in which of these periods a day lies, None outside of them."""
    at = bisect_right(columns, day, key=_starts) - 1
    return at if at >= 0 and day < columns[at].ends else None


def period_name(period: PeriodRow, today: date) -> str:
    """Return a period in words that follow "in" or "of": "the week of 30 Nov", "December", "Mon 30 Nov"."""
    if period.kind is PeriodKind.MONTH:
        return f"{period.starts:%B}{_year(period.starts, today)}"
    if period.kind is PeriodKind.WEEK:
        return f"the week of {day_name(period.starts, today)}"
    return f"{period.starts:%a} {day_name(period.starts, today)}"


def longer_plans(kind: PeriodKind, usual: PeriodKind) -> str:
    """Return where plans of a board's usual periods stand in a view of shorter ones, "" where they are no longer."""
    order = list(PeriodKind)
    return f"a {usual}'s plan stands on its first day" if order.index(kind) < order.index(usual) else ""


def day_name(day: date, today: date) -> str:
    """Return a day as it stands in a sentence, such as "4 Dec", with the year where it might be mistaken."""
    return f"{day.day} {day:%b}{_year(day, today)}"


def amount_text(value: float) -> str:
    """Return a quantity or hours with two decimals at most and without needless zeros: "40", "7.5", "1200000"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def whole(value: float) -> int:
    """Return a number rounded to a whole one, half of one away from 0: 24.5 is 25, as people reckon."""
    return int(math.copysign(math.floor(abs(value) + 0.5 + TINY), value))


def _year(day: date, today: date) -> str:
    return "" if abs((day - today).days) < _PLAIN_DAYS else f" {day.year}"


def _starts(period: PeriodRow) -> date:
    return period.starts
