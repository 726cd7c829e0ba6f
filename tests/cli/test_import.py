"""Files of other programs come in whole, or not at all, or as far as somebody wishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prodtui.services import inspections
from tests.cli.conftest import Cli
from tests.helpers.quality import gate, publish
from tests.helpers.team import Team

GOOD = "Title,Status,Created,Done,Due\nPress,doing,2026-11-01,,2026-12-01\nSaw,done,2026-11-02,2026-11-05,\n"
MIXED = GOOD + "Late,done,2026-11-10,2026-11-01,\n,doing,2026-11-01,,\n"

TASKWARRIOR = [
    {
        "uuid": "11111111-1111-1111-1111-111111111111",
        "description": "Press",
        "status": "pending",
        "entry": "20261101T080000Z",
        "priority": "H",
        "tags": ["shop"],
    },
    {
        "uuid": "22222222-2222-2222-2222-222222222222",
        "description": "Saw",
        "status": "completed",
        "entry": "20261101T080000Z",
        "end": "20261102T080000Z",
    },
]


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    file = tmp_path / "mixed.csv"
    file.write_text(MIXED)
    return str(file)


def test_a_csv_file_comes_in_once(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "good.csv"
    file.write_text(GOOD)
    first = cli.data("import", "csv", str(file))
    assert (first["rows"], first["created"], first["finished"], first["bad"]) == (2, 2, 1, [])
    file.write_text("title\nAnother\n")
    assert cli.ok("import", "csv", str(file)).lines[0].startswith("1 task imported")
    file.write_text(GOOD)
    again = cli.ok("import", "csv", str(file))
    assert again.lines == ["0 tasks imported", "2 were here already"]
    assert len(cli.data("task", "list", "--all")) == 3


def test_a_bad_row_refuses_the_file_and_every_one_is_named(cli: Cli, mixed: str) -> None:
    ran = cli("import", "csv", mixed)
    assert (ran.code, ran.out) == (5, "")
    *rows, last = ran.err.splitlines()
    assert [row.partition(":")[0] for row in rows] == ["line 4", "line 5"]
    assert "before it was created" in rows[0]
    assert last.startswith("prodtui: 2 of 4 rows cannot be imported")
    assert cli("task", "list", "--all").code == 1
    told = cli("import", "csv", mixed, "--json")
    assert (told.code, told.err) == (5, "")
    assert [row["line"] for row in told.error["details"]["rows"]] == [4, 5]


def test_rows_that_only_rules_hold_back_are_refused(cli: Cli, team: Team, tmp_path: Path) -> None:
    gate(team, "doing")
    file = tmp_path / "held.csv"
    file.write_text("title,step\nOne,Review\nTwo,Backlog\n")
    ran = cli("import", "csv", str(file))
    assert (ran.code, ran.err.startswith("line 2: ")) == (3, True)
    assert "Weld check" in ran.err
    file.write_text("title,step,due\nOne,Review,\nTwo,Backlog,never\n")
    assert cli("import", "csv", str(file)).code == 5


def test_the_rest_comes_in_when_bad_rows_may_be_left_out(cli: Cli, mixed: str) -> None:
    ran = cli.ok("import", "csv", mixed, "--skip-bad")
    assert ran.lines[0].startswith("2 tasks imported")
    assert "2 bad rows left out" in ran.out
    assert "line 4: " in ran.err
    assert len(cli.data("task", "list", "--all")) == 2


def test_one_bad_row_is_one(cli: Cli) -> None:
    ran = cli.ok("import", "csv", "-", "--skip-bad", stdin="title,step,due\nOne,Backlog,never\nTwo,Backlog,\n")
    assert ran.lines == ["1 task imported: 1 in backlog", "1 bad row left out"]


def test_a_dry_run_stores_nothing(cli: Cli, mixed: str) -> None:
    assert "2 tasks would be imported" in cli.ok("import", "csv", mixed, "--skip-bad", "--dry-run").out
    assert cli("task", "list", "--all").code == 1


def test_columns_and_steps_by_name(cli: Cli, team: Team) -> None:
    text = "Was;Wo;Bis\nPresse;In Arbeit;01.12.2026\n"
    words = ["--map", "title=Was,step=Wo", "--map", "due=Bis", "--date-format", "dmy", "--step", "In Arbeit=doing"]
    report = cli.data("import", "csv", "-", *words, stdin=text)
    assert report["steps"] == [["doing", 1]]
    [row] = cli.data("task", "list")
    assert (row["title"], row["step"], row["due"]) == ("Presse", "doing", "2026-12-01T22:59:00Z")
    assert cli("import", "csv", "-", "--step", "doing", stdin=text).code == 2


def test_taskwarrior_from_a_pipe(cli: Cli) -> None:
    report = cli.data("import", "taskwarrior", "-", stdin=json.dumps(TASKWARRIOR))
    assert (report["created"], report["finished"], report["unit"]) == (2, 1, "element")
    [row] = cli.data("task", "list")
    assert (row["title"], row["priority"], row["labels"]) == ("Press", "high", ["shop"])
    assert cli.data("import", "taskwarrior", "-", stdin=json.dumps(TASKWARRIOR))["unchanged"] == 2


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04zip", b"[1, 2", b"{}"])
def test_what_is_no_such_file_is_told(data: bytes, cli: Cli) -> None:
    for kind in ("csv", "taskwarrior"):
        ran = cli("import", kind, "-", stdin=data)
        assert ran.code == 5, (kind, ran)
        assert "prodtui: " in ran.err


def test_a_file_that_is_not_there(cli: Cli) -> None:
    assert cli("import", "csv", "/nowhere.csv").code == 74


def test_a_board_goes_out_and_comes_in_the_same(
    cli: Cli, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.task("Press", notes="=1+1"), team.task("Saw", at="doing")
    cli.ok("task", "link", "OPS-2", "--after", "OPS-1")
    cli.ok("task", "comment", "OPS-1", "Größe")
    publish(team)
    inspections.start(team.bo, "weld", "OPS-1")
    cli.ok("issue", "add", "Burrs")
    file = tmp_path / "ops.json"
    assert cli.ok("export", "json", "--out", str(file)).out == f"{file}\n"
    assert cli.ok("export", "json").out == file.read_text()
    before = {name: cli.data(*words) for name, words in LOOKS.items()}
    monkeypatch.setenv("PRODTUI_STORE", str(tmp_path / "other.db"))
    monkeypatch.delenv("PRODTUI_AS")
    cli.ok("init", "--key", "MINE")
    assert "would be made" in cli.ok("import", "json", "-", "--dry-run", stdin=file.read_bytes()).out
    told = cli.ok("import", "json", str(file)).out
    assert told.startswith("Board OPS is made: 5 steps, 2 tasks, 1 comment, 1 inspection, 1 issue, ")
    after = {name: cli.data("--board", "OPS", *words) for name, words in LOOKS.items()}
    assert without_ids(after) == without_ids(before)
    assert "holds everything" in cli.ok("import", "json", str(file)).err
    assert cli.data("import", "json", str(file), "--key", "COPY")["board"] == "COPY"


LOOKS = {
    "tasks": ("task", "list", "--all"),
    "steps": ("step", "list"),
    "one": ("task", "show", "OPS-2"),
    "history": ("history", "--limit", "1000"),
}


def without_ids(value: Any) -> Any:
    """Return JSON without the numbers that only one store knows, and without what is about people alone."""
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name not in ("id", "board_id")}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


def test_tasks_as_csv(cli: Cli, team: Team, tmp_path: Path) -> None:
    team.task("=cmd", labels=("a", "b")), team.task("Saw")
    cli.ok("task", "done", "OPS-2")
    lines = cli.ok("export", "csv", "--columns", "ref,title,labels").lines
    assert lines == ["ref,title,labels", "OPS-1,'=cmd,a;b", "OPS-2,Saw,"]
    assert cli.ok("export", "csv", "-#a", "--columns", "ref").lines == ["ref", "OPS-2"]
    assert cli.ok("export", "csv", "--columns", "title", "--raw-cells").lines[1] == "=cmd"
    assert cli("export", "csv", "--columns", "titel").code == 2
    file = tmp_path / "tasks.csv"
    cli.ok("export", "csv", "--out", str(file))
    assert cli.data("import", "csv", str(file), "--dry-run")["rows"] == 2


def test_the_board_as_markdown(cli: Cli, team: Team) -> None:
    team.task("Press *all*"), team.task("Saw")
    cli.ok("task", "done", "OPS-2")
    text = cli.ok("export", "markdown").out
    assert text.startswith("# Operations (OPS)\n")
    assert "Press \\*all\\*" in text
    assert "| OPS-2 | Saw |" in text
    cli.ok("task", "archive", "OPS-2")
    assert "OPS-2" not in cli.ok("export", "markdown").out
    assert "OPS-2" in cli.ok("export", "markdown", "--all").out
    assert cli.data("export", "markdown", "press")["format"] == "markdown"


def test_a_place_that_cannot_be_written_keeps_what_was_there(cli: Cli, team: Team, tmp_path: Path) -> None:
    team.task()
    assert cli("export", "csv", "--out", str(tmp_path / "no" / "tasks.csv")).code == 74
    assert cli("export", "csv", "--out", str(tmp_path)).code == 74
    assert [each.name for each in tmp_path.glob(".*")] == []
