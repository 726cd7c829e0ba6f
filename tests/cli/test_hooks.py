"""Hooks in a shell: they run after the answer, fail on one line, and change neither answer nor exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prodtui.paths import find_paths
from tests.cli.conftest import Cli, Start
from tests.helpers.hooks import Kept, python
from tests.helpers.team import Team


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def settle(**entries: tuple[str, ...] | float) -> None:
    """Write hooks into the settings."""
    file = find_paths().config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    values = (f"{name} = {json.dumps(value)}\n" for name, value in entries.items())
    file.write_text("[hooks]\n" + "".join(values), "utf-8")


def test_a_hook_gets_what_the_follower_prints(cli: Cli, team: Team, kept: Kept) -> None:
    settle(any=kept.command)
    cli.ok("task", "add", "Saw")
    assert kept.lines == cli.ok("events").lines[-1:]
    cli.ok("task", "list")
    assert len(kept.lines) == 1  # a look is no event
    cli.ok("undo")
    assert kept.events[-1]["command"] == "undo task.add"


def test_a_failure_is_one_line_after_the_answer(cli: Cli, team: Team) -> None:
    settle(task=python("raise SystemExit(3)"))
    ran = cli("--json", "task", "add", "Saw")
    assert (ran.code, ran.data["ref"]) == (0, "OPS-1")
    assert ran.err.startswith('prodtui: The hook "task" failed: ') and ran.err.count("\n") == 1
    assert "ended with exit code 3. The change is saved all the same." in ran.err
    ran = cli("task", "move", "OPS-1", "nowhere")
    assert ran.code == 1 and "hook" not in ran.err  # nothing was changed


def test_what_was_saved_before_a_failure_sets_hooks_off_too(cli: Cli, team: Team, kept: Kept) -> None:
    settle(task=kept.command)
    requests = [["task", "add", "Saw"], ["task", "done", "OPS-9"], ["task", "add", "File"]]
    ran = cli("batch", "--stop-on-error", stdin="\n".join(map(json.dumps, requests)))
    assert ran.code == 1
    assert [event["ref"] for event in kept.events] == ["OPS-1"]


def test_each_line_of_a_batch_sets_hooks_off_until_they_were_a_hundred(cli: Cli, team: Team, kept: Kept) -> None:
    settle(task=("tee", "-a", str(kept.file)))
    ran = cli("batch", stdin="\n".join(json.dumps(["task", "add", f"Part {number}"]) for number in range(103)))
    assert (ran.code, len(ran.lines), len(kept.lines)) == (0, 103, 100)
    assert ran.err.count("\n") == 1 and "for the first 100 events only" in ran.err


def test_an_import_sets_none_off_and_says_so(cli: Cli, team: Team, kept: Kept, tmp_path: Path) -> None:
    settle(any=kept.command)
    (tmp_path / "tasks.csv").write_text("title\nSaw\nFile\n", "utf-8")
    ran = cli.ok("import", "csv", str(tmp_path / "tasks.csv"))
    assert "No hook is run for what is imported" in ran.err
    assert kept.lines == []


def test_a_hook_may_use_the_program_and_sets_itself_off_no_more(start: Start, team: Team, kept: Kept) -> None:
    again = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'prodtui', 'task', 'add', 'By the hook'])"
    settle(task=python(again), timeout=60)
    process = start("task", "add", "By hand")
    assert process.wait(60) == 0
    assert [team.get(ref).title for ref in ("OPS-1", "OPS-2")] == ["By hand", "By the hook"]
    assert len(team.lane("backlog")) == 2


def test_wrong_hooks_are_named_and_the_others_work(cli: Cli, team: Team, kept: Kept) -> None:
    settle(task=kept.command, tsk=("true",), comment="echo hello", timeout=0)  # type: ignore[arg-type]
    ran = cli("config", "check")
    assert ran.code == 5
    for words in ('"hooks.tsk" names no kind of event; did you mean "task"?', "no shell takes a text apart", "seconds"):
        assert words in ran.err
    cli.ok("task", "add", "Saw")
    assert len(kept.lines) == 1


def test_a_hook_that_cannot_run_is_told_after_a_change(cli: Cli, team: Team) -> None:
    settle(tsk=("true",), comment="echo hello")  # type: ignore[arg-type]
    ran = cli("--json", "task", "add", "Saw")
    first, second = ran.err.splitlines()
    assert (ran.code, ran.data["ref"]) == (0, "OPS-1")
    assert first.startswith("prodtui: In ") and '"hooks.tsk" names no kind of event' in first
    assert "no shell takes a text apart" in second
    assert cli.ok("task", "list").err == ""
    assert cli("task", "move", "OPS-1", "nowhere").err.count("\n") == 1  # nothing was changed
    requests = [["task", "add", "File"], ["task", "add", "Drill"]]
    assert cli("batch", stdin="\n".join(map(json.dumps, requests))).err.count("\n") == 2  # once in all


def test_hooks_that_are_no_table_are_told_too(cli: Cli, team: Team) -> None:
    file = find_paths().config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('hooks = "notify-send"\n', "utf-8")
    assert '"hooks" must be a table' in cli.ok("task", "add", "Saw").err
