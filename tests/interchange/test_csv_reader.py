"""CSV of any program: found out, taken row by row, or refused with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.imports import BadRow, ImportTask
from prodtui.errors import Rejected, Usage
from tests.helpers.import_files import bad, csv_rows, csv_tasks, only_tasks, reading

FIXTURES = Path(__file__).parents[1] / "fixtures"


def test_the_sample_gives_its_good_rows_and_names_each_bad_one() -> None:
    rows = csv_rows((FIXTURES / "cycle-times.csv").read_bytes())
    refused = bad(rows)
    assert (len(rows), len(refused)) == (41, 14)
    assert refused[0] == BadRow(
        2, "finished_date", "2015-02-04", "it was finished 2015-02-04, before it was created 2015-02-05"
    )
    first = next(row for row in rows if isinstance(row, ImportTask))
    assert (first.line, first.title, first.key) == (5, "P0-T324", "P0-T324")
    assert first.created is not None
    assert first.finished is not None
    assert (first.created.at, first.finished.at) == (
        datetime(2013, 8, 13, tzinfo=UTC),
        datetime(2013, 8, 31, tzinfo=UTC),
    )


def test_every_field_is_read() -> None:
    (task,) = csv_tasks(
        "title,key,notes,status,priority,class,assignees,labels,product,quantity,unit,estimate_hours,due,wait until,"
        "planned start,planned finish,pinned start,blocked reason,created,started,finished,archived,updated,parent,"
        "depends on,comments\n"
        'Fix it,K1,Some notes,Doing,High,Expedite,"ann, bo","a;b c",P-7,"2,5",kg,1h30,2026-12-01,2026-11-30,2026-11-28,'
        "2026-11-29,2026-11-28T08:00:00Z,no tools,2026-11-01,2026-11-02T10:00:00Z,2026-11-03,,2026-11-04,K0,"
        "K2;K3,Looks good\n",
        mapping="service_class=class",
    )
    assert (task.title, task.key, task.notes, task.step) == ("Fix it", "K1", "Some notes", "Doing")
    assert (task.priority, task.service_class) == (Priority.HIGH, ServiceClass.EXPEDITE)
    assert (task.assignees, task.labels) == (("ann", "bo"), ("a", "b-c"))
    assert (task.product, task.quantity, task.unit, task.estimate_hours) == ("P-7", 2.5, "kg", 1.5)
    assert task.due == datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
    assert task.wait_until == datetime(2026, 11, 30, tzinfo=UTC)
    assert task.planned_start == datetime(2026, 11, 28, tzinfo=UTC)
    assert task.pinned_start == datetime(2026, 11, 28, 8, tzinfo=UTC)
    assert task.blocked_reason == "no tools"
    assert task.started is not None
    assert task.started.at == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert (task.parent, task.depends) == ("K0", ("K2", "K3"))
    assert [comment.text for comment in task.comments] == ["Looks good"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(mark: str) -> None:
    (task,) = csv_tasks(
        f"id{mark}title{mark}due date\n1{mark}Fix; or, not{mark}2026-12-01\n".replace("; or, not", " it")
    )
    assert (task.key, task.title) == ("1", "Fix it")
    assert task.due is not None


def test_excel_says_its_delimiter_itself() -> None:
    assert csv_tasks("sep=;\nid;title\n1;a, b, c\n")[0].title == "a, b, c"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    text = "id,title,notes\n" + "".join(f"{n},Größe prüfen,naïve – “quoted”\n" for n in range(9))
    tasks = csv_tasks(text.encode(encoding))
    assert {(task.title, task.notes) for task in tasks} == {("Größe prüfen", "naïve – “quoted”")}


def test_an_encoding_that_is_a_guess_is_told() -> None:
    assert "--encoding" in reading("id,title\n1,Größe\n".encode("cp1252")).notes[0]
    assert csv_tasks("id,title\n1,Größe\n".encode("cp850"), encoding="cp850")[0].title == "Größe"
    with pytest.raises(Usage, match="no text encoding"):
        reading("id,title\n", encoding="klingon")


def test_a_file_with_one_damaged_letter_stays_utf8() -> None:
    data = "id,title\n1,Größe\n2,Länge\n3,Höhe\n".encode().replace("ä".encode(), b"\xe4")
    tasks = csv_tasks(data)
    assert [task.title for task in tasks] == ["Größe", "L\ufffdnge", "Höhe"]


def test_jira_headers() -> None:
    (task,) = csv_tasks(
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Reporter,Created,Updated,Resolved,"
        "Due Date,Labels,Labels,Labels,Description,Original Estimate,Inward issue link (Blocks),Comment,Comment\n"
        'Login fails,WEB-7,10007,Bug,Done,WEB,Highest,"Smith, Ann",bob,12/Jan/21 3:45 PM,13/Jan/21 9:00 AM,'
        "13/Jan/21 8:00 AM,20/Jan/21 12:00 AM,ui,login,,It fails,7200,WEB-3,12/Jan/21 4:00 PM;bob;See the log,\n"
    )
    assert (task.title, task.key, task.step, task.notes) == ("Login fails", "WEB-7", "Done", "It fails")
    assert (task.priority, task.assignees, task.labels) == (Priority.URGENT, ("Smith, Ann",), ("login", "ui"))
    assert task.estimate_hours == 2
    assert task.depends == ("WEB-3",)
    assert task.created is not None
    assert task.created.at == datetime(2021, 1, 12, 15, 45, tzinfo=UTC)
    (comment,) = task.comments
    assert (comment.author, comment.text, comment.at) == (
        "bob",
        "See the log",
        datetime(2021, 1, 12, 16, 0, tzinfo=UTC),
    )


def test_trello_headers() -> None:
    (task,) = csv_tasks(
        "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Attachment Count,"
        "Checklist Item Total Count,Comment Count,Last Activity Date,List ID,List Name,Board ID,Board Name,Archived,"
        "Start Date,Due Complete\n"
        '5ad3,Call the printer,https://x/c/1,Ask for A3,"Print (red),Sales (sky_dark)","ann,bo",'
        "2022-03-01T12:00:00.000Z,0,0,2,2022-02-04T14:51:12.990Z,9,Waiting,8,Office,TRUE,2022-02-20T12:00:00.000Z,false\n"
    )
    assert (task.title, task.key, task.step, task.notes) == ("Call the printer", "5ad3", "Waiting", "Ask for A3")
    assert (task.labels, task.assignees) == (("print", "sales"), ("ann", "bo"))
    assert task.planned_start == datetime(2022, 2, 20, 12, tzinfo=UTC)
    assert task.started is None
    assert task.archived is not None
    assert task.archived.at.date().isoformat() == "2022-02-04"
    assert not task.done


def test_github_issue_headers() -> None:
    (task,) = csv_tasks(
        "number,title,state,labels,assignees,createdAt,closedAt,url,body\n"
        '12,Crash on start,CLOSED,"bug,linux",octocat,2021-03-01T10:00:00Z,2021-03-02T10:00:00Z,https://x/12,Trace\n'
    )
    assert (task.key, task.title, task.step, task.notes) == ("12", "Crash on start", "CLOSED", "Trace")
    assert task.finished is not None


def test_times_in_columns_that_say_utc_are_not_on_the_clock_of_the_board() -> None:
    header = "Issue ID,Title,Created At (UTC),Due Date\n1,a,2021-03-01 10:00:00,2021-03-02 10:00:00\n"
    (task,) = csv_tasks(header, zone=ZoneInfo("Europe/Berlin"))
    assert task.created is not None
    assert task.created.at == datetime(2021, 3, 1, 10, tzinfo=UTC)
    assert task.due == datetime(2021, 3, 2, 9, tzinfo=UTC)


def test_the_order_of_day_and_month_is_settled_for_the_whole_column() -> None:
    tasks = csv_tasks("title,due\na,03/04/2021\nb,25/12/2021\n")
    assert tasks[0].due == datetime(2021, 4, 3, 23, 59, tzinfo=UTC)
    tasks = csv_tasks("title,due,created\na,03/04/2021,12/25/2020\n")
    assert tasks[0].due == datetime(2021, 3, 4, 23, 59, tzinfo=UTC)


def test_an_order_that_cannot_be_told_is_asked_for() -> None:
    text = "title,due\na,03/04/2021\nb,05/06/2021\n"
    with pytest.raises(Rejected, match='"03/04/2021" in line 2') as error:
        reading(text)
    assert "--date-format" in error.value.hint
    assert csv_tasks(text, date_format="mdy")[0].due == datetime(2021, 3, 4, 23, 59, tzinfo=UTC)
    with pytest.raises(Usage, match="not a date format"):
        reading(text, date_format="elsewhere")


def test_a_column_in_both_orders_is_refused() -> None:
    with pytest.raises(Rejected, match="line 2, the month in line 3"):
        reading("title,due\na,25/12/2021\nb,12/25/2021\n")
    rows = csv_rows("title,due\na,25/12/2021\nb,12/25/2021\n", date_format="dmy")
    assert [row.line for row in bad(rows)] == [3]


def test_columns_can_be_mapped() -> None:
    (task,) = csv_tasks("Was,Bis\nSchrauben zählen,2026-12-01\n", mapping="title=Was,due=bis")
    assert task.title == "Schrauben zählen"
    assert task.due is not None
    with pytest.raises(Usage, match='no column "Wass"') as error:
        reading("Was,Bis\na,b\n", mapping="title=Wass")
    assert error.value.hint == 'Did you mean "Was"?'
    with pytest.raises(Usage, match='no field "titel"'):
        reading("Was\na\n", mapping="titel=Was")


def test_a_mapped_column_is_not_used_for_anything_else() -> None:
    (task,) = csv_tasks("id,description\n1,Fix it\n", mapping="title=description")
    assert (task.title, task.notes) == ("Fix it", "")


def test_a_header_without_a_title_lists_what_it_holds() -> None:
    with pytest.raises(Rejected, match="Was, Bis") as error:
        reading("Was,Bis\na,2021-01-01\n")
    assert "--map 'title=Was'" in error.value.hint


def test_the_key_stands_in_for_a_missing_title_and_numbers_are_no_title() -> None:
    assert csv_tasks("id,task\nA-1,5052\n")[0].title == "A-1"
    assert csv_tasks("id,task\nA-1,Fix it\n")[0].title == "Fix it"


def test_the_first_key_that_is_there_counts() -> None:
    tasks = csv_tasks("ref,external_key,title\nOPS-1,,a\nOPS-2,X9,b\n")
    assert [(task.key, task.ref) for task in tasks] == [(None, "OPS-1"), ("X9", "OPS-2")]
    tasks = csv_tasks("Issue id,Issue key,Summary\n10,WEB-1,a\n11,,b\n")
    assert [task.key for task in tasks] == ["WEB-1", "11"]


def test_what_is_found_and_what_is_not_used_is_told() -> None:
    notes = reading("Summary,Colour,Due date\na,red,2021-01-01\n").notes
    assert notes == ('Columns read: title from "Summary", due from "Due date".', 'Columns not used: "Colour".')


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("a,,2021-13-01,,", "due", "not a day of the calendar"),
        ("a,,soon,,", "due", "not a date that is understood"),
        ("a,many,,,", "quantity", "not a number"),
        (",1,,,", "title", "the title is empty"),
        ("a,1,,2021-02-02,2021-02-01", "finished", "before it was created 2021-02-02"),
        ("a,1,2021-01-01", "", "it has 3 cells, the header has 5"),
        ("a,1,,,,surplus", "", "it has 6 cells, the header has 5"),
        ('"a"b,1,,,', "", "a quote ends in the middle of a cell"),
    ],
)
def test_a_bad_row_says_where_what_and_why(row: str, field: str, reason: str) -> None:
    first, second, third = csv_rows(f"title,quantity,due,created,finished\nok,1,,,\n{row}\nlast,2,,,\n")
    assert isinstance(first, ImportTask)
    assert isinstance(third, ImportTask)
    assert isinstance(second, BadRow)
    assert (second.line, second.field) == (3, field)
    assert reason in second.reason


def test_lines_are_those_of_the_file() -> None:
    rows = csv_rows('\n\ntitle,notes\na,"two\nlines"\n\nb,\n,x\n')
    assert [row.line for row in rows] == [4, 7, 8]


def test_a_quote_that_is_not_closed_costs_the_lines_behind_it_and_no_more() -> None:
    rows = csv_rows('title,notes\na,"open\nb,1\nc,"2"\nd,3\n')
    assert [(row.line, type(row)) for row in rows] == [(2, BadRow), (5, ImportTask)]
    assert "lines 2 to 4" in bad(rows)[0].reason
    rows = csv_rows('title,notes\na,1\nb,"open\nc,3\n')
    assert "not closed before the end of the file" in bad(rows)[0].reason


def test_a_day_of_the_same_date_is_never_before() -> None:
    tasks = csv_tasks(
        "title,created,started,finished\na,2021-02-02T18:00:00Z,2021-02-02,2021-02-02\nb,2021-02-02,,2021-02-02\n"
    )
    assert len(tasks) == 2


def test_unknown_priorities_are_kept_as_labels() -> None:
    (task,) = csv_tasks("title,priority\na,Should have\n")
    assert (task.priority, task.labels) == (Priority.NORMAL, ("should-have",))
    assert "kept as a label" in task.remarks[0]


def test_a_flag_in_the_column_of_the_finish_only_says_that_it_is_done() -> None:
    done, open_ = csv_tasks("title,done\na,x\nb,no\n")
    assert (done.done, done.finished, open_.done) == (True, None, False)


def test_the_quote_of_our_own_export_is_taken_off_again() -> None:
    titles = [task.title for task in csv_tasks("title\n'=1+1\n''=1\n'quoted'\n'-5\n=2\n")]
    assert titles == ["=1+1", "'=1", "'quoted'", "-5", "=2"]


def test_control_characters_are_replaced_and_told() -> None:
    (task,) = csv_tasks(b"title,notes\na\x00b,\x1b]52;c;x\x07\n")
    assert (task.title, task.notes) == ("a\ufffdb", "\ufffd]52;c;x\ufffd")
    assert len(task.remarks) == 2


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"%PDF-1.7", "PDF"),
        (b'title,"due\na,b\n', "header in line 1 cannot be read"),
    ],
)
def test_what_is_no_csv_is_refused_in_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(Rejected, match=what):
        reading(data)


def test_limits() -> None:
    with pytest.raises(Rejected, match="larger than"):
        reading("title\n" + "a\n" * 100, max_bytes=100)
    with pytest.raises(Rejected, match="more than 10 rows"):
        reading("title\n" + "a\n" * 11, max_rows=10)
    assert reading("title\n" + "a\n" * 10, max_rows=10).total == 10


def test_a_header_alone_is_an_empty_list() -> None:
    assert only_tasks(csv_rows("id,title\n")) == []
