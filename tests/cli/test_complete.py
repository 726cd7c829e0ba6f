"""What the shell offers after a tab."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from prodtui.cli.complete import answer
from tests.cli.conftest import Cli, command
from tests.helpers.team import Team


class Shell:
    """Asks as bash does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys

    def offers(self, line: str) -> list[str]:
        """Return what is offered at the end of the line."""
        words = line.split(" ")
        self._patch.setenv("COMP_WORDS", line)
        self._patch.setenv("COMP_CWORD", str(len(words) - 1))
        self._patch.setenv("_PRODTUI_COMPLETE", "complete_bash")
        assert answer() == 0
        return self._capsys.readouterr().out.split()


@pytest.fixture
def shell(cli: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prodtui ta", ["task"]),
        ("prodtui task un", ["unassign", "unblock", "unlink"]),
        ("prodtui --json task repeat s", ["stop"]),
        ("prodtui task list --no-", ["--no-headers", "--no-input"]),
        ("prodtui task add x --prio", ["--priority"]),
        ("prodtui task add x --priority h", ["high"]),
        ("prodtui task show ops-", ["ops-1", "ops-2"]),
        ("prodtui --board OPS task done OPS-2", ["OPS-2"]),
        ("prodtui task move OPS-1 do", ["doing", "done"]),
        ("prodtui task move OPS-1 ne", ["next"]),
        ("prodtui task assign OPS-1 q", ["quinn"]),
        ("prodtui task add x --step re", ["ready", "review"]),
        ("prodtui board archive o", ["oPS"]),
        ("prodtui completion show z", ["zsh"]),
        ("prodtui nosuch x", []),
    ],
)
def test_words_and_live_names(line: str, offered: list[str], shell: Shell, team: Team) -> None:
    team.task(), team.task()
    assert shell.offers(line) == offered


def test_a_hostile_title_is_harmless_help(shell: Shell, team: Team, cli: Cli, monkeypatch, capsys) -> None:
    team.task("[/] [@click=app.quit] :::x")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "prodtui task show O")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", "O")
    for kind in ("zsh", "fish", "powershell"):
        monkeypatch.setenv("_PRODTUI_COMPLETE", f"complete_{kind}")
        assert answer() == 0
        assert "OPS-1" in capsys.readouterr().out


def test_without_a_store_nothing_is_offered(monkeypatch, capsys, bare: Cli) -> None:
    assert Shell(monkeypatch, capsys).offers("prodtui task show O") == []
    assert Shell(monkeypatch, capsys).offers("prodtui --board") == []


@pytest.mark.parametrize("name", ["bash", "zsh", "fish", "powershell"])
def test_scripts_for_each_shell(name: str, bare: Cli) -> None:
    script = bare.ok("completion", "show", name).out
    assert f"complete_{name}" in script
    assert "prodtui" in script


def test_installing_writes_one_file_and_changes_no_other(bare: Cli, home: Path) -> None:
    (home / ".bashrc").write_text("# mine\n")
    for name in ("bash", "zsh", "fish"):
        ran = bare.ok("completion", "install", name)
        assert f"complete_{name}" in Path(ran.out.strip()).read_text()
        assert ran.err
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert bare("completion", "install", "powershell").code == 2
    assert bare("completion", "install", "tcsh").code == 2


def test_bash_itself_completes(store_path: Path, tmp_path: Path, team: Team) -> None:
    team.task()
    program = tmp_path / "prodtui"
    program.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in command([])) + ' "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "PRODTUI_STORE": str(store_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    script = (
        'source <(prodtui completion show bash); COMP_WORDS=(prodtui task show "OPS-"); COMP_CWORD=3; '
        '_prodtui_completion prodtui; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("OPS-1\n", "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prodtui issue show OPS-", ["OPS-I1"]),
        ("prodtui issue action done OPS-", ["OPS-I1.1"]),
        ("prodtui issue downtime stop OPS-", ["OPS-S1"]),
        ("prodtui issue add --category B", ["Burr"]),
        ("prodtui improve show OPS-", ["OPS-K1"]),
        ("prodtui improve add --kpi thr", ["throughput"]),
    ],
)
def test_what_the_issue_log_holds_is_offered(shell: Shell, cli: Cli, team: Team, line: str, offered: list[str]) -> None:
    team.settings(issue_categories=["Burr"])
    cli.ok("issue", "add", "Burrs", "--step", "doing", "--downtime", "Stands")
    cli.ok("issue", "action", "add", "I1", "Sort")
    cli.ok("improve", "add", "Less")
    assert shell.offers(line) == offered
