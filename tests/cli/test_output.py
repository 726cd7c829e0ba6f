"""One renderer: text, JSON, CSV, and what a terminal or a spreadsheet must not get."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from prodtui.cli.argv import Options, Output
from prodtui.cli.output import _terminal_table, aligned, document, emit, error_line, harmless, text_lines
from prodtui.cli.result import Result, Table, plain_cell
from prodtui.errors import Rejected, StoreProblem
from tests.cli.conftest import Cli
from tests.helpers.team import Team

TABLE = Table([{"ref": "OPS-1", "note": "=1+1\nx"}, {"ref": "OPS-2", "note": None}], ("ref", "note"), ("ref", "note"))


class Full(io.StringIO):
    """A stream on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def printed(result: Result, options: Options, capsys: pytest.CaptureFixture[str]) -> str:
    emit(result, options)
    return capsys.readouterr().out


def test_json_is_one_ascii_document(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(Result({"title": "Größe \x1b 接"}), Options(output=Output.JSON), capsys)
    assert text.isascii()
    assert text.count("\n") == 1
    assert json.loads(text) == {"prodtui": 1, "ok": True, "data": {"title": "Größe \x1b 接"}}


def test_an_error_in_json_has_code_message_hint_and_details() -> None:
    error = Rejected("No.", hint="Try again.", details={"position": 3})
    wanted = {"code": "rejected", "message": "No.", "hint": "Try again.", "details": {"position": 3}}
    assert json.loads(document(error=error)) == {"prodtui": 1, "ok": False, "error": wanted}


def test_an_error_for_people_is_one_safe_line() -> None:
    assert error_line(Rejected("A\nB\x1b[2J.", hint="C.")) == "prodtui: A B\ufffd[2J. C."


def test_columns_choose_and_order_fields(cli: Cli, team: Team) -> None:
    team.task("Press", labels=("b", "a"))
    assert cli.ok("task", "list", "--columns", "labels,ref").lines == ["LABELS  REF", "a,b     OPS-1"]
    assert cli.ok("task", "list", "--columns", "ref", "--no-headers").lines == ["OPS-1"]
    assert cli.data("task", "list", "--columns", "title,ref") == [{"title": "Press", "ref": "OPS-1"}]
    assert cli.ok("task", "list", "--csv", "--columns", "ref,labels").lines == ["ref,labels", "OPS-1,a;b"]
    assert cli.data("task", "move", "1", "ready", "--columns", "step") == [{"step": "ready"}]


def test_an_unknown_column_is_told_with_the_nearest(cli: Cli, team: Team) -> None:
    team.task()
    ran = cli("task", "list", "--columns", "titel")
    assert ran.code == 2
    assert 'Did you mean "title"' in ran.err


def test_csv_holds_every_field_of_the_domain(cli: Cli, team: Team) -> None:
    team.task("Press, small", notes='two\nlines "quoted"', due="2026-11-27T22:59:00Z")
    [row] = csv.DictReader(io.StringIO(cli.ok("task", "list", "--csv").out))
    [same] = cli.data("task", "list")
    assert list(row) == list(same)
    assert (row["title"], row["notes"], row["due"]) == (same["title"], same["notes"], same["due"])


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_no_formulas(sign: str) -> None:
    assert harmless(f"{sign}cmd|'/c calc'!A1") == f"'{sign}cmd|'/c calc'!A1"
    assert harmless(f"'{sign}") == f"''{sign}"
    assert harmless(f"a{sign}") == f"a{sign}"


def test_numbers_are_no_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(Result({"a": -3.5, "b": "-3"}), Options(output=Output.CSV), capsys) == "a,b\n-3.5,'-3\n"


def test_raw_cells_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    safe = printed(Result(table=TABLE), Options(output=Output.CSV), capsys)
    raw = printed(Result(table=TABLE), Options(output=Output.CSV, raw_cells=True), capsys)
    assert '"\'=1+1\nx"' in safe
    assert '"=1+1\nx"' in raw


def test_csv_of_something_that_is_no_list(capsys: pytest.CaptureFixture[str]) -> None:
    options = Options(output=Output.CSV)
    assert printed(Result({"a": 1, "b": [1, 2]}), options, capsys) == "a,b\n1,1;2\n"
    assert printed(Result([{"a": 1}, {"a": None}]), options, capsys) == 'a\n1\n""\n'
    assert printed(Result(None), options, capsys) == ""


def test_text_keeps_a_row_on_one_line() -> None:
    assert text_lines(Result(table=TABLE)) == ["REF    NOTE", "OPS-1  =1+1 x", "OPS-2"]


def test_columns_align_by_what_a_terminal_shows() -> None:
    assert aligned([["接着剤", "x"], ["abcdefg", "y"], ["e\u0301", "z"]]) == [
        "接着剤   x",
        "abcdefg  y",
        "e\u0301        z",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "yes"), (False, "no"), (3.0, "3"), (2.5, "2.5"), (["a", "b"], "a,b"), ({"a": 1}, '{"a": 1}')],
)
def test_cells_read_naturally(value: object, text: str) -> None:
    assert plain_cell(value) == text


def test_quiet_prints_references_and_no_talk(cli: Cli, team: Team) -> None:
    team.task(), team.task()
    assert cli.ok("task", "list", "-q").out == "OPS-1\nOPS-2\n"
    ran = cli("task", "list", "nothing", "-q")
    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_a_reader_that_has_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Gone())
    emit(Result(lines=("x",)), Options())


def test_a_full_disk_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(StoreProblem, match="no space left on device"):
        emit(Result(lines=("x",)), Options())


def test_a_full_disk_has_its_exit_code(cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from prodtui.cli.main import main

    team.task()
    monkeypatch.setattr(sys, "stdout", Full())
    for words in (["task", "list"], ["task", "list", "--json"], ["task", "show", "OPS-9", "--json"]):
        assert main(words) == 74


def test_without_standard_output_the_work_is_done_all_the_same(
    cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prodtui.cli.main import main

    with monkeypatch.context() as patch:
        for name in ("stdin", "stdout", "stderr"):
            patch.setattr(sys, name, None)
        assert main(["task", "add", "Silent"]) == 0
        assert main(["task", "add", "-"]) == 2
    assert cli.data("task", "list")[0]["title"] == "Silent"


def test_a_table_on_a_narrow_terminal_cuts_the_title_and_keeps_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    rows = [{"ref": "OPS-12", "title": "A very long title " * 8, "step": "machining", "due": "3d late"}]
    names = ("ref", "title", "step", "due")
    table = Table(rows, names, names, dict, lambda row, name: str(row[name]))
    drawn = _terminal_table(table, Options())
    assert "OPS-12" in drawn
    assert "machining" in drawn
    assert "3d late" in drawn
    assert "…" in drawn
