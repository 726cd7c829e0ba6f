"""The fields of the forms about the calendar: other hours, absences, the working week. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.rows import PersonRow
from prodtui.domain.rows_planning import ResourceRow
from prodtui.domain.supply_fields import ABSENCE
from prodtui.domain.weeks import parse_spans, parse_week, week_text
from prodtui.errors import Rejected
from prodtui.screens.field_kinds import day_field, line_field
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.plan_names import named_in


@dataclass(frozen=True, slots=True)
class Who:
    """A person or a resource that may be away; `key` is the login or the resource's key."""

    key: str
    name: str
    resource: bool = False


def who_may_be_away(people: Sequence[PersonRow], resources: Sequence[ResourceRow]) -> tuple[Who, ...]:
    """Return people and resources by one name."""
    persons = [Who(row.login, row.name) for row in people if row.active]
    return (*persons, *(Who(row.key, row.name, resource=True) for row in resources))


def _day(name: str, label: str, hint: str) -> FormField:
    field = day_field(name, label, hint)

    def read(text: str, reading: Reading) -> date:
        day: date | None = field.read(text, reading)
        if day is None:
            raise Rejected("A day is missing.", hint="Write it like fri or +14d.")
        return day

    return replace(field, read=read)


def _text(value: Any, _: ZoneInfo) -> str:
    return value or ""


def _hours(text: str, _: Reading) -> str:
    parse_spans(text)
    return text.strip() or "off"


_FIRST, _LAST = _day("first", "First day", "such as fri, +14d"), _day("last", "Last day", "the same day, or later")
HOURS = (
    FormField("hours", "Hours", "off, or such as 8:00-12:00 13:00-15:00", _text, _hours),
    FormField("name", "Why", "such as Christmas Eve, or nothing", _text, lambda text, _: text.strip()),
    _FIRST,
    _LAST,
)
"""What gives days other working hours."""


def absence_fields(everybody: Sequence[Who]) -> tuple[FormField, ...]:
    """Return the fields of an absence; who is away is checked at the field."""

    def read(text: str, _: Reading) -> Who:
        return named_in("person or resource", everybody, text.lstrip("@"))

    words = tuple(who.name for who in everybody)
    return (
        FormField("who", "Who", "a person, a machine, a room", _text, read, words),
        _FIRST,
        _LAST,
        line_field(ABSENCE, "reason", "Reason", "such as holiday, or nothing"),
    )


def import_fields(everybody: Sequence[Who]) -> tuple[FormField, ...]:
    """Return the fields of an import of absences: the file, and whose they are."""

    def read_file(text: str, _: Reading) -> str:
        if not text.strip():
            raise Rejected("The file is missing.", hint="Write it like ~/holidays.ics.")
        return text.strip()

    return (
        FormField("file", "File", "such as ~/holidays.ics", _text, read_file),
        absence_fields(everybody)[0],
    )


WEEK = (
    FormField("week", "Week", "mon-thu 8:00-16:00, fri 8:00-13:00", lambda value, _: week_text(value),
              lambda text, _: parse_week(text)),
    FormField("country", "Holidays of", "a country by its two letters, such as DE; none without", _text,
              lambda text, _: text.strip()),
    FormField("subdivision", "Part of it", "such as BY, where holidays differ", _text, lambda text, _: text.strip()),
)  # fmt: skip
"""What makes a board's calendar."""
