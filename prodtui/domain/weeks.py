"""Working weeks: seven days, Monday first, each with its spans in minutes of the day; read from text, and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from prodtui.domain.text import counted, quoted
from prodtui.errors import Rejected

if TYPE_CHECKING:
    from prodtui.domain.rows_planning import Workweek

MINUTES_PER_DAY = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = tuple(day[:3].lower() for day in WEEKDAYS)
_SPAN = r"([0-9]{1,2})(?::([0-9]{2}))?-([0-9]{1,2})(?::([0-9]{2}))?\Z"
_EXAMPLE = 'Write it like "mon-thu 8:00-12:00 13:00-17:00, fri 8:00-13:00".'

Span = tuple[int, int]


def parse_week(value: Any) -> Workweek:
    """Return a week from text such as "mon-fri 8:00-16:00, sat 8:00-12:00", or from lists of spans, Monday first.

    Days that are not named are off; several shifts stand one after the other, and one over midnight is written as two.
    Raises Rejected for what cannot be read, spans out of order, and a week without working time.
    """
    week = _from_text(value) if isinstance(value, str) else _from_lists(value)
    check_week(week, "The calendar")
    return week


def own_week(value: Any) -> Workweek | None:
    """Return a week of one's own as `parse_week` does, None for nothing."""
    return None if value is None or value == "" else parse_week(value)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Return the working hours of one day from text such as "8:00-12:00 13:00-17:00"; "off" is none.

    Raises Rejected.
    """
    if text.strip().casefold() in ("off", "none", ""):
        return ()
    spans = tuple(_span(word, text) for word in text.split())
    check_spans("the day", spans)
    return spans


def week_text(week: Workweek) -> str:
    """Return a week as text that `parse_week` reads: days with the same hours side by side stand together."""
    parts: list[str] = []
    first = 0
    for day in range(1, len(week) + 1):
        if day == len(week) or week[day] != week[first]:
            days = _SHORT[first] if day - first == 1 else f"{_SHORT[first]}-{_SHORT[day - 1]}"
            parts += [f"{days} {spans_text(week[first])}"] if week[first] else []
            first = day
    return ", ".join(parts)


def spans_text(spans: Iterable[Span]) -> str:
    """Return the working hours of a day as text, "off" for none."""
    return " ".join(f"{clock(first)}-{clock(last)}" for first, last in spans) or "off"


def fitted(spans: Iterable[Span], minutes: int) -> tuple[Span, ...]:
    """Return the first `minutes` of a day's spans; its last one is longer where they are not enough."""
    found: list[Span] = []
    for begin, end in spans:
        taken = min(end - begin, minutes)
        if taken > 0:
            found.append((begin, begin + taken))
        minutes -= max(taken, 0)
    if minutes > 0 and found:
        begin, end = found[-1]
        found[-1] = begin, min(end + minutes, MINUTES_PER_DAY)
    return tuple(found)


def hours_after(spans: Iterable[Span], minute: int, hours: float) -> float:
    """Return how many of the first `hours` of a day, see `fitted`, lie after a minute of it."""
    return hours_of((max(begin, minute), max(end, minute)) for begin, end in fitted(spans, round(hours * 60)))


def hours_of(spans: Iterable[Span]) -> float:
    """Return how many hours a day has."""
    return sum(last - first for first, last in spans) / 60


def check_week(week: Workweek, whose: str = "The working week") -> None:
    """Raise Rejected unless a week has seven days, spans in order within each day, and at least one span."""
    if len(week) != len(WEEKDAYS):
        raise Rejected(f"The working week lists {counted(len(week), 'day')}; it needs seven, Monday first.")
    for name, spans in zip(WEEKDAYS, week, strict=True):
        check_spans(name, spans)
    if not any(week):
        raise Rejected(f"{whose} has no working time; give at least one weekday working hours.")


def check_spans(name: str, spans: Iterable[Span]) -> None:
    """Raise Rejected unless the spans of a day are in order."""
    free_from = 0
    for first, last in spans:
        if not free_from <= first < last <= MINUTES_PER_DAY:
            raise Rejected(
                f"The working hours of {name} are not in order: {clock(first)} to {clock(last)}. "
                "Give spans within 00:00 and 24:00 that do not overlap, earliest first.",
                details={"weekday": name, "first": first, "last": last},
            )
        free_from = last


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _from_text(text: str) -> Workweek:
    week: list[tuple[Span, ...]] = [()] * len(WEEKDAYS)
    for part in re.split(r"[,;]", text.casefold()):
        words = part.split()
        if not words:
            continue
        for day in _days(words[0], text):
            week[day] += parse_spans(" ".join(words[1:]))
    return tuple(week)


def _days(word: str, text: str) -> range:
    first, dash, last = word.partition("-")
    try:
        start = _SHORT.index(first[:3])
        end = _SHORT.index(last[:3]) if dash else start
    except ValueError:
        start, end = 1, 0
    if start > end:
        raise Rejected(f"{quoted(word)} in {quoted(text)} names no weekdays.", hint=_EXAMPLE)
    return range(start, end + 1)


def _span(word: str, text: str) -> Span:
    match = re.match(_SPAN, word)
    if match is None or int(match[2] or 0) > 59 or int(match[4] or 0) > 59:
        raise Rejected(f"{quoted(word)} in {quoted(text)} is no span of working hours.", hint=_EXAMPLE)
    return int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)


def _from_lists(value: Any) -> Workweek:
    try:
        week = tuple(tuple((first, last) for first, last in day) for day in value)
    except (TypeError, ValueError):
        week = None
    if week is None or any(type(minute) is not int for day in week for span in day for minute in span):
        raise Rejected("A working week is a list of seven days with spans in minutes.", hint=_EXAMPLE)
    return week
