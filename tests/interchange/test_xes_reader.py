"""XES: traces and events become rows, whatever tool wrote them; what is no log is refused in one sentence."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.event_log import LogRow, Phase
from prodtui.domain.imports import BadRow
from prodtui.errors import Rejected
from prodtui.interchange.reading import ReadOptions
from prodtui.interchange.xes_reader import XesReader
from tests.helpers.event_logs import LOGS, T0, event, reading, rows_of

TIME = "2026-03-02T10:00:00.250+01:00"
AT = datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC)


def log(*traces: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>\n<log>{head}{"".join(traces)}</log>'


def trace(name: str, *events: str) -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>'


def since(begin: str) -> str:
    """Return an event that tells of both ends of its activity."""
    return event("A", TIME).replace("<date", f'<date key="start_timestamp" value="{begin}"/><date', 1)


def test_events_are_read_with_their_case_phase_and_resource() -> None:
    rows = rows_of((LOGS / "repairs.xes").read_bytes())
    assert len(rows) == 15
    assert rows[:3] == [
        LogRow(13, "R1", "Register", datetime(2026, 3, 2, 7, tzinfo=UTC), None, Phase.ENDED, "Ann"),
        LogRow(14, "R1", "Repair", datetime(2026, 3, 2, 7, tzinfo=UTC), None, Phase.BETWEEN, ""),
        LogRow(15, "R1", "Repair", datetime(2026, 3, 2, 9, tzinfo=UTC), None, Phase.BEGAN, "Bo"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        log(trace("1", event("A", TIME))),
        "\ufeff" + log(trace("1", event("A", TIME))),
        f'<x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:string key="concept:name" value="1"/>'
        f'<x:event><x:string key="concept:name" value="A"/><x:date key="time:timestamp" value="{TIME}"/></x:event>'
        "</x:trace></x:log>",
        log(f'<trace>{event("A", TIME)}<string key="concept:name" value="1"/></trace>'),
        log(trace("1", event("A", TIME)), head='<global scope="event"><string key="concept:name" value="Z"/></global>'),
        log(f'<trace><list key="l"><values><string key="concept:name" value="no"/></values></list>'
            f'<string key="concept:name" value="1"/>{event("A", TIME)}</trace>'),
    ],
)  # fmt: skip
def test_what_tools_write_differently_is_read_alike(text: str) -> None:
    assert [row._replace(line=0) for row in rows_of(text) if isinstance(row, LogRow)] == [LogRow(0, "1", "A", AT)]
    for encoding in ("utf-16", "iso-8859-1"):
        if text.startswith("<?xml"):
            other = text.replace('"1.0"?', f'"1.0" encoding="{encoding}"?', 1).encode(encoding)
            assert len(rows_of(other)) == 1


def test_both_ends_in_one_event_are_read() -> None:
    assert rows_of(log(trace("1", since("2026-03-02T08:00:00Z")))) == [
        LogRow(2, "1", "A", AT, datetime(2026, 3, 2, 8, tzinfo=UTC))
    ]


def test_times_without_a_zone_are_on_the_clock_that_is_given() -> None:
    rows = rows_of(log(trace("1", event("A", "2026-07-01T10:00:00"))), zone=ZoneInfo("Europe/Berlin"))
    assert rows == [LogRow(2, "1", "A", datetime(2026, 7, 1, 8, tzinfo=UTC))]


def test_bad_events_are_named_with_line_field_and_case() -> None:
    text = log(
        trace("1", "\n" + event("A", "2026-02-30T10:00:00Z")),
        trace("2", "\n" + event("", TIME)),
        trace("3", '\n<event><string key="concept:name" value="A"/></event>'),
        trace("4", "\n" + event("A" * 201, TIME)),
        trace("5" * 201, "\n" + event("A", TIME)),
        trace(
            "6", "\n" + event("A", TIME).replace("<date", '<date key="start_timestamp" value="2027-01-01"/><date', 1)
        ),
    )
    assert rows_of(text) == [
        BadRow(3, "time:timestamp", "2026-02-30T10:00:00Z", 'it is not a day of the calendar (case "1")'),
        BadRow(5, "concept:name", "", 'the event has no name (case "2")'),
        BadRow(7, "time:timestamp", "", 'the event has no time (case "3")'),
        BadRow(8, "concept:name", "A" * 119 + "…", 'it has 201 characters; at most 200 are taken (case "4")'),
        BadRow(10, "case", "5" * 119 + "…", f'it has 201 characters; at most 200 are taken (case "{"5" * 39}…")'),
        BadRow(12, "start_timestamp", "2027-01-01", 'it ended before it began (case "6")'),
    ]


def test_what_is_left_out_is_told() -> None:
    read = reading(log(trace("1"), trace(" ", event("A", TIME)), event("B", TIME)))
    assert [row.case for row in read.rows if isinstance(row, LogRow)] == ["trace-2"]
    assert read.notes == [
        "Cases without an event left out: 1.",
        "Cases without a name are called by their place in the file: 1.",
        "Events outside of any case left out: 1.",
    ]


ENTITIES = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><log><trace>&b;</trace></log>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTITIES, r'declares a document type \("log"\), which is not taken'),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "declares a document type"),
        (log(trace("1", event("A", TIME)))[:-30], r"not whole XML: .* in line \d+, column \d+"),
        ("<log><trace></log>", "not whole XML: mismatched tag in line 1, column 15"),
        ("<log>&nothing;</log>", "not whole XML: undefined entity"),
        ("<html><body/></html>", 'XML, but no event log: it begins with "html"'),
        ("<log>" + "<x>" * 70 + "</x>" * 70 + "</log>", "nested deeper than 64 levels"),
        ('<log><string key="a" value="' + "x" * 9_000_000 + '"/></log>', "a text that is longer than 8 MB"),
        ("<", "not whole XML: unclosed token"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_log_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        rows_of(text)
    assert refused.value.message.endswith(".")
    assert refused.value.hint


def test_no_more_events_than_allowed() -> None:
    text = log(trace("1", event("A", TIME) * 3))
    assert len(rows_of(text, max_rows=3)) == 3
    with pytest.raises(Rejected, match="more than 2 rows"):
        rows_of(text, max_rows=2)


def test_memory_does_not_grow_with_the_file() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"<log>"
        for number in range(3_000):
            yield trace(f"{number}", event("A", TIME), event("B", TIME)).encode()
        yield b"</log>"

    tracemalloc.start()
    try:
        count = sum(1 for _ in XesReader(ReadOptions(T0), []).rows(chunks()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 6_000
    assert peak < 2_000_000
