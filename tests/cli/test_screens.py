"""What the screens get from the command line, and the command line from the screens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prodtui.cli import main as entry
from prodtui.cli.nouns import demo
from prodtui.cli.run import run_words
from prodtui.domain.enums import Via
from prodtui.errors import Refused, Usage
from tests.cli.conftest import Cli
from tests.helpers.team import Team


def test_a_command_line_inside_the_screens(team: Team) -> None:
    ws = team.of("bo", via=Via.TUI)
    assert run_words(["task", "add", "From", "the", "screens"], ws) == "OPS-1 From the screens"
    assert "From the screens" in run_words(["task", "list"], ws)
    assert run_words(["task", "list", "nothing"], ws) == "No task matches."
    assert run_words(["task", "--help"], ws).startswith("Usage: prodtui task")
    assert team.get("OPS-1").created_by == "bo"


def test_it_uses_the_store_that_is_open_and_leaves_it_so(team: Team) -> None:
    ws = team.bo
    for _ in range(3):
        run_words(["task", "add", "x"], ws)
    with pytest.raises(Usage, match="--store holds for a whole process"):
        run_words(["task", "list", "--store", "other.db"], ws)
    assert run_words(["task", "list", "-q"], ws) == "OPS-1\nOPS-2\nOPS-3"
    assert run_words(["task", "list", "--csv", "--columns", "ref"], ws).splitlines()[0] == "ref"


def test_it_speaks_of_the_store_that_is_open(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODTUI_STORE", "/somewhere/else.db")
    assert run_words(["db", "path"], team.ann) == str(team.path)


@pytest.mark.parametrize("line", ["demo", "init", "batch", "events --follow", "db migrate", "task add -"])
def test_what_needs_a_shell_is_refused_there(line: str, team: Team) -> None:
    with pytest.raises(Usage):
        run_words(line.split(), team.ann)


def test_a_refusal_reaches_the_screens_whole(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing"), team.task()
    with pytest.raises(Refused) as caught:
        run_words(["task", "move", "OPS-2", "doing"], team.bo)
    assert caught.value.details["reasons"]


@pytest.mark.usefixtures("short_demo")
def test_the_demo_opens_the_screens_on_a_terminal(
    bare: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[Mapping[str, Any]] = []

    def open_screens(settings: Mapping[str, Any]) -> int:
        opened.append(settings)
        return 3

    monkeypatch.setattr(demo, "is_terminal", lambda stream: True)
    store = tmp_path / "demo.db"
    assert entry.main(["demo", "--store", str(store), "--board", "OPS"], open_screens) == 3
    assert [(settings["store"], settings["board"]) for settings in opened] == [(store, "OPS")]
