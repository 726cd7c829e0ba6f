"""`import events`: a log of another program as a board, said in few lines, and refused in one sentence."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.event_logs import LOGS

REPAIRS = LOGS / "repairs.xes"


def test_a_log_becomes_a_board_whose_figures_can_be_asked_for(cli: Cli) -> None:
    ran = cli.ok("import", "events", str(REPAIRS), "--board-key", "fix", "--timezone", "Europe/Berlin")
    assert ran.lines == ["Board FIX is made: 2 cases, 15 events, 6 steps, 2026-03-02 to 2026-03-29"]
    assert "See its figures with `prodtui --board FIX kpi --window 2026-03-02..2026-03-29`." in ran.err
    found = cli.data("--board", "FIX", "kpi", "cycle-time-85", "--window", "2026-03-02..2026-03-29")
    assert found["figures"][0]["value"] == pytest.approx(28 / 24)
    assert ("FIX", "repairs") in [(board["key"], board["name"]) for board in cli.data("board", "list")]


def test_a_window_without_anything_leads_to_the_one_that_has_it(cli: Cli) -> None:
    cli.ok("import", "events", str(REPAIRS), "--board-key", "fix", "--timezone", "UTC")
    of_log = ("--board", "FIX")
    told = "the last finish before that was on 2026-03-29. Try --window 2026-02-28..2026-03-29."
    for words in (
        ("kpi",), ("kpi", "cycle-time-85", "--explain"), ("kpi", "chart", "cycle"), ("kpi", "chart", "control"),
        ("kpi", "report"), ("step", "map"), ("step", "show", "repair"),
    ):  # fmt: skip
        assert told in cli(*of_log, *words).err, words
    found = cli.ok(*of_log, "kpi", "throughput", "--window", "2026-02-28..2026-03-29")
    assert found.err == ""
    early = cli.ok(*of_log, "kpi", "--window", "2026-01-01..2026-01-07")
    assert "the first finish after that was on 2026-03-03. Try --window 2026-03-03..2026-03-09." in early.err
    assert cli.ok(*of_log, "kpi", "--window", "7d", "--as-of", "2026-01-07").err == ""
    assert "Try --as-of 2026-03-30" in cli.ok(*of_log, "forecast", "when", "2").err
    drawn = cli.ok(*of_log, "forecast", "when", "2", "--as-of", "2026-03-30")
    assert "from 84 days until 2026-03-29, in which 2 tasks were finished" in drawn.out and drawn.err == ""


def test_standard_input_and_archives_are_read(cli: Cli, tmp_path: Path) -> None:
    packed = gzip.compress(REPAIRS.read_bytes())
    first = cli.data("import", "events", "-", "--name", "From a pipe", stdin=packed)
    assert (first["board"], first["name"], first["cases"], first["created"]) == ("LOG", "From a pipe", 2, True)
    file = tmp_path / "repairs.xes.gz"
    file.write_bytes(packed)
    again = cli.ok("import", "events", str(file))
    assert again.lines == []
    assert again.err == "Board LOG is here already and was made of this very log; nothing was changed.\n"


def test_columns_are_mapped_and_cases_kept_open(cli: Cli) -> None:
    log = "Order;What;When\n1;Pick;02.03.2026 08:00\n2;Pick;03.03.2026 08:00\n2;Pack;04.03.2026 09:00\n"
    words = ("--map", "case=Order,activity=What,time=When", "--open-after", "2026-03-03", "--board-key", "O")
    ran = cli.ok("import", "events", "-", *words, stdin=log)
    assert ran.lines == [
        "Board O is made: 2 cases, 3 events, 3 steps, 2026-03-02 to 2026-03-04",
        "1 of them not finished",
    ]
    assert [(task["title"], task["step"]) for task in cli.data("--board", "O", "task", "list", "--all")] == [
        ("2", "pack"), ("1", "done")
    ]  # fmt: skip


def test_a_dry_run_only_tells(cli: Cli) -> None:
    ran = cli.ok("import", "events", str(REPAIRS), "--dry-run")
    assert ran.lines[0].startswith("Board LOG would be made: 2 cases")
    assert "LOG" not in [board["key"] for board in cli.data("board", "list")]


BAD = "case,activity,time\n1,A,2026-03-02\n1,,2026-03-03\n1,B,yesterday\n"


def test_every_bad_line_is_named(cli: Cli) -> None:
    ran = cli("import", "events", "-", stdin=BAD)
    assert (ran.code, ran.out) == (5, "")
    assert "line 3: activity: the activity is empty\n" in ran.err
    assert "line 4: time 'yesterday': it is not a date that is understood" in ran.err
    assert "2 of 3 rows cannot be imported, so nothing was" in ran.err
    ran = cli.ok("import", "events", "-", "--skip-bad", stdin=BAD)
    assert ran.lines[1:] == ["2 bad rows left out"]


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (gzip.compress(REPAIRS.read_bytes(), mtime=0)[:300], 5, "The gzip archive breaks off before its end."),
        (REPAIRS.read_bytes()[:900], 5, "The file is not whole XML: "),
        (
            b"<!DOCTYPE log [<!ENTITY a 'b'>]><log/>",
            5,
            'The file declares a document type ("log"), which is not taken.',
        ),
        (b"title,step\na,b\n", 5, "The header has no case and no time; it holds: title, step."),
        (b"", 5, "The file is empty."),
        (b"<log></log>", 5, "The file holds no event."),
    ],
    ids=range(6),
)
def test_a_bad_file_is_one_sentence_and_what_to_do(cli: Cli, data: bytes, code: int, said: str) -> None:
    ran = cli("import", "events", "-", stdin=data)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert ran.err.count("\n") <= 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nosuch.xes",), 74, "cannot be read"),
        ((str(REPAIRS), "--board-key", "1x"), 5, "must be a letter"),
        ((str(REPAIRS), "--board-key", "OPS"), 3, "not made of this log"),
        ((str(REPAIRS), "--timezone", "Mars/Base"), 5, "is not a time zone"),
        ((str(REPAIRS), "--map", "when=x"), 2, 'An event has no field "when"'),
    ],
)
def test_wrong_words_are_told(cli: Cli, words: tuple[str, ...], code: int, said: str) -> None:
    ran = cli("import", "events", *words)
    assert said in ran.err
    assert ran.code == code, ran
