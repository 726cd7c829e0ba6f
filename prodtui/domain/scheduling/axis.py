"""Working time of one calendar laid end to end, and the way between it and the clock.

The clock of a schedule counts minutes from its origin; the working time of a calendar counts only those in which it is
open. Between two spans of work no working time passes: an instant of work that lies there is the end of the one when
something ends, and the beginning of the other when something begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Span = tuple[int, int]


class Axis:
    """The working time of a calendar from the origin on, as spans of minutes on the clock, earliest first, disjoint."""

    __slots__ = ("_before", "_opens", "spans", "total")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: Sequence[Span] = tuple(_joined(spans))
        self._opens = [opens for opens, _ in self.spans]
        before = list(accumulate((closes - opens for opens, closes in self.spans), initial=0))
        #: Minutes of work in all spans.
        self.total = before.pop()
        self._before = before

    def work(self, clock: int) -> int:
        """Return how many minutes of work lie before a minute of the clock."""
        at = bisect_right(self._opens, clock) - 1
        if at < 0:
            return 0
        opens, closes = self.spans[at]
        return self._before[at] + (clock if clock < closes else closes) - opens

    def start(self, work: int) -> int:
        """Return the minute of the clock at which work begins that has `work` minutes before it, less than `total`."""
        at = bisect_right(self._before, work) - 1
        return self._opens[at] + work - self._before[at]

    def end(self, work: int) -> int:
        """Return the minute of the clock by which `work` minutes of work have passed, more than 0, `total` at most."""
        at = bisect_left(self._before, work) - 1
        return self._opens[at] + work - self._before[at]

    def after(self, clock: int, work: int) -> int | None:
        """Return the minute by which `work` more minutes have passed, `clock` itself for none, None when never."""
        if work <= 0:
            return clock
        passed = self.work(clock) + work
        return self.end(passed) if passed <= self.total else None

    def shared(self, other: Axis) -> Axis:
        """Return the time in which both work."""
        found, mine, theirs = [], 0, 0
        while mine < len(self.spans) and theirs < len(other.spans):
            (opens, closes), (begins, ends) = self.spans[mine], other.spans[theirs]
            if opens < ends and begins < closes:
                found.append((max(opens, begins), min(closes, ends)))
            if closes < ends:
                mine += 1
            else:
                theirs += 1
        return Axis(found)

    def without(self, gaps: Sequence[Span]) -> Axis:
        """Return the time that lies in none of `gaps`, which come earliest first and are disjoint."""
        spans = list(self.spans)
        for begin, end in reversed(gaps):  # from behind, so that the places of earlier spans stay as they are
            first = max(bisect_right(self._opens, begin) - 1, 0)
            last = bisect_left(self._opens, end)
            pieces = (
                (o, c)
                for opens, closes in spans[first:last]
                for o, c in ((opens, min(closes, begin)), (max(opens, end), closes))
            )
            spans[first:last] = [(opens, closes) for opens, closes in pieces if opens < closes]
        return Axis(spans)

    def mirrored(self, end: int) -> Axis:
        """Return the same time run backwards from a minute of the clock."""
        return Axis((end - closes, end - opens) for opens, closes in reversed(self.spans))


def _joined(spans: Iterable[Span]) -> Iterable[Span]:
    """Yield spans with those that touch made one."""
    held: Span | None = None
    for opens, closes in spans:
        if opens >= closes:
            continue
        if held is not None and held[1] == opens:
            held = held[0], closes
            continue
        if held is not None:
            yield held
        held = opens, closes
    if held is not None:
        yield held
