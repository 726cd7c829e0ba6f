"""Frozen rows of products, resources and the calendar with all that belongs to them; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_planning import AbsenceRow, ProductRow, ResourceRow, StockRow


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product with its history, oldest first."""

    product: ProductRow
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class ResourceDetail:
    """A resource with its newest movements of stock, newest first, its absences, and its history, oldest first."""

    resource: ResourceRow
    moves: tuple[StockRow, ...]
    absences: tuple[AbsenceRow, ...]
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a board's calendar: its spans in minutes of the day, and their hours.

    `name` tells why it is not as its weekday, empty for a usual day; `away` holds logins of people, keys of resources.
    """

    day: date
    spans: tuple[tuple[int, int], ...]
    hours: float
    name: str
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month of a board's calendar from its `first` day, with the absences that touch it."""

    board: str
    first: date
    today: date
    country: str | None
    subdivision: str | None
    days: tuple[CalendarDay, ...]
    absences: tuple[AbsenceRow, ...]
