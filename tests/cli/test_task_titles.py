"""Tasks by their titles, wherever a reference is asked for."""

from __future__ import annotations

import json

import pytest

from prodtui.cli.run import run_words
from tests.cli.conftest import Cli
from tests.helpers.team import Team

LONG = "Calibrate press 3"


@pytest.mark.parametrize(
    "words",
    [
        "task show {}",
        "task edit {} --due fri",
        "task move {} doing",
        "task assign {} bo",
        "task unassign {} bo",
        "task label {} --add q4",
        "task priority {} high",
        "task due {} fri",
        "task start {}",
        "task done {}",
        "task block {} material",
        "task unblock {}",
        "task comment {} hello",
        "task log {} 1h",
        "task archive {}",
        "task link {} --after OPS-2",
        "task link OPS-2 --before {}",
        "task edit OPS-2 --parent {}",
        "task reorder {} --before OPS-2",
        "task why {}",
        "history {}",
    ],
)
def test_every_verb_takes_a_title(cli: Cli, team: Team, words: str) -> None:
    team.task(LONG)
    team.task("Weld")
    by_title = [LONG.lower() if word == "{}" else word for word in words.split()]
    assert "OPS-1" in cli.ok("--json", *by_title).out


def test_a_neighbour_may_be_named_by_its_title(cli: Cli, team: Team) -> None:
    for title in (LONG, "Weld", "Paint"):
        team.task(title)
    cli.ok("task", "reorder", "paint", "--after", "calib")
    assert team.lane("backlog") == ["OPS-1", "OPS-3", "OPS-2"]


def test_a_part_of_a_title_is_enough(cli: Cli, team: Team) -> None:
    team.task(LONG)
    assert cli.ok("task", "start", "calib").out.startswith("OPS-1 ")
    assert cli.ok("task", "done", "press 3").out.startswith("OPS-1 ")


def test_put_away_tasks_come_back_by_their_whole_title(cli: Cli, team: Team) -> None:
    team.task(LONG)
    cli.ok("task", "archive", LONG)
    assert cli.ok("task", "restore", LONG).out.startswith("OPS-1 ")
    cli.ok("task", "archive", LONG)
    assert cli.ok("task", "purge", LONG, "--yes").out == "OPS-1 is gone for good\n"


def test_a_title_may_hold_commas(cli: Cli, team: Team) -> None:
    team.task("Clean, then oil")
    team.task("Weld")
    ran = cli.ok("task", "done", "-q", "Clean, then oil", "OPS-2,OPS-1")
    assert ran.lines == ["OPS-1", "OPS-2"]


def test_titles_come_line_by_line_from_standard_input(cli: Cli, team: Team) -> None:
    team.task(LONG)
    team.task("Weld")
    assert cli.ok("task", "done", "-", "-q", stdin=f"{LONG}\nOPS-2 OPS-1\n").lines == ["OPS-1", "OPS-2"]


def test_several_titles_are_listed(cli: Cli, team: Team) -> None:
    team.task("Press 1")
    team.task("Press 2")
    ran = cli("task", "show", "press")
    assert ran.code == 2
    assert "OPS-1 Press 1; OPS-2 Press 2" in ran.err
    error = cli("--json", "task", "show", "press").error
    assert [each["ref"] for each in error["details"]["candidates"]] == ["OPS-1", "OPS-2"]


def test_an_unknown_title_suggests_the_nearest(cli: Cli, team: Team) -> None:
    team.task(LONG)
    ran = cli("task", "show", "Calbrate press")
    assert ran.code == 1
    assert "Did you mean OPS-1 Calibrate press 3?" in ran.err


def test_what_looks_like_a_reference_stays_one(cli: Cli, team: Team) -> None:
    team.task("Order 77")
    team.task("Press")
    assert cli("task", "show", "77").code == 1
    assert cli("task", "show", "PRESS-1").code == 1


def test_batch_takes_titles(cli: Cli, team: Team) -> None:
    team.task(LONG)
    lines = [["task", "start", "calib"], {"command": "task show", "args": {"ref": "press 3"}}]
    answers = [json.loads(line) for line in cli.ok("batch", stdin="\n".join(map(json.dumps, lines))).lines]
    assert [answer["ok"] for answer in answers] == [True, True]


def test_the_command_line_of_the_screens_takes_titles(team: Team) -> None:
    team.task(LONG)
    assert run_words(["task", "start", "calib"], team.ann).startswith("OPS-1 ")


def test_a_title_is_looked_for_on_the_board_in_use(cli: Cli, team: Team) -> None:
    team.task(LONG)
    cli.ok("board", "add", "LAB", "Laboratory")
    assert cli("--board", "LAB", "task", "show", "calib").code == 1
