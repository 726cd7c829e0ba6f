"""Rules of whole days in words, such as "every 2 weeks on mon, thu", from and to RFC 5545."""

from __future__ import annotations

from collections.abc import Sequence

EXAMPLE = "every friday, every 2 weeks on mon, monthly on 15, every last day, weekdays"

_UNITS = {
    word: unit
    for unit, words in {
        "DAILY": "daily day days", "WEEKLY": "weekly week weeks", "MONTHLY": "monthly month months",
        "YEARLY": "yearly year years",
    }.items()
    for word in words.split()
}  # fmt: skip
_NAMES = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name[:2].upper(): name[:3].capitalize() for name in _WEEK}
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_WORKING = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def rule_of(text: str) -> str | None:
    """Return the rule that words mean, None for what is none of them."""
    words = [word for word in text.casefold().replace(",", " ").split() if word not in ("and", "the")]
    words = words[1:] if words[:1] in (["every"], ["each"]) else words
    words = words[:-2] if words[-2:] == ["of", "month"] else words
    number = 2 if words[:1] == ["other"] else int(words[0]) if words and _is_number(words[0], 999) else 0
    words = words[1:] if number else words
    if words in (["weekday"], ["weekdays"]):
        return None if number else _WORKING
    unit = _UNITS.get(words[0]) if words else None
    if unit is None and not number:
        unit, rest = ("MONTHLY" if words[:1] and words[0] in _PLACES else "WEEKLY"), words
        return None if not words else _joined(unit, 1, _on(unit, rest))
    if unit is None:
        return None
    rest = words[2:] if words[1:2] == ["on"] else words[1:]
    return _joined(unit, number or 1, _on(unit, rest) if rest else "")


def rule_text(rule: str) -> str:
    """Return a rule in words that `rule_of` reads, the rule itself when it says more than those can."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    unit = _NAMES.get(parts.get("FREQ", ""))
    if rule == _WORKING:
        return "every weekday"
    if unit is None or parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"}:
        return rule
    number = parts.get("INTERVAL", "1")
    every = f"every {unit}" if number == "1" else f"every {number} {unit}s"
    days = [_day_text(day) for day in parts.get("BYDAY", "").split(",") if day]
    days += ["last day" if day == "-1" else day for day in parts.get("BYMONTHDAY", "").split(",") if day]
    said = f"{every} on {', '.join(days)}" if days else every
    return said if rule_of(said) == rule else rule


def _on(unit: str, words: Sequence[str]) -> str | None:
    """Return the days of a rule, None for words that are no days of such a unit."""
    if unit == "WEEKLY":
        days = [_day(word) for word in words]
        return None if None in days else f";BYDAY={','.join(filter(None, days))}"
    if unit != "MONTHLY":
        return None
    if list(words) == ["last", "day"]:
        return ";BYMONTHDAY=-1"
    if len(words) == 2 and words[0] in _PLACES:
        day = _day(words[1])
        return f";BYDAY={_PLACES[words[0]]}{day}" if day else None
    numbers = [word.rstrip("stndrh.") for word in words]
    return f";BYMONTHDAY={','.join(numbers)}" if all(_is_number(word, 31) for word in numbers) else None


def _joined(unit: str, number: int, days: str | None) -> str | None:
    return None if days is None else f"FREQ={unit}{f';INTERVAL={number}' if number > 1 else ''}{days}"


def _day(word: str) -> str | None:
    word = word.rstrip("s") if word.rstrip("s") in _WEEK else word
    return next((name[:2].upper() for name in _WEEK if len(word) > 1 and name.startswith(word)), None)


def _day_text(day: str) -> str:
    place = next((name for name, number in _PLACES.items() if day[:-2] == str(number)), "")
    return f"{place} {_DAYS.get(day[-2:], day)}".strip()


def _is_number(word: str, most: int) -> bool:
    return word.isascii() and word.isdecimal() and 1 <= int(word) <= most
