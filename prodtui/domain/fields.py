"""Fields of a kind of thing: one table of names and cleaners, with the nearest name for a wrong one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from prodtui.domain.text import clean_line, clean_text, nearest
from prodtui.errors import Rejected, Usage

Cleaner = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The fields of a thing that can be edited; `word` names it with its article, such as "An issue"."""

    word: str
    cleaners: Mapping[str, Cleaner]

    def clean(self, name: str, value: object) -> Any:
        """Return a value as the domain keeps it. Raises Usage for an unknown field, Rejected for a value."""
        if name not in self.cleaners:
            close = nearest(name, self.cleaners)
            hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(self.cleaners)}."
            raise Usage(f"{self.word} has no field {name[:40]!r} that can be edited.", hint=hint)
        return self.cleaners[name](value)

    def clean_all(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Return all of `values` cleaned."""
        return {name: self.clean(name, value) for name, value in values.items()}


def line(what: str, limit: int = 200) -> Cleaner:
    """Return the cleaner of one line that must not be empty."""
    return lambda value: clean_line("" if value is None else str(value), limit=limit, what=what)


def optional_line(what: str, limit: int = 200) -> Cleaner:
    """Return the cleaner of one line that may be left out."""
    return lambda value: None if value is None or value == "" else clean_line(str(value), limit=limit, what=what)


def short_line(what: str, limit: int = 200) -> Cleaner:
    """Return the cleaner of one line that may be empty."""
    return lambda value: clean_line(str(value), limit=limit, what=what) if value else ""


def text(what: str, limit: int = 20_000) -> Cleaner:
    """Return the cleaner of text of several lines, which may be empty."""
    return lambda value: clean_text(str(value or ""), limit=limit, what=what)


def whole(what: str, most: int) -> Cleaner:
    """Return the cleaner of a whole number from 1 to `most`, which may be left out."""

    def clean(value: Any) -> int | None:
        if value is None or value == "":
            return None
        try:
            number = int(str(value))
        except ValueError:
            number = 0
        if isinstance(value, bool) or not 1 <= number <= most:
            given = str(value)[:40]
            raise Rejected(f"{what} {given!r} must be a whole number from 1 to {most}.", hint="Write it like 14.")
        return number

    return clean


def day(what: str) -> Cleaner:
    """Return the cleaner of a calendar day, given as a date or ISO text."""

    def clean(value: Any) -> date | None:
        if value is None or value == "":
            return None
        try:
            found = value if type(value) is date else date.fromisoformat(str(value))
        except ValueError:
            raise Rejected(f"{what} {str(value)[:40]!r} is not a day.", hint="Write it like 2026-11-24.") from None
        if not 1970 <= found.year <= 2199:
            raise Rejected(f"{what} {found} lies outside 1970 to 2199.", hint="Check the year.")
        return found

    return clean


def number(what: str) -> Cleaner:
    """Return the cleaner of a finite number, which may be left out."""

    def clean(value: Any) -> float | None:
        if value is None or value == "":
            return None
        try:
            found = float(value)
        except (TypeError, ValueError):
            found = math.nan
        if not math.isfinite(found) or abs(found) > 1e12:
            raise Rejected(f"{what} {str(value)[:40]!r} is not a number.", hint="Write it like 12.5.")
        return found

    return clean


def positive(what: str, most: float = 1e9) -> Cleaner:
    """Return the cleaner of a quantity above 0 and up to `most`, which may be left out."""

    def clean(value: Any) -> float | None:
        if value is None or value == "":
            return None
        try:
            found = float(value)
        except (TypeError, ValueError):
            raise Rejected(f"{what} {str(value)[:40]!r} is not a number.", hint="Write it like 40 or 2.5.") from None
        if isinstance(value, bool) or not 0 < found <= most:  # also what is not a number at all
            given = str(value)[:40]
            raise Rejected(f"{what} {given} must lie above 0 and up to {most:,.0f}.", hint="Check the number.")
        return found

    return clean
