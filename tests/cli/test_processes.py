"""The program as the shell sees it: real processes, pipes, signals and terminals."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from prodtui import __version__
from tests.cli.conftest import Cli, Start, command
from tests.helpers.team import Team


def finish(process: subprocess.Popen[bytes], data: bytes | None = None) -> tuple[int, str, str]:
    out, err = process.communicate(data, timeout=60)
    return process.returncode, out.decode(), err.decode()


def read_line(process: subprocess.Popen[bytes], seconds: float = 30) -> bytes:
    """Return the next line, or nothing when none comes in time."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline() if ready else b""


def test_the_version_is_one_line(start: Start) -> None:
    assert finish(start("--version")) == (0, f"prodtui {__version__}\n", "")


def test_a_command_in_a_process_of_its_own(start: Start) -> None:
    assert finish(start("task", "add", "Größe 接")) == (0, "OPS-1 Größe 接\n", "")
    code, out, err = finish(start("task", "list", "--json"))
    assert (code, err) == (0, "")
    assert json.loads(out)["data"][0]["title"] == "Größe 接"


def test_a_terminal_without_the_letters_shows_a_question_mark(start: Start) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert finish(start("task", "add", "接", variables=ascii_only)) == (0, "OPS-1 ?\n", "")
    assert json.loads(finish(start("task", "list", "--json", variables=ascii_only))[1])["data"][0]["title"] == "接"


def test_eight_at_once_lose_nothing(start: Start, cli: Cli) -> None:
    running = [start("task", "add", f"From {number}", "-q") for number in range(8)]
    answers = [finish(process) for process in running]
    assert [code for code, _, _ in answers] == [0] * 8, answers
    assert {out.strip() for _, out, _ in answers} == {f"OPS-{number}" for number in range(1, 9)}
    assert len(cli.data("task", "list")) == 8


def test_first_starts_at_once_make_one_store(start: Start, tmp_path: Path) -> None:
    variables = {"PRODTUI_STORE": str(tmp_path / "first.db"), "PRODTUI_AS": ""}
    answers = [finish(process) for process in [start("init", "--json", variables=variables) for _ in range(4)]]
    assert [code for code, _, _ in answers] == [0] * 4, answers
    assert [json.loads(out)["data"]["made_board"] for _, out, _ in answers].count(True) == 1
    assert finish(start("board", "list", "-q", variables=variables))[1] == "OPS\n"


def test_a_reader_that_goes_early_hears_no_complaint(start: Start, cli: Cli) -> None:
    titles = "\n".join(f"Task {number} {'x' * 150}" for number in range(400))
    cli.ok("task", "add", "-", stdin=titles)
    for words in (["task", "list"], ["task", "list", "--json"], ["task", "list", "--csv"], ["events"]):
        process = start(*words)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""
        process.stdout = None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_a_full_disk_behind_standard_output(start: Start, cli: Cli, form: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        process = start("task", "add", "Kept", *form, stdout=full)
        assert process.stderr is not None
        assert process.wait(timeout=60) == 74
        assert b"cannot be written: no space left on device" in process.stderr.read()
    assert len(cli.data("task", "list")) == 1


def test_events_are_followed_from_any_process(start: Start, cli: Cli, team: Team) -> None:
    team.task("Before")
    process = start("events", "--follow", "--after", "0")
    first = b""
    while b"Before" not in first:  # the making of people and board comes first
        first = read_line(process)
        assert first
    began = time.monotonic()
    cli.ok("task", "add", "While it runs")
    event = json.loads(read_line(process))
    assert time.monotonic() - began < 5
    assert (event["command"], event["after"]["title"]) == ("task.add", "While it runs")
    cli.ok("task", "done", "OPS-2")
    assert json.loads(read_line(process))["ref"] == "OPS-2"
    process.send_signal(signal.SIGINT)
    assert finish(process)[0::2] == (130, "")


def test_following_begins_now_and_keeps_to_the_board(start: Start, cli: Cli, team: Team) -> None:
    team.task("Before")
    cli.ok("board", "add", "DEV", "D", "--template", "it-service")
    process = start("events", "--follow", "--board", "OPS")
    line = b""
    while not line:  # until it has begun to listen
        cli.ok("task", "add", "There", "--board", "DEV")
        cli.ok("task", "add", "Here", "--board", "OPS")
        line = read_line(process, 0.5)
    assert json.loads(line)["after"]["title"] == "Here"


def test_an_inbox_is_watched_from_any_process(start: Start, cli: Cli, team: Team) -> None:
    team.task("Saw")
    process = start("--as", "bo", "inbox", "--watch")
    line = b""
    while not line:  # until it has begun to listen
        cli.ok("task", "comment", "OPS-1", "nobody is named")
        cli.ok("task", "comment", "OPS-1", "please look, @bo")
        line = read_line(process, 0.5)
    assert line.endswith(b"mention  OPS-1 Saw: please look, @bo (ann)\n")


def test_a_watched_inbox_keeps_to_the_board_that_is_named(start: Start, cli: Cli, team: Team) -> None:
    cli.ok("board", "add", "DEV", "D", "--template", "it-service")
    process = start("--as", "bo", "inbox", "--watch", "--board", "OPS")
    line = b""
    while not line:  # until it has begun to listen
        cli.ok("task", "add", "There", "--assign", "bo", "--board", "DEV")
        cli.ok("task", "add", "Here", "--assign", "bo", "--board", "OPS")
        line = read_line(process, 0.5)
    assert b" Here: is yours (ann)" in line


def test_a_watched_inbox_rings_a_terminal_alone(start: Start, cli: Cli, team: Team) -> None:
    team.task("Saw")
    terminal, stderr = pty.openpty()
    process = start("--as", "bo", "inbox", "--watch", "--bell", stderr=stderr)
    silent = start("--as", "bo", "inbox", "--watch", "--bell")
    for each in (process, silent):
        line = b""
        while not line:
            cli.ok("task", "comment", "OPS-1", "please look, @bo")
            line = read_line(each, 0.5)
    assert os.read(terminal, 1) == b"\a"
    silent.send_signal(signal.SIGINT)
    assert finish(silent)[2] == ""
    os.close(stderr)
    os.close(terminal)


def test_following_ends_when_nobody_reads(start: Start, team: Team) -> None:
    team.task()
    process = start("events", "--follow", "--after", "0")
    assert read_line(process)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert process.wait(timeout=20) == 0


def test_batch_answers_each_line_at_once(start: Start) -> None:
    process = start("batch")
    assert process.stdin is not None
    for number in range(1, 4):
        process.stdin.write(json.dumps(["task", "add", f"T{number}"]).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(read_line(process))
        assert (answer["line"], answer["data"]["ref"]) == (number, f"OPS-{number}")
    assert finish(process)[0] == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_batch_that_is_stopped_keeps_what_it_answered(
    start: Start, cli: Cli, number: signal.Signals, code: int
) -> None:
    process = start("batch")
    assert process.stdin is not None
    process.stdin.write(b'["task","add","Kept"]\n')
    process.stdin.flush()
    assert json.loads(read_line(process))["ok"]
    process.send_signal(number)
    assert finish(process)[0::2] == (code, "")
    assert len(cli.data("task", "list")) == 1
    assert cli("db", "check").code == 0


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_the_screens_need_a_terminal(start: Start, closed: str) -> None:
    terminal, other = pty.openpty()
    try:
        process = start(**{"stdin": other, "stdout": other, closed: subprocess.DEVNULL})
        assert process.stderr is not None
        began = time.monotonic()
        assert process.wait(timeout=30) == 2
        assert time.monotonic() - began < 5
        told = process.stderr.read().decode()
        assert told.count("\n") == 1
        assert "prodtui board" in told
    finally:
        os.close(terminal)
        os.close(other)


def test_settings_that_are_wrong_are_told_before_the_screens_start(start: Start, home: Path) -> None:
    file = home / "prodtui" / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("store = \n")
    terminal, other = pty.openpty()
    try:
        process = start(stdin=other, stdout=other)
        assert process.stderr is not None
        assert process.wait(timeout=30) == 5
        told = process.stderr.read().decode()
        assert (told.count("\n"), str(file) in told) == (1, True)
    finally:
        os.close(terminal)
        os.close(other)


def test_a_wrong_option_without_a_command_is_told_as_json(start: Start) -> None:
    code, out, _ = finish(start("--json", "--csv"))
    assert code == 2
    assert json.loads(out)["error"]["code"] == "usage"


def test_closed_standard_streams_fail_nothing(store_path: Path) -> None:
    shell = f'"{sys.executable}" -m prodtui task add Silent <&- >&- 2>&-'
    done = subprocess.run(["bash", "-c", shell], env={**os.environ, "PRODTUI_STORE": str(store_path)}, check=False)
    assert done.returncode == 0


def test_a_question_is_only_asked_on_a_terminal(store_path: Path, cli: Cli, team: Team) -> None:
    team.task(), cli.ok("task", "archive", "OPS-1")
    environment = {**os.environ, "PRODTUI_STORE": str(store_path), "PRODTUI_AS": "ann"}
    for answer, code, left in ((b"n\n", 2, 1), (b"y\n", 0, 0)):
        terminal, other = pty.openpty()
        process = subprocess.Popen(
            command(["task", "purge", "OPS-1"]), env=environment, stdin=other, stdout=subprocess.PIPE, stderr=other
        )
        os.close(other)
        asked = b""
        while b"[y/N]" not in asked:
            asked += os.read(terminal, 1000)
        os.write(terminal, answer)
        assert process.wait(timeout=30) == code
        os.close(terminal)
        process.communicate()
        assert len(cli("task", "list", "--all", "--json").data) == left
