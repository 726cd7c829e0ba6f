"""Dates and durations as people write and read them.

Instants are aware datetimes in UTC; a day is a day of the board's time zone. A wall time that a change of the clocks
skips moves on by the skipped hour; one that happens twice means the first time, but the end of a day the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Literal

from prodtui.domain.text import quoted
from prodtui.errors import Rejected

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MIN_YEAR, MAX_YEAR = 1970, 2199
HOURS_PER_DAY = 8
"""What "2d" of work means in a duration."""
MAX_MINUTES = 10_000 * 60

#: in words, which do not grow old as a date does
WHEN_EXAMPLES = "today, tomorrow, fri, fri 14:00, +14d, -2w, +4h, eow, eom"
DURATION_EXAMPLES = "1h30, 90m, 1.5h, 1h 30m, 2d"

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = timedelta(days=1)
_END_OF_DAY = time(23, 59, fold=1)
_START_OF_DAY = time(0, 0)

_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
# Patterns are text: `re` compiles and keeps them at first use, so a command without a date does not pay for them.
_OFFSET = r"([+-])([0-9]{1,6}) ?([hdw])"
_WITH_TIME = r"(\S+) ([0-9]{1,2}):([0-9]{2})"
_ISO = (
    r"(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
    r"(?:[t ](?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<zone>z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_FRACTION = r"([0-9]{1,6})[.,]([0-9]{1,6}) ?(d|h|m|min)"
_WHOLE = r"(?:([0-9]{1,6}) ?d)? ?(?:([0-9]{1,6}) ?h)? ?(?:([0-9]{1,6}) ?(m|min)?)?"
_YEARS = f"dates from {MIN_YEAR} to {MAX_YEAR} are accepted."


@dataclass(frozen=True, slots=True)
class When:
    """A date expression that was read but not yet placed in time; `clock` None means the whole day.

    `base` says what `amount` counts from: hours from now, days from today, the next weekday `amount` (0 is Monday),
    the end of this week or month, the local day `day`, or the instant `at`.
    """

    base: Literal["now", "today", "weekday", "eow", "eom", "day", "at"]
    amount: int = 0
    day: date = date.min
    at: datetime = datetime.min
    clock: time | None = None

    @property
    def is_day(self) -> bool:
        """Whether the expression names a whole day rather than an instant."""
        return self.clock is None and self.base not in ("now", "at")


def parse_when(text: str, now: datetime, tz: ZoneInfo, *, end_of_day: bool = True) -> datetime:
    """Return the instant (UTC) that a date expression means at `now` (aware).

    A day without a time of day lies at 23:59 local time, at 00:00 without `end_of_day`. A weekday is the next such
    day, today included; "eow" is the coming Sunday. "+3d" counts local days, "+4h" real hours.
    Raises Rejected, with examples, for what cannot be read and for years outside 1970 to 2199.
    """
    when = read_when(text)
    if not when.is_day:
        return instant_of(when, now, tz)
    wall = _END_OF_DAY if end_of_day else _START_OF_DAY
    return datetime.combine(_day_of(when, now, tz), wall, tzinfo=tz).astimezone(UTC)


def read_when(text: str) -> When:
    """Return a date expression in parts; raises Rejected as `parse_when` does, as far as that is known without now."""
    words = " ".join(text.casefold().split())
    when = _read_iso(words) or _read_word(words)
    if when is not None:
        return when
    timed = re.fullmatch(_WITH_TIME, words)
    day = _read_word(timed[1]) if timed else None
    if timed is None or day is None or not day.is_day:
        raise Rejected(_unreadable(words), details={"text": text})
    try:
        clock = time(int(timed[2]), int(timed[3]))
    except ValueError:
        raise Rejected(f"{quoted(text)} has no valid time of day; write it as 09:30 or 17:00.") from None
    return When(day.base, day.amount, clock=clock)


def instant_of(when: When, now: datetime, tz: ZoneInfo) -> datetime:
    """Return the instant (UTC) of an expression that is not a whole day; raises Rejected for absurd years."""
    if when.base == "now":
        try:
            at = now.astimezone(UTC) + timedelta(hours=when.amount)
        except OverflowError:
            raise Rejected(f"{when.amount:+d} hours leads out of the calendar; {_YEARS}") from None
    elif when.base == "at":
        at = when.at
    else:
        at = datetime.combine(_day_of(when, now, tz), when.clock or _START_OF_DAY, tzinfo=tz)
    _check_year(at.year)
    return at.astimezone(UTC)


def day_bounds(when: When, now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants (UTC) at which the day of an expression begins and is over."""
    day = _day_of(when, now, tz)
    begins, ends = (datetime.combine(each, _START_OF_DAY, tzinfo=tz).astimezone(UTC) for each in (day, day + _DAY))
    return begins, ends


def day_begins(day: date, tz: ZoneInfo) -> datetime:
    """Return the first instant (UTC) of a day."""
    return datetime.combine(day, _START_OF_DAY, tzinfo=tz).astimezone(UTC)


def day_ends(day: date, tz: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which something due on a day is due: 23:59."""
    return datetime.combine(day, _END_OF_DAY, tzinfo=tz).astimezone(UTC)


def parse_duration(text: str) -> int:
    """Return a length of work in whole minutes, a day being eight hours.

    Raises Rejected, with examples, for what cannot be read, for nothing and for more than 10,000 hours.
    """
    words = " ".join(text.casefold().split())
    fraction, whole = re.fullmatch(_FRACTION, words), re.fullmatch(_WHOLE, words)
    if fraction:
        minutes = round(float(f"{fraction[1]}.{fraction[2]}") * _unit_minutes(fraction[3]))
    elif whole and _is_complete(whole):
        days, hours, rest = (int(part or 0) for part in whole.group(1, 2, 3))
        minutes = (days * HOURS_PER_DAY + hours) * 60 + rest
    elif re.fullmatch(r"[0-9]{1,6}", words):
        raise Rejected(f"{quoted(text)} has no unit; write {words}m for minutes or {words}h for hours.")
    else:
        raise Rejected(f"{quoted(text)} is not a duration; write for example {DURATION_EXAMPLES}.")
    if not 1 <= minutes <= MAX_MINUTES:
        raise Rejected(f"{quoted(text)} is out of range; a duration is between 1 minute and 10,000 hours.")
    return minutes


def human_due(due: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return a due date in few letters: "today", "2d", "4 dec" (over 14 days), "5h late", "3d late"."""
    day, today = due.astimezone(tz).date(), now.astimezone(tz).date()
    days = (day - today).days
    if days < 0:
        return f"{-days}d late"
    if due < now:
        return f"{human_age(due, now)} late"
    if days == 0:
        return "today"
    if days <= 14:
        return f"{days}d"
    year = "" if day.year == today.year or days < 180 else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def human_distance(due: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return how far off a date is, for a place beside the date: "today", "in 2d", "in 30d", "3d late"."""
    days = (due.astimezone(tz).date() - now.astimezone(tz).date()).days
    return f"in {days}d" if days > 0 else human_due(due, now, tz)


def human_age(since: datetime, now: datetime) -> str:
    """Return elapsed time in its largest unit, rounded down: "6d", "3h", "5m"; "0m" for what lies ahead."""
    minutes = max(now - since, timedelta()) // timedelta(minutes=1)
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 24 * 60 else f"{minutes // (24 * 60)}d"


def human_minutes(minutes: int) -> str:
    """Return minutes as hours and minutes: "4h30", "2h", "45m"; `parse_duration` reads it back."""
    sign, (hours, rest) = "-" if minutes < 0 else "", divmod(abs(minutes), 60)
    if not hours:
        return f"{sign}{rest}m"
    return f"{sign}{hours}h{rest:02d}" if rest else f"{sign}{hours}h"


def local(dt: datetime, tz: tzinfo) -> str:
    """Return an instant on the local clock: "2026-11-24 09:12"."""
    return dt.astimezone(tz).strftime("%Y-%m-%d %H:%M")


def _day_of(when: When, now: datetime, tz: ZoneInfo) -> date:
    today = now.astimezone(tz).date()
    try:
        if when.base == "day":
            day = when.day
        elif when.base == "weekday":
            day = today + (when.amount - today.weekday()) % 7 * _DAY
        elif when.base == "eow":
            day = today + (6 - today.weekday()) * _DAY
        elif when.base == "eom":
            day = (today.replace(day=1) + 31 * _DAY).replace(day=1) - _DAY
        elif when.base == "today":
            day = today + when.amount * _DAY
        else:
            day = instant_of(when, now, tz).astimezone(tz).date()
    except OverflowError:
        raise Rejected(f"{when.amount:+d} days leads out of the calendar; {_YEARS}") from None
    _check_year(day.year)
    return day


def _read_word(word: str) -> When | None:
    if word == "now":
        return When("now")
    if word == "eow":
        return When("eow")
    if word == "eom":
        return When("eom")
    if word in _NEAR_DAYS:
        return When("today", _NEAR_DAYS[word])
    for number, name in enumerate(_WEEKDAYS):
        if word in (name, name[:3]):
            return When("weekday", number)
    offset = re.fullmatch(_OFFSET, word)
    if not offset:
        return None
    amount = int(offset[1] + offset[2])
    if offset[3] == "h":
        return When("now", amount)
    return When("today", amount * (7 if offset[3] == "w" else 1))


def _read_iso(words: str) -> When | None:
    iso = re.fullmatch(_ISO, words)
    if not iso:
        return None
    try:
        day = date(int(iso["year"]), int(iso["month"]), int(iso["day"]))
        clock = time(int(iso["hour"]), int(iso["minute"]), int(iso["second"] or 0)) if iso["hour"] else None
        zone = _zone(iso["zone"]) if iso["zone"] else None
    except ValueError:
        raise Rejected(
            f"{quoted(words)} is not a day and time that exists; write year-month-day, as in 2026-11-24 09:30.",
            details={"text": words},
        ) from None
    _check_year(day.year)
    if clock is None or zone is None:
        return When("day", day=day, clock=clock)
    return When("at", at=datetime.combine(day, clock, tzinfo=zone))


def _zone(text: str) -> tzinfo:
    if text == "z":
        return UTC
    digits = text[1:].replace(":", "")
    offset = time(int(digits[:2]), int(digits[2:] or 0))
    ahead = timedelta(hours=offset.hour, minutes=offset.minute)
    return timezone(ahead if text[0] == "+" else -ahead)


def _check_year(year: int) -> None:
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise Rejected(f"The date lies in the year {year}; {_YEARS}", details={"year": year})


def _unreadable(words: str) -> str:
    if re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?: .*)?", words):
        return f"{quoted(words)} can be read in more than one way; write the year first, as in 2026-11-24."
    if re.fullmatch(r"[0-9]{1,6} ?[hdw]", words):
        return f"{quoted(words)} needs a sign; write +{words} for ahead or -{words} for back."
    return f"{quoted(words)} is not a date; write for example {WHEN_EXAMPLES}, or year-month-day."


def _unit_minutes(unit: str) -> int:
    return {"d": HOURS_PER_DAY * 60, "h": 60}.get(unit, 1)


def _is_complete(whole: re.Match[str]) -> bool:
    """A number without a unit counts as minutes only right behind hours, as in "1h30", and below sixty."""
    days, hours, rest, unit = whole.groups()
    if rest and not unit:
        return hours is not None and len(rest) == 2 and int(rest) < 60
    return bool(days or hours or rest)
