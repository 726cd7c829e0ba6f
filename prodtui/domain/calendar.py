"""Working time and wall time: which hours a day has, and the way between hours of work and instants.

Working hours are read on the clock of the board's time zone and last as long as they really last: a shift over a change
of the clocks is an hour longer or shorter than its numbers say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from prodtui.domain.dates import MAX_YEAR, MIN_YEAR
from prodtui.domain.rows import BoardSettings
from prodtui.domain.text import quoted
from prodtui.domain.weeks import MINUTES_PER_DAY, Span, check_week, hours_of
from prodtui.errors import Rejected

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from prodtui.domain.rows_planning import Workweek

MAX_HOURS = 100_000
"""About fifty years of one shift: longer lags are slips of the keyboard."""

_DAY = timedelta(days=1)
_LONGEST_BREAK = 60


def is_working_day(day: date, settings: BoardSettings) -> bool:
    """Return whether the calendar has any working time on a day."""
    return bool(spans_on(day, settings))


def spans_on(day: date, settings: BoardSettings, own: Workweek | None = None) -> tuple[Span, ...]:
    """Return the working hours of a day in minutes of the day, earliest first, none for a day off.

    An exception of the board wins over its holidays, these over the working days that its country puts on a weekend
    (they have the hours of the week's first working day), these over the week. Somebody with a week of their `own`
    works in it, where the board does not close: never on a holiday, and at an exception in what both share.
    """
    week = own or settings.workweek
    plain = week[day.weekday()]
    exception = next((each for each in settings.exceptions if each.day == day), None)
    if exception is not None:
        return exception.spans if own is None else _shared(plain, exception.spans)
    if day in settings.holidays:
        return ()
    if settings.country is None:
        return plain
    public = public_days(settings.country, settings.subdivision, day.year)
    if day in public.holidays:
        return ()
    if not plain and day in public.workdays and own is None:
        return next(filter(None, week), ())
    return plain


def shifts_on(day: date, settings: BoardSettings) -> tuple[Span, ...]:
    """Return the shifts of a day in minutes of the day: working hours with a break of up to an hour are one shift.

    Hours that follow on each other without a break are two.
    """
    found: list[Span] = []
    for first, last in spans_on(day, settings):
        if found and 0 < first - found[-1][1] <= _LONGEST_BREAK:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)


def working_hours(day: date, settings: BoardSettings, own: Workweek | None = None) -> float:
    """Return how many hours a day has; see `spans_on`."""
    return hours_of(spans_on(day, settings, own))


def name_of_day(day: date, settings: BoardSettings) -> str:
    """Return why a day is not as its weekday: the name of an exception or a holiday, empty for a usual day."""
    exception = next((each for each in settings.exceptions if each.day == day), None)
    if exception is not None:
        return exception.name or ("other hours" if exception.spans else "day off")
    if settings.country is not None:
        public = public_days(settings.country, settings.subdivision, day.year)
        if day in public.holidays:
            return public.holidays[day]
        if day in public.workdays and day not in settings.holidays:
            return "working day"
    return "holiday" if day in settings.holidays else ""


@dataclass(frozen=True, slots=True)
class PublicDays:
    """The public holidays of a country in a year by name, and its working days that fall on a weekend."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]


@lru_cache(maxsize=64)
def public_days(country: str, subdivision: str | None, year: int) -> PublicDays:
    """Return the public holidays of a country (ISO 3166 code) or a part of it. Raises Rejected for an unknown one."""
    from holidays import country_holidays  # takes as long as a short command, so only where a country is set

    try:
        found = country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    except NotImplementedError:
        raise _unknown_country(country, subdivision) from None
    special = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return PublicDays({day: name for day, name in found.items()}, special)


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country whose holidays are known, by its ISO 3166 code, with the codes of its parts that have their own."""

    code: str
    name: str
    parts: tuple[str, ...]


def countries() -> tuple[CountryRow, ...]:
    """Return every country whose holidays are known, by code."""
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    names = {codes[0]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name, *codes in COUNTRIES.values()}
    known = list_supported_countries(include_aliases=False)
    return tuple(CountryRow(code, names.get(code, code), tuple(known[code])) for code in sorted(known))


def check_country(country: str, subdivision: str | None) -> tuple[str, str | None]:
    """Return a country and a part of it as the holidays know them; the part goes by its code or its name.

    Raises Rejected for one whose holidays nobody knows, with the parts that are known.
    """
    from holidays import country_holidays

    code = country.strip().upper()
    try:
        parts = country_holidays(code)
    except NotImplementedError:
        raise _unknown_country(code, None) from None
    if not subdivision:
        return code, None
    wanted = subdivision.strip()
    names = {name.casefold(): part for name, part in parts.subdivisions_aliases.items()}
    names |= {part.casefold(): part for part in parts.subdivisions}
    if wanted.casefold() not in names:
        raise _unknown_country(code, wanted, sorted(parts.subdivisions))
    return code, names[wanted.casefold()]


def add_working_hours(start: datetime, hours: float, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    """Return the first instant (UTC) by which `hours` of working time have passed since `start`.

    Negative hours count back to the last such instant; zero gives `start` itself, also outside working time.
    Raises Rejected for a calendar without working time, and for a number of hours that is absurd.
    """
    check_workweek(settings)
    if not math.isfinite(hours) or abs(hours) > MAX_HOURS:
        raise Rejected(f"{hours:g} working hours is out of range; give at most {MAX_HOURS} hours.")
    start = start.astimezone(UTC)
    left = timedelta(hours=abs(hours))
    if not left:
        return start
    if hours > 0:
        return _forward(start, left, settings, tz)
    return _backward(start, left, settings, tz)


def working_minutes(
    start: datetime, end: datetime, settings: BoardSettings, tz: ZoneInfo, own: Workweek | None = None
) -> int:
    """Return the whole minutes of working time between two instants, in a week of one's `own` or in the board's.

    They are negative when `end` lies before `start`.
    """
    if end < start:
        return -working_minutes(end, start, settings, tz, own)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    total = timedelta()
    while day <= last:
        for opens, closes in _spans(day, settings, tz, own):
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += _DAY
    return total // timedelta(minutes=1)


def instant_of(day: date, minute: int, tz: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which the clock of a day shows a minute, which may lie on another day."""
    days, minute = divmod(minute, MINUTES_PER_DAY)
    wall = datetime.combine(day + days * _DAY, time(minute // 60, minute % 60), tzinfo=tz)
    return wall.astimezone(UTC)


def check_workweek(settings: BoardSettings) -> None:
    """Raise Rejected unless the week has seven days, spans in order within each day, and at least one span."""
    check_week(settings.workweek, "The board's calendar")


def _unknown_country(country: str, subdivision: str | None, parts: Sequence[str] = ()) -> Rejected:
    what = f"of the country {quoted(country)}" if subdivision is None else f"of {quoted(subdivision)} in {country}"
    hint = f"Its parts are {', '.join(parts)}." if parts else "`prodtui calendar countries` lists those that are known."
    if subdivision is not None and not parts:
        hint = "Its holidays are the same everywhere; leave the part out."
    return Rejected(f"The holidays {what} are not known.", hint=hint, details={"candidates": list(parts)})


def _shared(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time that lies in spans of both."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in first for b in second)
    return tuple(sorted((start, end) for start, end in pairs if start < end))


def _forward(start: datetime, left: timedelta, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    day = start.astimezone(tz).date()
    while True:
        for opens, closes in _spans(day, settings, tz):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta())
        day = _neighbour(day, _DAY)


def _backward(start: datetime, left: timedelta, settings: BoardSettings, tz: ZoneInfo) -> datetime:
    day = start.astimezone(tz).date()
    while True:
        for opens, closes in reversed(tuple(_spans(day, settings, tz))):
            ends = min(closes, start)
            if ends - opens >= left:
                return ends - left
            left -= max(ends - opens, timedelta())
        day = _neighbour(day, -_DAY)


def _neighbour(day: date, step: timedelta) -> date:
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise Rejected(f"The working hours lead past the years {MIN_YEAR} to {MAX_YEAR}; give fewer hours.")
    return day + step


def _spans(
    day: date, settings: BoardSettings, tz: ZoneInfo, own: Workweek | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working spans of a local day as instants in UTC, earliest first, none overlapping."""
    free_from = instant_of(day, 0, tz)
    for first, last in spans_on(day, settings, own):
        # A wall time that the clocks skip stands for an instant after the gap, where another span may already be open.
        opens = max(instant_of(day, first, tz), free_from)
        free_from = max(instant_of(day, last, tz), opens)
        yield opens, free_from
