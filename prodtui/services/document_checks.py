"""Checks of single values in a document: each returns the value as the store keeps it, or says what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from prodtui.domain.task_fields import moment
from prodtui.domain.text import scrub
from prodtui.services.rrules import clean_rule, occurrences

Check = Callable[[Any], Any]
"""Returns the value as the store keeps it, or raises ValueError with what is wrong, or a ProdtuiError."""

MOST = 2**62


def line(limit: int) -> Check:
    """Ask for one line of at most so many characters."""
    return lambda value: _clean(value, limit, multiline=False)


def text(limit: int) -> Check:
    """Ask for a text of at most so many characters, over several lines."""
    return lambda value: _clean(value, limit, multiline=True)


def _clean(value: Any, limit: int, *, multiline: bool) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a text")
    if scrub(value, limit=limit, multiline=multiline)[1]:
        raise ValueError(f"holds characters that cannot be shown, or more than {limit} of them")
    return value


def whole(low: int, high: int) -> Check:
    """Ask for a whole number between two, both included."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"is not a whole number from {low} to {high}")
        return value

    return check


def number(high: float) -> Check:
    """Ask for a number from 0 up."""

    def check(value: Any) -> float:
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not (math.isfinite(value) and 0 <= value <= high)
        ):
            raise ValueError(f"is not a number from 0 to {high:g}")
        return float(value)

    return check


def any_number(value: Any) -> float:
    """Ask for a finite number of any sign."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("is not a number")
    return float(value)


def flag(value: Any) -> bool:
    """Ask for true or false."""
    if not isinstance(value, bool):
        raise ValueError("is not true or false")
    return value


def choice(kind: type[StrEnum]) -> Check:
    """Ask for a word of a vocabulary."""

    def check(value: Any) -> str:
        if value not in list(kind):
            raise ValueError(f"is not one of {', '.join(kind)}")
        return str(value)

    return check


def a_moment(value: Any) -> datetime:
    """Ask for a moment with its time zone."""
    found = moment(value, "it") if isinstance(value, str) else None
    if found is None:
        raise ValueError("is not a date")
    return found


def a_day(value: Any) -> date:
    """Ask for a day."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("is not a day") from None


def maybe(check: Check) -> Check:
    """Let a value be missing."""
    return lambda value: None if value is None else check(value)


def list_of(check: Check) -> Check:
    """Ask for a list in which nothing stands twice."""

    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("is not a list")
        found = [check(each) for each in value]
        if len(set(found)) < len(found):
            raise ValueError("names something twice")
        return found

    return checked


def an_object(value: Any) -> dict[str, Any]:
    """Ask for an object."""
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    return value


def step_key(value: Any) -> str:
    """Ask for the key of a step."""
    key = _clean(value, 80, multiline=False)
    if not key or key != key.casefold() or any(mark in key for mark in " ,#>"):
        raise ValueError("is not a step key")
    return key


def a_rule(value: Any) -> str:
    """Ask for a rule by which things come back, in its plain form."""
    if not isinstance(value, str) or clean_rule(value) != value:
        raise ValueError("is not a rule")
    occurrences(value, datetime(2026, 1, 1))
    return value
