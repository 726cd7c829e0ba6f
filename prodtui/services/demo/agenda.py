"""The agenda of a demo board: what somebody does on a certain working day, in a certain round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

#: Does something at the moment of a round.
Act = Callable[[datetime], None]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An act that is due in the round `number` of the day `day`, which counts up to 0 for the last one."""

    day: int
    number: int
    place: int
    act: Act = field(compare=False)


class Agenda:
    """Acts in their order; what is due is done in the next round, those put first go first."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._count = 0

    def put(self, days_left: int, number: int, act: Act) -> None:
        """Put an act on the day that is `days_left` working days before the present, 1 for the last one."""
        self._count += 1
        heappush(self._entries, Entry(1 - days_left, number, self._count, act))

    def round(self, at: datetime, days_left: int, number: int) -> None:
        """Do everything that is due by the round `number` (from 0) of a day."""
        while self._entries and (self._entries[0].day, self._entries[0].number) <= (1 - days_left, number):
            heappop(self._entries).act(at)
