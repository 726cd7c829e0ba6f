"""Rules by which things come back (RFC 5545), read and followed on the clock of the wall."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import dropwhile, islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.rule_words import EXAMPLE, rule_of
from prodtui.domain.text import clean_line
from prodtui.errors import Rejected

_FREQUENCIES = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def clean_rule(rule: str) -> str:
    """Return an RFC 5545 rule, given as such or in words, in its plain form. Raises Rejected with an example."""
    text = clean_line(rule, limit=300, what="rule")
    words = "FREQ=HOURLY" if text.lower() == "hourly" else rule_of(text)
    text = (words or text).upper().removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    # dateutil would look for ever for the next of a rule that stands still.
    moves_on = parts.get("INTERVAL", "1").isdecimal() and int(parts.get("INTERVAL", "1")) > 0
    if parts.get("FREQ") not in _FREQUENCIES or "DTSTART" in text or not moves_on:
        raise Rejected(
            f"The rule {rule[:60]!r} cannot be read.",
            hint=f"Write it like {EXAMPLE}, or like FREQ=WEEKLY;BYDAY=MO,TH.",
        )
    return text


def occurrences(rule: str, start: datetime) -> Any:
    """Return the occurrences of a rule from a naive moment on. Raises Rejected for a rule that cannot be read."""
    from dateutil.rrule import rrulestr

    try:
        return rrulestr(rule, dtstart=start)
    except (ValueError, TypeError, KeyError) as error:
        raise Rejected(
            f"The rule {rule!r} cannot be read: {error}.", hint="Write it like FREQ=WEEKLY;BYDAY=MO,TH."
        ) from error


def check_occurs(text: str, start: datetime) -> None:
    """Raise Rejected for a rule that never comes true, such as 30 February or an end before its start."""
    from dateutil.rrule import YEARLY

    rule = occurrences(text, start)
    # dateutil looks through every day up to the year 9999; by the year it is a matter of moments.
    fast = rule if "BYSETPOS" in text else rule.replace(freq=YEARLY, interval=1, count=None, until=None)
    if next(iter(fast), None) is None or next(iter(rule), None) is None:
        raise Rejected(f"The rule {text!r} never comes true.", hint="Check its dates and its end.")


def times_of(
    text: str, start: datetime, tz: ZoneInfo, *, since: datetime, until: datetime, most: int
) -> tuple[datetime, ...]:  # fmt: skip
    """Return when a rule comes true from one moment up to another, at most so often, as wall times. Raises Rejected."""
    rule, wall = clean_rule(text), start.astimezone(tz).replace(tzinfo=None)
    check_occurs(rule, wall)
    first, last = (at.astimezone(tz).replace(tzinfo=None) for at in (since, until))
    recent = dropwhile(lambda at: at < first, iter(occurrences(rule, wall)))
    return tuple(islice(takewhile(lambda at: at <= last, recent), most))


def clean_day_rule(rule: str, start: date) -> str:
    """Return a rule of whole days in its plain form. Raises Rejected for one of hours and one that never comes true."""
    text = clean_rule(rule)
    if any(part in text for part in ("FREQ=HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND")):
        raise Rejected(
            f"The rule {rule[:60]!r} names hours, and demand is due on days.",
            hint="Write it like weekly or FREQ=DAILY.",
        )
    check_occurs(text, datetime.combine(start, time()))
    return text


def days_of(rule: str, start: date, after: date | None, until: date) -> tuple[date, ...]:
    """Return the days of a rule from `start` on, after one day (all from the first without) up to another."""
    first = datetime.combine(after or start, time())
    found = occurrences(rule, datetime.combine(start, time())).between(first, datetime.combine(until, time()), inc=True)
    return tuple(at.date() for at in found if after is None or at.date() > after)


def next_day(rule: str, start: date, after: date | None) -> date | None:
    """Return the first day of a rule after one day, its very first without; None when it has ended."""
    known = occurrences(rule, datetime.combine(start, time()))
    found = next(iter(known), None) if after is None else known.after(datetime.combine(after, time()))
    return None if found is None else found.date()
