"""Figures, charts, forecasts and maps where something is odd: an answer or one sentence, and no figure is invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from prodtui.services import board, tasks
from prodtui.services.charts import CHARTS
from prodtui.services.figures import FIGURES
from prodtui.storage.sqlite import sqlite3
from tests.cli.conftest import Cli
from tests.helpers.team import NOW, Clock, Team

WINDOW = ("--window", "14d")
#: Figures that count something, so that nothing at all is 0 where there were tasks.
COUNTS = {"throughput", "wip"}


def nothing(team: Team, clock: Clock) -> None:
    """Leave the board empty."""


def no_steps(team: Team, clock: Clock) -> None:
    """Take every step away."""
    with sqlite3.connect(team.path) as store:
        store.execute("DELETE FROM step")


def no_work(team: Team, clock: Clock) -> None:
    """Leave a board of queues alone, with a task in one."""
    with sqlite3.connect(team.path) as store:
        store.execute("DELETE FROM step WHERE kind <> 'queue'")
    team.task()
    clock.forward(days=1)


def one_item(team: Team, clock: Clock) -> None:
    """Finish one task, started and done at the same moment."""
    board.move(team.ann, team.task().ref, "done")
    clock.forward(hours=1)


def back_in_time(team: Team, clock: Clock) -> None:
    """Let a computer whose clock is wrong finish a task before it was begun, beside a sound one."""
    sound, wrong = (team.task(at="doing").ref for _ in range(2))
    clock.forward(days=1)
    board.move(team.ann, sound, "done")
    clock.forward(days=-3)
    board.move(team.ann, wrong, "done")
    clock.forward(days=4)


def lost_step(team: Team, clock: Clock) -> None:
    """Let the record name a step that the board does not have, beside a sound task."""
    sound, wrong = (team.task(at="doing").ref for _ in range(2))
    clock.forward(days=1)
    board.move(team.ann, [sound, wrong], "done")
    with sqlite3.connect(team.path) as store:
        names = "at, recorded_at, board_id, actor, via, command, kind, object_id, ref, after, version, txn"
        last = f"SELECT {names}, 'paint' FROM event WHERE ref = ? ORDER BY id DESC LIMIT 1"
        store.execute(f"INSERT INTO event ({names}, flow) {last}", (wrong,))
    clock.forward(days=1)


ODD = (nothing, no_steps, no_work, one_item, back_in_time, lost_step)
Odd = Callable[[Team, Clock], None]


def figures(cli: Cli, *words: str) -> dict[str, tuple[float | None, int, int]]:
    """Ask for all that is shown on one page, and for the map; return value, n and left out of each figure."""
    cli.ok("kpi", "report", *WINDOW, *words)
    cli.ok("step", "map", *WINDOW, *words)
    rows = [row for row in cli.data("kpi", *WINDOW, *words)["figures"]]
    return {row["kpi"]: (row["value"], row["n"], row["left_out"]) for row in rows}


def walk(cli: Cli, *words: str) -> dict[str, tuple[float | None, int, int]]:
    """Ask for each figure, chart and forecast as well; return what `figures` does."""
    found = figures(cli, *words)
    for key, (_, _, left_out) in found.items():
        assert len(cli.data("kpi", key, "--explain", *WINDOW, *words)["excluded"]) == left_out
    for name in CHARTS:
        said = cli("kpi", "chart", name, *WINDOW, *words)
        assert said.code == 0 or (said.code == 1 and "too little in this window" in said.err), said
    for said in (cli("forecast", "when"), cli("forecast", "how-many", "+5d")):
        assert said.code == 0 or (said.code == 1 and len(said.err.splitlines()) == 1), said
    return found


@pytest.mark.parametrize("odd", ODD)
def test_every_look_at_it_answers(cli: Cli, team: Team, ticking: Clock, odd: Odd) -> None:
    odd(team, ticking)
    found = walk(cli)
    assert found.keys() == FIGURES.keys()
    assert cli("board", "--as-of", f"{ticking.now.date()}").code == 0
    assert figures(cli, "--as-of", f"{ticking.now.date()}") == found
    for key, (value, n, _) in found.items():
        assert n or value is None or (key in COUNTS and value == 0), f"{key} is {value} of nothing"
    if odd in (nothing, no_steps):
        assert {value for value, _, _ in found.values()} == {None}
    if odd is one_item:
        assert (found["throughput"][1], found["cycle-time-85"]) == (1, (0.0, 1, 0))
        assert found["flow-efficiency"] == (None, 0, 1), "it took no time"
    if odd in (back_in_time, lost_step):
        assert (found["cycle-time-50"][1:], found["throughput"][1:]) == ((1, 1), (1, 1)), "one counts, one is left out"


def test_a_filter_that_matches_nothing_is_no_data(cli: Cli, team: Team, ticking: Clock) -> None:
    board.move(team.ann, team.task(at="doing", labels=["line-1"]).ref, "done")
    ticking.forward(days=1)
    tasks.edit(team.ann, "OPS-1", {"labels": []})
    ticking.forward(days=1)
    assert {value for value, _, _ in walk(cli, "--filter", "#line-1").values()} == {None}
    then = figures(cli, "--filter", "#line-1", "--as-of", f"{NOW.date()}")
    assert then["throughput"][1] == 1, "then it had the label"


@pytest.mark.parametrize(("month", "day", "hours"), [(10, 25, 25), (3, 29, 23)])
def test_a_day_with_another_clock_is_one_day(
    cli: Cli, team: Team, ticking: Clock, month: int, day: int, hours: int
) -> None:
    """The clocks of Berlin go back on 25 October 2026, and go forward on 29 March."""
    midnight = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=2 if hours == 25 else 1)
    ticking.now = midnight + timedelta(minutes=1)
    first = team.task(at="doing").ref
    ticking.now = midnight + timedelta(hours=hours, minutes=-1)
    board.move(team.ann, first, "done")
    ticking.forward(minutes=2)
    board.move(team.ann, team.task(at="doing").ref, "done")
    ticking.now = midnight + timedelta(days=3)
    that_day = f"2026-{month:02}-{day:02}"
    over = ("--window", f"{that_day}..{that_day}")
    (row,) = cli.data("kpi", "throughput", *over)["figures"]
    assert (row["value"], row["n"]) == (7.0, 1), "what was done a minute after midnight is not in it"
    (row,) = cli.data("kpi", "cycle-time-50", *over)["figures"]
    assert row["value"] == pytest.approx((hours - 2 / 60) / 24)
    (row,) = cli.data("kpi", "cycle-time-50", *over, "--days", "inclusive")["figures"]
    assert row["value"] == 1.0
    assert cli.data("kpi", "chart", "throughput", *over)["values"] == [1]
    assert len(cli.data("kpi", "chart", "flow", *over)["days"]) == 1
    assert "OPS-1" in cli.ok("board", "--as-of", that_day).out


def test_days_that_are_none_and_a_zone_that_is_none(cli: Cli, team: Team) -> None:
    for words in (
        ("kpi", "--window", "2026-02-30..2026-03-01"), ("kpi", "--as-of", "2026-02-30"), ("kpi", "--window", "-3d"),
        ("kpi", "chart", "flow", "--window", "2026-13-01..2026-13-02"), ("kpi", "report", "--as-of", "31.11.2026"),
        ("board", "--as-of", "2026-02-30"), ("step", "map", "--window", "0w"), ("forecast", "how-many", "2026-02-30"),
        ("kpi", "--window", "0001-01-01..0001-01-02"), ("kpi", "--window", "9999-12-30..9999-12-31"),
        ("step", "map", "--window", "99999w"), ("kpi", "chart", "flow", "--window", "1000-01-01..2026-01-01"),
        ("forecast", "when", "--window", "0d"), ("forecast", "when", "--window", "999999w"),
        ("kpi", "--window", "99999999d"), ("kpi", "--as-of", "0001-01-01"), ("board", "--as-of", "0001-01-01"),
        ("forecast", "how-many", "9999-12-31"),
    ):  # fmt: skip
        said = cli(*words)
        assert said.code in (1, 2, 5), (words, said)
        assert len(said.err.splitlines()) == 1, (words, said)
