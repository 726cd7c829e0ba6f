"""CSV of event logs: the headers of the common tools are known, and each line is an event or a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.event_log import LogRow, Phase
from prodtui.domain.imports import BadRow
from prodtui.errors import Rejected, Usage
from prodtui.interchange.csv_header import parse_mapping
from prodtui.interchange.events_csv import EVENT_WORDS
from tests.helpers.event_logs import reading, rows_of

NINE, TEN = datetime(2011, 1, 2, 9, tzinfo=UTC), datetime(2011, 1, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "case:concept:name,concept:name,time:timestamp,org:resource\n1,A,2011-01-02 10:00:00+00:00,Ann\n",
        "Case ID;Activity;Complete Timestamp;Resource;Role\n1;A;2011/01/02 10:00:00.000;Ann;Clerk\n",
        "CaseID,ActivityName,Timestamp,User\n1,A,2011-01-02T10:00:00Z,Ann\n",
        "resource\tevent\tcase\tend\nAnn\tA\t1\t02.01.2011 10:00\n",
        "\ufeffcase_id,event,time,employee\n1,A,2011-01-02T11:00:00+01:00,Ann\n",
    ],
)
def test_headers_of_the_common_tools_are_known(text: str) -> None:
    assert rows_of(text) == [LogRow(2, "1", "A", TEN, None, Phase.ENDED, "Ann")]


def test_a_start_beside_the_end_and_words_of_the_life_are_read() -> None:
    both = "case,activity,start_time,end_time\n1,A,2011-01-02 09:00,2011-01-02 10:00\n1,B,2011-01-02 09:00,\n"
    assert rows_of(both) == [LogRow(2, "1", "A", TEN, NINE), LogRow(3, "1", "B", NINE, None, Phase.BEGAN)]
    words = "case,activity,timestamp,lifecycle:transition\n1,A,2011-01-02 09:00,start\n1,A,2011-01-02 10:00,complete\n"
    assert rows_of(words) == [LogRow(2, "1", "A", NINE, None, Phase.BEGAN), LogRow(3, "1", "A", TEN)]


def test_columns_are_named_by_whoever_knows_better() -> None:
    text = "Order,Case,What,When\n7,x,A,2011-01-02T10:00:00Z\n"
    mapping = parse_mapping(["case=Order,activity=What,time=When"], EVENT_WORDS)
    assert rows_of(text, mapping=mapping) == [LogRow(2, "7", "A", TEN)]
    with pytest.raises(Usage, match='no field "tme"'):
        parse_mapping(["tme=When"], EVENT_WORDS)


def test_columns_that_are_missing_are_named() -> None:
    with pytest.raises(Rejected, match="The header has no case and no time; it holds: Nr, activity."):
        rows_of("Nr,activity\n1,A\n")


def test_bad_lines_are_named_with_field_and_reason() -> None:
    text = (
        "case,activity,start,end\n"
        ",A,,2011-01-02 10:00\n"
        "1,,,2011-01-02 10:00\n"
        "1,A,,\n"
        "1,A,,2011-02-30 10:00\n"
        "1,A,2011-01-02 11:00,2011-01-02 10:00\n"
        "1,A\n"
    )
    assert rows_of(text) == [
        BadRow(2, "case", "", "the case is empty"),
        BadRow(3, "activity", "", "the activity is empty"),
        BadRow(4, "end", "", "the time is empty"),
        BadRow(5, "end", "2011-02-30 10:00", "it is not a day of the calendar"),
        BadRow(6, "start", "2011-01-02T11:00:00+00:00", "it ended before it began"),
        BadRow(7, "", "", "it has 2 cells, the header has 4"),
    ]


def test_days_and_months_are_told_apart_by_the_whole_column() -> None:
    text = "case,activity,time\n1,A,02/01/2011 10:00\n1,B,13/01/2011 10:00\n"
    assert [row.at for row in rows_of(text) if isinstance(row, LogRow)] == [TEN, TEN.replace(day=13)]
    with pytest.raises(Rejected, match="could be day first or month first"):
        rows_of(text.replace("13/01", "03/01"))


def test_the_hour_that_the_clock_tells_twice_or_never_is_no_reason_to_stop() -> None:
    text = "case,activity,time\n1,A,2026-03-29 02:30\n1,B,2026-10-25 02:30\n"
    rows = rows_of(text, zone=ZoneInfo("Europe/Berlin"))
    assert [row.at for row in rows if isinstance(row, LogRow)] == [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    ]


def test_what_the_columns_were_taken_for_is_told() -> None:
    notes = reading("Case ID,Activity,Timestamp,Cost\n1,A,2011-01-02,5\n").notes
    assert notes == (
        'Columns read: case from "Case ID", activity from "Activity", time from "Timestamp".',
        'Columns not used: "Cost".',
    )
