"""When a task passed through the workflow: its start and finish, and when it reached each step, by the conventions.

Start is at the first active step or one behind it, finish at the first done one. A task that goes back to a step before
the work has not started any more by the last entry, and keeps its start by the first. One that goes back from a done
step has not finished any more by either, so that each counts once, at its last finish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import Reentry, StepKind
from prodtui.domain.flow.lives import Life, Visit


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of a board in their order, and where work begins and is done; steps taken off it keep their place."""

    order: Mapping[str, int]
    work: int
    done: int

    @property
    def length(self) -> int:
        """How many steps there are."""
        return len(self.order)


def chain(steps: Iterable[tuple[str, StepKind]]) -> Chain:
    """Return the chain of steps, first to last; what it has no step for begins behind them all."""
    ordered = list(steps)
    work, done = (
        next((at for at, (_, each) in enumerate(ordered) if each is kind), len(ordered))
        for kind in (StepKind.ACTIVE, StepKind.DONE)
    )
    return Chain({key: at for at, (key, _) in enumerate(ordered)}, work, done)


@dataclass(frozen=True, slots=True)
class Passage:
    """When a task was created, started and finished; `reopened` is how often it was finished.

    `left` is when it was not under way any more, nor to be: finished, or put away.
    """

    life: Life
    created: datetime
    started: datetime | None
    finished: datetime | None
    left: datetime | None
    reopened: int = 0

    def under_way(self, at: datetime) -> bool:
        """Tell whether it was started and had not left at a moment."""
        return self.started is not None and self.started <= at and (self.left is None or self.left > at)


def passage(life: Life, chain: Chain, entry: Reentry) -> Passage:
    """Return how a sound life passed through the workflow."""
    started: datetime | None = None
    finished: datetime | None = None
    reopened = 0
    for step, kind, at, _ in life.visits:
        if kind is not StepKind.QUEUE or chain.order[step] > chain.work:
            started = started or at
        elif entry is Reentry.LAST:
            started = None
        if kind is not StepKind.DONE:
            reopened += finished is not None
            finished = None
        elif finished is None:
            finished = at
    return Passage(life, life.visits[0].since, started, finished, finished or life.gone, reopened)


def reached(visits: Sequence[Visit], chain: Chain, entry: Reentry) -> list[datetime | None]:
    """Return when a task reached each step of the chain or one behind it, None for those that it has not.

    A step that was skipped has the time of the next one that was entered. By the last entry a step that was left
    backwards counts from when it was reached again; done steps do so by either, as a finish does.
    """
    found: list[datetime | None] = [None] * chain.length
    top = -1
    for step, _, at, _ in visits:
        place = chain.order[step]
        if place > top:
            for each in range(top + 1, place + 1):
                found[each] = found[each] or at
        else:
            first = place + 1 if entry is Reentry.LAST else max(place + 1, chain.done)
            found[first:] = [None] * (chain.length - first)
        top = place
    return found
