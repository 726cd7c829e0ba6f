"""XES, the standard for event logs (IEEE 1849), read as a stream: whatever the size, one trace is held at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from xml.parsers import expat

from prodtui.domain.event_log import MAX_ACTIVITY, MAX_RESOURCE, LogRow, phase_of
from prodtui.domain.imports import MAX_DEPTH, MAX_KEY, BadRow
from prodtui.domain.text import quoted, scrub
from prodtui.errors import Rejected
from prodtui.interchange.cells import BadValue, Texts
from prodtui.interchange.dates import DateReader, NotADate
from prodtui.interchange.reading import ReadOptions, too_many_rows

_NAME, _TIME, _PHASE, _RESOURCE = "concept:name", "time:timestamp", "lifecycle:transition", "org:resource"
_BEGAN = "start_timestamp"
"""Not of the standard, but what tools write that keep both ends of an activity in one event."""
_WANTED = frozenset((_NAME, _TIME, _PHASE, _RESOURCE, _BEGAN))
_MOST_AT_ONCE = 8_000_000
_HINT = "Export the log again; nothing was imported."


class XesReader:
    """Turns the elements of one log into rows; `notes` tell what was left out, complete once all are read."""

    def __init__(self, options: ReadOptions, notes: list[str]) -> None:
        self._options, self._notes = options, notes
        self._dates = DateReader(options.zone)
        self._texts: dict[str, str] = {}
        self._depth = self._trace_depth = self._event_depth = 0
        self._line = self._traces = self._rows = 0
        self._case = ""
        self._event: dict[str, str] = {}
        self._events: list[tuple[int, dict[str, str]]] = []
        self._ready: list[LogRow | BadRow] = []
        self._empty = self._nameless = self._stray = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def rows(self, chunks: Iterable[bytes]) -> Iterator[LogRow | BadRow]:
        """Yield each event as a row, or the reason against it. Raises Rejected for what is no XES."""
        fed = 0
        for chunk in chunks:
            self._parse(chunk)
            fed += len(chunk)
            if fed - self._parser.CurrentByteIndex > _MOST_AT_ONCE:
                raise Rejected("The file holds a text that is longer than 8 MB.", hint=_HINT)
            yield from self._ready
            self._ready.clear()
        self._parse(b"", last=True)
        self._notes += self._told()

    def _parse(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            where = f"line {error.lineno}, column {error.offset + 1}"
            raise Rejected(
                f"The file is not whole XML: {expat.ErrorString(error.code)} in {where}.",
                hint=_HINT,
                details={"line": error.lineno, "column": error.offset + 1},
            ) from None

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        tag, depth = name.rpartition(":")[2], self._depth
        if depth > MAX_DEPTH:
            raise Rejected(f"The XML is nested deeper than {MAX_DEPTH} levels.", hint=_HINT)
        if self._event_depth:
            key = attributes.get("key", "")
            if depth == self._event_depth + 1 and key in _WANTED:
                self._event[key] = attributes.get("value", "")
        elif self._trace_depth:
            if tag == "event":
                self._event, self._event_depth, self._line = {}, depth, self._parser.CurrentLineNumber
            elif depth == self._trace_depth + 1 and attributes.get("key") == _NAME:
                self._case = attributes.get("value", "")
        elif tag == "trace":
            self._trace_depth, self._case = depth, ""
            self._traces += 1
        elif tag == "event":
            self._stray += depth == 2
        elif depth == 1 and tag != "log":
            raise Rejected(
                f"The file is XML, but no event log: it begins with {quoted(name, limit=40)}, XES with a log.",
                hint="Export it as XES or CSV; nothing was imported.",
            )

    def _end(self, name: str) -> None:
        if self._depth == self._event_depth:
            self._rows += 1
            if self._rows > self._options.max_rows:
                raise too_many_rows(self._options.max_rows)
            self._events.append((self._line, self._event))
            self._event_depth = 0
        elif self._depth == self._trace_depth:
            self._trace_ends()
        self._depth -= 1

    def _trace_ends(self) -> None:
        named = self._case.strip()
        case = named or f"trace-{self._traces}"
        self._nameless += not named and bool(self._events)
        self._empty += not self._events
        self._ready += (self._row(line, case, event) for line, event in self._events)
        self._events.clear()
        self._trace_depth = 0

    def _row(self, line: int, case: str, event: Mapping[str, str]) -> LogRow | BadRow:
        field, where = "case", f" (case {quoted(case, limit=40)})"
        try:
            key = self._clean(case, "case", MAX_KEY)
            field = _NAME
            activity = self._clean(event.get(_NAME, ""), "activity", MAX_ACTIVITY)
            if not key or not activity:
                return BadRow(line, field, "", f"the event has no name{where}")
            phase = phase_of(event.get(_PHASE, ""))
            field = _BEGAN
            began = self._dates.read(event[_BEGAN]).at if event.get(_BEGAN) else None
            field = _TIME
            if not event.get(_TIME):
                return BadRow(line, field, "", f"the event has no time{where}")
            at = self._dates.read(event[_TIME]).at
        except (BadValue, NotADate) as error:
            value = case if field == "case" else event.get(field, "")
            return BadRow(line, field, scrub(value, limit=120)[0], f"it {error}{where}")
        if began is not None and began > at:
            return BadRow(line, _BEGAN, event[_BEGAN], f"it ended before it began{where}")
        return LogRow(line, key, activity, at, began, phase, _resource(event.get(_RESOURCE, "")))

    def _clean(self, text: str, what: str, limit: int) -> str:
        known = self._texts.get(text)
        if known is None:
            known = Texts().line(text, what, limit)
            if len(self._texts) < 20_000:
                self._texts[text] = known
        return known

    def _told(self) -> Iterator[str]:
        if self._empty:
            yield f"Cases without an event left out: {self._empty:,}."
        if self._nameless:
            yield f"Cases without a name are called by their place in the file: {self._nameless:,}."
        if self._stray:
            yield f"Events outside of any case left out: {self._stray:,}."


@lru_cache(4_096)
def _resource(text: str) -> str:
    return scrub(text, limit=MAX_RESOURCE)[0]


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
    """Stop at a declaration of entities: it can grow a small file without end, and no log needs one."""
    raise Rejected(
        f"The file declares a document type ({quoted(name, limit=40)}), which is not taken.",
        hint="Take the <!DOCTYPE …> out of it; nothing was imported.",
    )
