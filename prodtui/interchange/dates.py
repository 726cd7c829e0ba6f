"""Dates as other programs write them: read one by one, with the order of day and month settled for a whole column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from prodtui.domain.imports import Moment

_MONTHS = {"janfebmaraprmayjunjulaugsepoctnovdec"[3 * i : 3 * i + 3]: i + 1 for i in range(12)}
_REST = r"(?:,?[ T]+(?P<rest>\S.*))?"
_NUMBERS = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{4}}|\d{{1,2}}){_REST}", re.ASCII
)
_DAY_NAME = r"(?:[A-Za-z]{3,9},?[ ]+)?"
_DAY_FIRST = re.compile(
    rf"{_DAY_NAME}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ /.-]+(?P<m>[A-Za-z]{{3,9}})[ /.,-]+(?P<y>\d{{4}}|\d\d){_REST}",
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    rf"{_DAY_NAME}(?P<m>[A-Za-z]{{3,9}})\.?[ ]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]+(?P<y>\d{{4}}){_REST}", re.ASCII
)
_TIME = re.compile(
    r"(?:at )?(?P<h>\d{1,2})(?::(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d+))?)?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?))?(?: ?\(UTC\))?",
    re.ASCII,
)
_EPOCH_DIGITS = {9: 1, 10: 1, 11: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CACHED = 20_000


class DateOrder(StrEnum):
    """Which of two small numbers is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class NotADate(ValueError):
    """A text that is no date; the message completes "it …"."""


@dataclass(slots=True)
class OrderEvidence:
    """What the cells of one column say about the order; lines count from 1, 0 when nothing was seen."""

    day_first: int = 0
    month_first: int = 0
    open_line: int = 0
    open_example: str = ""

    def look_at(self, text: str, line: int) -> None:
        """Take a cell into account; anything but two small numbers with a year behind them says nothing."""
        match = _NUMBERS.fullmatch(text.strip())
        if match is None or len(match["a"]) > 2 or match["sep"] == ".":
            return
        first, second = int(match["a"]), int(match["b"])
        if first > 12 >= second:
            self.day_first = self.day_first or line
        elif second > 12 >= first:
            self.month_first = self.month_first or line
        elif first != second and not self.open_line:
            self.open_line, self.open_example = line, text.strip()


class DateReader:
    """Reads the dates of one column.

    Texts without a zone are on the clock of `zone`. `order` settles 03/04/2021; None where no such date is expected.
    `pattern` is a strptime format that every cell must have, given by the user.
    """

    def __init__(self, zone: tzinfo, *, order: DateOrder | None = None, pattern: str | None = None) -> None:
        self._zone = zone
        self._order = order
        self._pattern = pattern
        self._known: dict[str, Moment] = {}

    def read(self, text: str) -> Moment:
        """Return the moment that a cell names. Raises NotADate."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            known = self._known[text] = self._read(text.strip())
        return known

    def end_of_day(self, text: str) -> datetime:
        """Return the instant of a due date: 23:59 of its day when the cell gives no time. Raises NotADate."""
        moment = self.read(text)
        if not moment.day_only:
            return moment.at
        local = moment.at.astimezone(self._zone)
        return local.replace(hour=23, minute=59).astimezone(UTC)

    def _read(self, text: str) -> Moment:
        try:
            if self._pattern:
                return self._by_pattern(text, self._pattern)
            found = _iso(text) or _numbers(text, self._order) or _names(text) or _digits(text)
            if found is None:
                raise NotADate("is not a date that is understood; write it like 2026-11-24 or 2026-11-24T15:00:00Z")
            return self._moment(found)
        except (ValueError, OverflowError) as error:
            if isinstance(error, NotADate):
                raise
            raise NotADate("is not a day of the calendar") from None

    def _by_pattern(self, text: str, pattern: str) -> Moment:
        try:
            found = datetime.strptime(text, pattern)  # the zone is set below
        except ValueError:
            raise NotADate(f"does not have the date format {pattern}") from None
        has_time = any(mark in pattern for mark in ("%H", "%I", "%X", "%c", "%s"))
        return self._moment(found if has_time else found.date())

    def _moment(self, found: date | datetime) -> Moment:
        if not _FIRST_YEAR < found.year < _LAST_YEAR:
            raise NotADate(f"lies in the year {found.year}; dates from {_FIRST_YEAR + 1} to {_LAST_YEAR - 1} are taken")
        if not isinstance(found, datetime):
            return Moment(datetime.combine(found, time(), tzinfo=self._zone).astimezone(UTC), day_only=True)
        at = found if found.tzinfo is not None else found.replace(tzinfo=self._zone)
        return Moment(at.astimezone(UTC))


def check_pattern(text: str) -> tuple[DateOrder | None, str | None]:
    """Return (order, pattern) for a date format named by the user: "dmy", "mdy", "iso" or a strptime format.

    Raises NotADate for anything else.
    """
    if text in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        return DateOrder(text), None
    if text == "iso":
        return None, None
    try:
        probe = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
        whole = datetime.strptime(probe.strftime(text), text).date() == probe.date()
    except (ValueError, re.error):
        whole = False
    if not whole:
        raise NotADate("is not a date format; use dmy, mdy, iso, or a pattern such as %d.%m.%Y %H:%M")
    return None, text


def _iso(text: str) -> date | datetime | None:
    """Read ISO 8601, extended and basic, in the forms that the standard library knows."""
    if len(text) < 8 or not text[:4].isdecimal() or not text.isascii():
        return None
    read: Callable[[str], date | datetime] = date.fromisoformat if len(text) in (8, 10) else datetime.fromisoformat
    try:
        return read(text)
    except ValueError:
        return None


def _numbers(text: str, order: DateOrder | None) -> date | datetime | None:
    """Read three numbers: year first, or day and month in the order of the column; points mean day first."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        day = date(int(a), int(b), int(c)) if len(c) <= 2 else None
    elif len(a) == 3 or len(c) not in (2, 4):
        day = None
    elif match["sep"] == "." or order is DateOrder.DAY_FIRST or (order is None and a == b):
        day = _date(c, b, a)
    elif order is DateOrder.MONTH_FIRST:
        day = _date(c, a, b)
    else:
        raise NotADate("could be day first or month first; say which with --date-format dmy or mdy")
    return None if day is None else _with_time(day, match["rest"])


def _names(text: str) -> date | datetime | None:
    """Read a date with the English name of its month."""
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if match is None or match["m"][:3].lower() not in _MONTHS:
        return None
    return _with_time(_date(match["y"], str(_MONTHS[match["m"][:3].lower()]), match["d"]), match["rest"])


def _digits(text: str) -> datetime | None:
    """Read YYYYMMDDHHMMSS, or seconds, milliseconds or microseconds since 1970."""
    if not (text.isascii() and text.isdecimal()):
        return None
    if len(text) == 14:
        return datetime.strptime(text, "%Y%m%d%H%M%S")  # the zone of the column is set by the caller
    unit = _EPOCH_DIGITS.get(len(text))
    return None if unit is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text) / unit)


def _date(year: str, month: str, day: str) -> date:
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    return date(full, int(month), int(day))


def _with_time(day: date, rest: str | None) -> date | datetime:
    if not rest:
        return day
    match = _TIME.fullmatch(rest.strip())
    if match is None or not (match["m"] or match["half"]):
        raise NotADate("has a time of day that is not understood; write it like 15:00, 3:00 PM or 15:00+02:00")
    hour = int(match["h"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise NotADate("has a time of day that does not exist")
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    microsecond = int((match["f"] or "")[:6].ljust(6, "0"))
    clock = time(hour, int(match["m"] or 0), int(match["s"] or 0), microsecond, tzinfo=_zone(match["zone"]))
    return datetime.combine(day, clock)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    digits = text.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if digits in ("", "Z"):
        return UTC
    number = digits[1:]
    hours, minutes = (int(number[:-2]), int(number[-2:])) if len(number) > 2 else (int(number), 0)
    return timezone((1 if digits[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
