"""The calendar of a demo board: how long its history is, and what relative times of its script mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.rows import BoardSettings
from prodtui.services.demo.script import ME


@dataclass(frozen=True, slots=True)
class When:
    """`days` working days of history from `first` to `present`; `me` is the login of whoever makes the demo."""

    days: int
    first: date
    present: date
    tz: ZoneInfo
    settings: BoardSettings
    me: str

    def login(self, name: str) -> str:
        """Return the login that a name of the script means."""
        return self.me if name == ME else name

    def later(self, at: datetime, hours: float) -> datetime:
        """Return the moment so many working hours later."""
        return add_working_hours(at, hours, self.settings, self.tz)

    def day_end(self, at: datetime, days: int) -> datetime:
        """Return the end of the local day that comes `days` calendar days after a moment."""
        return datetime.combine(at.astimezone(self.tz).date() + timedelta(days=days), time(23, 59), tzinfo=self.tz)

    def covers(self, days: tuple[int, int] | None) -> bool:
        """Tell whether a window, if any, lies in the history as a whole."""
        return days is None or self.window(days)[0] >= self.first

    def window(self, days: tuple[int, int]) -> tuple[date, date]:
        """Return the local days that lie so many calendar days before the present."""
        first, last = (self.present - timedelta(days=back) for back in days)
        return first, last
