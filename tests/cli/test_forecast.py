"""`forecast`: days and numbers with how often each holds, as text and as data."""

from __future__ import annotations

import pytest

from prodtui.services import board
from tests.cli.conftest import Cli
from tests.helpers.team import Clock, Team


@pytest.fixture(autouse=True)
def steady(team: Team, ticking: Clock) -> None:
    """One task is finished on each of 14 days; three are open."""
    for _ in range(14):
        board.move(team.ann, team.task().ref, "done")
        ticking.forward(days=1)
    for _ in range(3):
        team.task()


def test_when_and_how_many(cli: Cli) -> None:
    out = cli.ok("forecast", "--window", "2w").out
    assert out.splitlines()[0] == "When 3 tasks that are open will be done"
    assert "85% of the runs  by Fri 2026-12-11" in out
    assert "Drawn 10,000 times, seed 1, from 14 days until 2026-12-07, in which 14 tasks were finished." in out
    out = cli.ok("forecast", "how-many", "+5d", "--window", "14d").out
    assert "85% of the runs  5 or more" in out


def test_as_data(cli: Cli) -> None:
    data = cli.data("forecast", "when", "7", "--window", "14d", "--seed", "5")
    assert (data["items"], data["seed"], data["lines"][0]) == (7, 5, {"share": 0.5, "items": 7, "day": "2026-12-15"})
    out = cli.ok("forecast", "when", "7", "--window", "14d", "--csv").out
    assert out.splitlines()[1] == "0.5,7,2026-12-15"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("when", "0"), 5, "0 is no number of tasks"),
        (("when", "--window", "soon"), 2, "'soon' is no window. Write it like 84d or 12w."),
        (("how-many", "yesterday"), 5, "is not to come"),
        (("how-many", "none"), 2, "A forecast needs a day."),
        (("when", "--demand", "OPS-D9"), 1, "OPS-D9"),
    ],
)
def test_bad_input_is_one_sentence(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli("forecast", *words)
    assert (said.code, told in said.err) == (code, True), said
