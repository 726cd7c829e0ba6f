"""What the import of an event log tells: counts by activity, and what one must know to read the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.event_log import EventLog
from prodtui.domain.event_log_flow import Survey, Workflow
from prodtui.domain.imports import BadRow
from prodtui.domain.text import quoted

_SHOWN = 5
_NO_EFFICIENCY = "so flow efficiency is no data here."
_LONGEST_LOOK = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """An activity and the key of its step: how often it was done, in how many cases, and how often again in one."""

    name: str
    step: str
    times: int
    cases: int
    again: int


@dataclass(frozen=True, slots=True)
class LogReport:
    """What the import of a log did, or with `dry_run` would do; `created` is False when the store had it already.

    `rows` counts those of the file, `open` the cases that are not finished. `first` and `last` are the days of the
    first and the last event on the board's clock; activities are in the order of the chain.
    """

    board: str
    name: str
    dry_run: bool
    created: bool
    unit: str
    rows: int
    cases: int
    open: int
    steps: int
    first: date
    last: date
    activities: tuple[ActivityCount, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]
    txn: str | None = None


def activity_counts(log: EventLog, told: Survey, flow: Workflow) -> tuple[ActivityCount, ...]:
    """Return how often each activity was done."""
    counts = ((each, told.times.get(each, 0), told.cases.get(each, 0)) for each in told.order)
    return tuple(
        ActivityCount(log.activities[each], flow.step_of(each).key, times, cases, times - cases)
        for each, times, cases in counts
    )


def days_of(told: Survey, zone: ZoneInfo) -> tuple[date, date]:
    """Return the days of the first and the last event."""
    last = max(told.ends)
    return (told.begin or last).astimezone(zone).date(), last.astimezone(zone).date()


def tells_work(log: EventLog, told: Survey) -> bool:
    """Tell whether a log says of any activity that it took time; without that nobody knows what was work."""
    return log.timed and not told.instant.issuperset(told.order)


def remarks(log: EventLog, told: Survey, flow: Workflow, now: datetime) -> Iterator[str]:
    """Yield how the log became a board, as far as somebody must know it to read the figures."""
    if log.timed:
        yield "The log says when activities began: a task waits before each in a step of its own."
        names = [log.activities[each] for each in told.order if each in told.instant]
        if names:
            yield f"Without a beginning in the log, these take no time: {_listed(names)}."
        if not tells_work(log, told):
            yield f"How long an activity was worked on the log does not say, {_NO_EFFICIENCY}"
    else:
        yield (
            "The log has one time for each activity: a task stands in it from then until the next one. Whether it was "
            f"worked on or waited meanwhile the log does not say, {_NO_EFFICIENCY}"
        )
    again = {log.activities[each]: told.times.get(each, 0) - told.cases.get(each, 0) for each in told.order}
    if any(again.values()):
        often = sorted((name for name, times in again.items() if times), key=lambda name: -again[name])
        yield f"Done again within a case: {_listed(often, again)}."
    if told.overlaps:
        yield (
            f"Begun before another activity of the case had ended: {told.overlaps:,} times; the one that began last "
            "has the time."
        )
    if told.inside:
        yield f"Without a duration while another activity of the case ran, and told at its end: {told.inside:,} times."
    if told.endless and log.timed:
        yield f"Begun and never ended, so taken to last until the last event of its own: {told.endless:,} times."
    if log.between:
        yield (
            f"Events that neither begin nor end an activity, such as one scheduled or suspended: {log.between:,}; they "
            "count only for when a case begins and ends."
        )
    if log.disordered:
        yield f"Written behind a later event of the case, and put in the order of time: {log.disordered:,}."
    to_come = sum(end > now for end in told.ends)
    if to_come:
        yield f"Cases with events that are still to come, which no figure counts before: {to_come:,}."
    cut = [plan.name for plan in map(flow.step_of, told.order) if plan.cut]
    if cut:
        yield f"Names cut to fit a step: {_listed(cut)}."


def advice(key: str, first: date, last: date) -> str:
    """Return how to see the figures of a log, or of its last ten years."""
    return f"See its figures with `prodtui --board {key} kpi --window {max(first, last - _LONGEST_LOOK)}..{last}`."


def _listed(names: Sequence[str], times: Mapping[str, int] | None = None) -> str:
    shown = (quoted(name, limit=40) + (f" {times[name]:,}" if times else "") for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(shown) + more
