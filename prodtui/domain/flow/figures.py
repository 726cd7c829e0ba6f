"""Figures of flow over a window: throughput, cycle and lead time, work in progress, age, efficiency, Little's law."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import fmean

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.conventions import Ruler
from prodtui.domain.flow.lives import Life
from prodtui.domain.flow.outcome import NO_DATA, Item, Outcome, percentile_outcome
from prodtui.domain.flow.passage import Chain, Passage
from prodtui.domain.flow.window import Window

#: Little's law is about a system in balance: its WIP may move by at most this share over the window.
_BALANCE = 0.2


@dataclass(frozen=True)
class Flow:
    """How tasks passed through a board up to a moment `now`, its chain of steps, and how time is measured.

    `faults` are the tasks whose record cannot be right, each with the moment of its last event.
    """

    passages: tuple[Passage, ...]
    chain: Chain
    ruler: Ruler
    now: datetime
    faults: tuple[tuple[datetime, Item], ...] = ()

    def finished(self, over: Window) -> Iterator[tuple[Passage, datetime]]:
        """Yield what was finished in a window, with when, in the order of its finish."""
        ends, passages = self._finishes
        for place in range(*self._places(over)):
            yield passages[place], ends[place]

    def cycles(self, over: Window) -> list[Item]:
        """Return how many days each task took from its start, of those finished in a window."""
        first, behind = self._places(over)
        return self._cycles[first:behind]

    def leads(self, over: Window) -> list[Item]:
        """Return how many days each task took from its creation, of those finished in a window."""
        first, behind = self._places(over)
        return self._leads[first:behind]

    def efforts(self, over: Window) -> list[tuple[int, float, float]]:
        """Return the id of each task finished in a window, its hours of work and those of its whole cycle time."""
        first, behind = self._places(over)
        return self._efforts[first:behind]

    def faulty(self, over: Window) -> tuple[Item, ...]:
        """Return the faults that a window would have to do with."""
        return tuple(item for at, item in self.faults if at >= over.begins)

    def under_way(self, at: datetime) -> int:
        """Return how many tasks were under way at a moment: started, and not finished or put away."""
        starts, ends = self._turns
        return bisect_right(starts, at) - bisect_right(ends, at)

    def _places(self, over: Window) -> tuple[int, int]:
        """Return the places in the order of finish that a window covers: the first, and the one behind the last."""
        ends, _ = self._finishes
        return bisect_left(ends, over.begins), bisect_left(ends, over.ends)

    @cached_property
    def _cycles(self) -> list[Item]:
        return [_took(self, each, each.started or at, at) for at, each in zip(*self._finishes, strict=True)]

    @cached_property
    def _leads(self) -> list[Item]:
        return [_took(self, each, each.created, at) for at, each in zip(*self._finishes, strict=True)]

    @cached_property
    def _efforts(self) -> list[tuple[int, float, float]]:
        hours, found = self.ruler.hours, []
        for at, each in zip(*self._finishes, strict=True):
            whole = hours(each.started, at) if each.started else 0.0
            found.append((each.life.task, active_hours(self.ruler, each, at), whole))
        return found

    @cached_property
    def _finishes(self) -> tuple[list[datetime], list[Passage]]:
        """Return what is finished in the order of its finish, and when each was."""
        done = [(each.finished, each) for each in self.passages if each.finished is not None]
        done.sort(key=lambda pair: (pair[0], pair[1].life.task))
        return [at for at, _ in done], [each for _, each in done]

    @cached_property
    def _turns(self) -> tuple[list[datetime], list[datetime]]:
        """Return in order when tasks came under way and when they were so no more."""
        moved = [each for each in self.passages if each.started is not None]
        return (
            sorted(each.started for each in moved if each.started),
            sorted(max(each.left, each.started) for each in moved if each.left and each.started),
        )


def throughput(flow: Flow, over: Window) -> Outcome:
    """Return how many tasks were finished in a week on average; none at all is a figure too.

    The days of the window that are still to come do not count.
    """
    days = sum(1 for _ in moments(over, flow.now))
    if not days:
        return NO_DATA
    items = tuple(Item(each.life.task, span=(None, at)) for each, at in flow.finished(over))
    told = f"{len(items)} finished in {days} days: {len(items)} / {days} x 7"
    return Outcome(7 * len(items) / days, len(items), items, flow.faulty(over), told)


def cycle_time(flow: Flow, over: Window, share: float) -> Outcome:
    """Return a percentile of the days from start to finish of what was finished in a window."""
    return percentile_outcome(flow.cycles(over), share, flow.faulty(over))


def lead_time(flow: Flow, over: Window, share: float) -> Outcome:
    """Return a percentile of the days from creation to finish of what was finished in a window."""
    return percentile_outcome(flow.leads(over), share, flow.faulty(over))


def _took(flow: Flow, each: Passage, start: datetime, end: datetime) -> Item:
    return Item(each.life.task, flow.ruler.days(start, end), span=(start, end))


def work_in_progress(flow: Flow, over: Window) -> Outcome:
    """Return how many tasks were under way at the end of a day, on average over the days of a window up to now."""
    counts = [(at, flow.under_way(at)) for at in moments(over, flow.now)]
    if not counts:
        return NO_DATA
    items = tuple(Item(f"{at.astimezone(over.zone):%Y-%m-%d %H:%M}", float(count)) for at, count in counts)
    total = sum(count for _, count in counts)
    return Outcome(
        total / len(counts), len(counts), items, flow.faulty(over), f"{total} at the ends of {len(counts)} days"
    )


def age(flow: Flow, over: Window, share: float) -> Outcome:
    """Return a percentile of the days since the start of what was under way at the end of a window, or is now."""
    days, at = flow.ruler.days, min(over.ends, flow.now)
    items = [
        Item(each.life.task, days(each.started, at), f"in {step_at(each, at)}")
        for each in flow.passages
        if each.started is not None and each.under_way(at)
    ]
    return percentile_outcome(items, share, flow.faulty(over))


def step_at(each: Passage, at: datetime) -> str:
    """Return the step in which a task stood at a moment, the first one before it was created."""
    visits = each.life.visits
    return next((visit.step for visit in reversed(visits) if visit.since <= at), visits[0].step)


def flow_efficiency(flow: Flow, over: Window) -> Outcome:
    """Return the percentage of the cycle times of a window during which work was done: in active steps, not blocked.

    Times are added before they are divided; a task that took no time is left out.
    """
    efforts = flow.efforts(over)
    left_out = [*flow.faulty(over), *(Item(task, None, "it took no time") for task, _, whole in efforts if not whole)]
    items = tuple(
        Item(task, 100 * part / whole, f"{part:.1f} h of {whole:.1f} h") for task, part, whole in efforts if whole
    )
    if not items:
        return Outcome(None, 0, (), tuple(left_out))
    worked, took = (sum(each[place] for each in efforts) for place in (1, 2))
    told = f"{worked:.1f} h worked / {took:.1f} h of cycle time x 100"
    return Outcome(100 * worked / took, len(items), items, tuple(left_out), told)


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
    spans = ((max(start, since), min(end or until, until)) for start, end in life.blocked)
    return sum(ruler.hours(first, last) for first, last in spans if first < last)


def littles_law(flow: Flow, over: Window) -> Outcome:
    """Return average WIP / (throughput x average cycle time), 1 where the law holds (Little 1961).

    Both are in calendar days, whatever the conventions. What the law assumes and the window breaks is told: as much
    began as ended, and nothing was put away unfinished.
    """
    wip = work_in_progress(flow, over)
    took = [(end - (each.started or end)).total_seconds() / 86_400 for each, end in flow.finished(over)]
    passed = len(wip.items)
    if not wip.value or not took or not sum(took) or not passed:
        return Outcome(None, len(took))
    expected = len(took) / passed * fmean(took)
    told = [f"{wip.value:.2f} / ({len(took) / passed:.3f} a day x {fmean(took):.2f} days)"]
    begin, end = flow.under_way(over.begins), flow.under_way(min(over.ends, flow.now))
    if abs(end - begin) > _BALANCE * max(wip.value, 1.0):
        told.append(f"not in balance: {begin} were under way at first and {end} at last")
    away = sum(each.finished is None and each.life.gone in over for each in flow.passages)
    if away:
        told.append(f"{away} were put away unfinished")
    return Outcome(wip.value / expected, len(took), (), flow.faulty(over), "; ".join(told))


def moments(over: Window, now: datetime) -> Iterable[datetime]:
    """Yield the ends of the days of a window that have begun, the running one at the present moment."""
    before = over.begins
    for at in over.day_ends():
        if before >= now:
            return
        yield min(at, now)
        before = at
