"""Frozen rows about demand that are only shown: a line with all that belongs to it, and what is foreseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import DemandRow


@dataclass(frozen=True, slots=True)
class DemandDetail:
    """A demand line, the references of the tasks that were released for it, and its history.

    `name` is that of its product, `names` are those of all products by the reference that the history has of them.
    """

    demand: DemandRow
    name: str
    tasks: tuple[str, ...]
    events: tuple[EventRow, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ForecastPeriod:
    """A period from `starts` up to but not including `ends`.

    `orders` are due in it; `expected` is what the past lets expect in all, None for a period of the past; `kept` is
    what demand holds as forecast already.
    """

    starts: date
    ends: date
    orders: float
    expected: float | None = None
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class DemandForecast:
    """What is to be expected of a product, by period, from the orders of the past.

    `method`, `level`, `trend`, `season` and `error` are those of `domain.forecasting.Forecast`. `past` are the periods
    that it rests on, oldest first, `ahead` those to come, the present one first.
    """

    product: str
    unit: str
    kind: PeriodKind
    method: str
    level: float
    trend: float
    season: tuple[float, ...]
    error: float | None
    past: tuple[ForecastPeriod, ...]
    ahead: tuple[ForecastPeriod, ...]


@dataclass(frozen=True, slots=True)
class ForecastSaved:
    """What was kept of the forecast of a product, by key: `lines` with `quantity` in all, `why` none were."""

    product: str
    unit: str
    lines: int
    quantity: float
    method: str
    why: str = ""
