"""Event logs for tests: written as files, read as the program does, and measured by plain arithmetic of their own."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from prodtui.domain.event_log import LogRow
from prodtui.domain.imports import BadRow
from prodtui.interchange.event_log_file import read_event_log
from prodtui.interchange.reading import Reading, ReadOptions
from prodtui.services.event_log import LogWishes, import_event_log
from prodtui.services.event_log_report import LogReport
from prodtui.services.workspace import Workspace

LOGS = Path(__file__).parents[1] / "fixtures/event-logs"
T0 = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday."""


@dataclass(frozen=True)
class Did:
    """An activity done in a case, from when to when in hours after T0; no begin where only its end is known."""

    case: str
    activity: str
    end: float
    begin: float | None = None


def at(hours: float) -> datetime:
    """Return a moment so many hours after T0."""
    return T0 + timedelta(hours=hours)


def reading(data: bytes | str, **options: Any) -> Reading[LogRow | BadRow]:
    """Return a file as the reader of logs gives it."""
    whole = data.encode() if isinstance(data, str) else data
    return read_event_log(io.BytesIO(whole), ReadOptions(T0, **options), lambda phase, done, total: None)


def rows_of(data: bytes | str, **options: Any) -> list[LogRow | BadRow]:
    """Return every row of a file."""
    return list(reading(data, **options).rows)


def bring(ws: Workspace, data: bytes | str, key: str = "LOG", zone: str = "UTC", **wishes: Any) -> LogReport:
    """Import a file as a board."""
    read = reading(data)
    return import_event_log(ws, read.rows, LogWishes(key, "A log", zone, **wishes), notes=read.notes)


def as_csv(done: Iterable[Did]) -> str:
    """Return a log as CSV, with a column for the start where any has one."""
    listed = list(done)
    timed = any(each.begin is not None for each in listed)
    lines = ["Case ID,Activity," + ("Start Timestamp,Complete Timestamp" if timed else "Timestamp")]
    for each in listed:
        began = [at(each.end if each.begin is None else each.begin).isoformat()] if timed else []
        lines.append(",".join([each.case, each.activity, *began, at(each.end).isoformat()]))
    return "\n".join(lines) + "\n"


def as_xes(done: Iterable[Did]) -> str:
    """Return a log as XES, with an event for the start and one for the end of each activity."""
    cases = defaultdict[str, list[Did]](list)
    for each in done:
        cases[each.case].append(each)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n'
    for case, own in cases.items():
        text += f'<trace><string key="concept:name" value={quoteattr(case)}/>\n'
        marks = [(each.end, 1, place, "complete") for place, each in enumerate(own)]
        marks += [(each.begin, 0, place, "start") for place, each in enumerate(own) if each.begin is not None]
        for hours, _, place, phase in sorted(marks, key=lambda mark: (mark[0], mark[2], mark[1])):
            text += event(own[place].activity, at(hours).isoformat(), phase)
        text += "</trace>\n"
    return text + "</log>\n"


def event(activity: str, time: str, phase: str = "complete") -> str:
    """Return an event of XES."""
    return (
        f'<event><string key="concept:name" value={quoteattr(activity)}/>'
        f'<string key="lifecycle:transition" value="{phase}"/><date key="time:timestamp" value="{time}"/></event>\n'
    )


@dataclass(frozen=True)
class Measured:
    """What plain arithmetic says of a log: hours from first to last event and hours of work by case, and visits."""

    hours: dict[str, float]
    worked: dict[str, float]
    visits: Counter[tuple[str, str]]

    def percentile(self, share: float) -> float:
        """Return the throughput time in days at a share, by nearest rank."""
        ordered = sorted(self.hours.values())
        return ordered[max(ceil(round(len(ordered) * share, 9)), 1) - 1] / 24

    @property
    def efficiency(self) -> float | None:
        """The percentage of the time of all cases in which some activity of theirs ran."""
        whole = sum(self.hours.values())
        return 100 * sum(self.worked.values()) / whole if whole else None


def measured(done: Iterable[Did]) -> Measured:
    """Measure a log whose activities have a begin and an end."""
    cases = defaultdict[str, list[Did]](list)
    for each in done:
        cases[each.case].append(each)
    hours, worked = {}, {}
    for case, own in cases.items():
        spans = sorted((each.end if each.begin is None else each.begin, each.end) for each in own)
        hours[case] = max(end for _, end in spans) - spans[0][0]
        worked[case] = sum(end - begin for begin, end in joined(spans))
    return Measured(hours, worked, Counter((each.case, each.activity) for each in done))


def joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield ordered spans with those that overlap made one."""
    first, last = None, 0.0
    for begin, end in spans:
        if first is None or begin > last:
            if first is not None:
                yield first, last
            first, last = begin, end
        last = max(last, end)
    if first is not None:
        yield first, last
