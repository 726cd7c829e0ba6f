"""What the shell offers after a tab."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from prodtui.cli.shells import answer
from prodtui.services import boards, checklists, inspections, steps
from tests.cli.conftest import Cli, command
from tests.helpers.quality import fill, gate, inspect, publish
from tests.helpers.team import Team

#: shell -> the shell whose answers its script reads
ASKED_AS = {"zsh": "fish"}


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
        ("prodtui task add x --step re", ["ready"]),
        ("prodtui person grant m", ["member", "manager"]),
        ("prodtui person revoke lead c", ["checklists", "concede"]),
        ("prodtui board archive o", ["oPS"]),
        ("prodtui board restore o", ["oLD"]),
        ("prodtui step restore re", ["review"]),
        ("prodtui step archive re", ["ready"]),
        ("prodtui completion show z", ["zsh"]),
        ("prodtui --board o", ["oPS"]),
        ("prodtui task show OPS-1 --board O", ["OPS"]),
        ("prodtui --as q", ["quinn"]),
        ("prodtui check sign --as q", ["quinn"]),
        ("prodtui task list --columns t", []),
        ("prodtui nosuch x", []),
    ],
)
def test_words_and_live_names(line: str, offered: list[str], shell: Shell, team: Team) -> None:
    team.task(), team.task()
    boards.create_board(team.ann, "OLD", "Old")
    boards.archive_board(team.ann, "OLD")
    steps.archive_step(team.ann, "review")
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
    assert f"complete_{ASKED_AS.get(name, name)}" in script
    assert "prodtui" in script


def test_installing_writes_one_file_and_changes_no_other(bare: Cli, home: Path) -> None:
    (home / ".bashrc").write_text("# mine\n")
    for name in ("bash", "zsh", "fish"):
        ran = bare.ok("completion", "install", name)
        assert f"complete_{ASKED_AS.get(name, name)}" in Path(ran.out.strip()).read_text()
        assert ran.err
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert bare("completion", "install", "powershell").code == 2
    assert bare("completion", "install", "tcsh").code == 2


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("prodtui check show OPS-", ["OPS-Q2", "OPS-Q1", "OPS-Q4", "OPS-Q3", "OPS-Q5"]),
        ("prodtui check answer OPS-", ["OPS-Q2", "OPS-Q1"]),
        ("prodtui check complete OPS-", ["OPS-Q2"]),
        ("prodtui check concede OPS-", ["OPS-Q3"]),
        ("prodtui check sign OPS-", ["OPS-Q3"]),
        ("prodtui --as quinn check sign OPS-", ["OPS-Q4", "OPS-Q3"]),
        ("prodtui check correct OPS-", ["OPS-Q5"]),
        ("prodtui check put-away OPS-Q5", []),
        ("prodtui check answer OPS-Q1 b", ["burrs=", "bore="]),
        ("prodtui check answer OPS-Q1 burrs=yes b", ["burrs=", "bore="]),
        ("prodtui check answer OPS-Q1 burrs=", []),
        ("prodtui check answer OPS-Q1 burrs = y", []),
        ("prodtui check answer OPS-Q1 --na ", ["notes"]),
        ("prodtui check clear OPS-Q1 bo", ["bore"]),
        ("prodtui check stats weld-check ", ["bore"]),
        ("prodtui check template edit weld-check --remove n", ["notes"]),
        ("prodtui check template detach weld-check ", ["1"]),
        ("prodtui check template restore ", ["old-check"]),
        ("prodtui check answer NO-Q1 b", []),
    ],
)
def test_what_inspections_and_checklists_hold_is_offered(
    shell: Shell, cli: Cli, team: Team, line: str, offered: list[str]
) -> None:
    gate(team, "doing", rule="independent")
    publish(team, "Old check")
    checklists.archive_checklist(team.quinn, "old-check")
    start = inspections.start
    start(team.bo, "weld-check")
    fill(team.bo, start(team.bo, "weld-check").value.ref)
    inspect(team.bo, None, paint="red")
    inspect(team.ann, None)
    inspections.sign(team.quinn, inspect(team.bo, None).ref)
    assert shell.offers(line) == offered


@pytest.fixture
def program(tmp_path: Path, store_path: Path) -> dict[str, str]:
    """The environment of a shell that finds the program on its path."""
    file = tmp_path / "prodtui"
    file.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in command([])) + ' "$@"\n')
    file.chmod(0o755)
    return {**os.environ, "PRODTUI_STORE": str(store_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("prodtui", "task", "show", "OPS-"), ["OPS-1"]),
        (("prodtui", "issue", "add", "x", "--category", "Cou"), ["Count\\ or\\ label"]),
        (("prodtui", "issue", "add", "x", "--category", '"Cou'), ["Count or label"]),
        (("prodtui", "issue", "add", "x", "--category", "Wr"), ["Wron\\'g\\ \\$\\(part\\)"]),
        (("prodtui", "issue", "add", "x", "--category", '"Wr'), []),
        (("prodtui", "issue", "add", "x", "--category", "none"), []),
        (("prodtui", "check", "answer", "Q1", "burrs", "="), []),
    ],
)
def test_bash_itself_completes(program: dict[str, str], team: Team, words: tuple[str, ...], offered: list[str]) -> None:
    team.task()
    team.settings(issue_categories=["Count or label", "Wron'g $(part)"])
    place = f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}"
    script = (
        f"compopt() {{ :; }}; source <(prodtui completion show bash); {place}; "
        '_prodtui_completion prodtui; [[ ${#COMPREPLY[@]} == 0 ]] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], env=program, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (offered, "")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="There is no zsh on this machine.")
def test_zsh_itself_completes(program: dict[str, str], team: Team) -> None:
    team.settings(issue_categories=["Count or label", "Wron'g: $(part)"])
    script = (
        'compdef() { :; }; _describe() { print -rl -- "${(@P)3}"; }; source <(prodtui completion show zsh); '
        "words=(prodtui issue add x --category ''); CURRENT=6; _prodtui_completion"
    )
    done = subprocess.run(["zsh", "-fc", script], env=program, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (["Count or label", "Wron'g\\: $(part)"], "")


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


def test_countries_are_offered_by_their_code(shell: Shell) -> None:
    assert "DE" in shell.offers("prodtui calendar set --country D")
