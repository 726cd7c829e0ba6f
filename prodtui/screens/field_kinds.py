"""Kinds of form fields that many forms have: lines, numbers, days, words to choose from. Pure functions."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.dates import parse_when
from prodtui.domain.fields import FieldSet
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.issue_fields import cleaned, shown


def line_field(
    fields: FieldSet, name: str, label: str, hint: str = "", words: tuple[str, ...] = (), *, long: bool = False
) -> FormField:
    """Return a field of text that the domain cleans; `words` are offered while somebody types."""
    return FormField(name, label, hint or ", ".join(words), shown, cleaned(fields, name), words, long)


def number_field(fields: FieldSet, name: str, label: str, hint: str) -> FormField:
    """Return a field with a number."""
    return FormField(name, label, hint, show_number, cleaned(fields, name))


def day_field(name: str, label: str, hint: str) -> FormField:
    """Return a field with a day, which may be written as fri or +3d."""
    return FormField(name, label, hint, shown, read_day)


def show_number(value: Any, _: ZoneInfo) -> str:
    """Return a number as people write it, exactly enough to be read again."""
    return "" if value is None else f"{value:.12g}"


def read_day(text: str, reading: Reading) -> date | None:
    """Return the day that a text means, None for an empty one. Raises Rejected."""
    if not text.strip():
        return None
    return parse_when(text, reading.now, reading.tz, end_of_day=False).astimezone(reading.tz).date()
