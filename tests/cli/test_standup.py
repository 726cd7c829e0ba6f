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
