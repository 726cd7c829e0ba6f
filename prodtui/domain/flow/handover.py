"""How tasks go from hand to hand: who works on them in each step, and how long they lie between two of them.

A stay in an active step is in the hands of those who were assigned for the longest part of it, with a tie of those who
came first. A hand-over is between two such stays that follow on each other, if nobody works in both. It begins with
the move out of the first stay and ends when those of the second had the task in their step: with the move
into it or with their assignment, whichever is later. Where nobody was assigned, or the task was done in between, nobody
handed it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.figures import Flow
from prodtui.domain.flow.lives import Life, Visit
from prodtui.domain.flow.outcome import percentile
from prodtui.domain.flow.window import Window
from prodtui.domain.rows_flow import HandOvers

People = tuple[str, ...]
_NO_TIME = timedelta()


class Crew(NamedTuple):
    """Who was assigned to a task from a moment on, by login."""

    since: datetime
    people: People


class Hands(NamedTuple):
    """Who worked on a task in a stay in a step, and since when they had it there."""

    visit: Visit
    people: People
    since: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """A task that went from hands to others: the steps, the people, when it left the ones and was with the others."""

    task: int
    source: str
    target: str
    giver: People
    taker: People
    left: datetime
    taken: datetime


def hand_overs(life: Life, crews: Sequence[Crew], now: datetime) -> Iterator[HandOver]:
    """Yield how a task went from hand to hand up to now; `crews` are in the order of their assignment."""
    before: Hands | None = None
    for visit in life.visits:
        if visit.kind is StepKind.QUEUE:
            continue
        here = hands_in(visit, crews, now) if visit.kind is StepKind.ACTIVE else None
        if before is not None and here is not None and not set(before.people) & set(here.people):
            left = before.visit.until or here.since
            yield HandOver(life.task, before.visit.step, visit.step, before.people, here.people, left, here.since)
        before = here


def hands_in(visit: Visit, crews: Sequence[Crew], now: datetime) -> Hands | None:
    """Return who had a task for the longest part of a stay, None where nobody was assigned.

    A stay that took no time is in the hands of those who were assigned by then.
    """
    until = visit.until or now
    if visit.since == until:
        there = next((crew.people for crew in reversed(crews) if crew.since <= until), ())
        return Hands(visit, there, until) if there else None
    since, took = dict[People, datetime](), dict[People, timedelta]()
    ends = [crew.since for crew in crews[1:]]
    for (begin, people), end in zip(crews, [*ends, until][: len(crews)], strict=True):
        first, last = max(begin, visit.since), min(end, until)
        if people and first < last:
            since.setdefault(people, first)
            took[people] = took.get(people, _NO_TIME) + (last - first)
    if not took:
        return None
    longest = max(took, key=lambda people: took[people])
    return Hands(visit, longest, since[longest])


def told(flow: Flow, over: Window, found: Iterable[HandOver]) -> tuple[HandOvers, ...]:
    """Return the hand-overs that ended in a window by steps and people, those that took longest in all first."""
    hours: dict[tuple[str, str, People, People], list[float]] = {}
    for each in found:
        if each.taken in over:
            between = (each.source, each.target, each.giver, each.taker)
            hours.setdefault(between, []).append(flow.ruler.hours(each.left, each.taken))
    rows = (
        HandOvers(*between, len(took), percentile(took, 0.5) or 0.0, percentile(took, 0.85) or 0.0)
        for between, took in sorted(hours.items(), key=lambda item: (-sum(item[1]), item[0]))
    )
    return tuple(rows)
