"""Scales of charts: round ticks, days that fit, labels that keep out of each other's way. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, isclose, log10

_STEPS = (1, 2, 5, 10)
_MOST_DECIMALS = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of values with ticks at steps of one round size from its low end, which is round too."""

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, least: float, most: float, ticks: int, *, whole: bool = False) -> Scale:
        """Return the tightest scale that holds two values with about so many ticks at most; `whole` has no fractions.

        Steps are 1, 2 or 5 times a power of ten.
        """
        if not most > least:
            most = least + (abs(least) or 1.0)
        step = next(
            size
            for size in _sizes((most - least) / max(ticks, 1), whole)
            if floor(_near((most - floor(_near(least / size)) * size) / size)) <= max(ticks, 1)
        )
        return cls(floor(_near(least / step)) * step, most, step)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values at the steps, in rising order."""
        return tuple(
            self.low + place * self.step for place in range(floor(_near((self.high - self.low) / self.step)) + 1)
        )

    def share(self, value: float) -> float:
        """Return where a value lies, 0 at the low end and 1 at the high one; what lies outside is put on the edge."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def tick(self, value: float) -> str:
        """Return a tick as text, with the decimals that steps need."""
        return number(value, self._decimals)

    def exact(self, value: float) -> str:
        """Return a value as text, finer than the steps by up to two decimals, and without zeros at the end."""
        text = number(value, min(self._decimals + (self.step < 10) + (self.step < 100), _MOST_DECIMALS))
        return text.rstrip("0").rstrip(".") if "." in text else text

    @property
    def _decimals(self) -> int:
        return min(max(-floor(log10(self.step) + 1e-9), 0), _MOST_DECIMALS)


def number(value: float, decimals: int) -> str:
    """Return a number with thousands and so many decimals; nothing is ever minus zero."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def spread(wanted: Sequence[int], room: int, gap: int = 1) -> tuple[int, ...]:
    """Return a place, 0 to `room` - 1, for each of the wanted ones (rising), `gap` apart and as near as can be.

    Only as many as find room get one, from the first on.
    """
    places: list[int] = []
    for want in wanted[: max(-(-room // gap), 0)]:
        places.append(max(want, places[-1] + gap) if places else max(want, 0))
    most = room - 1
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], most)
        most = places[at] - gap
    return tuple(places)


def stride(places: Sequence[int], widths: Sequence[int], gap: int = 2) -> int:
    """Return each how many-eth of some labels, from the first on, can stand at rising places without touching."""
    for every in range(1, len(places) + 1):
        kept = range(0, len(places), every)
        if all(places[at] + widths[at] + gap <= places[after] for at, after in pairwise(kept)):
            return every
    return max(len(places), 1)


def day_labels(first: date, last: date, room: float, size: float = 8) -> tuple[tuple[date, str], ...]:
    """Return days to write below an axis that is `room` wide, with their labels, each of which may take `size`.

    The steps are days, weeks from Monday, or months; January is written with its year.
    """
    per_day = room / ((last - first).days + 1)
    for days in (1, 2, 7, 14):
        if days * per_day >= size:
            begin = first + (-first.weekday() % 7) * _DAY if days >= 7 else first
            count = (last - begin).days // days + 1
            return tuple(_labelled(begin + place * days * _DAY) for place in range(max(count, 0)))
    for months in (1, 2, 3, 6, 12, 24, 60, 120):
        if months * 28 * per_day >= size:
            return tuple(_months(first, last, months))
    return ()


def day_words(day: date) -> str:
    """Return a day without its year: 3 Nov."""
    return f"{day.day} {day:%b}"


def span_words(first: date, last: date) -> str:
    """Return two days as a span: 3 Sep to 27 Nov 2026; both years where they differ."""
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day_words(first)}{year} to {day_words(last)} {last.year}"


def _labelled(day: date) -> tuple[date, str]:
    return day, day_words(day)


def _months(first: date, last: date, every: int) -> Iterator[tuple[date, str]]:
    at = first.year * 12 + first.month - (first.day == 1)
    at = ceil(at / every) * every
    while (day := date(at // 12, at % 12 + 1, 1)) <= last:
        yield day, f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"
        at += every


def _sizes(least: float, whole: bool) -> Iterator[float]:
    power = floor(log10(least)) if least > 0 else 0
    while True:
        for step in _STEPS[:3]:
            size = step * 10.0**power
            if size >= least * (1 - 1e-9) and (not whole or size >= 1):
                yield size
        power += 1


def _near(value: float) -> float:
    """Return a number as whole as it was meant: 0.3 / 0.1 is 3."""
    return float(round(value)) if isclose(value, round(value), rel_tol=1e-9, abs_tol=1e-9) else value
