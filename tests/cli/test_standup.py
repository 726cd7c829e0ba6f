"""`standup`: the page in a terminal, as Markdown and as data."""

from __future__ import annotations

import pytest

from prodtui.services import board
from tests.cli.conftest import Cli
from tests.helpers.team import Team


@pytest.fixture(autouse=True)
def morning(team: Team) -> None:
    """One task is blocked and late, one is in work, one waits its turn, one is finished."""
    refs = [team.task(title, assignees=("bo",)).ref for title in ("Saw", "File", "Paint", "Pack")]
    for ref in refs[:2]:
        board.move(team.bo, ref, "doing")
    board.block(team.bo, refs[0], "no steel")
    board.move(team.bo, refs[3], "done")


def test_the_page(cli: Cli) -> None:
    assert cli.ok("standup").lines == [
        "Stand-up of Operations, Tue 24 Nov 10:00",
        "Since Mon 23 Nov 00:00, the working day before.",
        "",
        "Needs us first",
        "  blocked  OPS-1 Saw: blocked 0m: no steel (bo)",
        "",
        "Person by person",
        "  Ann Smith   nothing in hand",
        "  Bo Berg     OPS-1 Saw: doing, blocked 0m: no steel",
        "  Bo Berg     OPS-2 File: doing, begun today",
        "  Bo Berg     OPS-3 Paint: next",
        "  Bo Berg     finished OPS-4 Pack",
        "  Cy Young    nothing in hand",
        "  Lea Brand   nothing in hand",
        "  Quinn Moss  nothing in hand",
        "",
        "Since last time",
        "  finished  OPS-4 Pack (bo)",
        "  started   OPS-2 File (bo)",
        "  started   OPS-1 Saw (bo)",
        "  added     OPS-3 Paint (ann)",
        "  blocked   OPS-1 Saw (bo)",
    ]


def test_markdown_and_data(cli: Cli) -> None:
    assert "- blocked: OPS-1 Saw: blocked 0m: no steel (bo)" in cli.ok("standup", "--markdown").lines
    data = cli.data("standup", "--since", "shift")
    assert (data["board"], data["since_what"], data["needs"][0]["ref"]) == ("OPS", "the shift before", "OPS-1")
    out = cli.ok("standup", "--csv", "--columns", "concern,ref,text").lines
    assert out == ["concern,ref,text", "blocked,OPS-1,blocked 0m: no steel"]


def test_long_lists_are_cut_unless_all_is_asked_for(cli: Cli, team: Team) -> None:
    for _ in range(10):
        team.task(due="2026-11-20T12:00:00Z")
    assert "  late     and 2 more" in cli.ok("standup").lines
    assert "and 2 more" not in cli.ok("standup", "--all").out


def test_an_empty_day_says_so(cli: Cli, team: Team) -> None:
    team.clock.forward(days=60)
    board.unblock(team.bo, "OPS-1")
    team.clock.forward(days=7)
    assert "Needs us first\n  Nothing here." in cli.ok("standup").out
    assert "Since last time\n  Nothing here." in cli.ok("standup").out


@pytest.mark.parametrize(
    ("since", "told"), [("tomorrow", "'tomorrow' lies ahead"), ("soon", "soon"), ("1066-10-14", "1970 to 2199")]
)
def test_a_moment_that_is_none(cli: Cli, since: str, told: str) -> None:
    said = cli("standup", "--since", since)
    assert (said.code, told in said.err) == (5, True), said


def test_a_stand_up_from_start_to_summary(cli: Cli) -> None:
    assert cli.ok("standup", "start").lines == ["OPS-U1 runs: ann there, 0 notes"]
    cli.ok("standup", "there", "bo", "Cy Young")
    assert cli.ok("standup", "there", "cy", "--not").lines == ["OPS-U1 runs: ann, bo there, 0 notes"]
    cli.ok("standup", "talked", "ops-1")
    cli.ok("standup", "talked", "Bo Berg")
    assert '"Bo Berg" was marked already.' in cli.ok("standup", "talked", "bo").err
    cli.ok("standup", "talked", "cy")
    assert cli.ok("standup", "talked", "cy", "--not").lines == ["OPS-U1 runs: ann, bo there, 0 notes"]
    cli.ok("standup", "decide", "By hand until Friday", "--about", "OPS-1")
    made = cli.ok("-q", "standup", "action", "Order steel", "--owner", "bo", "--due", "fri").lines
    assert made == ["OPS-5"]
    cli.ok("standup", "park", "A second saw?")
    cli.ok("standup", "note", "Fixture is loose")
    cli.ok("standup", "put-away", "OPS-U1.7")
    assert cli.ok("standup", "finish").lines == ["OPS-U1 is over: ann, bo there, 3 notes"]
    assert cli.ok("standup", "summary").lines == [
        "Stand-up OPS-U1, 2026-11-24 10:00 to 10:00",
        "There: Ann Smith, Bo Berg.",
        "",
        "Decisions",
        "  Ann Smith  OPS-1: By hand until Friday",
        "",
        "Actions",
        "  Ann Smith  Order steel (Bo Berg, by Fri 27 Nov) (OPS-5)",
        "",
        "Parked for later",
        "  Ann Smith  A second saw?",
        "",
        "Talked about",
        "  Ann Smith  OPS-1 Saw: blocked 0m: no steel (bo)",
        "  Ann Smith  Bo Berg",
    ]
    assert "- Ann Smith: OPS-1: By hand until Friday" in cli.ok("standup", "summary", "OPS-U1", "--markdown").out
    assert [row["ref"] for row in cli.data("standup", "list")] == ["OPS-U1"]


def test_a_note_about_nothing_is_refused(cli: Cli) -> None:
    cli.ok("standup", "start")
    said = cli("standup", "note", "Fixture is loose", "--about", "OPS-99")
    assert (said.code, "There is no task OPS-99." in said.err) == (1, True), said


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("finish",), 3, "No stand-up of OPS runs. Start one with `prodtui standup start`."),
        (("talked", "OPS-9"), 1, "tells nothing about"),
        (("summary",), 1, "There is no stand-up of OPS yet."),
        (("summary", "OPS-U7"), 1, "There is no stand-up OPS-U7."),
        (("list",), 1, "There is no stand-up yet."),
    ],
)
def test_what_there_is_not(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli("standup", *words)
    assert (said.code, told in said.err) == (code, True), said
