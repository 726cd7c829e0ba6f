"""Figures of flow over a window: throughput, cycle and lead time, work in progress, age, efficiency, Little's law."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from statistics import fmean

from prodtui.domain.flow.conventions import Ruler
from prodtui.domain.flow.measured import Measured
from prodtui.domain.flow.outcome import NO_DATA, Item, Outcome, percentile_outcome
from prodtui.domain.flow.passage import Chain, Passage
from prodtui.domain.flow.window import Window

#: Little's law is about a system in balance: its WIP may move by at most this share over the window.
_BALANCE = 0.2


@dataclass(frozen=True)
class Flow:
    """How tasks passed through a board up to a moment `now`, its chain of steps, and how time is measured.

    `faults` are the tasks whose record cannot be right, each with the moment of its last event. `measures` keeps what
    was measured so far by task, by the same chain and ruler.
    """

    passages: tuple[Passage, ...]
    chain: Chain
    ruler: Ruler
    now: datetime
    faults: tuple[tuple[datetime, Item], ...] = ()
    measures: dict[int, Measured] = field(default_factory=dict, repr=False, compare=False)

    def measured(self, each: Passage) -> Measured:
        """Return a passage with what it comes to; what was measured of the same one before is taken from `measures`."""
        known = self.measures.get(each.life.task)
        if known is None or known.passage is not each:
            known = self.measures[each.life.task] = Measured(each, self.chain, self.ruler)
        return known

    def finished(self, over: Window) -> Iterator[tuple[Passage, datetime]]:
        """Yield what was finished in a window, with when, in the order of its finish."""
        first, behind = self._places(over)
        ends, passages = self._finishes
        return zip(passages[first:behind], ends[first:behind], strict=True)

    def done(self, over: Window) -> list[Measured]:
        """Return what was finished in a window with what it comes to, in the order of its finish."""
        first, behind = self._places(over)
        return self._done[first:behind]

    def cycles(self, over: Window) -> list[Item]:
        """Return how many days each task took from its start, of those finished in a window."""
        return [each.cycle for each in self.done(over)]

    def leads(self, over: Window) -> list[Item]:
        """Return how many days each task took from its creation, of those finished in a window."""
        return [each.lead for each in self.done(over)]

    def faulty(self, over: Window) -> tuple[Item, ...]:
        """Return the faults that a window would have to do with."""
        return tuple(item for at, item in self.faults if at >= over.begins)

    def under_way(self, at: datetime) -> int:
        """Return how many tasks were under way at a moment: started, and not finished or put away."""
        starts, ends = self._turns
        return bisect_right(starts, at) - bisect_right(ends, at)

    def ages(self, at: datetime) -> list[Item]:
        """Return how many days old each task was that was under way at a moment."""
        if at not in self._ages:
            left, passages = self._leavers
            self._ages[at] = [
                Item(each.life.task, self.ruler.days(each.started, at), f"in {step_at(each, at)}")
                for each in passages[bisect_right(left, at) :]
                if each.started is not None and each.started <= at
            ]
        return self._ages[at]

    def _places(self, over: Window) -> tuple[int, int]:
        """Return the places in the order of finish that a window covers: the first, and the one behind the last."""
        ends, _ = self._finishes
        return bisect_left(ends, over.begins), bisect_left(ends, over.ends)

    @cached_property
    def _done(self) -> list[Measured]:
        return [self.measured(each) for each in self._finishes[1]]

    @cached_property
    def _ages(self) -> dict[datetime, list[Item]]:
        return {}

    @cached_property
    def _finishes(self) -> tuple[list[datetime], list[Passage]]:
        """Return what is finished in the order of its finish, and when each was."""
        done = [(each.finished, each) for each in self.passages if each.finished is not None]
        done.sort(key=lambda pair: (pair[0], pair[1].life.task))
        return [at for at, _ in done], [each for _, each in done]

    @cached_property
    def _leavers(self) -> tuple[list[datetime], list[Passage]]:
        """Return what was started in the order in which it left, what has not left at last, and when each left."""
        gone = [(each.left, each) for each in self._moved if each.left is not None]
        gone.sort(key=lambda pair: (pair[0], pair[1].life.task))
        here = [each for each in self._moved if each.left is None]
        return [at for at, _ in gone], [*(each for _, each in gone), *here]

    @cached_property
    def _moved(self) -> list[Passage]:
        return [each for each in self.passages if each.started is not None]

    @cached_property
    def _turns(self) -> tuple[list[datetime], list[datetime]]:
        """Return in order when tasks came under way and when they were so no more."""
        return (
            sorted(each.started for each in self._moved if each.started),
            sorted(max(each.left, each.started) for each in self._moved if each.left and each.started),
        )


def throughput(flow: Flow, over: Window) -> Outcome:
    """Return how many tasks were finished in a week on average; none at all is a figure too.

    The days of the window that are still to come do not count.
    """
    days = sum(1 for _ in moments(over, flow.now))
    if not days:
        return NO_DATA
    items = tuple(each.finish for each in flow.done(over))
    told = f"{len(items)} finished in {days} days: {len(items)} / {days} x 7"
    return Outcome(7 * len(items) / days, len(items), items, flow.faulty(over), told)


def cycle_time(flow: Flow, over: Window, share: float) -> Outcome:
    """Return a percentile of the days from start to finish of what was finished in a window."""
    return percentile_outcome(flow.cycles(over), share, flow.faulty(over))


def lead_time(flow: Flow, over: Window, share: float) -> Outcome:
    """Return a percentile of the days from creation to finish of what was finished in a window."""
    return percentile_outcome(flow.leads(over), share, flow.faulty(over))


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
    return percentile_outcome(flow.ages(min(over.ends, flow.now)), share, flow.faulty(over))


def step_at(each: Passage, at: datetime) -> str:
    """Return the step in which a task stood at a moment, the first one before it was created."""
    visits = each.life.visits
    return next((visit.step for visit in reversed(visits) if visit.since <= at), visits[0].step)


def flow_efficiency(flow: Flow, over: Window) -> Outcome:
    """Return the percentage of the cycle times of a window during which work was done: in active steps, not blocked.

    Times are added before they are divided; a task that took no time is left out.
    """
    done = flow.done(over)
    items = tuple(each.efficiency for each in done if each.efficiency.value is not None)
    left_out = (*flow.faulty(over), *(each.efficiency for each in done if each.efficiency.value is None))
    if not items:
        return Outcome(None, 0, (), left_out)
    worked, took = (sum(each.effort[place] for each in done) for place in (0, 1))
    told = f"{worked:.1f} h worked / {took:.1f} h of cycle time x 100"
    return Outcome(100 * worked / took, len(items), items, left_out, told)


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
