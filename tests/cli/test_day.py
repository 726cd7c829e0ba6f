"""`mine`, `today`, `timer`: the day of one person in a shell."""

from __future__ import annotations

import pytest

from prodtui.services import board
from tests.cli.conftest import Cli
from tests.helpers.team import NOW, Team


def test_my_day_as_text_and_data(cli: Cli, team: Team) -> None:
    assert cli.ok("mine").lines == ["Ann Smith has nothing in hand, nothing comes next, and nothing waits."]
    ref = team.task("Saw", assignees=("ann",)).ref
    board.move(team.ann, ref, "doing")
    team.task("File", assignees=("ann",), estimate_hours=1.0)
    cli.ok("timer", "start", ref)
    assert cli.ok("mine").lines[:2] == ["Timer    OPS-1 Saw: 0m", "In hand  OPS-1 Saw: doing, begun today"]
    assert cli.ok("mine").lines[2] == "Next     OPS-2 File: backlog, Tue 15:00"
    data = cli.data("mine", "ann")
    assert (data["login"], data["timer"]["ref"], data["next"]["ref"]) == ("ann", "OPS-1", "OPS-2")
    assert cli("mine", "nobody").code in (1, 2)


def test_today_as_a_table(cli: Cli, team: Team) -> None:
    empty = cli("today")
    assert (empty.code, empty.err) == (1, "Nothing is planned for today.\n")
    team.task("Saw", due=NOW, assignees=("bo",))
    assert "Nothing is planned for you today." in cli("today", "--mine").err
    rows = [row for row in cli.data("today") if row["what"] == "due"]
    assert [(row["ref"], row["at"]) for row in rows] == [("OPS-1", "2026-11-24T09:00:00Z")]
    assert "10:00  due" in cli.ok("today").out


def test_the_timer(cli: Cli, team: Team) -> None:
    team.task("Saw"), team.task("File")
    assert cli.ok("timer", "start", "Saw").lines == ["The timer runs for OPS-1 Saw"]
    assert cli.ok("timer").lines == ["OPS-1 Saw: 0m"]
    said = cli.ok("timer", "start", "OPS-2", "--time", "1h30")
    assert "1h30 logged on OPS-1." in said.err
    assert [row["ref"] for row in cli.data("timer", "list")] == ["OPS-2"]
    assert cli.ok("timer", "stop", "--time", "45m", "--note", "new fixture").lines == ["OPS-2: 45m logged"]
    assert cli.data("task", "show", "OPS-2")["work"][0]["note"] == "new fixture"
    cli.ok("timer", "start", "OPS-1")
    assert cli.ok("timer", "drop").lines == ["The timer of OPS-1 is stopped; nothing is logged"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("timer",), 1, "No timer of yours runs."),
        (("timer", "list"), 1, "No timer runs."),
        (("timer", "stop"), 3, "No timer of yours runs."),
        (("timer", "start", "OPS-9"), 1, "OPS-9"),
        (("timer", "stop", "--time", "soon"), 5, "soon"),
    ],
)
def test_what_there_is_not(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli(*words)
    assert (said.code, told in said.err) == (code, True), said
