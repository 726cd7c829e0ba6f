"""Absences out of an iCalendar file (RFC 5545): what says that somebody is away, day by day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import spans_on
from prodtui.domain.rows import BoardSettings
from prodtui.domain.text import counted, quoted, scrub
from prodtui.errors import Rejected
from prodtui.services.absences import Away
from prodtui.services.rrules import times_of

MOST_EVENTS = 10_000
MOST_MB = 10
"""More than this is a calendar with pictures in it, which would be read for minutes."""
MOST_DAYS = 366
"""As long as one absence may be."""
#: Repeating events are followed from so long ago to so far beyond the present day; more times than one a day are none.
_BACK, _AHEAD, _MOST_TIMES = timedelta(days=365), timedelta(days=2 * 365), 1_100
#: What well-known calendars say of a time in which somebody works all the same.
_AT_WORK = frozenset({"FREE", "WORKINGELSEWHERE", "TENTATIVE"})
_UNTIL = r"UNTIL=([0-9]{8})(T[0-9]{6}Z?)?"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IcsFile:
    """What a calendar file says about absences, and a sentence for each event that is none, or is read otherwise."""

    found: tuple[Away, ...]
    skipped: tuple[str, ...]


def read_absences(data: bytes, settings: BoardSettings, zone: ZoneInfo, now: datetime) -> IcsFile:
    """Return the absences of a calendar file.

    An event counts for the days of which it covers the whole working time of the board. One that is marked as no
    holiday (transparent, free, tentative) or cancelled counts for none, and takes an earlier absence away. Repeating
    events are followed from a year ago to two years from now. Times without a zone, or in one that nobody knows, are
    those of the board. Raises Rejected for a file that is no calendar, or too large for one.
    """
    return _Reader(settings, zone, now).read(data)


class _Reader:
    """Reads one file for one board."""

    def __init__(self, settings: BoardSettings, zone: ZoneInfo, now: datetime) -> None:
        self._settings = settings
        self._zone = zone
        self._since, self._until = now - _BACK, now + _AHEAD
        self._skipped: list[str] = []

    def read(self, data: bytes) -> IcsFile:
        """Return what the file says."""
        events, found = _events(data), dict[str, Away]()
        # What changes one time of a repeating event comes last, so that it wins over the rule.
        for event in sorted(events, key=lambda event: "RECURRENCE-ID" in event):
            title = scrub(str(event.get("SUMMARY", "")), limit=200)[0]
            try:
                found |= {away.uid: away for away in self._absences(event, title)}
            except (ValueError, OverflowError, Rejected) as error:
                said = error.message if isinstance(error, Rejected) else f"{error}."
                self._skip(title, f"it cannot be read: {scrub(said, limit=200)[0].rstrip('.')}")
            if len(found) > MOST_EVENTS:
                raise Rejected(
                    f"The file tells of more than {MOST_EVENTS:,} absences.",
                    hint="Export fewer years, or fewer people.",
                )
        return IcsFile(tuple(sorted(found.values(), key=lambda away: (away.starts, away.uid))), tuple(self._skipped))

    def _absences(self, event: Any, title: str) -> Iterator[Away]:
        """Yield the absence for each time of an event."""
        at_work, uid = _at_work(event), _uid(event)
        if at_work:
            self._skip(title, at_work)
        start, end = self._wall(event.start), self._wall(event.end)
        if end == start and not isinstance(event.start, datetime):
            end += _DAY  # some programs end a whole day on itself
        self._tell_how_it_is_read(event, title)
        times = self._times(event, start)
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            named = {f"{uid}/{self._own_day(event, time)}": time for time in times}
        else:
            named = dict.fromkeys([uid], start)
        days = [(name, self._days(time, time + (end - start))) for name, time in named.items()]
        if not at_work and not any(covered for _, covered in days):
            self._skip(title, "it covers no whole working day")
        for name, covered in days:
            if covered or at_work:
                first, last = covered or (start.date(), start.date())
                yield Away(name, first, last, title, cancelled=bool(at_work))

    def _times(self, event: Any, start: datetime) -> tuple[datetime, ...]:
        """Return when an event begins, each time of a repeating one; more than the horizon holds is left out."""
        rules, more = _several(event, "RRULE"), [self._wall(day) for day in _dates(event, "RDATE")]
        if not rules:
            return tuple(sorted({start, *more}))
        # The end of a rule stands in UTC; its times are wall times.
        texts = [re.sub(_UNTIL, r"UNTIL=\1T235959", rule.to_ical().decode()) for rule in rules]
        first = start.replace(tzinfo=self._zone)
        span = {"since": self._since, "until": self._until}
        every = [times_of(text, first, self._zone, most=_MOST_TIMES, **span) for text in texts]
        left_out = {self._wall(day).date() for day in _dates(event, "EXDATE")}
        return tuple(sorted({time for times in [*every, more] for time in times if time.date() not in left_out}))

    def _days(self, start: datetime, end: datetime) -> tuple[date, date] | None:
        """Return first and last of the days that a time covers, None when it covers none."""
        covered: list[date] = []
        day, count = start.date(), (end - start).days
        if count > MOST_DAYS:
            raise ValueError(f"it lasts {count:,} days, and {MOST_DAYS} are the most")
        while day <= end.date():
            spans = spans_on(day, self._settings) or ((0, 24 * 60),)
            midnight = datetime.combine(day, time())
            opens, closes = (midnight + timedelta(minutes=minute) for minute in (spans[0][0], spans[-1][1]))
            if start <= opens and closes <= end:
                covered.append(day)
            day += _DAY
        return (covered[0], covered[-1]) if covered else None

    def _wall(self, value: date) -> datetime:
        """Return a moment or a day as the clock of the board shows it."""
        if not isinstance(value, datetime):
            return datetime.combine(value, time())
        return value if value.tzinfo is None else value.astimezone(self._zone).replace(tzinfo=None)

    def _own_day(self, event: Any, start: datetime) -> date:
        """Return the day by which a time of a repeating event is known: the one that its rule gave."""
        return self._wall(event["RECURRENCE-ID"].dt).date() if "RECURRENCE-ID" in event else start.date()

    def _tell_how_it_is_read(self, event: Any, title: str) -> None:
        """Say what is read otherwise than the file may mean it."""
        zone = scrub(str(event["DTSTART"].params.get("TZID", "")), limit=60)[0]
        if zone and isinstance(event.start, datetime) and event.start.tzinfo is None:
            self._tell(title, f"is in the unknown time zone {quoted(zone)}; its times are read as the board's")
        if "RECURRENCE-ID" in event and "RANGE" in event["RECURRENCE-ID"].params:
            self._tell(title, "changes all later times of an event; only that one was changed")

    def _skip(self, title: str, why: str) -> None:
        self._tell(title, f"is no absence: {why}")

    def _tell(self, title: str, what: str) -> None:
        self._skipped.append(f"{quoted(title) if title else 'An event without a title'} {what}.")


def _events(data: bytes) -> list[Any]:
    from icalendar import Calendar  # only an import pays for it

    _check_size(data)
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        events = [event for calendar in calendars for event in _named(calendar)]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:  # as the library fails on damage
        why = scrub(str(error), limit=120)[0]
        raise Rejected(f"The file is not an iCalendar file: {why}.", hint="Export it again as .ics.") from None
    if not events:
        raise Rejected("The file holds no event.", hint="Export the calendar with its events as .ics.")
    return events


def _check_size(data: bytes) -> None:
    """Raise Rejected for what is no calendar at the first look, before a reader takes minutes to find out."""
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        raise Rejected(
            "The file is not an iCalendar file: it does not begin with BEGIN:VCALENDAR.",
            hint="Export it again as .ics.",
        )
    if len(data) > MOST_MB * 1024 * 1024:
        size = len(data) / 1024 / 1024
        raise Rejected(
            f"The calendar file holds {size:.0f} MB, and {MOST_MB} MB is the most.",
            hint="Export fewer years, without attachments.",
        )
    _check_count(data.upper().count(b"BEGIN:VEVENT"))


def _check_count(count: int) -> None:
    if count > MOST_EVENTS:
        raise Rejected(
            f"The file holds {counted(count, 'event')} and {MOST_EVENTS:,} is the most.", hint="Export fewer years."
        )


def _several(event: Any, name: str) -> list[Any]:
    """Return the values of a property that may come several times."""
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _dates(event: Any, name: str) -> list[date]:
    """Return the days or moments of a list of them; of a period its beginning. Raises ValueError."""
    try:
        found = [each.dt for some in _several(event, name) for each in some.dts]
    except (ValueError, AttributeError):
        raise ValueError(f"its {name} is no list of dates") from None
    return [each[0] if isinstance(each, tuple) else each for each in found]


def _named(calendar: Any) -> list[Any]:
    """Return the events of a calendar; one that calls itself cancelled as a whole cancels all of them."""
    events = list(calendar.walk("VEVENT"))
    if str(calendar.get("METHOD", "")).upper() == "CANCEL":
        for event in events:
            event["STATUS"] = "CANCELLED"
    return events


def _at_work(event: Any) -> str:
    """Return why nobody is away because of an event, empty when somebody is."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "it was cancelled"
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return "it is marked as free time"
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in _AT_WORK:
        return "it is marked as free or tentative"
    if str(event.get("STATUS", "")).upper() == "TENTATIVE":
        return "it is not certain yet"
    return ""


def _uid(event: Any) -> str:
    """Return what an event is known by; one without a name of its own by what it says."""
    given = scrub(str(event.get("UID", "")), limit=300)[0]
    return given or sha256(event.to_ical()).hexdigest()
