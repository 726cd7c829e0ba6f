"""What every schedule must keep, told apart from the scheduler: it shares only the rows and the spans of an axis.

Everything is worked out from the clock again, span by span and booking by booking, slowly and plainly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.problem import NOWHERE, Job, Problem, Timetable

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Place:
    """Where a job is: its start, its end, and the resource of each of its needs."""

    start: int
    end: int
    uses: tuple[int, ...] = ()


def violations(problem: Problem, table: Timetable) -> list[str]:
    """Return a sentence for everything in a schedule that may not be."""
    placed = {
        at: Place(*place)
        for at, place in enumerate(zip(table.starts, table.ends, table.uses, strict=True))
        if place[0] != NOWHERE
    }
    found = [f"job {at} ends without a start" for at, end in enumerate(table.ends) if at not in placed and end >= 0]
    for at in range(len(problem.jobs)):
        if at in placed:
            found += [f"job {at} {what}" for what in _misplaced(problem, at, placed)]
        elif (place := soonest(problem, at, placed)) is not None:
            found.append(f"job {at} has no place, but could be from {place.start} to {place.end}")
    return found + list(_overbooked(problem, placed))


def soonest(problem: Problem, at: int, placed: Mapping[int, Place]) -> Place | None:
    """Return where a job could end first beside what is placed; None when it fits nowhere, or has to wait for ever.

    It can begin when it is ready, when somebody comes to work, or when something ends: nothing gets better in between.
    """
    job = problem.jobs[at]
    ready = _ready(problem, job, placed)
    if ready is None:
        return None
    if not job.minutes:
        return Place(ready, ready)
    opens = {opens for axis in _calendars(problem) for opens, _ in axis}
    times = sorted({ready, *opens, *(place.end for place in placed.values())})
    fitting = (
        place
        for uses in product(*(need.choices for need in job.needs))
        if (place := _first(problem, at, uses, [time for time in times if time >= ready], placed)) is not None
    )
    return min(fitting, key=lambda place: place.end, default=None)


def in_turn(problem: Problem, order: Sequence[int]) -> Iterator[int]:
    """Yield the jobs in the order in which a serial pass gives places: the first of the order that waits for none."""
    left = list(order)
    while left:
        at = next((at for at in left if not {link.job for link in problem.jobs[at].after} & set(left)), None)
        if at is None:
            return
        left.remove(at)
        yield at


def _first(
    problem: Problem, at: int, uses: tuple[int, ...], times: Sequence[int], placed: Mapping[int, Place]
) -> Place | None:
    hours = _hours(problem, uses)
    for start in times:
        end = _reached(hours, start, _minutes(problem.jobs[at], uses))
        if end is not None and any(opens <= start < closes for opens, closes in hours):
            place = Place(start, end, uses)
            if not any(_overbooked(problem, {**placed, at: place}, of=at)):
                return place
    return None


def _misplaced(problem: Problem, at: int, placed: Mapping[int, Place]) -> Iterator[str]:
    """Yield what is wrong with the place of one job, apart from what others have taken."""
    job, place = problem.jobs[at], placed[at]
    ready = _ready(problem, job, placed)
    if ready is None or place.start < ready:
        yield f"starts at {place.start}, which is before {ready}"
    if not job.minutes:
        if place.start != place.end:
            yield "takes time, though it has none"
        return
    if len(place.uses) != len(job.needs):
        yield f"uses {place.uses} for {len(job.needs)} needs"
        return
    for need, use in zip(job.needs, place.uses, strict=True):
        if use not in need.choices:
            yield f"uses {use}, which is no choice"
            return
    hours = _hours(problem, place.uses)
    worked = sum(max(min(closes, place.end) - max(opens, place.start), 0) for opens, closes in hours)
    if worked != _minutes(job, place.uses):
        yield f"has {worked} minutes of working time instead of {_minutes(job, place.uses)}"
    if not any(opens <= place.start < closes for opens, closes in hours):
        yield f"starts at {place.start}, when something that it uses is closed"
    if not any(opens < place.end <= closes for opens, closes in hours):
        yield f"ends at {place.end}, when something that it uses is closed"


def _overbooked(problem: Problem, placed: Mapping[int, Place], of: int | None = None) -> Iterator[str]:
    """Yield where more is taken of a resource than there is; what was begun may go beyond a limit.

    With `of` only that job is looked at: whether it has room beside the others, whatever they are.
    """
    for resource, row in enumerate(problem.resources):

        def excused(at: int, limit: bool = row.axis is None) -> bool:
            return limit and problem.jobs[at].begun

        taking = [
            (at, place, amount)
            for at, place in placed.items()
            if (amount := _taken(problem.jobs[at], place, resource)) and (of is not None or not excused(at))
        ]
        for at, place, _ in taking:
            if of not in (None, at) or excused(at):
                continue
            # Where there is too much of something, there is when one of those who take of it begins.
            begins = {other.start for _, other, _ in taking if place.start <= other.start < place.end}
            for time in sorted(begins | {place.start}):
                taken = sum(amount for _, other, amount in taking if other.start <= time < other.end)
                if taken > row.capacity:
                    yield f"job {at} at {time}: {taken} of {row.capacity} of resource {resource} are taken"
                    break


def _ready(problem: Problem, job: Job, placed: Mapping[int, Place]) -> int | None:
    """Return when all is done that comes before a job, None when that never is."""
    ready = job.ready
    for link in job.after:
        before = placed.get(link.job)
        if before is None:
            return None
        then = before.end if link.kind is DependencyKind.FINISH_START else before.start
        after = _reached(problem.base.spans, then, link.lag) if link.lag > 0 else then
        if after is None:
            return None
        ready = max(ready, after)
    return ready


def _reached(spans: Spans, start: int, minutes: int) -> int | None:
    """Return when so many minutes of working time have passed since a start."""
    for opens, closes in spans:
        begin = max(opens, start)
        if begin < closes:
            if closes - begin >= minutes:
                return begin + minutes
            minutes -= closes - begin
    return None


def _hours(problem: Problem, uses: Sequence[int]) -> Spans:
    """Return when everything works that a job uses; without anything, the board's hours."""
    own = [axis.spans for use in uses if (axis := problem.resources[use].axis) is not None]
    return reduce(_both, own) if own else problem.base.spans


def _both(some: Spans, others: Spans) -> Spans:
    meets = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return _touching_joined([(begin, end) for begin, end in meets if begin < end])


def _touching_joined(spans: list[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and joined[-1][1] == begin:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return joined


def _calendars(problem: Problem) -> list[Spans]:
    return [problem.base.spans, *(each.axis.spans for each in problem.resources if each.axis is not None)]


def _minutes(job: Job, uses: Sequence[int]) -> int:
    own = [
        need.minutes[need.choices.index(use)]
        for need, use in zip(job.needs, uses, strict=True)
        if need.minutes is not None
    ]
    return max(own, default=job.minutes)


def _taken(job: Job, place: Place, resource: int) -> int:
    return sum(need.amount for need, use in zip(job.needs, place.uses) if use == resource)  # noqa: B905 - none of no time
