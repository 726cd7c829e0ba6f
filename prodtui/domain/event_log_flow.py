"""From the events of a log to a board: what was done and waited for in each case, and the steps that this takes.

A task stands in one step at a time. Where a log knows when activities began, a task waits before each in a step of its
own and stands in the activity while it lasts; of activities that overlap, the one that began last has the time, and one
that takes no time within another comes behind it. Where a log has one time for each activity, a task stands in the
activity from then until the next one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from prodtui.domain.enums import StepKind
from prodtui.domain.event_log import EventLog, LogEvent, Phase
from prodtui.domain.text import scrub, slug

MAX_STEP_NAME = 40


class Stint(NamedTuple):
    """An activity done once in a case."""

    activity: int
    begin: datetime
    end: datetime
    resource: int | None
    ended: bool = True

    def is_inside(self, busy: datetime) -> bool:
        """Tell whether it takes no time and comes while something else runs until `busy`."""
        return self.begin == self.end and self.begin < busy


class Turn(NamedTuple):
    """What a case came to at a moment: an activity, or the wait for it."""

    activity: int
    waits: bool
    since: datetime
    resource: int | None = None


class Course(NamedTuple):
    """A case: its turns in order, and the moment of its last event."""

    case: str
    turns: tuple[Turn, ...]
    end: datetime
    stints: tuple[Stint, ...]

    @property
    def begin(self) -> datetime:
        """The moment of its first event."""
        return self.turns[0].since


class StepPlan(NamedTuple):
    """A step to be made: its key, its name and its kind; `cut` when the name of an activity was too long for it."""

    key: str
    name: str
    kind: StepKind
    cut: bool = False


def courses(log: EventLog) -> Iterator[Course]:
    """Yield what happened in each case of a log."""
    for case, events in log.cases():
        done = tuple(stints(events))
        begins = [events[0].at, *(stint.begin for stint in done)]
        ends = [events[-1].at, *(stint.end for stint in done)]
        found = turns(done, min(begins), max(ends), log.timed, (events[0].activity, events[-1].activity))
        yield Course(case, tuple(found), max(ends), done)


def stints(events: Sequence[LogEvent]) -> list[Stint]:
    """Return what was done in a case, in the order in which it began.

    An end belongs to the earliest beginning of its activity that still runs; without one the activity took no time. A
    beginning that never ends lasts until the last event of its own.
    """
    found: list[Stint] = []
    running: defaultdict[int, deque[int]] = defaultdict(deque)
    for at, activity, phase, began, resource in events:
        mine = running[activity]
        if began is not None:
            found.append(Stint(activity, began, at, resource))
        elif phase is Phase.BEGAN:
            mine.append(len(found))
            found.append(Stint(activity, at, at, resource, ended=False))
        elif mine:
            ends = phase is Phase.ENDED
            place = mine.popleft() if ends else mine[0]
            found[place] = found[place]._replace(end=at, ended=ends)
        elif phase is Phase.ENDED:
            found.append(Stint(activity, at, at, resource))
    return sorted(found, key=lambda stint: stint.begin)


def turns(
    done: Sequence[Stint], begin: datetime, end: datetime, timed: bool, around: tuple[int, int]
) -> Iterator[Turn]:
    """Yield where a case stood from when on, the first from its begin; its end is not among them.

    `around` are the activities of its first and last event: what was waited for where nothing else tells.
    """
    if not timed:
        for place, stint in enumerate(done):
            yield Turn(stint.activity, False, stint.begin if place else begin, stint.resource)
        if not done:
            yield Turn(around[0], False, begin)
        return
    busy, inside = begin, list[Stint]()
    for stint in done:
        if stint.is_inside(busy):
            inside.append(stint)
            continue
        yield from _behind(inside, min(busy, stint.begin))
        if stint.begin > busy:
            yield Turn(stint.activity, True, busy)
        yield Turn(stint.activity, False, stint.begin, stint.resource)
        busy = max(busy, stint.end)
    yield from _behind(inside, busy)
    if end > busy or not done:
        yield Turn(around[1], True, busy)


def _behind(inside: list[Stint], at: datetime) -> Iterator[Turn]:
    """Yield what took no time within something else as turns at its end, and forget it."""
    yield from (Turn(stint.activity, False, at, stint.resource) for stint in inside)
    inside.clear()


@dataclass(slots=True)
class Survey:
    """What one look at all courses told: the activities in the order of a chain, which are waited for, and counts.

    `ends` are the moments of the last events in the order of the cases; `overlaps` counts what began before something
    else of its case had ended, `inside` what took no time within something else, `endless` what never ended; `instant`
    are the activities that never took time.
    """

    order: tuple[int, ...] = ()
    waited: frozenset[int] = frozenset()
    begin: datetime | None = None
    ends: list[datetime] = field(default_factory=list)
    times: dict[int, int] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)
    instant: frozenset[int] = frozenset()
    overlaps: int = 0
    inside: int = 0
    endless: int = 0


def survey(found: Iterable[Course]) -> Survey:
    """Return what the courses of a log have in common.

    Activities are in order of their mean place among those of a case, each counted where it first comes.
    """
    told, places = Survey(), defaultdict[int, list[int]](lambda: [0, 0])
    times, cases, lasting, waited = defaultdict[int, int](int), defaultdict[int, int](int), set[int](), set[int]()
    for course in found:
        told.begin = course.begin if told.begin is None else min(told.begin, course.begin)
        told.ends.append(course.end)
        waited |= {turn.activity for turn in course.turns if turn.waits}
        met = dict.fromkeys(turn.activity for turn in course.turns)
        for place, activity in enumerate(met):
            places[activity][0] += place
            places[activity][1] += 1
        busy = course.begin
        for stint in course.stints:
            times[stint.activity] += 1
            inside = stint.is_inside(busy)
            told.inside += inside
            told.overlaps += stint.begin < busy and not inside
            told.endless += not stint.ended
            busy = max(busy, stint.end)
            if stint.end > stint.begin:
                lasting.add(stint.activity)
        for activity in {stint.activity for stint in course.stints}:
            cases[activity] += 1
    told.order = tuple(sorted(places, key=lambda each: (places[each][0] / places[each][1], each)))
    told.times, told.cases = dict(times), dict(cases)
    told.waited, told.instant = frozenset(waited), frozenset(times.keys() - lasting)
    return told


class Workflow:
    """The steps of a log as a chain: each activity, before it the wait for it if there is any, and a done step.

    The clock of a task must start with its first event and never anew, so no queue may lie before the first active
    step: a step Start, in which nothing takes time, comes first where one would.
    """

    def __init__(self, activities: Sequence[str], told: Survey) -> None:
        self.plans: list[StepPlan] = []
        self._names, self._keys = set[str](), set[str]()
        self._place: dict[tuple[int, bool], int] = {}
        self.start = bool(told.order) and told.order[0] in told.waited
        if self.start:
            self._add("Start", StepKind.ACTIVE)
        for activity in told.order:
            if activity in told.waited:
                self._place[activity, True] = self._add(f"Waiting for {activities[activity]}", StepKind.QUEUE)
            self._place[activity, False] = self._add(activities[activity], StepKind.ACTIVE)
        self.done = self._add("Done", StepKind.DONE)

    def place(self, turn: Turn) -> int:
        """Return the place of the step in which a turn is spent."""
        return self._place[turn.activity, turn.waits]

    def step_of(self, activity: int) -> StepPlan:
        """Return the step of an activity."""
        return self.plans[self._place[activity, False]]

    def _add(self, name: str, kind: StepKind) -> int:
        shown = _unlike(name, self._names)
        key, number = slug(shown) or "step", 2
        while key in self._keys:
            key, number = f"{slug(shown) or 'step'}-{number}", number + 1
        self._keys.add(key)
        self.plans.append(StepPlan(key, shown, kind, cut=len(name) > MAX_STEP_NAME))
        return len(self.plans) - 1


def _unlike(name: str, taken: set[str]) -> str:
    """Return a name that fits a step and is none of those taken, which it joins."""
    shown, number = scrub(name, limit=MAX_STEP_NAME)[0], 2
    while shown.casefold() in taken:
        mark = f" ({number})"
        shown, number = scrub(name, limit=MAX_STEP_NAME - len(mark))[0] + mark, number + 1
    taken.add(shown.casefold())
    return shown
