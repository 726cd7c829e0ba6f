"""Frozen rows of products, resources and the calendar with all that belongs to them; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass

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
