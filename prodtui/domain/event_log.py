"""An event log of another program: what its rows say, and all of them by case, packed so that a million fit."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

MAX_ACTIVITY, MAX_RESOURCE = 200, 60

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_NEVER = -(1 << 62)
_WIDTH = 3
"""Numbers in which one event is packed: when, since when, and what by whom."""

#: With a visit stands who or what did it.
BY = "by "


class Phase(IntEnum):
    """What an event tells of its activity: it began, it ended, or something between that is neither."""

    BEGAN = 0
    ENDED = 1
    BETWEEN = 2


#: The words of the XES standard for what does not end an activity; every other word does, as no word at all.
_PHASES: Mapping[str, Phase] = {
    "start": Phase.BEGAN,
    **dict.fromkeys(("schedule", "assign", "reassign", "suspend", "resume"), Phase.BETWEEN),
}


class LogRow(NamedTuple):
    """One row of a log, its text clean; `began` is there where a row tells of both ends of an activity."""

    line: int
    case: str
    activity: str
    at: datetime
    began: datetime | None = None
    phase: Phase = Phase.ENDED
    resource: str = ""


class LogEvent(NamedTuple):
    """An event of a case; activity and resource are places in the lists of the log, None for nobody."""

    at: datetime
    activity: int
    phase: Phase
    began: datetime | None
    resource: int | None


def phase_of(word: str) -> Phase:
    """Return what a word of the life of an activity means, such as "start" or "complete"."""
    return _PHASES.get(word.strip().casefold(), Phase.ENDED)


class EventLog:
    """The events of a log by case, in 24 bytes each.

    `disordered` counts events that stood behind a later one of their case.
    """

    def __init__(self) -> None:
        self._cases: dict[str, array[int]] = {}
        self._activities: dict[str, int] = {}
        self._resources: dict[str, int] = {"": 0}
        self._ending: set[int] = set()
        self._between: Counter[int] = Counter()
        self._phases: set[Phase] = set()
        self._spans = False
        self.events = self.disordered = 0

    def add(self, row: LogRow) -> None:
        """Take one row."""
        packed = self._cases.get(row.case)
        if packed is None:
            packed = self._cases[row.case] = array("q")
        activity = self._activities.setdefault(row.activity, len(self._activities))
        resource = self._resources.setdefault(row.resource, len(self._resources))
        at, began = _packed(row.at), _NEVER if row.began is None else _packed(row.began)
        self.disordered += bool(packed) and packed[-_WIDTH] > at
        packed.extend((at, began, resource << 32 | activity << 2 | row.phase))
        if row.phase is Phase.BETWEEN:
            self._between[activity] += 1
        else:
            self._ending.add(activity)
        self._phases.add(row.phase)
        self._spans = self._spans or row.began is not None
        self.events += 1

    def __len__(self) -> int:
        return len(self._cases)

    @property
    def activities(self) -> tuple[str, ...]:
        """The names of the activities, as they first occur."""
        return tuple(self._activities)

    @property
    def resources(self) -> tuple[str, ...]:
        """The names of those who did them, the first one empty."""
        return tuple(self._resources)

    @property
    def timed(self) -> bool:
        """Whether it says of any activity how long it took: when it began, and when it ended."""
        return self._spans or {Phase.BEGAN, Phase.ENDED} <= self._phases

    @property
    def between(self) -> int:
        """How many events neither begin nor end an activity."""
        return sum(count for activity, count in self._between.items() if activity in self._ending)

    def cases(self) -> Iterator[tuple[str, list[LogEvent]]]:
        """Yield each case as they first occur, with its events in the order of time.

        Of an activity of which nothing but what lies between is told, each event counts as its end.
        """
        for case, packed in self._cases.items():
            yield case, sorted(self._unpacked(packed), key=lambda event: event.at)

    def digest(self) -> str:
        """Return a short text that is the same for the same log."""
        names = [list(self._cases), list(self._activities), list(self._resources)]
        found = hashlib.sha256(json.dumps(names).encode())
        for packed in self._cases.values():
            found.update(packed.tobytes())
        return found.hexdigest()[:20]

    def _unpacked(self, packed: array[int]) -> Iterator[LogEvent]:
        for place in range(0, len(packed), _WIDTH):
            at, began, what = packed[place : place + _WIDTH]
            activity = what >> 2 & 0x3FFF_FFFF
            phase = Phase(what & 3) if activity in self._ending else Phase.ENDED
            yield LogEvent(
                _moment(at), activity, phase, None if began == _NEVER else _moment(began), what >> 32 or None
            )


def _packed(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _moment(packed: int) -> datetime:
    return _EPOCH + timedelta(microseconds=packed)


def told_of(resource: str) -> str:
    """Return what is told with a visit of whoever or whatever did the activity."""
    return f"{BY}{resource}"


def doer(reason: str) -> str:
    """Return who or what did the activity of a visit with such a reason."""
    return reason.removeprefix(BY)
