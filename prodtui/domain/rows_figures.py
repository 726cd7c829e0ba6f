"""Figures as screens, reports and JSON show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from prodtui.domain.rows_issues import Figure


@dataclass(frozen=True, slots=True)
class FigureTrend:
    """A figure, what it was in the window of the same length right before, and its course over parts of the window.

    `better` is 1 where it became better, -1 where it became worse, 0 where neither can be said. The parts are oldest
    first; None is a part without data. `parts` are what the value is made of, as (name, number): open issues by their
    severity, nothing for other figures.
    """

    figure: Figure
    before: float | None
    better: int
    course: tuple[float | None, ...]
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FigurePage:
    """All figures of a board over one window: what they are about, the conventions, and until when the log was read."""

    board: str
    first: date
    last: date
    filter: str
    conventions: str
    at: datetime
    figures: tuple[FigureTrend, ...]


@dataclass(frozen=True, slots=True)
class FigureItem:
    """A thing behind a figure, or left out of it: its reference and title, what it counts, and why."""

    ref: str
    title: str
    value: float | None
    note: str


@dataclass(frozen=True, slots=True)
class FigureProof:
    """A figure with the arithmetic that it comes from, and everything that it rests on."""

    figure: Figure
    arithmetic: str
    items: tuple[FigureItem, ...]
    excluded: tuple[FigureItem, ...]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A promise and how often it holds: `share` of the runs are through by `day`, or have `items` done."""

    share: float
    items: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be done by when, out of many runs over past throughput.

    It is about so many `items` (None where that is asked for), those that `filter` or a demand line picks, as if they
    were done first, and the pace of what the filter `pace` picks. `by` is None where the day is asked for. `history`
    holds what was finished in each past period, the last one ending on `last`; the first one to come begins on
    `begins`. `never` counts the runs that are never through. `outcomes` are (day or number, runs), lowest first.
    `time` says whether all days are drawn ("calendar") or only those that the board works ("working").
    """

    board: str
    filter: str
    pace: str
    items: int | None
    by: date | None
    period: str
    last: date
    begins: date
    history: tuple[int, ...]
    seed: int
    trials: int
    never: int
    lines: tuple[ForecastLine, ...]
    outcomes: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...]
    time: str
