"""CSV of an event log: one line for each event, or for each activity with its start and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prodtui.domain.event_log import MAX_ACTIVITY, MAX_RESOURCE, LogRow, Phase, phase_of
from prodtui.domain.imports import MAX_KEY, BadRow, Moment
from prodtui.domain.text import scrub
from prodtui.errors import Rejected
from prodtui.interchange.cells import Texts
from prodtui.interchange.csv_header import Columns, Layout, Vocabulary, listed_names
from prodtui.interchange.csv_reader import TableKind, read_table
from prodtui.interchange.csv_rows import One, RowReader
from prodtui.interchange.reading import Reading, ReadOptions

#: field -> header words, the best first; see `csv_header`.
EVENT_WORDS = Vocabulary(
    "An event",
    {
        "case": (
            "case concept name", "case", "case id", "case key", "case number", "case no", "case name", "trace",
            "trace id", "trace concept name", "process instance", "process instance id", "instance id", "ticket",
            "ticket id", "incident", "incident id", "sr number", "order", "order id", "application id", "request id",
            "patient", "patient id", "id",
        ),
        "activity": (
            "concept name", "activity", "activity name", "activity id", "event", "event name", "event concept name",
            "task", "task name", "action", "operation", "step", "status", "state",
        ),
        "time": (
            "time timestamp", "complete timestamp", "completion timestamp", "end timestamp", "timestamp",
            "complete time", "completion time", "completed at", "complete", "completed", "end time", "end date", "end",
            "finish", "finished", "finished at", "event time", "event timestamp", "event date", "date time", "datetime",
            "time", "date",
        ),
        "start": (
            "start timestamp", "time start timestamp", "start time", "started at", "start date", "start", "started",
            "begin timestamp", "begin time", "begin",
        ),
        "resource": (
            "org resource", "resource", "resource name", "user", "user name", "employee", "performer", "originator",
            "agent", "owner", "assignee", "person", "worker", "who",
        ),
        "lifecycle": (
            "lifecycle transition", "lifecycle", "transition", "event lifecycle transition", "event type",
        ),
    },
    frozenset(),
)  # fmt: skip
_NEEDED = ("case", "activity", "time")


def read_events_csv(data: bytes, options: ReadOptions) -> Reading[LogRow | BadRow]:
    """Return the events of a CSV file. Raises as `read_table` does."""
    return read_table(data, options, TableKind(EVENT_WORDS.knows, _find_columns, ("time", "start"), _EventRows))


def _find_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, Sequence[str]]
) -> Columns:
    layout = Layout(header, mapping)
    layout.fill(EVENT_WORDS.lists, EVENT_WORDS.many)
    missing = [field for field in _NEEDED if not layout.places.get(field)]
    if missing:
        first = next((name for name in layout.header if name), "Column")
        raise Rejected(
            f"The header has no {' and no '.join(missing)}; it holds: {listed_names(layout.header)}.",
            hint=f"Say which column it is, such as --map '{missing[0]}={first}'. The first line must be the header.",
            details={"header": list(layout.header), "fields": list(EVENT_WORDS.lists)},
        )
    return layout.columns()


class _EventRows(RowReader[LogRow]):
    """Turns the records of one file into events."""

    def _made(self, line: int, values: dict[str, Any], texts: Texts) -> LogRow | BadRow:
        for name in ("case", "activity"):
            if not values.get(name):
                return BadRow(line, self._header(name), "", f"the {name} is empty")
        ended: Moment | None = values.get("time")
        began: Moment | None = values.get("start")
        phase, resource = values.get("lifecycle", Phase.ENDED), values.get("resource", "")
        case, activity = values["case"], values["activity"]
        if ended is None:
            if began is None:
                return BadRow(line, self._header("time"), "", "the time is empty")
            return LogRow(line, case, activity, began.at, None, Phase.BEGAN, resource)
        if began is not None and began.at > ended.at:
            shown = began.at.astimezone(self._options.zone).isoformat()
            return BadRow(line, self._header("start"), shown, "it ended before it began")
        return LogRow(line, case, activity, ended.at, None if began is None else began.at, phase, resource)

    def _ways(self) -> dict[str, One]:
        return {
            "case": lambda texts, cell, _: texts.line(cell, "case", MAX_KEY),
            "activity": lambda texts, cell, _: texts.line(cell, "activity", MAX_ACTIVITY),
            "time": self._moment,
            "start": self._moment,
            "lifecycle": lambda texts, cell, _: phase_of(cell),
            "resource": lambda texts, cell, _: scrub(cell, limit=MAX_RESOURCE)[0],
        }
