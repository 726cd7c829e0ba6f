"""The lives of tasks, put together from the marks of the event log: where each stood from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.marks import flow_mark


class FlowEvent(NamedTuple):
    """An event that did something to the flow of a task, with its mark as text."""

    task: int
    id: int
    at: datetime
    flow: str


#: A step that was entered, what it was then, and when.
Entry = tuple[str, StepKind, datetime]


class Span(NamedTuple):
    """A time, still running while `end` is None."""

    start: datetime
    end: datetime | None


class Visit(NamedTuple):
    """A stay in a step, still there while `until` is None; `kind` is what the step was when it was entered."""

    step: str
    kind: StepKind
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Life:
    """What one task went through up to `seen`, its last event; `gone` is since when it is put away.

    `fault` says why nothing can be measured of it, "" when something can.
    """

    task: int
    seen: datetime
    visits: tuple[Visit, ...]
    blocked: tuple[Span, ...] = ()
    gone: datetime | None = None
    fault: str = ""


class StepKinds:
    """What each step of a board was at an event: another kind later leaves what was measured before as it is."""

    def __init__(self, now: Mapping[str, StepKind], told: Iterable[tuple[str, int, StepKind]] = ()) -> None:
        """Take the kinds as they are now, and each kind that an event (its id) gave to a step, oldest first."""
        self._now = now
        self._told: dict[str, list[tuple[int, StepKind]]] = {}
        for step, event, kind in told:
            self._told.setdefault(step, []).append((event, kind))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StepKinds) and (self._now, self._told) == (other._now, other._told)

    def __hash__(self) -> int:
        return hash(tuple(self._now))

    def at(self, step: str, event: int) -> StepKind | None:
        """Return what a step was when an event came, None for one that the board never had."""
        told = self._told.get(step)
        if not told:
            return self._now.get(step)
        kind = told[0][1]
        for since, other in told:
            if since > event:
                break
            kind = other
        return kind


def lives(events: Iterable[FlowEvent], kinds: StepKinds) -> dict[int, Life]:
    """Return the life of each task; events come task by task, in each in the order in which they were recorded."""
    return {task: life_of(task, tuple(own), kinds) for task, own in groupby(events, itemgetter(0))}


def life_of(task: int, events: Sequence[FlowEvent], kinds: StepKinds) -> Life:
    """Return the life that these events of one task tell."""
    road = _Road()
    blocked: list[Span] = []
    gone: datetime | None = None
    before: datetime | None = None
    for _, id, at, text in events:
        if before is not None and at < before:
            return Life(task, events[-1].at, (), fault="its events go back in time")
        before = at
        mark = flow_mark(text)
        if mark.step is not None:
            kind = kinds.at(mark.step, id)
            if kind is None:
                return Life(task, events[-1].at, (), fault=f"it stood in {mark.step}, which the board does not have")
            road.go((mark.step, kind, at), mark.way)
        if mark.blocked is not None and mark.blocked != bool(blocked and blocked[-1].end is None):
            _block(blocked, at, begins=mark.blocked, undone=mark.way == "undo")
        if mark.away is not None:
            gone = (gone or at) if mark.away else None
    entered = road.entered
    if not entered:
        return Life(task, events[-1].at, (), fault="its record does not say where it stood")
    ends = [*(at for _, _, at in entered[1:]), None]
    visits = tuple(Visit(step, kind, at, end) for (step, kind, at), end in zip(entered, ends, strict=True))
    return Life(task, events[-1].at, visits, tuple(blocked), gone)


class _Road:
    """The steps that a task entered; a move that was taken back never was, and is there again when it is redone."""

    def __init__(self) -> None:
        self.entered: list[Entry] = []
        self._undone: list[tuple[int, Entry]] = []

    def go(self, entry: Entry, way: str) -> None:
        """Take a step, or take the last one back, or again."""
        if way == "undo" and len(self.entered) > 1 and self.entered[-2][0] == entry[0]:
            self._undone.append((len(self.entered) - 1, self.entered.pop()))
            return
        place, undone = self._undone.pop() if way == "redo" and self._undone else (-1, entry)
        if place == len(self.entered) and undone[0] == entry[0]:
            self.entered.append(undone)
            return
        self._undone.clear()
        self.entered.append(entry)


def _block(blocked: list[Span], at: datetime, *, begins: bool, undone: bool) -> None:
    """Begin a time of being blocked, or end the one that runs; what is taken back never was."""
    if undone and begins and blocked:
        blocked[-1] = Span(blocked[-1].start, None)
    elif undone and not begins:
        blocked.pop()
    elif begins:
        blocked.append(Span(at, None))
    else:
        blocked[-1] = Span(blocked[-1].start, at)
