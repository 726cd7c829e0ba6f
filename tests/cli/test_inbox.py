"""`inbox` in a shell."""

from __future__ import annotations

import pytest

from prodtui.services import boards, talk, tasks
from tests.cli.conftest import Cli
from tests.helpers.team import Team


@pytest.fixture(autouse=True)
def said(team: Team) -> None:
    """Bo mentions ann twice."""
    ref = team.task("Saw").ref
    for text in ("@ann look\nhere", "@ann really"):
        talk.comment(team.bo, ref, text)


def test_list_and_read(cli: Cli) -> None:
    lines = cli.ok("inbox").lines
    assert lines[0].split() == ["ID", "AT", "KIND", "REF", "TITLE", "TEXT", "BY"]
    assert ["@ann really" in lines[1], "@ann look here" in lines[2]] == [True, True]
    first = cli.data("inbox")[0]["id"]
    assert cli.ok("inbox", "read", str(first)).lines == ["1 notice read"]
    assert len(cli.data("inbox")) == 1
    assert cli.ok("inbox", "read").lines == ["1 notice read"]
    assert cli("inbox").err.strip() == "Nothing is new in your inbox."
    assert [row["read"] for row in cli.data("inbox", "--all")] == [True, True]
    assert cli("inbox", "read", "99999").code == 1


def test_a_board_that_is_named_is_the_only_one(cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    boards.create_board(team.ann, "QA", "Quality", template="it-service")
    tasks.add(team.of("bo", board="QA"), "File", assignees=("ann",))
    monkeypatch.setenv("PRODTUI_BOARD", "OPS")  # where she works, not what she asks for
    assert len(cli.data("inbox")) == 3
    assert [row["ref"] for row in cli.data("inbox", "--board", "qa")] == ["QA-1"]
    assert cli("inbox", "--board", "NOPE").code == 1
    assert cli.ok("inbox", "read", "--board", "OPS").lines == ["2 notices read"]
    assert [row["ref"] for row in cli.data("inbox")] == ["QA-1"]
    assert cli("inbox", "read", "--board", "OPS", str(cli.data("inbox")[0]["id"])).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--csv", "--watch"),
        ("--columns", "ref", "--watch"),
        ("--limit", "2", "--watch"),
        ("--all", "--watch"),
        ("--bell",),
    ],
)
def test_what_does_nothing_is_refused(cli: Cli, words: tuple[str, ...]) -> None:
    ran = cli("inbox", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"The option {words[0]} " in ran.err
