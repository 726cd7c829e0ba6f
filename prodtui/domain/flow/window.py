"""Windows of local days, and the moments at which their days are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_DAYS = {"d": 1, "w": 7}
#: A longer number would lead before the first day that a calendar knows.
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Local days, both ends included, and the instants (UTC) at which they begin and are over."""

    first: date
    last: date
    begins: datetime
    ends: datetime
    zone: ZoneInfo

    @property
    def days(self) -> int:
        """How many days it has; one of them may be an hour longer or shorter than the others."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> float:
        """How many weeks it has, also in part."""
        return self.days / 7

    @property
    def before(self) -> Window:
        """The window of as many days right before it."""
        return window(self.first - self.days * _DAY, self.first - _DAY, self.zone)

    def day_ends(self) -> Iterator[datetime]:
        """Yield the instant at which each of its days is over."""
        for place in range(1, self.days + 1):
            yield midnight(self.first + place * _DAY, self.zone)

    def __contains__(self, at: object) -> bool:
        return isinstance(at, datetime) and self.begins <= at < self.ends


def window(first: date, last: date, zone: ZoneInfo) -> Window:
    """Return the window of these days on the clock of `zone`."""
    return Window(first, last, midnight(first, zone), midnight(last + _DAY, zone), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which a day begins on a clock."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def days_in(text: str) -> int | None:
    """Return how many days a length such as 30d or 8w has, None for what is no length."""
    number, unit = text[:-1], text[-1:]
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS and unit in _DAYS and int(number)):
        return None
    return int(number) * _DAYS[unit]
