"""What is taken of a resource, along the working time of its calendar; of a limit, along the clock."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from prodtui.domain.scheduling.problem import Resource


class Busy(Protocol):
    """What is taken of a resource: half-open spans of its own time."""

    def fit(self, start: int, length: int, amount: int) -> int:
        """Return the first minute, `start` or later, from which `amount` of it is free for `length`."""

    def free_from(self, start: int, end: int, amount: int) -> int:
        """Return from when on `amount` of it is free until `end`: `start`, or the end of the last in the way."""

    def book(self, start: int, end: int, amount: int) -> None:
        """Take `amount` of it."""


class One:
    """A resource that does one thing at a time: spans that do not touch, earliest first, so that few are left."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def fit(self, start: int, length: int, amount: int) -> int:
        """Return the first minute, `start` or later, that begins a gap of `length`."""
        starts, ends = self._starts, self._ends
        for at in range(bisect_right(ends, start), len(starts)):
            if starts[at] - start >= length:
                return start
            start = ends[at]
        return start

    def free_from(self, start: int, end: int, amount: int) -> int:
        """Return the end of the last span that begins before `end`, `start` when that is later."""
        last = bisect_left(self._starts, end) - 1
        return max(self._ends[last], start) if last >= 0 else start

    def book(self, start: int, end: int, amount: int) -> None:
        """Take it for a span that is free."""
        starts, ends = self._starts, self._ends
        at = bisect_left(starts, start)
        before = at > 0 and ends[at - 1] == start
        after = at < len(starts) and starts[at] == end
        if before and after:
            ends[at - 1] = ends.pop(at)
            del starts[at]
        elif before:
            ends[at - 1] = end
        elif after:
            starts[at] = start
        else:
            starts.insert(at, start)
            ends.insert(at, end)


class Several:
    """A resource of which several work at once: how much is taken from each of its times to the next."""

    __slots__ = ("_capacity", "_taken", "_times")

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._times = [0]
        self._taken = [0]

    def fit(self, start: int, length: int, amount: int) -> int:
        """Return the first minute, `start` or later, from which `amount` of it is free for `length`."""
        times, taken, room = self._times, self._taken, self._capacity - amount
        end = start + length
        for at in range(bisect_right(times, start) - 1, len(times)):
            if times[at] >= end:
                break
            if taken[at] > room:
                start = times[at + 1]
                end = start + length
        return start

    def free_from(self, start: int, end: int, amount: int) -> int:
        """Return from when on `amount` of it is free until `end`: `start`, or the end of the last in the way."""
        times, taken, room = self._times, self._taken, self._capacity - amount
        for at in range(bisect_left(times, end) - 1, bisect_right(times, start) - 2, -1):
            if taken[at] > room:
                return times[at + 1]
        return start

    def book(self, start: int, end: int, amount: int) -> None:
        """Take `amount` of it for a span."""
        times, taken = self._times, self._taken
        first = bisect_left(times, start)
        if first == len(times) or times[first] != start:
            times.insert(first, start)
            taken.insert(first, taken[first - 1])
        at, count = first, len(times)
        while at < count and times[at] < end:  # seldom more than a few
            taken[at] += amount
            at += 1
        if at == count or times[at] != end:
            times.insert(at, end)
            taken.insert(at, taken[at - 1] - amount)


def nothing_taken(resource: Resource) -> Busy:
    """Return the state of a resource of which nothing is taken."""
    return One() if resource.capacity == 1 and resource.axis is not None else Several(resource.capacity)
