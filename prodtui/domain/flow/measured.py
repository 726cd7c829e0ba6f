"""What the passage of a task through the workflow comes to in days and hours, by the conventions of a board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from prodtui.domain.enums import StepKind, WorkTime
from prodtui.domain.flow.conventions import Ruler
from prodtui.domain.flow.lives import Life, Visit
from prodtui.domain.flow.outcome import Item
from prodtui.domain.flow.passage import Chain, Passage, reached


class Stay(NamedTuple):
    """All visits of a task to a step that are over: the hours that they took, and those of them that were waiting.

    `until` is when the last visit ended, None while it lasts.
    """

    step: str
    until: datetime | None
    hours: float
    waited: float


class Measured:
    """A passage and what it comes to; each figure is worked out when it is asked for first, and kept."""

    def __init__(self, passage: Passage, chain: Chain, ruler: Ruler) -> None:
        self.passage, self._chain, self._ruler = passage, chain, ruler

    @cached_property
    def finish(self) -> Item:
        """When it was finished."""
        return Item(self.passage.life.task, span=(None, self._finished))

    @cached_property
    def cycle(self) -> Item:
        """How many days it took from its start, of a task that is finished."""
        return self._took(self.passage.started or self._finished)

    @cached_property
    def lead(self) -> Item:
        """How many days it took from its creation, of a task that is finished."""
        return self._took(self.passage.created)

    @cached_property
    def effort(self) -> tuple[float, float]:
        """The hours of work and those of its whole cycle time, of a task that is finished."""
        started = self.passage.started
        whole = self._ruler.hours(started, self._finished) if started else 0.0
        return active_hours(self._ruler, self.passage, self._finished), whole

    @cached_property
    def efficiency(self) -> Item:
        """The percentage of its cycle time during which work was done, None where it took no time or nobody knows."""
        if self._ruler.conventions.work is WorkTime.UNKNOWN:
            return Item(self.passage.life.task, None, "its record does not tell work from waiting")
        part, whole = self.effort
        if not whole:
            return Item(self.passage.life.task, None, "it took no time")
        return Item(self.passage.life.task, 100 * part / whole, f"{part:.1f} h of {whole:.1f} h")

    @cached_property
    def reached(self) -> list[datetime | None]:
        """When it reached each step of the chain; what was put away unfinished has reached everything since then."""
        found = reached(self.passage.life.visits, self._chain, self._ruler.conventions.entry)
        gone = self.passage.life.gone
        if self.passage.finished is not None or gone is None:
            return found
        return [gone if at is None else min(at, gone) for at in found]

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """Its stays in steps; waiting is the time in queue steps and that of being blocked."""
        found: dict[str, Stay] = {}
        for visit in self.passage.life.visits:
            step, until, known = visit.step, visit.until, found.get(visit.step)
            hours, waited = self._spent(visit)
            if known is not None:
                hours, waited = known.hours + hours, known.waited + waited
            found[step] = Stay(step, until, hours, waited)
        return tuple(found.values())

    @cached_property
    def ages(self) -> Mapping[str, float]:
        """How many days old it was when it left each step for the last time."""
        started = self.passage.started
        if started is None:
            return {}
        last = {visit.step: visit.until for visit in self.passage.life.visits}
        days = self._ruler.days
        return {step: days(started, at) for step, at in last.items() if at is not None and at >= started}

    @property
    def _finished(self) -> datetime:
        # Nobody asks for these figures of a task that is not finished.
        return self.passage.finished or self.passage.life.seen

    def _took(self, start: datetime) -> Item:
        end = self._finished
        return Item(self.passage.life.task, self._ruler.days(start, end), span=(start, end))

    def _spent(self, visit: Visit) -> tuple[float, float]:
        """Return the hours of a visit that is over, and those of them that were waiting."""
        _, kind, since, until = visit
        if until is None:
            return 0.0, 0.0
        spent = self._ruler.hours(since, until)
        if kind is StepKind.QUEUE:
            return spent, spent
        return spent, blocked_hours(self._ruler, self.passage.life, since, until)


def active_hours(ruler: Ruler, each: Passage, until: datetime) -> float:
    """Return the hours from a task's start to a moment that it spent in active steps without being blocked."""
    if each.started is None:
        return 0.0
    total = 0.0
    for _, kind, since, ends in each.life.visits:
        begin, end = max(since, each.started), min(ends or until, until)
        if kind is not StepKind.ACTIVE or end <= begin:
            continue
        total += ruler.hours(begin, end) - blocked_hours(ruler, each.life, begin, end)
    return max(total, 0.0)


def blocked_hours(ruler: Ruler, life: Life, since: datetime, until: datetime) -> float:
    """Return how many hours between two moments a task was blocked."""
    if not life.blocked:
        return 0.0
    spans = ((max(start, since), min(end or until, until)) for start, end in life.blocked)
    return sum(ruler.hours(first, last) for first, last in spans if first < last)
